"""What the record says around each count: when it came, on which paper, and what it replaced."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from sverka.domain.counts import Source
from sverka.record.fact_shape import SCHEMA, EnteredBy
from sverka.record.facts import AnnulmentFact, CountFact, ReinstatementFact, Scope, UnknownFact, parse_fact

Key = tuple[str, str, str, str]  # contest, account, holder, unit
SourceKey = tuple[str, str, str]  # the first three of them

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class _Saying(msgspec.Struct, frozen=True):
    """The part of a fact that every page shows; the figures are in the tables already."""

    kind: str
    schema: int = 0
    received: str = ""
    account: str = ""
    holder: str = ""
    contest: str = ""
    station: str = ""
    area: str = ""
    claimed: str = ""
    documents: tuple[str, ...] = ()
    reason: str = ""
    entered_by: EnteredBy | None = None


_decoder = msgspec.json.Decoder(_Saying)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One count fact: its place in the record and its circumstances."""

    entry: int
    received: str
    claimed: str
    documents: tuple[str, ...]
    reason: str
    entered_by: EnteredBy | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One annulment or reinstatement, in force or not."""

    entry: int
    annuls: bool
    scope: Scope
    authority: str
    number: str
    reason: str
    claimed: str
    received: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field that a later fact of the same key stated anew; None where it was or became unread."""

    field: str
    before: int | None
    after: int | None


class Came:
    """When the stations of one source came in for the first time, as far as the record was read; corrections add none.

    `times` : microseconds since 1970, in order, each once · `stations` : how many came at each
    """

    def __init__(self) -> None:
        self.times: list[int] = []
        self.stations: list[int] = []

    def add(self, received: str) -> None:
        """One more station; a fact without a time tells none (`fsck` says so of it)."""
        try:
            time = (datetime.fromisoformat(received) - EPOCH) // MICROSECOND
        except (ValueError, TypeError):
            return
        place = bisect_left(self.times, time)
        if self.times[place : place + 1] == [time]:
            self.stations[place] += 1
        else:
            self.times.insert(place, time)
            self.stations.insert(place, 1)


class Sayings:
    """Everything that pages show of the record beside the figures, as far as it was read.

    `revised` : the facts of those counts that have several
    `firsts` : where the first fact of each source stands · `naming` : the units of which some count names a paper
    """

    def __init__(self) -> None:
        self.size = 0
        self.latest: dict[Key, Saying] = {}
        self.revised: dict[Key, list[tuple[Saying, CountFact]]] = {}
        self.decisions: list[Decision] = []
        self.firsts: dict[SourceKey, int] = {}
        self.came: dict[SourceKey, Came] = defaultdict(Came)
        self.naming: dict[str, list[str]] = defaultdict(list)
        self._alone: dict[Key, bytes] = {}  # facts that no other has followed yet

    def read(self, entry: bytes) -> None:
        """Take in the next entry of the record."""
        said = _decoder.decode(entry)
        if said.kind == "count" and said.schema == SCHEMA:
            self._count(said, entry)
        elif said.kind in {"annulment", "reinstatement"}:
            self.decisions.extend(_decisions(self.size, entry))
        self.size += 1

    def _count(self, said: _Saying, entry: bytes) -> None:
        key = (said.contest, said.account, said.holder, said.station or said.area)
        saying, earlier = _saying(self.size, said), self.latest.get(key)
        if earlier is None:
            self._alone[key] = entry
            self.firsts.setdefault(key[:3], self.size)
            if said.station:
                self.came[key[:3]].add(said.received)
        else:
            if key in self._alone:
                self.revised[key] = [(earlier, _count_of(self._alone.pop(key)))]
            self.revised[key].append((saying, _count_of(entry)))
        self.latest[key] = saying
        for sha256 in said.documents:
            self.naming[sha256].append(key[3])

    def of(self, contest: str, source: Source, unit: str) -> Saying | None:
        """The latest fact of one source's count."""
        return self.latest.get((contest, source.account, source.holder, unit))

    def history(
        self, contest: str, source: Source, unit: str
    ) -> tuple[tuple[Saying, tuple[Change, ...]], ...]:
        """The facts that replaced or completed an earlier one, oldest first, with what they changed."""
        facts = self.revised.get((contest, source.account, source.holder, unit), ())
        return tuple(_with_changes(facts))


def read_sayings(entries: Iterable[bytes]) -> Sayings:
    """Read a record once, from its first entry on."""
    sayings = Sayings()
    for entry in entries:
        sayings.read(entry)
    return sayings


def _saying(index: int, said: _Saying) -> Saying:
    return Saying(
        entry=index,
        received=said.received,
        claimed=said.claimed,
        documents=said.documents,
        reason=said.reason,
        entered_by=said.entered_by,
    )


def _count_of(entry: bytes) -> CountFact:
    match parse_fact(entry):
        case CountFact() as fact:
            return fact
        case _:
            raise AssertionError("bad maths in sayings: a count fact that is none")


def _decisions(index: int, entry: bytes) -> Iterator[Decision]:
    fact = parse_fact(entry)
    if isinstance(fact, UnknownFact) or not isinstance(fact, AnnulmentFact | ReinstatementFact):
        return
    yield Decision(
        entry=index,
        annuls=isinstance(fact, AnnulmentFact),
        scope=fact.scope,
        authority=fact.authority,
        number=fact.number,
        reason=fact.reason,
        claimed=fact.claimed,
        received=fact.received,
    )


def _with_changes(facts: Iterable[tuple[Saying, CountFact]]) -> Iterator[tuple[Saying, tuple[Change, ...]]]:
    known: dict[str, int | None] = {}
    for place, (saying, fact) in enumerate(facts):
        stated: dict[str, int | None] = {**fact.rows, **fact.selections, **dict.fromkeys(fact.unread)}
        changed = [
            Change(field=each, before=known[each], after=figure)
            for each, figure in stated.items()
            if each in known and known[each] != figure
        ]
        known |= stated
        if place:
            yield saying, tuple(changed)
