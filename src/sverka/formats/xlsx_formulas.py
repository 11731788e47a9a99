"""Which cells of a sheet are formulas, and which of those have no value: the reader of cells leaves them empty."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

# ECMA-376 part 1, §18.3.1.4: a cell is <c r="B5" t="e"><f>…</f><v>#REF!</v></c>, t="e" where the value is an error.
# An empty one is <c r="B5" s="3"/>, and has no end of its own.
CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>/]*)>(.*?)</c>', re.DOTALL)
VALUE = re.compile(rb"<v>([^<]+)</v>|<t[^>]*>([^<]+)</t>")
SHEET = re.compile(rb"<sheet\b[^>]*>")
RELATION = re.compile(rb"<Relationship\b[^>]*>")
ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


@dataclass(frozen=True, kw_only=True)
class Formulas:
    """Which cells are formulas, by (row, column), from 0, and what stands in those that failed."""

    cells: frozenset[tuple[int, int]] = frozenset()
    failed: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.cells)


def formulas_of(data: bytes, sheet: str) -> Formulas:
    """The formulas of one sheet of a workbook."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    part = _part_of(archive, sheet)
    xml = archive.read(part) if part in archive.namelist() else b""
    if b"<f" not in xml and b't="e"' not in xml:
        return Formulas()
    failed: dict[tuple[int, int], str] = {}
    cells: set[tuple[int, int]] = set()
    for letters, row, attributes, inner in CELL.findall(xml):
        is_formula, is_error = b"<f" in inner, b't="e"' in attributes
        place, value = (int(row) - 1, _position(letters)), VALUE.search(inner)
        if is_formula:
            cells.add(place)
        if is_error or (is_formula and value is None):
            shown = (value[1] or b"").decode() if value else ""
            failed[place] = shown or "=(not computed)"
    return Formulas(cells=frozenset(cells), failed=failed)


def _position(letters: bytes) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + letter - ord("A") + 1
    return position - 1


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part of the archive that holds the sheet (ECMA-376 part 1, §18.2.19 and part 2, §9.3)."""
    relation = ""
    for tag in SHEET.findall(archive.read("xl/workbook.xml")):
        attributes = _attributes(tag)
        if attributes.get("name") == sheet:
            relation = attributes.get("r:id", "")
    for tag in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        attributes = _attributes(tag)
        if attributes.get("Id") == relation:
            target = attributes.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _attributes(tag: bytes) -> dict[str, str]:
    return {key.decode(): unescape(value.decode()) for key, value in ATTRIBUTE.findall(tag)}
