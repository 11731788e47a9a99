"""What editions stand on and no count changes: where pages lie, and which stations are in which place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sverka.domain.election import Election
from sverka.domain.ids import AreaId, ContestId
from sverka.domain.places import Area
from sverka.publish.areas import WHOLE, Lines, Membership
from sverka.publish.axes import Axis
from sverka.publish.blocks import all_stations
from sverka.publish.results import Results
from sverka.publish.site.addresses import Addresses
from sverka.publish.site.listings import Listings


@dataclass(frozen=True, eq=False)
class Ground:
    """The stations of an election, all of them in one order, under one definition.

    `axes` : the stations of each contest · `stations` : those of the station table, then others that counts name
    """

    election: Election
    axes: Mapping[ContestId, Axis]
    stations: tuple[str, ...]

    @classmethod
    def of(cls, results: Results) -> Ground:
        """What these results stand on."""
        axes = {of.id: of.axis for of in results}
        return cls(results.election, axes, all_stations(results))

    def holds(self, results: Results) -> bool:
        """Whether some results stand on it."""
        same = all(of.axis is self.axes.get(of.id) for of in results)
        return same and results.election is self.election

    @cached_property
    def addresses(self) -> Addresses:
        """Where each page lies, without those of the group."""
        return Addresses.of(self.election, self.stations)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Station to its line among all stations."""
        return {station: line for line, station in enumerate(self.stations)}

    @cached_property
    def lines(self) -> Mapping[ContestId, Lines]:
        """Per contest, the line among all stations of each of its own."""
        return {
            id_: np.fromiter(map(self.position.__getitem__, axis.stations), np.intp, len(axis.stations))
            for id_, axis in self.axes.items()
        }

    @cached_property
    def membership(self) -> Membership:
        """Which of all stations lie in which area."""
        return Membership.of(self.election.places, self.stations)

    @cached_property
    def stations_in(self) -> Mapping[AreaId, tuple[str, ...]]:
        """The stations of each area, however deep, in the order of the station table; none where there is none."""
        return {
            area: tuple(self.stations[line] for line in lines.tolist())
            for area, lines in self.membership.lines.items()
            if area != WHOLE
        }

    @cached_property
    def children(self) -> Mapping[AreaId | None, tuple[Area, ...]]:
        """The areas directly beneath each area that has some."""
        found: dict[AreaId | None, list[Area]] = defaultdict(list)
        for area in self.election.places.areas.values():
            found[area.parent].append(area)
        return {area: tuple(beneath) for area, beneath in found.items()}

    @cached_property
    def listings(self) -> Listings:
        """Which page lists which station."""
        return Listings(self.election, self.stations, self.stations_in)

    @cached_property
    def guests(self) -> Mapping[str, tuple[str, ...]]:
        """The stations whose ballots a station's scanner counts beside its own."""
        found: dict[str, tuple[str, ...]] = {}
        for station in self.election.places.stations.values():
            if station.counted_at is not None:
                found[station.counted_at] = (*found.get(station.counted_at, ()), station.id)
        return found
