"""What the record says around each count: when it came, on which paper, and what it replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from sverka.domain.counts import Source
from sverka.record.fact_shape import EnteredBy
from sverka.record.facts import AnnulmentFact, CountFact, ReinstatementFact, Scope, UnknownFact, parse_fact

Key = tuple[str, str, str, str]  # contest, account, holder, unit


class _Saying(msgspec.Struct, frozen=True):
    """The part of a fact that every page shows; the figures are in the tables already."""

    kind: str
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


@dataclass(frozen=True, slots=True)
class Sayings:
    """Everything that pages show of the record beside the figures."""

    latest: Mapping[Key, Saying]
    revised: Mapping[Key, tuple[tuple[Saying, CountFact], ...]]
    decisions: tuple[Decision, ...] = field(default=())

    def of(self, contest: str, source: Source, unit: str) -> Saying | None:
        """The latest fact of one source's count."""
        return self.latest.get((contest, source.account, source.holder, unit))

    def first_received(self, contest: str, source: Source, unit: str) -> str:
        """When one source's count first came in; "" where it never did."""
        key = (contest, source.account, source.holder, unit)
        facts = self.revised.get(key)
        saying = facts[0][0] if facts else self.latest.get(key)
        return saying.received if saying else ""

    def history(
        self, contest: str, source: Source, unit: str
    ) -> tuple[tuple[Saying, tuple[Change, ...]], ...]:
        """The facts that replaced or completed an earlier one, oldest first, with what they changed."""
        facts = self.revised.get((contest, source.account, source.holder, unit), ())
        return tuple(_with_changes(facts))


def read_sayings(entries: Iterable[bytes]) -> Sayings:
    """Read a record once, from its first entry on."""
    latest: dict[Key, Saying] = {}
    bytes_of: dict[Key, list[tuple[Saying, bytes]]] = defaultdict(list)
    decisions: list[Decision] = []
    for index, entry in enumerate(entries):
        said = _decoder.decode(entry)
        if said.kind == "count":
            key = (said.contest, said.account, said.holder, said.station or said.area)
            bytes_of[key].append((_saying(index, said), entry))
            latest[key] = bytes_of[key][-1][0]
        elif said.kind in {"annulment", "reinstatement"}:
            decisions.extend(_decisions(index, entry))
    revised = {key: tuple(_facts(facts)) for key, facts in bytes_of.items() if len(facts) > 1}
    return Sayings(latest, revised, tuple(decisions))


def _saying(index: int, said: _Saying) -> Saying:
    return Saying(
        entry=index,
        received=said.received,
        claimed=said.claimed,
        documents=said.documents,
        reason=said.reason,
        entered_by=said.entered_by,
    )


def _facts(facts: list[tuple[Saying, bytes]]) -> Iterator[tuple[Saying, CountFact]]:
    for saying, entry in facts:
        fact = parse_fact(entry)
        if isinstance(fact, CountFact):
            yield saying, fact


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
