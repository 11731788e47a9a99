"""Which of the first rows of a sheet is the header: title lines stand above it, figures below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from sverka.errors import Fault
from sverka.formats.faults import place_of, quoted

NUMBER = re.compile(r"[+\-−']?\d[\d\s.,'’%]*")
SAMPLE = 100  # rows in which the header is looked for

Cells = Sequence[str]


def is_number(cell: str) -> bool:
    """Whether a cell looks like a figure, however it is written."""
    return NUMBER.fullmatch(cell.strip()) is not None


def header_at(rows: Sequence[Cells], name: str, wanted: Sequence[str] = ()) -> int:
    """The position of the header among the first rows.

    With `wanted` column names it is the first row that has them all. Else it is the fullest row above the
    first row of figures; a header of numbers (the lines of a ballot) counts up by one after a word.
    """
    filled = [tuple(cell.strip() for cell in row) for row in rows[:SAMPLE]]
    if not any(any(row) for row in filled):
        raise Fault("it has no rows", place=name, cure="Give a table with a header row.")
    named = (at for at, row in enumerate(filled) if wanted and set(wanted) <= set(row))
    found = next(named, None)
    return found if found is not None else _above_figures(filled, name)


def _above_figures(rows: Sequence[Cells], name: str) -> int:
    figures = [sum(map(is_number, row)) for row in rows]
    enough = max(1, max(figures) / 2)
    first = next((at for at, row in enumerate(rows) if figures[at] >= enough and _width(row) > 1), len(rows))
    above = [at for at in range(first) if _width(rows[at]) > 1]
    if not above and first < len(rows) and _counts_up(rows[first]):
        return first
    if not above:
        cell = next((cell for cell in rows[min(first, len(rows) - 1)] if cell), "")
        what = f"no header row found: the first row with columns begins with {quoted(cell)}, a row of figures"
        cure = "Name the columns in the first row, in words: a title of digits alone is taken for a figure."
        raise Fault(what, place=place_of(name, min(first, len(rows) - 1) + 1), cure=cure)
    return max(above, key=lambda at: (_width(rows[at]), -at))


def _width(row: Cells) -> int:
    return sum(bool(cell) for cell in row)


def _counts_up(row: Cells) -> bool:
    """Whether the row is a word and then 1, 2, 3, …: the numbers of a ballot as a header."""
    numbers = [int(cell) for cell in row if cell.isdecimal()]
    consecutive = all(after == before + 1 for before, after in pairwise(numbers))
    first = next((cell for cell in row if cell), "")
    return len(numbers) > 1 and consecutive and not is_number(first) and numbers[0] <= 1
