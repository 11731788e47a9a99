"""A table of text with the file's row numbers, however its cells are kept."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import column_letter, place_of, quoted


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows beneath a header.

    `rows` : shape (rows,), the number of each row in the file, from 1
    `columns` : the position of each column in the file, where empty columns may lie between
    """

    name: str
    header: tuple[str, ...]
    header_row: int
    rows: NDArray[np.int64]
    columns: tuple[int, ...]
    notices: tuple[Notice, ...] = field(default=())

    def cells(self, column: int) -> list[str | None]:
        """One column, stripped; None where empty."""
        raise NotImplementedError

    def place(self, line: int | None = None, column: int | None = None) -> str:
        """A place as a person finds it in the file; `line` is a position in `rows`."""
        row = self.header_row if line is None else int(self.rows[line])
        if column is None:
            return place_of(self.name, row)
        return place_of(self.name, row, self.columns[column], self.header[column])

    def column(self, title: str, cure: str = "") -> int:
        """The position of the column with this title: exactly, else but for case and spaces."""
        exact = [at for at, each in enumerate(self.header) if each == title]
        loose = [at for at, each in enumerate(self.header) if folded(each) == folded(title)]
        found = exact or loose
        if len(found) == 1:
            return found[0]
        if found:
            where = " and ".join(column_letter(self.columns[at]) for at in found)
            what = f"several columns are called {quoted(title)} ({where})"
            raise Fault(what, place=self.place(), cure="Give each column a name of its own.")
        has = ", ".join(each or "(no name)" for each in self.header[:30])
        raise Fault(f"there is no column {quoted(title)}", place=self.place(), cure=cure or f"It has: {has}.")


def folded(title: str) -> str:
    """A column title without case and superfluous spaces."""
    return " ".join(title.casefold().replace("_", " ").split())
