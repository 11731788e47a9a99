"""What a reading adds to a record: which counts are new, which change a figure, which are known already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, FieldId, State, cell_of
from sverka.domain.readings import ReadTable
from sverka.record.snapshot import Counts

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A figure that the record already has otherwise."""

    unit: str
    line: int
    field: FieldId
    recorded: int | str | None
    given: int | str | None


@dataclass(frozen=True, kw_only=True)
class News:
    """One read table held against the record.

    `mentioned` : shape (fields,), the columns that the file says anything about
    `new` : shape (units,), counts that add figures; `changing` : counts that change or withdraw one
    `conflicts` : shape (units, fields), the cells that do
    `known` : what the record has, on the same units and columns
    """

    read: ReadTable
    known: CountTable
    mentioned: BoolArray
    new: BoolArray
    changing: BoolArray
    conflicts: BoolArray

    @property
    def unchanged(self) -> int:
        """Counts that the record has already, figure for figure."""
        return int((~(self.new | self.changing)).sum())

    def changes(self) -> Iterator[Changed]:
        """Every figure that would be changed, with the row of the file that says so."""
        table = self.read.table
        for unit, column in zip(*np.nonzero(self.conflicts), strict=True):
            yield Changed(
                unit=table.units[unit],
                line=self.read.lines[unit],
                field=table.fields[column],
                recorded=cell_of(self.known.values[unit, column], self.known.state[unit, column]),
                given=cell_of(table.values[unit, column], table.state[unit, column]),
            )


def news_of(read: ReadTable, counts: Counts | None) -> News:
    """Hold one read table against what the record has of the same source and contest.

    A file may come in pieces: a column that it leaves empty throughout says nothing, and figures for
    fields without one are added. Another figure for a field that has one is a change, and so is
    "unread" or "not on the sheet" in its place (but not on the sheet against 0 is no news).
    """
    table = read.table
    known = _known(table, counts)
    mentioned = ((table.state == State.READ) | (table.state == State.UNREAD)).any(axis=0)
    was_read = known.state == State.READ
    unequal = (table.state != State.READ) | (table.values != known.values)
    silent = (table.state == State.NO_COUNT) | ((table.state == State.ABSENT) & (known.values == 0))
    conflicts = was_read & unequal & ~silent & mentioned
    adds = ~was_read & (table.state != known.state) & (table.state != State.NO_COUNT) & mentioned
    adds &= ~((table.state == State.ABSENT) & (known.state != State.NO_COUNT))
    changing = conflicts.any(axis=1)
    return News(
        read=read,
        known=known,
        mentioned=mentioned,
        new=adds.any(axis=1) & ~changing,
        changing=changing,
        conflicts=conflicts,
    )


def _known(table: CountTable, counts: Counts | None) -> CountTable:
    if counts is None:
        return table.with_cells(np.zeros_like(table.values), np.zeros_like(table.state))
    return counts.table.reindexed(table.units).with_columns(table.rows, table.selections)
