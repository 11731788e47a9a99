"""How wide a text is in our font, and how it breaks into lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FAMILY = "Sverka Sans"
FONTS = Path(__file__).parent.parent / "fonts"

_PIECES = re.compile(r"[^ -]+-? *|[ -]+")  # a piece ends where a line may break

UNKNOWN = 1000  # a letter that the font lacks is taken to be as wide as it is high


@cache
def advances(bold: bool) -> Mapping[str, int]:
    """How far each letter moves the pen, in thousandths of the font size."""
    text = (FONTS / "advances.json").read_text(encoding="utf-8")
    widths: Mapping[str, int] = json.loads(text)["SemiBold" if bold else "Regular"]
    return widths


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line in pixels; kerning, which moves letters by less than a pixel in all, is left out."""
    widths = advances(bold)
    return sum(widths.get(letter, UNKNOWN) for letter in text) * size / 1000


def widest(texts: tuple[str, ...] | list[str], size: float, *, bold: bool = False) -> float:
    """The width of the widest of some lines, 0 if there are none."""
    return max((width_of(text, size, bold=bold) for text in texts), default=0)


def wrap(text: str, width: float, size: float, *, lines: int = 2, bold: bool = False) -> tuple[str, ...]:
    """The text in at most so many lines that fit a width; what does not fit ends in "…".

    Lines break at spaces, except those that keep a number together, and after hyphens.
    """
    done: list[str] = []
    line = ""
    pieces = _PIECES.findall(text)
    for place, piece in enumerate(pieces):
        if not line or width_of((line + piece).rstrip(), size, bold=bold) <= width:
            line += piece
        elif len(done) + 1 == lines:
            line += "".join(pieces[place:])
            break
        else:
            done.append(line.rstrip())
            line = piece
    done.append(line.rstrip())
    return tuple(shorten(one, width, size, bold=bold) for one in done if one)


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits with "…"."""
    if width_of(text, size, bold=bold) <= width:
        return text
    while text and width_of(f"{text}…", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
