"""The tables of station pages read plainly: by a parser of HTML, cell by cell, and nothing remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from sverka.publish.gate.candidate import Stop
from sverka.publish.gate.texts import reads_as

Attributes = dict[str, str | None]


@dataclass
class Cell:
    """A cell as it is read."""

    told: Attributes
    text: str = ""


@dataclass
class Sheet:
    """A table of figures as it is read: its heads, and its rows with their attributes."""

    told: Attributes
    heads: list[Cell] = field(default_factory=list)
    rows: list[tuple[Attributes, list[Cell]]] = field(default_factory=list)


class Sheets(HTMLParser):
    """The tables of figures of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Sheet] = []
        self.at = ""
        self.in_head = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        told = dict(attrs)
        match tag:
            case "table" if (told.get("class") or "").startswith("figures"):
                self.found.append(Sheet(told))
            case "thead":
                self.in_head = True
            case "tr" if self.found and not self.in_head:
                self.found[-1].rows.append((told, []))
            case "th" | "td" if self.found:
                self._cells.append(Cell(told))
                self.at = tag

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self.in_head = self.in_head and tag != "thead"
        self.at = "" if tag == self.at else self.at

    def handle_data(self, data: str) -> None:
        """Text belongs to the cell that is open."""
        if self.at:
            self._cells[-1].text += data

    @property
    def _cells(self) -> list[Cell]:
        return self.found[-1].heads if self.in_head else self.found[-1].rows[-1][1]


def unlike(page: str, file: Mapping[str, Any], path: str) -> Iterator[Stop]:
    """What the check of station pages must find on one."""
    for sheet in Sheets(page).found:
        counts = file["contests"].get(sheet.told.get("data-contest"), {}).get("counts", {})
        together = any("data-together" in head.told for head in sheet.heads)
        for told, cells in sheet.rows:
            name = told.get("data-field")
            for head, cell in zip(sheet.heads, cells, strict=True) if name is not None else ():
                if "data-source" in head.told:
                    source = head.told["data-source"]
                    follows = _figure(counts.get(source), name)
                    if not _shows(cell, follows):
                        yield Stop("G8", f"{path} {name} {source}", cell.text.strip(), str(follows))
                elif "data-left" in head.told and not together:
                    left, right = head.told["data-left"], head.told["data-right"]
                    by = _by(_figure(counts.get(left), name), _figure(counts.get(right), name))
                    if not reads_as(cell.text.strip(), by):
                        yield Stop("G8", f"{path} {name} {right} − {left}", cell.text.strip(), str(by))


def _figure(count: Mapping[str, Any] | None, name: str | None) -> int | str:
    if count is None:
        return "none"
    for figures in (count["selections"], count["rows"]):
        if name in figures:
            return int(figures[name])
    words = [word for word in ("unread", "absent") if name in count[word]]
    return words[0] if words else "no field of this account"


def _shows(cell: Cell, follows: int | str) -> bool:
    if isinstance(follows, int):
        return reads_as(cell.text.strip(), follows)
    word = "absent" if follows.startswith("no field") else follows
    return word in (cell.told.get("class") or "").split()


def _by(left: int | str, right: int | str) -> int | None:
    """By how much the right one is more."""
    if {left, right} <= {"absent"}:
        return None
    a, b = (0 if each == "absent" else each for each in (left, right))
    return b - a if isinstance(a, int) and isinstance(b, int) else None
