"""How far the cells of a workbook reach, before anything makes a table of it.

A table has a place for every cell up to the last row and the last column. One cell at XFD1048576, the end of a sheet,
asks for 17 thousand million places, and the program would end for want of memory instead of saying what is wrong.
"""

from __future__ import annotations

import io
import re
import zipfile

from sverka.errors import Fault

MOST_CELLS = 100_000_000  # a million stations with a hundred columns
# ECMA-376 part 1, §18.3.1.4: <c r="B5"…>; §18.18.7: A1 references, at most XFD1048576
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
FAR = re.compile(rb"""\br=["'](?:[A-Z]{3}\d|[A-Z]{1,2}\d{6})""")  # without one, no sheet is too large


def check_extent(data: bytes, name: str) -> None:
    """Refuse a workbook with a cell so far out that its sheet is larger than any table."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    for part in archive.namelist():
        if part.startswith("xl/worksheets/"):
            xml = archive.read(part)
            if FAR.search(xml) and _cells(xml) > MOST_CELLS:
                raise Fault(
                    "a cell lies far outside of the table",
                    place=name,
                    cure="delete what stands beneath and beside the table, or copy the table into a new workbook",
                )


def _cells(xml: bytes) -> int:
    """How many places the sheet has up to its last row and its last column."""
    references = set(REFERENCE.findall(xml))
    rows = max((int(row) for _, row in references), default=0)
    return rows * max((_column(letters) for letters in {letters for letters, _ in references}), default=0)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column
