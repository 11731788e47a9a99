"""Which facts of a record are about a station."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from sverka.record.facts import (
    AnnulmentFact,
    AnyFact,
    CountFact,
    DefinitionFact,
    DocumentFact,
    KeyFact,
    RefusedCopyFact,
    ReinstatementFact,
    UnknownFact,
    parse_fact,
)
from sverka.record.group_facts import CaseFact
from sverka.record.named_evidence import evidence_named_by


class _Head(msgspec.Struct):
    """Just enough of a fact to see whether it is about a station."""

    kind: str = ""
    station: str = ""


_head = msgspec.json.Decoder(_Head)


@dataclass(slots=True)
class StationFacts:
    """The facts about one station, by their index: counts, papers, cases, decisions, and what the election is.

    `areas` : those that the station lies in; a decision on one of them is about it too
    """

    station: str
    areas: frozenset[str]
    entries: dict[int, bytes] = field(default_factory=dict)
    facts: dict[int, AnyFact] = field(default_factory=dict)
    _papers: dict[str, dict[int, bytes]] = field(default_factory=dict)  # of all stations, by hash

    @classmethod
    def of(cls, entries: Iterable[bytes], station: str, areas: frozenset[str]) -> StationFacts:
        """Read a record once."""
        self = cls(station, areas)
        for index, entry in enumerate(entries):
            head = _head.decode(entry)
            if head.kind != "count" or head.station == station:
                self._read(index, entry)
        self._add_papers()
        return self

    @property
    def of_station(self) -> list[int]:
        """Those that say something of the station, not of the election or the log as a whole."""
        return [at for at, fact in self.facts.items() if not isinstance(fact, DefinitionFact | KeyFact)]

    def in_order(self) -> StationFacts:
        """The same, by their index."""
        self.entries = dict(sorted(self.entries.items()))
        self.facts = dict(sorted(self.facts.items()))
        return self

    def evidence(self) -> Iterator[str]:
        """The files that they name, each once."""
        named = (
            sha256 for fact in self.facts.values() for sha256 in (*evidence_named_by(fact), *_behind(fact))
        )
        yield from dict.fromkeys(named)

    def withheld(self) -> dict[str, DocumentFact]:
        """The files among them that are not published now, by the fact that says so."""
        last = {fact.sha256: fact for fact in self.facts.values() if isinstance(fact, DocumentFact)}
        return {sha256: fact for sha256, fact in last.items() if not fact.is_published}

    def _read(self, index: int, entry: bytes) -> None:
        fact = parse_fact(entry)
        if isinstance(fact, UnknownFact):
            return
        if isinstance(fact, DocumentFact):
            self._papers.setdefault(fact.sha256, {})[index] = entry
        if self._is_about(fact):
            self.take(index, entry, fact)

    def _is_about(self, fact: AnyFact) -> bool:
        match fact:
            case CountFact() | DocumentFact() | RefusedCopyFact() | CaseFact():
                return fact.station == self.station
            case AnnulmentFact() | ReinstatementFact():
                scope = fact.scope
                return scope.station == self.station or (
                    not scope.station and scope.area in {"", *self.areas}
                )
            case _:
                return isinstance(fact, DefinitionFact | KeyFact)

    def take(self, index: int, entry: bytes, fact: AnyFact) -> None:
        """Have a fact among these."""
        self.entries[index], self.facts[index] = entry, fact

    def _add_papers(self) -> None:
        """The facts about the papers that these name, all there are of each."""
        for sha256 in list(self.evidence()):
            for index, entry in self._papers.get(sha256, {}).items():
                fact = parse_fact(entry)
                if isinstance(fact, DocumentFact):
                    self.take(index, entry, fact)


def _behind(fact: AnyFact) -> tuple[str, ...]:
    """The papers behind a step of a case, which facts of their own bring in."""
    return fact.documents if isinstance(fact, CaseFact) else ()
