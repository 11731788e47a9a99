"""Areas and polling stations (CDF: ReportingUnit)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from sverka.domain.ids import AreaId, LevelId, StationId
from sverka.domain.names import Names


class Machine(StrEnum):
    """Whether a station has a scanner on its ballot box."""

    OWN = "own"
    NONE = "none"
    ELSEWHERE = "elsewhere"  # its ballots are counted by the machine of another station


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of areas, e.g. region or district; `cdf` is the CDF ReportingUnitType."""

    id: LevelId
    names: Names
    cdf: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area whose stations are summed: country, region, district, abroad.

    `tile` is (column, row) on the tile map, or None where the area has no tile.
    """

    id: AreaId
    names: Names
    level: LevelId
    parent: AreaId | None = None
    aliases: tuple[str, ...] = ()
    external_ids: Mapping[str, str] = field(default_factory=dict)
    tile: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A polling station: the room where ballots are counted (CDF type polling-place)."""

    id: StationId
    names: Names
    area: AreaId | None = None  # the smallest area that holds it
    registered: int | None = None  # voters on the list; None: not known to us
    machine: Machine = Machine.OWN
    counted_at: StationId | None = None  # whose machine counts its ballots, when ELSEWHERE
    external_ids: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Places:
    """All areas and stations of an election, and how they lie in one another."""

    levels: tuple[Level, ...] = ()
    areas: Mapping[AreaId, Area] = field(default_factory=dict)
    stations: Mapping[StationId, Station] = field(default_factory=dict)

    def above(self, area: AreaId | None) -> Iterator[Area]:
        """The area itself, then its parents, smallest first."""
        while area is not None:
            here = self.areas[area]
            yield here
            area = here.parent

    def area_of(self, station: StationId, level: LevelId) -> AreaId | None:
        """The area of `level` in which the station lies; None where it lies in none."""
        found = (a.id for a in self.above(self.stations[station].area) if a.level == level)
        return next(found, None)

    def at_level(self, level: LevelId) -> tuple[Area, ...]:
        """The areas of one level, in the definition's order."""
        return tuple(area for area in self.areas.values() if area.level == level)

    def within(self, area: AreaId) -> tuple[StationId, ...]:
        """The stations in an area, however deep, in the order of the station table."""
        return self._within.get(area, ())

    def children(self, area: AreaId) -> tuple[Area, ...]:
        """The areas directly beneath an area."""
        return self._children.get(area, ())

    @cached_property
    def _within(self) -> Mapping[AreaId, tuple[StationId, ...]]:
        found: dict[AreaId, list[StationId]] = defaultdict(list)
        for station in self.stations.values():
            for area in self.above(station.area):
                found[area.id].append(station.id)
        return {area: tuple(stations) for area, stations in found.items()}

    @cached_property
    def _children(self) -> Mapping[AreaId, tuple[Area, ...]]:
        found: dict[AreaId, list[Area]] = defaultdict(list)
        for area in self.areas.values():
            if area.parent is not None:
                found[area.parent].append(area)
        return {area: tuple(beneath) for area, beneath in found.items()}
