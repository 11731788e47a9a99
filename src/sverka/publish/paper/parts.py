"""What stands on a paper, part by part: a heading, texts and tables, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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

    `wide` : the columns that share what width is left, by their place; the others are as wide as they need
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1
    wide: tuple[int, ...] = (0,)

    def as_values(self) -> dict[str, Any]:
        """For a template."""
        columns = range(len(self.head))
        return {
            "kind": "table",
            "head": self.head,
            "rows": self.rows,
            "columns": ["wide" if column in self.wide else "narrow" for column in columns],
            "align": ["text" if column < self.texts else "figure" for column in columns],
        }


Block = Text | Table


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper under its heading."""

    title: str
    blocks: tuple[Block, ...]

    def as_values(self) -> dict[str, Any]:
        """For a template."""
        return {"title": self.title, "blocks": [block.as_values() for block in self.blocks]}
