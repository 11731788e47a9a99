"""The sums of an election, moved from one size of its record to the next by the stations that were touched between.

What no few stations can say alone (another definition, a decision on all of them, an account that begins) is computed
anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sverka.domain.counts import Source
from sverka.domain.election import Election
from sverka.domain.ids import AreaId, ContestId
from sverka.publish.history.figures import Figures, shown_areas
from sverka.publish.history.parts import ElectionOf, hit, part, whole, with_neighbours
from sverka.publish.history.past import Past
from sverka.publish.history.sums import IntArray, Which, asked, pair_of, per_area, per_station, table_of
from sverka.publish.results import ContestResults, Results
from sverka.publish.totals import Total, of_areas

AxisOf = Callable[[Election], Mapping[AreaId, int]]


@dataclass
class Running:
    """The figures of every contest at `size`; `to` moves them."""

    past: Past
    election_of: ElectionOf
    axis_of: AxisOf = shown_areas
    size: int = 0
    figures: dict[ContestId, Figures] = field(default_factory=dict)
    _election: Election | None = None

    def to(self, size: int, results: Results | None = None) -> Mapping[ContestId, Figures]:
        """Move to another size, and give its figures; `results` : those of that size, where they are at hand."""
        if size != self.size or not self.figures:
            if not (self._election and size > self.size and self._moved(self._election, size)):
                self._anew(size, results)
            self.size = size
        return dict(self.figures)

    def _anew(self, size: int, results: Results | None) -> None:
        if results is None:
            election = self.election_of(self.past.definition(size)[1])
            results = whole(self.past, size, election)
        axis = self.axis_of(results.election)
        self._election, self.figures = results.election, {of.id: figures_of(of, axis) for of in results}

    def _moved(self, election: Election, size: int) -> bool:
        """Whether the figures could be moved by the stations that were counted since."""
        stations, areas = self.past.units(self.size, size)
        for ruling in self.past.rulings(self.size, size).values():
            decided = hit(election, ruling)
            if decided is None:
                return False
            stations |= decided
        stations = with_neighbours(election, stations)
        before = part(self.past, self.size, election, stations, areas)
        after = part(self.past, size, election, stations, areas)
        if any(_begins(of, self.figures[of.id]) for of in after):
            return False
        for of in after:
            if of.stations or of.area_tables:
                self.figures[of.id] = moved(self.figures[of.id], before.of(of.id), of)
        return True


def _begins(of: ContestResults, known: Figures) -> bool:
    """Whether a source has a count for the first time, or is first of stations."""
    return any(source not in known.rows for source in of.tables) or any(
        source not in known.rows and source not in known.of_areas for source in of.area_tables
    )


def figures_of(of: ContestResults, axis: Mapping[AreaId, int]) -> Figures:
    """The figures of a contest from its results."""
    sums = {which: _summed(of, which, axis) for which in asked(of)}
    return Figures(
        contest=of.contest,
        axis=axis,
        rows={which.source: table_of(of, which.source)[0].rows for which in sums},
        sums=sums,
        pair=pair_of(of),
        of_areas=_of_areas(of, axis),
    )


def moved(known: Figures, before: ContestResults, after: ContestResults) -> Figures:
    """Figures moved by what became of the stations of two parts: the same ones, earlier and later."""
    sums = {
        which: sum_ + _summed(after, which, known.axis) - _summed(before, which, known.axis)
        for which, sum_ in known.sums.items()
    }
    given = _of_areas(after, known.axis)
    areas = {source: {**of, **given.get(source, {})} for source, of in known.of_areas.items()}
    return Figures(
        contest=known.contest, axis=known.axis, rows=known.rows, sums=sums, pair=known.pair, of_areas=areas
    )


def _summed(of: ContestResults, which: Which, axis: Mapping[AreaId, int]) -> IntArray:
    return per_area(per_station(of, which), of.membership, axis)


def _of_areas(of: ContestResults, axis: Mapping[AreaId, int]) -> dict[Source, dict[AreaId, Total]]:
    found: dict[Source, dict[AreaId, Total]] = {}
    for source, table in of.area_tables.items():
        if source not in of.tables:
            totals = of_areas(of.contest, table, of.roots)
            given = ((area, totals.of(area)) for area in axis)
            found[source] = {area: total for area, total in given if total is not None}
    return found
