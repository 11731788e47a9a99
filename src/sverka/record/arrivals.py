"""Where in the record the counts of one source came in, unit by unit, from the first to the latest."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Unit
from sverka.record.replay import Gathered


class Arrivals:
    """The entries of the count facts behind a table; nothing is sorted before someone asks."""

    def __init__(self, gathered: Gathered, table: CountTable) -> None:
        self.gathered, self.table = gathered, table

    def of(self, unit: str) -> tuple[int, ...]:
        """The indexes of the facts of one unit, in the order of the record."""
        line = self.table.position[unit]
        entries, starts = self._sorted
        return tuple(entries[starts[line] : starts[line + 1]].tolist())

    @cached_property
    def _sorted(self) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        """All entries, unit after unit, and where those of each unit begin."""
        layouts = [figures for layout, figures in self.gathered.counts.items() if self._is_ours(*layout[:4])]
        units = [unit for figures in layouts for unit in figures.units]
        line = np.fromiter(map(self.table.position.__getitem__, units), np.int64, len(units))
        entry = np.concatenate(
            [np.frombuffer(figures.entries, np.int64) for figures in layouts] or [np.empty(0, np.int64)]
        )
        order = np.lexsort((entry, line))
        return entry[order], np.searchsorted(line[order], np.arange(len(self.table.units) + 1))

    def _is_ours(self, contest: str, account: str, holder: str, of_area: bool) -> bool:
        source = self.table.source
        return (contest, account, holder, of_area) == (
            self.table.contest,
            source.account,
            source.holder,
            self.table.unit is Unit.AREA,
        )
