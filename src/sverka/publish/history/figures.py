"""The sums of one contest at one size of the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sverka.domain.counts import Source
from sverka.domain.election import Contest, Election
from sverka.domain.ids import AreaId, RowId, SelectionId
from sverka.publish.areas import WHOLE
from sverka.publish.history.sums import IntArray, Which, totals_of, voters_missing
from sverka.publish.totals import Share, Total, Totals

Shares = Mapping[SelectionId, Share]
MOST_AREAS = 120  # a history of more would cost every publication too much


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One contest: its sums by what they are over, on one axis of areas.

    `pair` : the default pair, where both have counts of stations
    `of_areas` : the figures that accounts give for whole areas, of those that count no station
    """

    contest: Contest
    axis: Mapping[AreaId, int]
    rows: Mapping[Source, tuple[RowId, ...]]
    sums: Mapping[Which, IntArray]
    pair: tuple[Source, Source] | None
    of_areas: Mapping[Source, Mapping[AreaId, Total]]

    @property
    def sources(self) -> Iterator[Source]:
        """Those that have a sum."""
        yield from self.rows
        yield from self.of_areas

    def total(self, source: Source, area: AreaId = WHOLE, *, same_as: Source | None = None) -> Total | None:
        """The total of an area, over all stations that are in, or over those that another source has as well."""
        if source in self.of_areas:
            return self.of_areas[source].get(area) if same_as is None else None
        which = Which(source, same_as)
        return self._totals(which).of(area) if which in self.sums else None

    def rest(self, source: Source, other: Source, area: AreaId = WHOLE) -> tuple[Total, Shares] | None:
        """The total of a source over the stations that are in no sum of another one, and its shares."""
        if Which(source, other) not in self.sums:
            return None
        total = self._rest(Which(source), Which(source, other)).of(area)
        base = self.contest.share_base
        if total is None or base is None:
            return None if total is None else (total, {})
        having = self._rest(Which(source, None, base), Which(source, other, base)).of(area)
        return total, {} if having is None else having.shares(base)

    def voters_missing(self, source: Source, area: AreaId = WHOLE) -> int | None:
        """Voters on the lists of the stations that a source has no count of; None where that is not known."""
        which = Which(source)
        return voters_missing(self.sums[which], self.axis[area]) if which in self.sums else None

    def _rest(self, of: Which, less: Which) -> Totals:
        if (of, less) not in self._rests:
            sums = self.sums[of] - self.sums[less]
            self._rests[of, less] = totals_of(self.contest, of, self.rows[of.source], self.axis, sums)
        return self._rests[of, less]

    @cached_property
    def _rests(self) -> dict[tuple[Which, Which], Totals]:
        return {}

    def shares(self, source: Source, area: AreaId = WHOLE, *, same_as: Source | None = None) -> Shares:
        """The shares of that total, of the base that the contest's shares are of; none where there are none."""
        base = self.contest.share_base
        if base is None:
            return {}
        if source in self.of_areas:
            total = self.total(source, area, same_as=same_as)
        else:
            which = Which(source, same_as, base)
            total = self._totals(which).of(area) if which in self.sums else None
        return {} if total is None else total.shares(base)

    def _totals(self, which: Which) -> Totals:
        if which not in self._made:
            rows = self.rows[which.source]
            self._made[which] = totals_of(self.contest, which, rows, self.axis, self.sums[which])
        return self._made[which]

    @cached_property
    def _made(self) -> dict[Which, Totals]:
        return {}

    @cached_property
    def memory(self) -> dict[tuple[str, ...], Any]:
        """What pages made of these figures, which do not change: kept for the next publication."""
        return {}


def changed_areas(before: Figures | None, now: Figures) -> frozenset[AreaId]:
    """The areas of which a figure is another one than at the size before; all of them where the sums are others."""
    if before is now:
        return frozenset()
    if before is None or _shape(before) != _shape(now):
        return frozenset(now.axis)
    changed = np.zeros(len(now.axis), np.bool_)
    for which, sums in now.sums.items():
        changed |= (sums != before.sums[which]).any(axis=1)
    areas = (area for area, line in now.axis.items() if changed[line])
    given = (
        area
        for source, of in now.of_areas.items()
        for area in now.axis
        if of.get(area) != before.of_areas[source].get(area)
    )
    return frozenset((*areas, *given))


def _shape(figures: Figures) -> tuple[object, ...]:
    sources = tuple(sorted(map(str, figures.of_areas)))
    return figures.contest, figures.pair, list(figures.axis), figures.sums.keys(), sources


def shown_areas(election: Election) -> dict[AreaId, int]:
    """The areas of which a history is kept, by their lines: the whole, and the levels beneath that are not too many."""
    places = election.places
    level = [area for area in places.areas.values() if area.parent is None]
    if len(level) == 1:  # it is the whole
        level = list(places.children(level[0].id))
    found = [WHOLE]
    while level and len(found) + len(level) <= MOST_AREAS:
        found += [area.id for area in level]
        above = {area.id for area in level}
        level = [area for area in places.areas.values() if area.parent in above]
    return {area: line for line, area in enumerate(found)}
