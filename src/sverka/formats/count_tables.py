"""Figures and keys of rows -> count tables: one per contest and source, each unit once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest
from sverka.domain.ids import FieldId
from sverka.domain.readings import Notice, ReadTable
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.text_tables import TextTable


@dataclass(kw_only=True)
class Collected:
    """What a file gave so far; it goes in whole or, with any fault, not at all."""

    tables: list[ReadTable] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class UnitRows:
    """One contest's figures of one source, one line per row of the file."""

    units: pl.Series
    lines: NDArray[np.int64]
    fields: tuple[FieldId, ...]
    values: NDArray[np.int64]
    state: NDArray[np.uint8]
    claimed: pl.Series

    def only(self, keep: NDArray[np.bool_]) -> UnitRows:
        """The rows where `keep` is true."""
        if keep.all():
            return self
        mask = pl.Series(keep)
        return UnitRows(
            units=self.units.filter(mask),
            lines=self.lines[keep],
            fields=self.fields,
            values=self.values[keep],
            state=self.state[keep],
            claimed=self.claimed.filter(mask),
        )


def in_form_order(contest: Contest, fields: Sequence[FieldId]) -> tuple[FieldId, ...]:
    """The fields as the form has them: rows first, then selections."""
    wanted = set(fields)
    ordered = (*map(FieldId, contest.row_ids), *map(FieldId, contest.selection_ids))
    return tuple(each for each in ordered if each in wanted)


def read_table(
    contest: Contest, source: Source, unit: Unit, rows: UnitRows, table: TextTable, into: Collected
) -> None:
    """Add the table of one contest and source: without rows that say nothing, each unit once."""
    rows = _without_repeats(_without_silent(rows, table, into), table, into)
    fields = set(map(str, rows.fields))
    read = CountTable(
        contest=contest.id,
        source=source,
        units=tuple(rows.units.to_list()),
        rows=tuple(each for each in contest.row_ids if each in fields),
        selections=tuple(each for each in contest.selection_ids if each in fields),
        values=np.ascontiguousarray(rows.values),
        state=np.ascontiguousarray(rows.state),
        unit=unit,
    )
    claimed = tuple(rows.claimed.to_list()) if (rows.claimed != "").any() else ()
    lines = tuple(table.rows[rows.lines].tolist())
    if read.units:
        into.tables.append(ReadTable(table=read, lines=lines, claimed=claimed))


def _without_silent(rows: UnitRows, table: TextTable, into: Collected) -> UnitRows:
    """A row whose every figure is empty is no count: the station has not reported yet."""
    speaks: NDArray[np.bool_] = (rows.state != State.NO_COUNT).any(axis=1)
    if not speaks.all():
        first = int(np.flatnonzero(~speaks)[0])
        row = int(table.rows[rows.lines[first]])
        count = int((~speaks).sum())
        into.notices.append(
            notice(NoticeCode.EMPTY_ROWS_SKIPPED, count=count, row=row, text=rows.units[first])
        )
    return rows.only(speaks)


def _without_repeats(rows: UnitRows, table: TextTable, into: Collected) -> UnitRows:
    """Each unit once: the same figures again are noticed, other figures are a fault that names both rows."""
    repeated = rows.units.is_duplicated().to_numpy()
    if not repeated.any():
        return rows
    keep = np.ones(len(rows.lines), bool)
    first: dict[str, int] = {}
    for at in np.flatnonzero(repeated):
        unit = rows.units[int(at)]
        before = first.setdefault(unit, int(at))
        if before == at:
            continue
        keep[at] = False
        same = (rows.values[at] == rows.values[before]).all() and (rows.state[at] == rows.state[before]).all()
        if not same:
            into.faults.append(_twice(unit, table, int(rows.lines[before]), int(rows.lines[at])))
    again = np.flatnonzero(~keep)
    row, before = int(table.rows[rows.lines[again[0]]]), first[rows.units[int(again[0])]]
    into.notices.append(
        notice(
            NoticeCode.ROWS_REPEATED, count=len(again), row=row, first_row=int(table.rows[rows.lines[before]])
        )
    )
    return rows.only(keep)


def _twice(unit: str, table: TextTable, first: int, second: int) -> Fault:
    what = f"{quoted(unit)} has other figures here than in row {table.rows[first]}"
    return Fault(what, place=table.place(second), cure="Keep the right one of the two rows.")
