"""A filled-in protocol as a flat sheet of paper: title, the form's lines with their figures, signatures and a stamp.

The sheet is A4, two or three columns where the form is long::

    Партийные списки                                    Участок № 0001
    1   Избиратели в списке        | 812 |    22  Ата Мекен        | 131 |
    1a  Избиратели в дополнительн… |  14 |    23  Бүтүн Кыргызстан |  77 |
    …
    (a stamp)   ~~~~~~   ~~~~~~   ~~~~~~
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Contest
from sverka.domain.names import Names
from sverka.practice.handwriting import Hand

WIDTH, HEIGHT = 880, 1244  # A4 at 106 dots per inch
MARGIN, HEAD, FOOT = 50, 150, 190
LINES_IN_COLUMN = 30
PAPER, PRINT, RULE, STAMP = (250, 249, 244), (25, 25, 25), (120, 120, 120), (60, 70, 165)
TITLE = {
    "ky": "Шайлоо участкасынын протоколу",
    "ru": "Протокол участковой комиссии",
    "en": "Station protocol",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One line of the form: its number, what it is called, and what is written there; None: unreadable."""

    number: str
    name: str
    figure: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on one protocol."""

    title: str
    contest: str
    station: str
    number: str
    lines: tuple[PaperLine, ...]


def paper_of(contest: Contest, table: CountTable, line: int, *, station: Names, language: str) -> Paper:
    """The protocol of one line of a table; a field that is not on the sheet is not printed."""
    names = {**{str(r.id): r.names for r in contest.rows}, **{str(s.id): s.names for s in contest.selections}}
    cells = zip(table.fields, table.values[line].tolist(), table.state[line].tolist(), strict=True)
    printed = [(field, value, state) for field, value, state in cells if state in (State.READ, State.UNREAD)]
    return Paper(
        title=TITLE[language],
        contest=getattr(contest.names, language),
        station=getattr(station, language),
        number=table.units[line],
        lines=tuple(
            PaperLine(
                number=str(number),
                name=getattr(names[field], language),
                figure=str(value) if state == State.READ else None,
            )
            for number, (field, value, state) in enumerate(printed, 1)
        ),
    )


def drawn(paper: Paper, font: bytes, draw: Generator) -> Image.Image:
    """The sheet as it lies on the table."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen, hand = ImageDraw.Draw(sheet), Hand.drawn(draw)
    _head(pen, paper, font)
    columns = -(-len(paper.lines) // LINES_IN_COLUMN)
    per_column = -(-len(paper.lines) // columns) if columns else 1
    for column in range(columns):
        lines = paper.lines[column * per_column : (column + 1) * per_column]
        _column(pen, lines, (column, columns, per_column), (font, hand, draw))
    for place in range(3):
        left = 290 + place * 185
        hand.scribble(pen, (left, HEIGHT - 120, left + 130, HEIGHT - 75), draw)
        pen.line((left, HEIGHT - 70, left + 150, HEIGHT - 70), fill=RULE)
    _stamp(pen, paper.number, font, draw)
    return sheet


def _head(pen: ImageDraw.ImageDraw, paper: Paper, font: bytes) -> None:
    pen.text((MARGIN, 40), paper.title, PRINT, _type(font, 26))
    pen.text((MARGIN, 76), paper.contest, PRINT, _type(font, 20))
    pen.text((WIDTH - MARGIN, 76), paper.station, PRINT, _type(font, 20), anchor="ra")
    pen.line((MARGIN, 110, WIDTH - MARGIN, 110), fill=PRINT, width=2)


def _column(
    pen: ImageDraw.ImageDraw,
    lines: Sequence[PaperLine],
    place: tuple[int, int, int],
    means: tuple[bytes, Hand, Generator],
) -> None:
    """One column of lines; `place` is its number, how many there are, and how many lines each has room for."""
    column, columns, room = place
    font, hand, draw = means
    width = (WIDTH - 2 * MARGIN) / columns
    high = min((HEIGHT - HEAD - FOOT) / room, 48.0)
    letters = _type(font, max(11, min(17, int(high * 0.42))))
    left, box = MARGIN + column * width, 110
    right = left + width - 16
    for at, line in enumerate(lines):
        top = HEAD - 25 + at * high
        pen.text((left, top + high / 2), line.number, PRINT, letters, anchor="lm")
        name = _fitting(line.name, letters, right - box - left - 40)
        pen.text((left + 34, top + high / 2), name, PRINT, letters, anchor="lm")
        pen.rectangle((right - box, top + 1, right, top + high - 1), outline=RULE)
        written = (right - box + 12, top + high * 0.16, right - 40, top + high * 0.84)
        if line.figure is None:
            hand.cover(pen, written, draw)
        else:
            hand.write(pen, line.figure, left=written[0], top=written[1], height=high * 0.64, draw=draw)


def _fitting(name: str, letters: ImageFont.FreeTypeFont, width: float) -> str:
    """A name, cut where it does not fit its column."""
    if letters.getlength(name) <= width:
        return name
    while name and letters.getlength(name + "…") > width:
        name = name[:-1]
    return name.rstrip() + "…"


def _stamp(pen: ImageDraw.ImageDraw, number: str, font: bytes, draw: Generator) -> None:
    """A round stamp with the station's number."""
    across, down = 160 + float(draw.uniform(-20, 20)), HEIGHT - 105 + float(draw.uniform(-12, 12))
    for radius in (68, 62, 36):
        pen.ellipse((across - radius, down - radius, across + radius, down + radius), outline=STAMP, width=2)
    pen.text((across, down), f"№ {number}", STAMP, _type(font, 17), anchor="mm")


@lru_cache(maxsize=32)
def _type(font: bytes, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)
