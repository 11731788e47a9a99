"""The results of some stations alone, at any size of the record.

Sums are over stations, so the sums of a country move by what its parts move: whoever knows the results of the
stations that a batch touched, before it and after it, need not look at the others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

from sverka.domain.election import Election
from sverka.domain.ids import AreaId, StationId
from sverka.domain.places import Places
from sverka.publish.history.past import Past, Ruling
from sverka.publish.results import Results
from sverka.record.facts import DefinitionFact
from sverka.record.replay import gather, tabulate

ElectionOf = Callable[[DefinitionFact | None], Election]
"""The election that a definition describes; its files lie in evidence."""


def whole(past: Past, size: int, election: Election) -> Results:
    """The results of all stations from the first `size` entries."""
    return Results(election, tabulate(gather(past.entries[:size]), election))


def part(
    past: Past,
    size: int,
    election: Election,
    stations: Collection[str],
    areas: Collection[str] = (),
    *,
    only: Iterable[int] | None = None,
) -> Results:
    """The results of some stations, and of the figures of some areas, from the first `size` entries.

    `only` : those counts of them instead that are named here, in the record's order
    """
    counts = past.counts_of(stations, areas, size) if only is None else only
    entries = [*past.rulings(0, size), *counts]
    few = election_of_part(election, stations)
    return Results(few, tabulate(gather(past.entries[index] for index in entries), few))


@dataclass
class Sizes:
    """The results at sizes of one record, each computed once: of all stations, or of some that belong together."""

    past: Past
    election_of: ElectionOf
    _whole: dict[int, Results] = field(default_factory=dict)
    _part: dict[tuple[int, frozenset[str]], Results] = field(default_factory=dict)

    def election(self, size: int) -> Election:
        """The election as it is defined at a size."""
        return self.election_of(self.past.definition(size)[1])

    def whole(self, size: int) -> Results:
        """Those of all stations."""
        if size not in self._whole:
            self._whole[size] = whole(self.past, size, self.election(size))
        return self._whole[size]

    def part(self, size: int, election: Election, stations: frozenset[str]) -> Results:
        """Those of some stations, in an election that may be the one of an earlier size."""
        if (size, stations) not in self._part:
            self._part[size, stations] = part(self.past, size, election, stations)
        return self._part[size, stations]


def election_of_part(election: Election, stations: Collection[str]) -> Election:
    """The same election with no other stations than these."""
    places, wanted = election.places, frozenset(stations)
    few = {id_: places.stations[id_] for id_ in map(StationId, sorted(wanted)) if id_ in places.stations}
    return replace(election, places=Places(levels=places.levels, areas=places.areas, stations=few))


def with_neighbours(election: Election, stations: Collection[str]) -> set[str]:
    """Some stations, and those that share a scanner with them: what is said of one may say something of the other."""
    found = set(stations)
    groups = groups_of(election)
    for station in stations:
        found |= groups.get(station, frozenset())
    return found


def groups_of(election: Election) -> dict[str, frozenset[str]]:
    """Per station that shares a scanner: all that share it."""
    by_host: dict[str, set[str]] = {}
    for station in election.places.stations.values():
        if station.counted_at is not None:
            by_host.setdefault(station.counted_at, {station.counted_at}).add(station.id)
    return {each: frozenset(group) for group in by_host.values() for each in group}


def hit(election: Election, ruling: Ruling) -> set[str] | None:
    """The stations whose standing a decision may change; None where that may be all of them.

    One on a box or on a selection leaves every station where it stands.
    """
    if isinstance(ruling, DefinitionFact):
        return None
    scope = ruling.scope
    if scope.box or scope.selection:
        return set()
    if scope.station:
        return {scope.station}
    return set(election.places.within(AreaId(scope.area))) if scope.area else None
