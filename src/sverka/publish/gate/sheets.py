"""G8, of single stations: every cell of a station's tables is what its JSON says, and a difference is right minus left.

::

    <table class="figures" data-station="0001" data-contest="parties">
    <th data-source="asu"> <th data-source="protocol"> <th data-left="asu" data-right="protocol">
    <tr data-field="pear"><th>…</th><td>10</td><td>11</td><td class="d">+1</td></tr>
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.gate.marked import Cell, Row, Table, tables_of
from sverka.publish.gate.texts import reads_as

CODE = "G8"
CLASSES = ("unread", "absent", "none")  # how a cell without a figure says which it is

Counts = Mapping[str, Any]


def check_sheets(candidate: Candidate) -> Iterator[Stop]:
    """The cells of station pages that do not say what the station's file says."""
    told: dict[str, Any] = {}
    for path, content in candidate.files.items():
        language, _, page = path.partition("/")
        if len(language) == len("ky") and page.startswith("station/"):
            file = f"data/stations/{page.removeprefix('station/').removesuffix('.html')}.json"
            if file not in told:
                told[file] = json.loads(candidate.content(file) or b"{}").get("contests", {})
            for table in tables_of(content.decode()):
                counts = told[file].get(table.attributes.get("data-contest", ""), {}).get("counts", {})
                yield from _table(table, counts, path)


def _table(table: Table, counts: Counts, path: str) -> Iterator[Stop]:
    columns: list[Cell] = []
    for row in table.rows:
        if row.in_head:
            columns = list(row.cells)
        elif "data-field" in row.attributes:
            yield from _row(row, columns, counts, f"{path} {row.attributes['data-field']}")


def _row(row: Row, columns: list[Cell], counts: Counts, where: str) -> Iterator[Stop]:
    field = row.attributes["data-field"]
    together = any("data-together" in column.attributes for column in columns)
    for cell, column in zip(row.cells, columns, strict=True):
        told = column.attributes
        if "data-source" in told:
            follows = _figure(counts.get(told["data-source"]), field)
            if not _shows(cell, follows):
                yield Stop(CODE, f"{where} {told['data-source']}", cell.text, str(follows))
        elif "data-left" in told and not together:
            left, other = (_figure(counts.get(told[side]), field) for side in ("data-left", "data-right"))
            by = _difference(left, other)
            if not reads_as(cell.text, by):
                yield Stop(CODE, f"{where} {told['data-right']} − {told['data-left']}", cell.text, str(by))


def _figure(count: Counts | None, field: str) -> int | str:
    """What the file says of a field: a figure, or why there is none."""
    if count is None:
        return "none"
    figures = count["rows"] | count["selections"]
    if field in figures:
        return int(figures[field])
    if field in count["unread"]:
        return "unread"
    return "absent" if field in count["absent"] else "no field of this account"


def _shows(cell: Cell, follows: int | str) -> bool:
    """Whether a cell shows a figure, or why there is none; what an account does not carry is on no sheet of it."""
    if isinstance(follows, int):
        return reads_as(cell.text, follows)
    word = follows if follows in CLASSES else "absent"
    return word in cell.attributes.get("class", "").split()


def _difference(left: int | str, right: int | str) -> int | None:
    """Right minus left, where what is not on a sheet is 0; None where there is none to tell."""
    both = (left, right)
    a, b = (0 if side == "absent" else side for side in both)
    if both == ("absent", "absent") or not isinstance(a, int) or not isinstance(b, int):
        return None
    return b - a
