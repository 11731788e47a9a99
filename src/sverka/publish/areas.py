"""Which stations of a contest lie in which area, as arrays.

Stations are added up where they lie, and those sums by the areas above: `leaves` are the smallest areas that hold
stations, one more for those that lie in none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sverka.domain.ids import AreaId, StationId
from sverka.domain.places import Places

WHOLE = AreaId("")  # the contest as a whole; no area has an empty id

Lines = NDArray[np.intp]
Number = TypeVar("Number", np.int64, np.bool_)


@dataclass(frozen=True, eq=False)
class Membership:
    """The areas over an axis of stations: `WHOLE` first, then in the definition's order those that hold a station.

    `leaf` : shape (stations,), the leaf in which each station lies
    `beneath` : per area the leaves in it, however deep
    """

    leaf: Lines
    beneath: Mapping[AreaId, Lines]

    @classmethod
    def of(cls, places: Places, stations: Sequence[str]) -> Membership:
        """Only areas in which at least one of the stations lies."""
        leaves: dict[AreaId | None, int] = {}
        leaf = np.empty(len(stations), np.intp)
        for line, station in enumerate(stations):
            known = places.stations.get(StationId(station))
            leaf[line] = leaves.setdefault(known.area if known else None, len(leaves))
        found: dict[AreaId, list[int]] = {}
        for area, number in leaves.items():
            for above in places.above(area):
                found.setdefault(above.id, []).append(number)
        beneath = {area: np.array(found[area], np.intp) for area in places.areas if area in found}
        return cls(leaf, {WHOLE: np.arange(len(leaves)), **beneath})

    @property
    def areas(self) -> tuple[AreaId, ...]:
        """`WHOLE` and the areas."""
        return tuple(self.beneath)

    @cached_property
    def position(self) -> Mapping[AreaId, int]:
        """Area to its line in what is given per area."""
        return {area: line for line, area in enumerate(self.beneath)}

    @cached_property
    def leaves(self) -> int:
        """How many leaves there are."""
        return len(self.beneath[WHOLE])

    @cached_property
    def order(self) -> Lines:
        """The lines of all stations, leaf by leaf."""
        return np.argsort(self.leaf, kind="stable")

    @cached_property
    def starts(self) -> Lines:
        """Where in that order each leaf begins, and at last its end."""
        return np.searchsorted(self.leaf[self.order], np.arange(self.leaves + 1))

    @cached_property
    def lines(self) -> Mapping[AreaId, Lines]:
        """The lines of an axis of stations that lie in each area, however deep; `WHOLE` has them all."""
        return {area: self.in_leaves(leaves) for area, leaves in self.beneath.items()}

    def in_leaves(self, leaves: Lines) -> Lines:
        """The lines of the stations of some leaves, in order."""
        parts = [self.order[self.starts[leaf] : self.starts[leaf + 1]] for leaf in leaves.tolist()]
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, np.intp)

    def added_up(self, figures: NDArray[np.int64]) -> NDArray[np.int64]:
        """Per area, the sum of a figure of each station; shape (stations,) to (areas,)."""
        running = np.concatenate([[0], np.cumsum(figures[self.order])])
        return self.rolled_up(np.diff(running[self.starts]))

    def largest(self, figures: NDArray[np.int64]) -> NDArray[np.int64]:
        """Per area, the largest of a figure of its stations; shape (stations,) to (areas,)."""
        if not self.leaves:
            return np.zeros(1, np.int64)
        return self._reduced(np.maximum, np.maximum.reduceat(figures[self.order], self.starts[:-1]))

    def rolled_up(self, of_leaves: NDArray[np.int64]) -> NDArray[np.int64]:
        """Per area, the sum over its leaves; the first axis is theirs."""
        return self._reduced(np.add, of_leaves)

    def any_of(self, of_leaves: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Per area, whether it is so in any of its leaves; the first axis is theirs."""
        return self._reduced(np.logical_or, of_leaves)

    def _reduced(self, how: np.ufunc, of_leaves: NDArray[Number]) -> NDArray[Number]:
        if not self.leaves:
            return np.zeros((1, *of_leaves.shape[1:]), of_leaves.dtype)
        every, starts = self._by_area
        reduced: NDArray[Number] = how.reduceat(of_leaves[every], starts, axis=0)
        return reduced

    @cached_property
    def _by_area(self) -> tuple[Lines, Lines]:
        """The leaves of all areas in a row, and where those of each begin."""
        parts = list(self.beneath.values())
        return np.concatenate(parts), np.cumsum([0, *(len(part) for part in parts[:-1])])
