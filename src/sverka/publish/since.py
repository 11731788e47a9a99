"""What changed in the facts after a size of the record, as far as published data depend on it: stations, and areas.

A file of one station depends on the counts of that station alone, in all contests. One of an area depends on those of
its stations, on decisions that annul, and on which sources there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import Unit
from sverka.domain.ids import AreaId, StationId
from sverka.publish.results import ContestResults, Results
from sverka.record.snapshot import Counts

Lines = NDArray[np.intp]


@dataclass(frozen=True)
class Since:
    """The facts of some results from `size` on; 0 is all of them.

    `decided` : whether one of them annuls or reinstates something
    """

    results: Results
    size: int
    decided: bool = True

    @cached_property
    def stations(self) -> frozenset[str]:
        """The stations with a new count in any contest, and those whose ballots one scanner counts with theirs."""
        return frozenset(station for of in self.results for station in self._stations(of))

    def lines(self, of: ContestResults) -> Lines:
        """The same as lines of one contest, in order; all of them from the first fact on."""
        if not self.size:
            return np.arange(len(of.stations))
        found = (of.position.get(station, -1) for station in self.stations)
        return np.array(sorted(line for line in found if line >= 0), np.intp)

    @cached_property
    def areas(self) -> frozenset[AreaId]:
        """The areas of which a figure may be another one now."""
        places = self.results.election.places
        if not self.size or self.decided or self._new_source:
            return frozenset(places.areas)
        found = {area for of in self.results for area in _areas_counted(of, self.size)}
        for station in self.stations:
            known = places.stations.get(StationId(station))
            found.update(area.id for area in places.above(known.area if known else None))
        return frozenset(found)

    def _stations(self, of: ContestResults) -> Iterator[str]:
        fresh = [_fresh(counts, self.size) for counts in self.results.snapshot.of(of.id).values()]
        lines = np.unique(np.concatenate(fresh)) if fresh else np.empty(0, np.intp)
        joint = np.isin(of.joint.guests, lines) | np.isin(of.joint.hosts, lines)
        around = np.concatenate([lines, of.joint.guests[joint], of.joint.hosts[joint]])
        return (of.stations[line] for line in np.unique(around).tolist())

    @cached_property
    def _new_source(self) -> bool:
        """Whether a source has no count that was there before: every area tells of it from now on."""
        snapshot = self.results.snapshot
        every = (
            counts for of in self.results for unit in Unit for counts in snapshot.of(of.id, unit).values()
        )
        return any(not ((counts.entry >= 0) & (counts.entry < self.size)).any() for counts in every)


def _fresh(counts: Counts, size: int) -> Lines:
    return np.flatnonzero(counts.entry >= size)


def _areas_counted(of: ContestResults, size: int) -> Iterator[AreaId]:
    """The areas of which a source gave a figure, and those that it may stand for."""
    for counts in of.results.snapshot.of(of.id, Unit.AREA).values():
        yield from (AreaId(counts.table.units[line]) for line in _fresh(counts, size).tolist())
