"""Which stations one page lists: those of an area where they are few, a part of them where they are many.

::

    area/NAME.html     the stations beneath the area where they are at most `MOST`, else those directly in it
    area/NAME/2.html   the next of them, where those are more
    stations/1.html    stations that lie in no area, `MOST` on each page

No page grows with the country: what is listed depends on the definition, and at the end of the last page on stations
that counts alone name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sverka.domain.election import Election
from sverka.domain.ids import AreaId, ContestId, StationId

MOST = 400  # stations that one page lists
NO_AREA = AreaId("")  # stands for the stations that lie in no area


@dataclass(frozen=True, slots=True)
class Part:
    """What one page lists: the stations of an area, or its n-th part of them, which begins with the `first`-th."""

    area: AreaId
    number: int
    first: int
    stations: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Listings:
    """Which page lists which station, over all `stations` of an election in their order."""

    election: Election
    stations: Sequence[str]
    stations_in: Mapping[AreaId, Sequence[str]]

    def of(self, area: AreaId) -> tuple[Part, ...]:
        """The parts of an area's list; none where its stations are listed by the areas in it."""
        return self._parts.get(area, ())

    @cached_property
    def _parts(self) -> Mapping[AreaId, tuple[Part, ...]]:
        found = {area: tuple(_parts(area, self._listed(area))) for area in self.election.places.areas}
        return found | {NO_AREA: tuple(_parts(NO_AREA, self._direct.get(None, ())))}

    def _listed(self, area: AreaId) -> Sequence[str]:
        beneath = self.stations_in.get(area, ())
        return beneath if len(beneath) <= MOST else self._direct.get(area, ())

    @cached_property
    def _direct(self) -> Mapping[AreaId | None, list[str]]:
        """The stations of which an area is the smallest; None has those that lie in no area."""
        found: dict[AreaId | None, list[str]] = defaultdict(list)
        known = self.election.places.stations
        for station in self.stations:
            line = known.get(StationId(station))
            found[line.area if line else None].append(station)
        return found

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """The part in which a station stands, where it is directly in its area."""
        return {
            station: 1 + place // MOST
            for inside in self._direct.values()
            for place, station in enumerate(inside)
        }

    def with_stations(self, stations: Iterable[str]) -> frozenset[tuple[AreaId, int]]:
        """The parts, as area and number, that list at least one of some stations, in any area above it."""
        return frozenset(each for station in stations for each in self._around(station))

    def _around(self, station: str) -> Iterator[tuple[AreaId, int]]:
        line = self.election.places.stations.get(StationId(station))
        smallest = line.area if line else None
        if smallest is None:
            yield NO_AREA, self._numbers[station]
        for area in self.election.places.above(smallest):
            if len(self.stations_in.get(area.id, ())) <= MOST:
                yield area.id, 1
            elif area.id == smallest:
                yield area.id, self._numbers[station]

    def by_place(self, contest: ContestId) -> bool:
        """Whether the differences of a contest have a page for every place, beside the one with the largest of them.

        It follows from the definition: no count can bring a page into being, nor make one go.
        """
        known = self.election.contests[contest]
        if self.election.open_stations or known.anywhere or known.area is None:
            return self.election.open_stations or len(self.election.places.stations) > MOST
        return len(self.stations_in.get(known.area, ())) > MOST


def _parts(area: AreaId, stations: Sequence[str]) -> Iterator[Part]:
    for number, start in enumerate(range(0, len(stations), MOST), 1):
        yield Part(area, number, start + 1, tuple(stations[start : start + MOST]))
