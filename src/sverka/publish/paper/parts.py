"""What stands on a paper, part by part: a heading, texts and tables, in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sverka.publish.charts.letters import widest

SIZE = 9  # of the letters in a table, in points; `ruled` of base.typ has the same
AROUND = 9  # what stands around a cell, left and right together, in points
WIDEST = 120  # a column of words that is wider breaks its lines


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `strong` where it is a heading within the part."""

    text: str
    strong: bool = False

    def as_values(self) -> dict[str, Any]:
        """For a template."""
        return {"kind": "heading" if self.strong else "text", "text": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `texts` : how many columns, from the left, are words; all others are figures.

    `wide` : the columns that share what width is left, by their place; the others are as wide as their cells, and
    their heads break between words
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1
    wide: tuple[int, ...] = (0,)

    def as_values(self) -> dict[str, Any]:
        """For a template; a width of 0 shares what is left."""
        columns = range(len(self.head))
        return {
            "kind": "table",
            "head": self.head,
            "rows": self.rows,
            "widths": [0 if column in self.wide else self._width(column) for column in columns],
            "align": ["text" if column < self.texts else "figure" for column in columns],
        }

    def _width(self, column: int) -> int:
        """Of a column that is as wide as its widest cell, in points."""
        cells = widest([row[column] for row in self.rows], SIZE)
        return round(max(min(cells, WIDEST), _longest_word(self.head[column : column + 1])) + AROUND)


def _longest_word(texts: Iterable[str]) -> float:
    return widest([word for text in texts for word in text.split(" ")], SIZE, bold=True)


Block = Text | Table


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper under its heading."""

    title: str
    blocks: tuple[Block, ...]

    def as_values(self) -> dict[str, Any]:
        """For a template."""
        return {"title": self.title, "blocks": [block.as_values() for block in self.blocks]}
