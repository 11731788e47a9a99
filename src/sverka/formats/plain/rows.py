"""Rows that are no unit (sums), labels that stand once for a block, and rows exported twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.readings import Notice
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.plain.columns import Sheet
from sverka.formats.spellings import TOTAL_STEMS, is_total

LEAST_GAP = 0.2  # of a column is empty where labels stand once for a block


def without_labelled_sums(sheet: Sheet, columns: Sequence[int]) -> tuple[Sheet, list[Notice]]:
    """The sheet without rows that a label calls a sum ("Total", "Adams County Totals:", «Итого»)."""
    sums = np.zeros(len(sheet.table.rows), bool)
    first = ""
    for at in columns:
        texts = sheet.table.texts(at)
        likely = texts.filter(texts.str.to_lowercase().str.contains_any(list(TOTAL_STEMS)).fill_null(False))
        labels = [text for text in likely.unique(maintain_order=True) if is_total(text)]
        found = texts.is_in(labels).fill_null(False).to_numpy()
        if found.sum() * 2 < len(found):  # else it is what the column says of every row: "Votes: all"
            sums |= found
            first = first or next(iter(labels), "")
    return without_rows(sheet, sums, first)


def without_rows(sheet: Sheet, sums: NDArray[np.bool_], text: str) -> tuple[Sheet, list[Notice]]:
    """The sheet without some rows of sums, and the notice of how many they were."""
    if not sums.any():
        return sheet, []
    row, count = int(sheet.table.rows[sums][0]), int(sums.sum())
    said = notice(NoticeCode.SUMMARY_ROWS_EXCLUDED, file=sheet.table.name, count=count, row=row, text=text)
    return replace(sheet, table=sheet.table.kept(~sums)), [said]


def filled_down(sheet: Sheet, columns: Sequence[int]) -> tuple[Sheet, list[Notice]]:
    """Labels that stand in the first row of a block only, written into every row of it.

    Safe only where the column looks like nothing else: the first row has a label, every label stands in one
    place, and a good part of the rows is empty.
    """
    frame, notices = sheet.table.frame, []
    for at in columns:
        texts = sheet.table.texts(at)
        if not _stands_once_for_a_block(texts):
            continue
        frame = frame.with_columns(texts.forward_fill().alias(str(at)))
        count = texts.null_count()
        said = notice(NoticeCode.KEY_FILLED_DOWN, file=sheet.table.name, column=sheet.title(at), count=count)
        notices.append(said)
    return replace(sheet, table=replace(sheet.table, frame=frame)), notices


def _stands_once_for_a_block(texts: pl.Series) -> bool:
    labels = texts.drop_nulls()
    gaps = texts.null_count()
    return bool(
        len(labels) > 0
        and texts[0] is not None
        and gaps >= LEAST_GAP * len(texts)
        and labels.n_unique() == len(labels)
    )


def without_copies(sheet: Sheet) -> tuple[Sheet, list[Notice]]:
    """The sheet without rows that repeat another one in every cell."""
    copies = ~sheet.table.frame.select(pl.struct(pl.all()).is_first_distinct()).to_series().to_numpy()
    if not copies.any():
        return sheet, []
    rows = sheet.table.rows
    again = int(np.flatnonzero(copies)[0])
    first = _first_like(sheet, again)
    said = notice(
        NoticeCode.ROWS_REPEATED,
        file=sheet.table.name,
        count=int(copies.sum()),
        row=int(rows[again]),
        first_row=int(rows[first]),
    )
    return replace(sheet, table=sheet.table.kept(~copies)), [said]


def _first_like(sheet: Sheet, line: int) -> int:
    wanted = sheet.table.frame.row(line)
    return next(at for at in range(line + 1) if sheet.table.frame.row(at) == wanted)
