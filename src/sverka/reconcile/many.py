"""Several accounts of one contest at once: where all agree, and which fields any two of them have otherwise.

Two accounts have a left and a right and a kind; of three or more one can only say, field by field,
whether all that could be read are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import Tolerance
from sverka.domain.ids import FieldId
from sverka.reconcile.compare import Comparison, compare

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class ManyCounts:
    """All counts of one contest on one axis of units and with the same columns.

    `tables` : by source
    `counted_by` : shape (units,), how many sources have a count
    `differs` : shape (units, fields), the fields that two sources that could read them have otherwise
    `unread` : shape (units,), a field of a counted unit could not be read by one of them
    """

    tables: Mapping[Source, CountTable]
    counted_by: NDArray[np.int64]
    differs: BoolArray
    unread: BoolArray
    tolerance: Tolerance

    @property
    def any_table(self) -> CountTable:
        """One of the tables, for its axes."""
        return next(iter(self.tables.values()))

    @cached_property
    def stations(self) -> dict[str, int]:
        """How many: any = one + several, several = identical + different + not_comparable."""
        several = self.counted_by >= 2
        different = several & self.differs.any(axis=1)
        not_comparable = several & ~different & self.unread
        return {
            "any": int(np.count_nonzero(self.counted_by)),
            "one": int(np.count_nonzero(self.counted_by == 1)),
            "several": int(np.count_nonzero(several)),
            "identical": int(np.count_nonzero(several & ~different & ~not_comparable)),
            "different": int(np.count_nonzero(different)),
            "not_comparable": int(np.count_nonzero(not_comparable)),
        }

    @property
    def agrees(self) -> bool:
        """Every station has several counts and all are the same."""
        everywhere = bool((self.counted_by >= 2).all()) and len(self.counted_by) > 0
        return everywhere and not self.differs.any() and not self.unread.any()

    def pairs(self) -> Iterator[Comparison]:
        """Every two sources, compared as two are."""
        for left, right in combinations(self.tables.values(), 2):
            yield compare(left, right, tolerance=self.tolerance)

    @cached_property
    def lines(self) -> NDArray[np.intp]:
        """The units in which a field differs."""
        return np.flatnonzero(self.differs.any(axis=1))


def compare_many(tables: Mapping[Source, CountTable], *, tolerance: Tolerance | None = None) -> ManyCounts:
    """Put several counts of one contest side by side. Absent counts as 0, unread is left out."""
    sides, carried = _aligned(list(tables.values()))
    states = np.stack([table.state for table in sides])
    values = np.stack([table.values for table in sides])
    known = ((states == State.READ) | (states == State.ABSENT)) & carried[:, None, :]
    most = np.where(known, values, -1).max(axis=0)
    least = np.where(known, values, np.iinfo(np.int64).max).min(axis=0)
    return ManyCounts(
        tables=dict(zip(tables, sides, strict=True)),
        counted_by=np.stack([table.counted for table in sides]).sum(axis=0),
        differs=most > least,
        unread=((states == State.UNREAD) & carried[:, None, :]).any(axis=(0, 2)),
        tolerance=tolerance or Tolerance(),
    )


def _aligned(tables: Sequence[CountTable]) -> tuple[list[CountTable], BoolArray]:
    """The tables on all units and fields, and shape (tables, fields): whether each account's form has the field.

    A selection belongs to every account; a row only to those whose form carries it.
    """
    units = tuple(dict.fromkeys(unit for table in tables for unit in table.units))
    rows = tuple(dict.fromkeys(row for table in tables for row in table.rows))
    selections = tuple(dict.fromkeys(one for table in tables for one in table.selections))
    sides = [table.reindexed(units).with_columns(rows, selections) for table in tables]
    carried = [[*(row in table.rows for row in rows), *(True for _ in selections)] for table in tables]
    return sides, np.array(carried, np.bool_).reshape(len(tables), len(rows) + len(selections))


def fields_of(many: ManyCounts, line: int) -> tuple[FieldId, ...]:
    """The fields of one unit that differ between sources."""
    table = many.any_table
    return tuple(table.fields[column] for column in np.flatnonzero(many.differs[line]))
