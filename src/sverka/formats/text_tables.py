"""A table of text with the file's row numbers: what every format of rows and columns becomes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.readings import Notice
from sverka.formats.headers import is_number
from sverka.formats.notices import NoticeCode, notice, together
from sverka.formats.table import Table, folded


@dataclass(frozen=True, kw_only=True)
class TextTable(Table):
    """The rows beneath a header, as text.

    `frame` : one String column per header cell, named by its position; stripped, null where a cell is empty
    """

    frame: pl.DataFrame

    def cells(self, column: int) -> list[str | None]:
        """One column, stripped; None where empty."""
        texts: list[str | None] = self.texts(column).to_list()
        return texts

    def texts(self, column: int) -> pl.Series:
        """One column; null where empty."""
        return self.frame.to_series(column)

    def kept(self, keep: NDArray[np.bool_], notices: Sequence[Notice] = ()) -> TextTable:
        """The rows where `keep` is true, and what that should tell a person."""
        frame = self.frame if keep.all() else self.frame.filter(pl.Series(keep))
        return replace(self, frame=frame, rows=self.rows[keep], notices=together(self.notices, notices))


def in_frame(table: Table) -> TextTable:
    """The same table, for work on whole columns."""
    if isinstance(table, TextTable):
        return table
    cells = {str(at): table.cells(at) for at in range(len(table.header))}
    return TextTable(
        name=table.name,
        header=table.header,
        header_row=table.header_row,
        frame=pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String)),
        rows=table.rows,
        columns=table.columns,
        notices=table.notices,
    )


def text_table(
    name: str,
    header: Sequence[str],
    header_row: int,
    frame: pl.DataFrame,
    notices: Sequence[Notice] = (),
) -> TextTable:
    """A table from a header and all rows beneath it, without empty rows, empty columns and footnotes."""
    rows = np.arange(header_row + 1, header_row + 1 + frame.height)
    titles = tuple(" ".join(title.split()) for title in header)
    frame = frame.with_columns(pl.all().str.strip_chars())
    frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    titled = [at for at, title in enumerate(titles) if title or not _is_empty(frame.to_series(at))]
    table = TextTable(
        name=name,
        header=tuple(titles[at] for at in titled),
        header_row=header_row,
        frame=pl.DataFrame([frame.to_series(at).alias(str(to)) for to, at in enumerate(titled)]),
        rows=rows,
        columns=tuple(titled),
        notices=tuple(notices),
    )
    return _without_footnotes(_without_empty_rows(table))


def duplicates(header: Sequence[str]) -> list[str]:
    """Titles that stand over more than one column."""
    return [title for title, times in Counter(map(folded, header)).items() if times > 1 and title]


def _is_empty(column: pl.Series) -> bool:
    return column.null_count() == len(column)


def _without_empty_rows(table: TextTable) -> TextTable:
    """Rows of nothing but delimiters are how spreadsheets end a file."""
    if not table.frame.width:
        return table.kept(np.zeros(len(table.rows), bool))
    empty = table.frame.select(pl.all_horizontal(pl.all().is_null())).to_series().to_numpy()
    return table.kept(~empty)


def _without_footnotes(table: TextTable) -> TextTable:
    """One cell of words alone in the last rows is a remark ("Source: …"), not a station."""
    if table.frame.width < 3 or not len(table.rows):
        return table
    last = table.frame.height
    while last and _is_remark([cell or "" for cell in table.frame.row(last - 1)]):
        last -= 1
    count = table.frame.height - last
    if not count or not last:
        return table
    text = next(cell for cell in table.frame.row(last) if cell)
    said = notice(NoticeCode.FOOTNOTES_SKIPPED, count=count, row=int(table.rows[last]), text=text.strip())
    return table.kept(np.arange(table.frame.height) < last, [said])


def _is_remark(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) == 1 and len(filled[0].split()) > 1 and not is_number(filled[0])
