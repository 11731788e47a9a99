"""The entries of a record, and where in them stands what moves a figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from sys import intern
from typing import NamedTuple

import msgspec

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import (
    AnnulmentFact,
    AnyFact,
    CountFact,
    DefinitionFact,
    PublicationFact,
    ReinstatementFact,
    decoder,
    parse_fact,
)
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact

Ruling = DefinitionFact | AnnulmentFact | ReinstatementFact
"""What moves figures of stations of which no count came in."""

Told = Ruling | StopFact | AllowanceFact | DecisionFact | PublicationFact


class _Shape(msgspec.Struct, frozen=True):
    """Just enough of a fact to know whether it is a count, and of what."""

    kind: str
    schema: int = 0
    contest: str = ""
    account: str = ""
    holder: str = ""
    station: str = ""
    area: str = ""


class Counted(NamedTuple):
    """What a count is of, and whose it is."""

    contest: str
    source: Source
    station: str
    area: str


_count = msgspec.json.Decoder(CountFact)
_shape = msgspec.json.Decoder(_Shape)


@dataclass
class Past:
    """The entries of a record as far as they were taken.

    `counts` : per station the entries that count it; `area_counts` : per area
    `counted` : what each entry counts that is a count
    `first` : the first entry in which a source counts a station of a contest, and in which it counts an area
    `told` : every other fact that a history tells of, by its entry
    """

    entries: list[bytes] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    area_counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    counted: dict[int, Counted] = field(default_factory=dict)
    first: dict[tuple[str, Source, bool], int] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    _sources: dict[tuple[str, str], Source] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.entries)

    def take(self, entries: Iterable[bytes]) -> None:
        """Take in the entries that follow."""
        for index, entry in enumerate(entries, self.size):
            self.entries.append(entry)
            said = _shape.decode(entry)
            if said.schema != SCHEMA:
                continue
            if said.kind == "count":
                self._count(index, said)
            elif said.kind in _TOLD:
                fact = parse_fact(entry)
                if isinstance(fact, Told):
                    self.told[index] = fact

    def _count(self, index: int, said: _Shape) -> None:
        names = map(intern, (said.contest, said.account, said.holder, said.station, said.area))
        contest, account, holder, station, area = names
        source = self._source(account, holder)
        self.counted[index] = Counted(contest, source, station, area)
        self.first.setdefault((contest, source, bool(area)), index)
        if said.area:
            self.area_counts[said.area].append(index)
        else:
            self.counts[said.station].append(index)

    def _source(self, account: str, holder: str) -> Source:
        """One object for each, of which a country's counts have a handful."""
        return self._sources.setdefault((account, holder), Source(AccountId(account), holder))

    def first_count(self, contest: str, source: Source, size: int, *, areas: bool) -> int | None:
        """The first entry before `size` in which a source counts a station, or an area; None where there is none."""
        first = self.first.get((contest, source, areas))
        return first if first is not None and first < size else None

    def units(self, start: int, end: int) -> tuple[set[str], set[str]]:
        """The stations and the areas that entries from `start` up to `end` count."""
        counted = [each for _, each in self.counts_between(start, end)]
        return {each.station for each in counted if not each.area}, {
            each.area for each in counted if each.area
        }

    def counts_between(self, start: int, end: int) -> Iterator[tuple[int, Counted]]:
        """The counts from one size to another, with their entries."""
        return ((index, self.counted[index]) for index in range(start, end) if index in self.counted)

    def counts_of(self, stations: Collection[str], areas: Collection[str], size: int) -> list[int]:
        """The entries before `size` that count these stations and areas, in order."""
        found = [index for each in stations for index in self.counts.get(each, ())]
        found += [index for each in areas for index in self.area_counts.get(each, ())]
        return sorted(index for index in found if index < size)

    def rulings(self, start: int, end: int) -> dict[int, Ruling]:
        """What moves figures from one size to another and is no count, by its entry."""
        return {index: fact for index, fact in self.between(start, end) if isinstance(fact, Ruling)}

    def publications(self, size: int) -> Iterator[tuple[int, PublicationFact]]:
        """The publications among the first `size` entries, with their entries."""
        return ((index, fact) for index, fact in self.between(0, size) if isinstance(fact, PublicationFact))

    def between(self, start: int, end: int) -> Iterator[tuple[int, Told]]:
        """What is told from one size to another, counts apart."""
        return ((index, fact) for index, fact in self.told.items() if start <= index < end)

    def definition(self, size: int) -> tuple[int, DefinitionFact | None]:
        """The definition in force at a size, and its entry; -1 and none where there is none yet."""
        found: tuple[int, DefinitionFact | None] = (-1, None)
        for index, fact in self.between(0, size):
            if isinstance(fact, DefinitionFact):
                found = index, fact
        return found

    def count(self, index: int) -> CountFact:
        """One of the counts, whole."""
        return _count.decode(self.entries[index])

    def fact(self, index: int) -> AnyFact:
        """One of the facts that are known, whole."""
        fact: AnyFact = decoder.decode(self.entries[index])
        return fact


_TOLD = frozenset(str(kind.__struct_config__.tag) for kind in Told.__args__)
