"""The figures of a page as a reader's browser has them: what is marked with its place, and tables of figures.

::

    <td data-is="parties/legal//selections/pear">1,234</td>
    <th scope="col" class="n" data-base="valid">%<small>of the valid ballots</small></th>
    <table class="figures" data-station="0001" data-contest="parties"> … <tr data-field="pear"><th …><td>412</td>

A page of a large country has thousands of cells and a batch has hundreds of pages, so the tags are found by patterns.
They are enough for what templates write (a test holds them against `html.parser` on every page of a site).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

TABLE = re.compile(r'<table class="figures[^"]*"([^>]*)>(.*?)</table>', re.DOTALL)
ROW = re.compile(r"<tr([^>]*)>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t([hd])([^>]*)>(.*?)</t\1>", re.DOTALL)
MARK = re.compile(r'<(\w+)([^>]*? data-is="([^"]*)"[^>]*)>(.*?)</\1>', re.DOTALL)
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
UNSEEN = re.compile(r'<span class="origin.*', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure: the parts of its name, and the text that is shown; `over`: over this source's stations only."""

    name: tuple[str, ...]
    text: str
    over: str = ""

    @property
    def place(self) -> str:
        """How a stop names it."""
        contest, source, area, *rest = self.name
        return "/".join([contest, source + f":{self.over}" * bool(self.over), area, *rest])


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its attributes and what stands in it."""

    is_head: bool
    attributes: dict[str, str]
    inside: str

    @property
    def text(self) -> str:
        """What is shown."""
        return shown(self.inside)

    @property
    def mark(self) -> Mark | None:
        """The figure that it is."""
        return _mark(self.attributes["data-is"], self.text) if "data-is" in self.attributes else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    attributes: dict[str, str]
    cells: tuple[Cell, ...]
    in_head: bool


@dataclass(frozen=True)
class Table:
    """A table of figures."""

    attributes: dict[str, str]
    inside: str

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its rows from top to bottom."""
        end = self.inside.find("</thead>")
        return tuple(
            Row(attributes_of(row[1]), tuple(map(_cell, CELL.finditer(row[2]))), row.start() < end)
            for row in ROW.finditer(self.inside)
        )


def _cell(found: re.Match[str]) -> Cell:
    return Cell(found[1] == "h", attributes_of(found[2]), found[3])


def tables_of(page: str) -> Iterator[Table]:
    """The tables of figures of a page."""
    return (Table(attributes_of(found[1]), found[2]) for found in TABLE.finditer(page))


def marks_of(page: str) -> Iterator[Mark]:
    """Every figure of a page that has a name, wherever it stands."""
    return (_mark(html.unescape(found[3]), shown(found[4])) for found in MARK.finditer(page))


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a tag."""
    return {name: html.unescape(value or "") for name, value in ATTRIBUTE.findall(text)} if text else {}


def shown(inside: str) -> str:
    """The text that stands in an element, without signs for those who do not see it."""
    text = inside if "<" not in inside else TAG.sub("", UNSEEN.sub("", inside))
    return html.unescape(text).strip() if "&" in text else text.strip()


def _mark(name: str, text: str) -> Mark:
    if "%" not in name and ":" not in name:
        return Mark(tuple(name.split("/")), text)
    contest, source, *rest = name.split("/")
    source, _, over = source.partition(":")
    return Mark(tuple(map(unquote, (contest, source, *rest))), text, unquote(over))
