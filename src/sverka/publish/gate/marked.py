"""The figures of a page as a reader's browser has them: what is marked with its place, and tables of figures.

::

    <td data-is="parties/legal//selections/pear">1,234</td>
    <th scope="col" class="n" data-base="valid">%<small>of the valid ballots</small></th>
    <table class="figures" data-station="0001" data-contest="parties"> … <tr data-field="pear"><th …><td>412</td>

A page of a large country has thousands of cells and a batch has hundreds of pages, so the tags are found by patterns.
They are enough for what templates write (a test holds them against `html.parser` on every page of a site), and what is
pure is read once: a name, the attributes of a tag.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from urllib.parse import unquote

# up to the nearest end tag: what lies between is no end of its kind
TABLE = re.compile(r'<table class="figures[^"]*"([^>]*)>([^<]*+(?:<(?!/table>)[^<]*+)*+)</table>')
CELL = re.compile(r"<t([hd])([^>]*)>([^<]*+(?:<(?!/t\1>)[^<]*+)*+)</t\1>")
HEAD = r"<th[^<>]*>[^<]*+(?:<(?!/t[hr]>)[^<]*+)*+</th>"
ROW = re.compile(rf"<tr([^>]*)>({HEAD})?([^<]*+(?:<(?!/tr>)[^<]*+)*+)</tr>")
MARK = re.compile(
    r'<(\w++)[^> ]*+(?: (?!data-is=")[^> ]*+)*+ data-is="([^"]*+)"[^>]*+>([^<]*+(?:<(?!/\1>)[^<]*+)*+)</\1>'
)
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
UNSEEN = re.compile(r'<span class="origin.*', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
KEPT = 1 << 14  # tags and names of which is remembered what they say


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


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its attributes and what stands in it."""

    is_head: bool
    attributes: Mapping[str, str]
    inside: str

    @cached_property
    def text(self) -> str:
        """What is shown."""
        return shown(self.inside)

    @cached_property
    def mark(self) -> Mark | None:
        """The figure that it is."""
        return mark_of(self.attributes["data-is"], self.text) if "data-is" in self.attributes else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    attributes: Mapping[str, str]
    cells: tuple[Cell, ...]
    in_head: bool


@dataclass(frozen=True)
class Table:
    """A table of figures."""

    attributes: Mapping[str, str]
    inside: str

    @cached_property
    def lines(self) -> list[tuple[str, str, str]]:
        """Its rows as text: what stands in the tag; the first cell, where that is a head; and all other cells."""
        return ROW.findall(self.inside)

    @cached_property
    def heads(self) -> int:
        """How many of its rows are heads: the first ones."""
        end = self.inside.find("</thead>")
        return sum(1 for _ in takewhile(lambda row: row.start() < end, ROW.finditer(self.inside)))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its rows from top to bottom."""
        return tuple(
            Row(attributes_of(tag), cells_of(first + others), at < self.heads)
            for at, (tag, first, others) in enumerate(self.lines)
        )


def cells_of(row: str) -> tuple[Cell, ...]:
    """The cells of a row."""
    return tuple(Cell(kind == "h", attributes_of(tag), inside) for kind, tag, inside in CELL.findall(row))


def tables_of(page: str) -> Iterator[Table]:
    """The tables of figures of a page."""
    return (Table(attributes_of(found[1]), found[2]) for found in TABLE.finditer(page))


def marks_of(page: str) -> Iterator[Mark]:
    """Every figure of a page that has a name, wherever it stands."""
    return (mark_of(name, text) for name, text in named_of(page))


def named_of(page: str) -> Iterator[tuple[str, str]]:
    """The same, each as the name that is written and the text that is shown."""
    return ((html.unescape(name), shown(inside)) for _, name, inside in MARK.findall(page))


def mark_of(name: str, text: str) -> Mark:
    """A figure by the name that is written."""
    parts, over = _parts(name)
    return Mark(parts, text, over)


@lru_cache(KEPT)
def _parts(name: str) -> tuple[tuple[str, ...], str]:
    """The parts of a name, and over whose stations it is."""
    if "%" not in name and ":" not in name:
        return tuple(name.split("/")), ""
    contest, source, *rest = name.split("/")
    source, _, over = source.partition(":")
    return tuple(map(unquote, (contest, source, *rest))), unquote(over)


@lru_cache(KEPT)
def attributes_of(text: str) -> Mapping[str, str]:
    """The attributes of a tag."""
    return {name: html.unescape(value or "") for name, value in ATTRIBUTE.findall(text)} if text else {}


def shown(inside: str) -> str:
    """The text that stands in an element, without signs for those who do not see it."""
    text = inside if "<" not in inside else TAG.sub("", UNSEEN.sub("", inside))
    return html.unescape(text).strip() if "&" in text else text.strip()
