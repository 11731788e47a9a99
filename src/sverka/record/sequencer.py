"""From what many hand in to the one order of the record: batches under one checkpoint each.

A submission is idempotent by content: what the record has already is not added again, and its place is
given. One that was made from the record as it was (`after`) is refused where facts came between that it could speak
of, since what it held to be new may be known by now. Counts, papers and decisions of other subjects do not stand in
its way: on a night hundreds come in while one command runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sverka.errors import Fault, Refused, SverkaError
from sverka.record.facts import (
    NOT_A_FACT,
    AnchorFact,
    AnnulmentFact,
    CountFact,
    DocumentFact,
    PublicationFact,
    RefusedCopyFact,
    ReinstatementFact,
    UnknownFact,
    is_its_form,
    parse_fact,
    subject_of,
)
from sverka.record.known import Known
from sverka.record.ledger import Ledger, check_lengths
from sverka.record.night_facts import DecisionFact, StopFact
from sverka.record.store import Store
from sverka.tlog.tree import leaf_hash

MOST_BETWEEN = 20_000  # facts; who read the record longer ago reads it again

OF_ONE_SUBJECT = CountFact | DocumentFact | RefusedCopyFact | AnnulmentFact | ReinstatementFact | DecisionFact
"""Facts that were held against nothing but the earlier facts of their own subject, and the definition."""

TELLS_ONLY = PublicationFact | AnchorFact | StopFact
"""Facts that change nothing of which others speak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Entries to be recorded together; `after` is how many the record had when they were made."""

    entries: tuple[bytes, ...]
    after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Where the entries of a submission stand in the record, under a checkpoint of `size`."""

    indexes: tuple[int, ...]
    size: int


class Sequencer:
    """The order of a record: one ledger, and all that it has."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.known = Known.of(ledger.store, ledger.size)

    def take(self, submissions: Sequence[Submission]) -> list[Receipt | SverkaError]:
        """Record submissions in their order under one checkpoint, each whole or not at all."""
        batch = _Batch(self.ledger.store, self.ledger.size, self.known)
        placed = [batch.place(submission) for submission in submissions]
        self.ledger.append(batch.entries)
        self.known.add(list(batch.indexes), batch.first)
        size = self.ledger.size
        return [
            each if isinstance(each, SverkaError) else Receipt(indexes=each, size=size) for each in placed
        ]


@dataclass(slots=True)
class _Batch:
    """The entries that go under the next checkpoint, and where each will stand."""

    store: Store
    first: int
    known: Known
    entries: list[bytes] = field(default_factory=list)
    indexes: dict[bytes, int] = field(default_factory=dict)

    def place(self, submission: Submission) -> tuple[int, ...] | SverkaError:
        """Where the entries of a submission stand, or will; those that are new are taken in."""
        try:
            _check(submission.entries)
        except Fault as fault:
            return fault
        leaves = [leaf_hash(entry) for entry in submission.entries]
        pairs = zip(leaves, submission.entries, strict=True)
        new = {leaf: entry for leaf, entry in pairs if self._index(leaf) is None}
        size = self.first + len(self.entries)
        if new and submission.after not in (None, size) and not self._is_apart(submission):
            return _another_size(submission.after or 0, size)
        self.indexes.update(zip(new, range(size, size + len(new)), strict=True))
        self.entries += new.values()
        return tuple(index for leaf in leaves if (index := self._index(leaf)) is not None)

    def _is_apart(self, submission: Submission) -> bool:
        """Whether nothing came between that the facts of a submission could speak of."""
        after = submission.after or 0
        if not self.first - MOST_BETWEEN <= after <= self.first:
            return False
        facts = [parse_fact(entry) for entry in submission.entries]
        if not all(isinstance(fact, OF_ONE_SUBJECT) for fact in facts):
            return False
        spoken_of = {subject_of(fact) for fact in facts if not isinstance(fact, UnknownFact)}
        between = map(parse_fact, (*self.store.entries(after, self.first), *self.entries))
        return all(
            isinstance(fact, OF_ONE_SUBJECT | TELLS_ONLY) and subject_of(fact) not in spoken_of
            for fact in between
        )

    def _index(self, leaf: bytes) -> int | None:
        index = self.indexes.get(leaf)
        return self.known.index(leaf) if index is None else index


def _check(entries: Sequence[bytes]) -> None:
    """Refuse what could never be read again, or be written otherwise by somebody else."""
    for entry in entries:
        try:
            fact = parse_fact(entry)
        except NOT_A_FACT as error:
            raise Fault(f"not a fact: {error}", cure='see docs/record.md, "The kinds"') from error
        if not is_its_form(fact, entry):
            raise Fault("not a fact in its canonical form", cure='see docs/record.md, "A fact"')
    if entries:
        check_lengths(entries)


def _another_size(read: int, held: int) -> SverkaError:
    if held < read:
        return Fault(f"the record held {read} facts and holds {held} now", cure="restore it from a copy")
    return Refused(
        "R104",
        f"the record grew from {read} to {held} facts while this command ran",
        cure="run the command again",
    )
