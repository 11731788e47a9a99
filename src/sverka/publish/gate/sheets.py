"""G8, of single stations: every cell of a station's tables is what its JSON says, and a difference is right minus left.

::

    <table class="figures" data-station="0001" data-contest="parties">
    <th data-source="asu"> <th data-source="protocol"> <th data-left="asu" data-right="protocol">
    <tr data-field="pear"><th>…</th><td>10</td><td>11</td><td class="d">+1</td></tr>

Cells are held against what they must show once, however many stations and languages show the same: of half a million
rows of a country nine in ten repeat another one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import EllipsisType
from typing import Any

from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.gate.marked import Cell, Table, attributes_of, cells_of, tables_of
from sverka.publish.gate.texts import reads_as

CODE = "G8"
CLASSES = ("unread", "absent", "none")  # how a cell without a figure says which it is
KEPT = 1 << 15  # rows of cells of which is remembered what is wrong with them

Figure = int | str
"""A figure of an account, or the word for why there is none."""
Follows = Figure | EllipsisType | None
"""What a cell must show: a figure, the class for none, nothing where there is no difference; `...` is anything."""
Column = tuple[str, ...]
"""Of what a column is: of a source, the difference of two (right minus left), or of nothing in the file."""


def check_sheets(candidate: Candidate) -> Iterator[Stop]:
    """The cells of station pages that do not say what the station's file says."""
    for file, pages in _pages(candidate).items():
        contests = json.loads(candidate.content(file) or b"{}").get("contests", {})
        sheets = {contest: Sheet(said.get("counts", {})) for contest, said in contests.items()}
        for path in pages:
            for table in tables_of(candidate.files[path].decode()):
                sheet = sheets.get(table.attributes.get("data-contest", ""), EMPTY)
                yield from _table(table, sheet, path)


def _pages(candidate: Candidate) -> Mapping[str, Sequence[str]]:
    """The station pages that would be written, by the file that they show."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in candidate.files:
        language, _, page = path.partition("/")
        if len(language) == len("ky") and page.startswith("station/"):
            name = page.removeprefix("station/").removesuffix(".html")
            found[f"data/stations/{name}.json"].append(path)
    return found


class Sheet:
    """What a station's file says of one contest."""

    def __init__(self, counts: Mapping[str, Any]) -> None:
        self._figures = {source: _figures(count) for source, count in counts.items()}
        self._rows: dict[tuple[Column, ...], Rows] = {}

    def rows(self, columns: tuple[Column, ...]) -> Rows:
        """What the rows of a table of such columns must show."""
        if columns not in self._rows:
            self._rows[columns] = Rows(self, columns)
        return self._rows[columns]

    def follows(self, column: Column, field: str) -> Follows:
        """What stands in a column at a field."""
        figures = [self._figure(source, field) for source in column]
        match figures:
            case []:
                return ...
            case [figure]:
                return figure
            case _:
                return _difference(*figures)

    def _figure(self, source: str, field: str) -> Figure:
        if source not in self._figures:
            return "none"
        return self._figures[source].get(field, "no field of this account")


EMPTY = Sheet({})


class Rows(dict[str, tuple[Follows, ...]]):
    """By field what its row must show, column by column; worked out for the first language that shows it."""

    def __init__(self, sheet: Sheet, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.sheet, self.columns = sheet, columns

    def __missing__(self, field: str) -> tuple[Follows, ...]:
        found = self[field] = tuple(self.sheet.follows(column, field) for column in self.columns)
        return found


def _figures(count: Mapping[str, Any]) -> Mapping[str, Figure]:
    """What an account says of each field: a figure, or why there is none."""
    without = dict.fromkeys(count["absent"], "absent") | dict.fromkeys(count["unread"], "unread")
    return without | {field: int(figure) for field, figure in (count["rows"] | count["selections"]).items()}


def _table(table: Table, sheet: Sheet, path: str) -> Iterator[Stop]:
    _, first, others = table.lines[table.heads - 1] if table.heads else ("", "", "")
    columns = _columns(first + others)
    rows = sheet.rows(columns)
    for tag, first, others in table.lines[table.heads :]:
        field = attributes_of(tag).get("data-field")
        if field is not None:
            follows, one = rows[field], 1 if first else 0
            for at, shown in _unlike(first, follows[:one], 0) + _unlike(others, follows[one:], one):
                where = f"{path} {field} {' − '.join(reversed(columns[at]))}"
                yield Stop(CODE, where, shown, str(follows[at]))


@lru_cache
def _columns(head: str) -> tuple[Column, ...]:
    """The columns beneath a row of heads; beside a column of sums of several, differences are of those."""
    heads = [cell.attributes for cell in cells_of(head)]
    together = any("data-together" in told for told in heads)
    return tuple(
        (told["data-source"],)
        if "data-source" in told
        else (told["data-left"], told["data-right"])
        if "data-left" in told and not together
        else ()
        for told in heads
    )


@lru_cache(KEPT)
def _unlike(cells: str, follows: tuple[Follows, ...], start: int) -> tuple[tuple[int, str], ...]:
    """The cells of (a part of) a row that do not show what follows: the columns, and what each shows."""
    pairs = enumerate(zip(cells_of(cells), follows, strict=True), start)
    return tuple((at, cell.text) for at, (cell, expected) in pairs if not _shows(cell, expected))


def _shows(cell: Cell, follows: Follows) -> bool:
    """Whether a cell shows a figure, or why there is none; what an account does not carry is on no sheet of it."""
    if isinstance(follows, str):
        word = follows if follows in CLASSES else "absent"
        return word in cell.attributes.get("class", "").split()
    return follows is ... or reads_as(cell.text, follows)


def _difference(left: Figure, right: Figure) -> int | None:
    """Right minus left, where what is not on a sheet is 0; None where there is none to tell."""
    both = (left, right)
    a, b = (0 if side == "absent" else side for side in both)
    if both == ("absent", "absent") or not isinstance(a, int) or not isinstance(b, int):
        return None
    return b - a
