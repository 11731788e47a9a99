"""Two files -> two sheets with their sums left out and their labels filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.csv_text import read_csv_text
from sverka.formats.faults import shortened
from sverka.formats.notices import together
from sverka.formats.plain.asked import Asked, check_titles, positions
from sverka.formats.plain.columns import Kind, Sheet, sheet_of
from sverka.formats.plain.matching import normal
from sverka.formats.plain.rows import filled_down, without_copies, without_labelled_sums, without_rows
from sverka.formats.plain.shape import Shape, shape_of
from sverka.formats.plain.sums import is_sum_of
from sverka.formats.plain.units import Rows
from sverka.formats.sniff import sniffed_format
from sverka.formats.text_tables import TextTable

MOST_UNLABELLED = 2_000  # rows without a label that are looked at one by one
MOST_LACKING = 0.2  # of the rows may lack a label that the others have


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One file: its sheet, which of its columns have a part of their own, and what was noticed."""

    sheet: Sheet
    shape: Shape
    notices: tuple[Notice, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether a row is one figure (else it is one unit)."""
        return self.shape.votes is not None

    @property
    def besides(self) -> tuple[int, ...]:
        """The columns that tell the rows of one unit apart."""
        return tuple(at for at in (self.shape.contest, self.shape.selection) if at is not None)

    @cached_property
    def rows(self) -> Rows:
        """Its rows, by the columns that may name its units."""
        return Rows(sheet=self.sheet, besides=self.besides, contest=self.shape.contest)


def open_pair(left: tuple[str, bytes], right: tuple[str, bytes], asked: Asked) -> tuple[Opened, Opened]:
    """Both files, ready to be matched."""
    tables = [_table(*each, sheet) for each, sheet in zip((left, right), asked.sheets, strict=True)]
    check_titles(asked, *tables)
    first, second = (
        _opened(_without(table, asked), side, asked)
        for table, side in zip(tables, ("left", "right"), strict=True)
    )
    return first, second


def _table(name: str, data: bytes, sheet: str) -> TextTable:
    if not data:
        raise Fault("the file is empty", place=name, cure="Give a table with a header row.")
    kind = sniffed_format(data, name)
    if kind == "xlsx":
        from sverka.formats.xlsx import read_xlsx_text

        table = read_xlsx_text(data, name, sheet=sheet)
    elif kind == "csv":
        table = read_csv_text(data, name)
    else:
        cure = "Give CSV or XLSX; other formats are read into an election's folder with `sverka add`."
        raise Fault(f"two {kind} files cannot be compared as plain tables", place=name, cure=cure)
    if not len(table.rows):
        raise Fault(
            "there are no rows beneath the header", place=table.place(), cure="Give at least one unit."
        )
    return table


def _without(table: TextTable, asked: Asked) -> TextTable:
    gone = set(positions(table, asked.ignore))
    kept = [at for at in range(len(table.header)) if at not in gone]
    return replace(
        table,
        header=tuple(table.header[at] for at in kept),
        columns=tuple(table.columns[at] for at in kept),
        frame=pl.DataFrame([table.frame.to_series(at).alias(str(to)) for to, at in enumerate(kept)]),
    )


def _opened(table: TextTable, side: str, asked: Asked) -> Opened:
    sheet = sheet_of(table, side)
    shape = shape_of(sheet, asked)
    if asked.contest and shape.contest is not None:
        sheet = _of_contest(sheet, shape.contest, asked.contest)
    labels = [at for at in sheet.of_kind(Kind.TEXT) if at not in {shape.selection, shape.votes}]
    sheet, sums = without_labelled_sums(sheet, labels)
    sheet, filled = filled_down(sheet, [at for at in labels if at != shape.contest])
    notices = together(table.notices, sums, filled)
    if shape.votes is None:
        sheet, unlabelled = _without_unlabelled_sums(sheet)
        sheet, copies = without_copies(sheet)
        notices = together(notices, unlabelled, copies)
    return Opened(sheet=sheet, shape=shape, notices=notices)


def _of_contest(sheet: Sheet, at: int, contest: str) -> Sheet:
    """The rows of one contest, if there are any: what other contests lack need not be asked."""
    texts = pl.Series([contest]), sheet.table.texts(at)
    wanted, found = (normal(each) for each in texts)
    of_it = (found == wanted[0]).fill_null(False).to_numpy()
    return sheet_of(sheet.table.kept(of_it), sheet.side) if of_it.any() else sheet


def _without_unlabelled_sums(sheet: Sheet) -> tuple[Sheet, list[Notice]]:
    """Rows that lack a label which the others have, and are the sum of the rows that share the rest of their labels."""
    labels = [at for at, kind in enumerate(sheet.kinds) if kind is Kind.TEXT or sheet.names_units(at)]
    texts = [sheet.table.texts(at) for at in labels]
    usual = [each for each in texts if 0 < each.null_count() <= MOST_LACKING * len(each)]
    figures = [sheet.table.texts(at) for at in sheet.of_kind(Kind.FIGURES) if at not in labels]
    if not usual or not figures:
        return sheet, []
    lacking: NDArray[np.bool_] = np.logical_or.reduce([each.is_null().to_numpy() for each in usual])
    rows = np.flatnonzero(lacking)[:MOST_UNLABELLED]
    values = np.column_stack([each.cast(pl.Int64, strict=False).fill_null(0).to_numpy() for each in figures])
    written = np.column_stack([each.is_not_null().to_numpy() for each in figures])
    sums = np.zeros(len(lacking), bool)
    for row in rows.tolist():
        sums[row] = is_sum_of(values[:, written[row]], row, _group(row, texts, ~lacking))
    first = next((_label(texts, int(row)) for row in np.flatnonzero(sums)), "")
    return without_rows(sheet, sums, first)


def _group(row: int, texts: Sequence[pl.Series], complete: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The complete rows that share every label of a row which they have at all."""
    same = complete.copy()
    for each in texts:
        shared = (each == each[row]).fill_null(False).to_numpy() if each[row] else complete
        if (shared & complete).any():
            same &= shared
    found: NDArray[np.int64] = np.flatnonzero(same)
    return found


def _label(texts: Sequence[pl.Series], row: int) -> str:
    return shortened(" ".join(each[row] for each in texts if each[row]))
