"""What a reading adds to a record: which counts are new, which change a figure, which are known already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State, cell_of
from sverka.domain.ids import FieldId
from sverka.domain.readings import ReadTable
from sverka.record.snapshot import Counts

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A figure that the record already has otherwise; a row of the form is numbered, a selection has a name."""

    unit: str
    line: int
    field: FieldId
    is_row: bool
    recorded: int | str | None
    given: int | str | None


@dataclass(frozen=True, kw_only=True)
class News:
    """One read table held against the record.

    `known` : what the record and the files before this one have, on the same units and columns
    `mentioned` : shape (fields,), the columns that the file says anything about
    `new` : shape (units,), counts that add figures; `changing` : counts that change or withdraw one
    `conflicts` : shape (units, fields), the cells that do
    `contradictions` : shape (units, fields), the cells that a file before this one has otherwise
    """

    read: ReadTable
    known: CountTable
    mentioned: BoolArray
    new: BoolArray
    changing: BoolArray
    conflicts: BoolArray
    contradictions: BoolArray

    @property
    def unchanged(self) -> int:
        """Counts that the record has already, figure for figure."""
        return int((~(self.new | self.changing)).sum())

    def cells(self, which: BoolArray) -> Iterator[Changed]:
        """The cells of a mask, with the row of the file that says so."""
        table = self.read.table
        for unit, column in zip(*np.nonzero(which), strict=True):
            yield Changed(
                unit=table.units[unit],
                line=self.read.lines[unit],
                field=table.fields[column],
                is_row=bool(column < len(table.rows)),
                recorded=cell_of(self.known.values[unit, column], self.known.state[unit, column]),
                given=cell_of(table.values[unit, column], table.state[unit, column]),
            )


def news_of(read: ReadTable, counts: Counts | None, earlier: Sequence[CountTable] = ()) -> News:
    """Hold one read table against what the record, and earlier files of the same delivery, have of its source.

    A file may come in pieces: a column that it leaves empty throughout says nothing, and figures for
    fields without one are added. Another figure for a field that has one is a change, and so is
    "unread" or "not on the sheet" in its place (but not on the sheet against 0 is no news).
    """
    table = read.table
    says = mentioned(table)
    known = _empty(table) if counts is None else _on_axes(counts.table, table)
    contradictions = np.zeros(table.state.shape, np.bool_)
    for other in earlier:
        said = _on_axes(other, table)
        contradictions |= _conflicts(table, said) & says
        known = _over(known, said)
    conflicts = _conflicts(table, known) & says
    adds = (known.state != State.READ) & (table.state != known.state) & (table.state != State.NO_COUNT)
    adds &= ~((table.state == State.ABSENT) & (known.state != State.NO_COUNT)) & says
    changing = np.asarray(conflicts.any(axis=1))
    return News(
        read=read,
        known=known,
        mentioned=says,
        new=adds.any(axis=1) & ~changing,
        changing=changing,
        conflicts=conflicts,
        contradictions=contradictions,
    )


def mentioned(table: CountTable) -> BoolArray:
    """Shape (fields,): the columns in which a file says anything."""
    return np.asarray(((table.state == State.READ) | (table.state == State.UNREAD)).any(axis=0))


def _conflicts(table: CountTable, known: CountTable) -> BoolArray:
    """The figures that are known otherwise."""
    unequal = (table.state != State.READ) | (table.values != known.values)
    silent = (table.state == State.NO_COUNT) | ((table.state == State.ABSENT) & (known.values == 0))
    return np.asarray((known.state == State.READ) & unequal & ~silent)


def _over(below: CountTable, above: CountTable) -> CountTable:
    """Two tables on the same axes as one: what the upper one says, and beneath it the lower one."""
    says = (above.state == State.READ) | (above.state == State.UNREAD)
    first = (below.state == State.NO_COUNT) & (above.state != State.NO_COUNT).any(axis=1)[:, None]
    state = np.where(says, above.state, np.where(first, State.ABSENT, below.state)).astype(np.uint8)
    return below.with_cells(np.where(says, above.values, below.values), state)


def _empty(table: CountTable) -> CountTable:
    return table.with_cells(np.zeros_like(table.values), np.zeros_like(table.state))


def _on_axes(other: CountTable, table: CountTable) -> CountTable:
    return other.reindexed(table.units).with_columns(table.rows, table.selections)
