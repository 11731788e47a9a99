"""The inventory: which papers of which station there are, who holds them, and which copies were refused.

A column is a *source*, an account as one holder has it; a cell is what there is of it at one station. Whole files of
counts belong to no station and are in no cell. A source is in the inventory as soon as one paper of a station, or one
refused copy, is recorded of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import Source
from sverka.domain.election import Election
from sverka.domain.ids import AccountId, ContestId
from sverka.record.facts import DocumentFact, RefusedCopyFact
from sverka.record.snapshot import Snapshot


class Held(IntEnum):
    """What there is of a station in a source; of several papers and refusals, the highest."""

    MISSING = 0
    REFUSED = 1
    WITHDRAWN = 2
    WITHHELD = 3
    PRESENT = 4

    @property
    def code(self) -> str:
        """The word in files and answers."""
        return "copy-refused" if self is Held.REFUSED else self.name.lower()


OfStation = TypeVar("OfStation", DocumentFact, RefusedCopyFact)
Cell = tuple[str, Source]
"""A station, and a source that may have papers of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderSum:
    """How many stations one source has, by what there is of each; `papers` may be several at a station.

    `signed`, `stamped` : papers, of those not withdrawn, that are said to bear it
    """

    source: Source
    stations: Mapping[Held, int]
    papers: int
    signed: int
    stamped: int

    @property
    def of(self) -> int:
        """All stations."""
        return sum(self.stations.values())


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """Stations and sources, and what there is of each.

    `held` : uint8, shape (stations, sources), values of `Held`
    `papers` : the last fact of every paper, in the order of the record · `refusals` : the last fact of every refusal
    """

    stations: tuple[str, ...]
    sources: tuple[Source, ...]
    held: NDArray[np.uint8]
    papers: Mapping[Cell, tuple[DocumentFact, ...]]
    refusals: Mapping[Cell, tuple[RefusedCopyFact, ...]]

    @cached_property
    def sums(self) -> tuple[HolderSum, ...]:
        """The stations of every source, counted."""
        papers: dict[Source, list[DocumentFact]] = defaultdict(list)
        for (_, source), several in self.papers.items():
            papers[source] += several
        return tuple(_sum(source, self.held[:, at], papers[source]) for at, source in enumerate(self.sources))

    def of(self, sources: Collection[Source]) -> Inventory:
        """The same of some sources alone."""
        at = [place for place, source in enumerate(self.sources) if source in sources]
        return Inventory(
            stations=self.stations,
            sources=tuple(self.sources[place] for place in at),
            held=self.held[:, at],
            papers={cell: facts for cell, facts in self.papers.items() if cell[1] in sources},
            refusals={cell: facts for cell, facts in self.refusals.items() if cell[1] in sources},
        )


def held_of(paper: DocumentFact) -> Held:
    """What a paper is, as its last fact says."""
    if paper.withdrawn:
        return Held.WITHDRAWN
    return Held.WITHHELD if paper.withheld else Held.PRESENT


def inventory_of(election: Election, snapshot: Snapshot, contest: ContestId | None = None) -> Inventory:
    """The inventory of an election, or of one contest: its stations, and papers that are not of another one."""
    papers = _by_cell(
        fact
        for fact in {fact.sha256: fact for fact in snapshot.documents.values()}.values()
        if fact.station and contest in (None, fact.contest or contest)
    )
    last = {(f.account, f.holder, f.station, f.contest): f for f in snapshot.refused_copies.values()}
    refusals = _by_cell(f for f in last.values() if contest in (None, f.contest or contest))
    known = election.places.stations if contest is None else election.stations_of(contest)
    cells = (*papers, *refusals)
    named = (station for station, _ in cells)
    stations = tuple(dict.fromkeys((*known, *named))) if cells else tuple(known)
    sources = _in_order(election, {source for _, source in cells})
    return Inventory(
        stations=stations,
        sources=sources,
        held=_held(stations, sources, papers, refusals),
        papers=papers,
        refusals=refusals,
    )


def _by_cell(facts: Iterable[OfStation]) -> dict[Cell, tuple[OfStation, ...]]:
    found: dict[Cell, list[OfStation]] = defaultdict(list)
    for fact in facts:
        found[fact.station, Source(AccountId(fact.account), fact.holder)].append(fact)
    return {cell: tuple(several) for cell, several in found.items()}


def _in_order(election: Election, sources: Iterable[Source]) -> tuple[Source, ...]:
    """By the order of accounts in the definition, then by holder."""
    order = {account: at for at, account in enumerate(election.accounts)}
    return tuple(
        sorted(sources, key=lambda each: (order.get(each.account, len(order)), each.account, each.holder))
    )


def _held(
    stations: tuple[str, ...],
    sources: tuple[Source, ...],
    papers: Mapping[Cell, tuple[DocumentFact, ...]],
    refusals: Mapping[Cell, tuple[RefusedCopyFact, ...]],
) -> NDArray[np.uint8]:
    held = np.zeros((len(stations), len(sources)), np.uint8)
    column = {source: at for at, source in enumerate(sources)}
    best = dict.fromkeys(refusals, Held.REFUSED) | {
        cell: max(map(held_of, several)) for cell, several in papers.items()
    }
    if best:
        line = {station: at for at, station in enumerate(stations)}
        lines = [line[station] for station, _ in best]
        held[lines, [column[source] for _, source in best]] = list(best.values())
    return held


def _sum(source: Source, held: NDArray[np.uint8], papers: Iterable[DocumentFact]) -> HolderSum:
    numbers = np.bincount(held, minlength=len(Held)).tolist()
    standing = [paper for paper in papers if not paper.withdrawn]
    return HolderSum(
        source=source,
        stations={each: numbers[each] for each in Held},
        papers=len(standing),
        signed=sum(paper.signed == "yes" for paper in standing),
        stamped=sum(paper.stamped == "yes" for paper in standing),
    )
