"""A CSV file beyond doubt -> a table in plain lists, for tables whose rows become objects anyway.

`sverka.formats.csv_text` reads all the others, and large ones faster; what it needs takes longer to load
than a country's stations take to read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sverka.formats.delimiters import CANDIDATES
from sverka.formats.headers import header_at
from sverka.formats.table import Table


@dataclass(frozen=True, kw_only=True)
class PlainTable(Table):
    """A table with its columns as lists."""

    lists: tuple[list[str | None], ...]

    def cells(self, column: int) -> list[str | None]:
        """One column, stripped; None where empty."""
        return self.lists[column]


def plain_table(data: bytes, name: str, wanted: Sequence[str] = ()) -> PlainTable | None:
    """What `read_csv_text` gives, where that needs no closer look; None where it does.

    The file is UTF-8, its first row names every column, all rows are as long, and none may be empty or a remark.
    """
    records = _even_records(_text(data))
    if len(records) < 2 or header_at(records, name, wanted) != 0:
        return None
    header = tuple(" ".join(title.split()) for title in records[0])
    lists = tuple(
        [cell or None for cell in map(str.strip, column)] for column in zip(*records[1:], strict=True)
    )
    if not all(header) or None in lists[0] or _is_remark([column[-1] for column in lists]):
        return None
    return PlainTable(
        name=name,
        header=header,
        header_row=1,
        rows=np.arange(2, 1 + len(records)),
        columns=tuple(range(len(header))),
        lists=lists,
    )


def _text(data: bytes) -> str:
    """The text of UTF-8 with plain line ends; nothing where that would be a guess."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return ""
    return "" if "\r" in text or "\0" in text else text


def _even_records(text: str) -> list[list[str]]:
    """All records, where one delimiter parts the first line and all have its length; none otherwise."""
    parted = [each for each in CANDIDATES if each in text.partition("\n")[0]]
    if len(parted) != 1:
        return []
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=parted[0], strict=True))
    except csv.Error:
        return []
    return records if len(set(map(len, records))) == 1 else []


def _is_remark(last: Sequence[str | None]) -> bool:
    """Whether the last row may be words about the table and no row of it."""
    return len((last[0] or "").split()) > 1 and not any(last[1:])
