"""A tape: the printed report of one scanner for one contest, as text that a person can type from the paper.

::

    sverka-tape 1                            format and version
    station 1001
    contest parties
    device ASU-004711                        the scanner's serial number
    printed 2021-11-28T20:14:05+06:00        as on the tape, with the zone
    row 9 412                                rows of the form: number, figure
    row 11 7
    vote 1 24 Ата Мекен                      the ballot: number, figure, name
    vote 2 57 Бүтүн Кыргызстан
    vote 3 ? Баарына каршы                   ? is on the tape, and nobody can read it
    total 405                                as printed, never computed here; ? where it cannot be read
    end ab6a9181                             CRC-32 of every byte before this line

UTF-8 without a mark, LF after every line, one space between words; tapes of other contests or stations follow
without a gap. What is not on the tape has no line. The reader is `tape_parser`: whatever `parse_tapes` accepts,
`format_tapes` gives back byte for byte.

The check on the last line finds a slip in copying and a file that was cut off. It is no signature: whoever
changes a figure can compute it again.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

MARK = "sverka-tape"
HEADER = f"{MARK} 1"
UNREAD = "?"
WORD = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]+")
TEXT = re.compile(r"[^\s\x00-\x1f\x7f-\x9f]([^\x00-\x1f\x7f-\x9f\u2028\u2029]*[^\s\x00-\x1f\x7f-\x9f])?")


@dataclass(frozen=True, slots=True)
class TapeRow:
    """A numbered row of the form; None: it cannot be read."""

    row: str
    figure: int | None


@dataclass(frozen=True, slots=True)
class TapeVotes:
    """A line of the ballot; None: the figure cannot be read."""

    number: str
    figure: int | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tape:
    """What one scanner printed for one contest."""

    station: str
    contest: str
    device: str
    printed_at: datetime
    rows: tuple[TapeRow, ...]
    votes: tuple[TapeVotes, ...]
    total: int | None


def format_tapes(tapes: Iterable[Tape]) -> bytes:
    """The text of tapes, one after the other."""
    return b"".join(map(format_tape, tapes))


def format_tape(tape: Tape) -> bytes:
    """The text of one tape."""
    lines = [
        HEADER,
        f"station {_sound(tape.station)}",
        f"contest {_sound(tape.contest)}",
        f"device {_sound(tape.device)}",
        f"printed {tape.printed_at.isoformat(timespec='seconds')}",
        *(f"row {_sound(each.row, WORD)} {_figure_text(each.figure)}" for each in tape.rows),
        *(
            f"vote {_sound(each.number, WORD)} {_figure_text(each.figure)} {_sound(each.name)}"
            for each in tape.votes
        ),
        f"total {_figure_text(tape.total)}",
    ]
    body = "".join(f"{line}\n" for line in lines).encode()
    return body + f"end {checksum(body)}\n".encode()


def _sound(text: str, shape: re.Pattern[str] = TEXT) -> str:
    if not shape.fullmatch(text):
        raise AssertionError(f"{text!r} cannot stand on a tape")
    return text


def checksum(body: bytes) -> str:
    """CRC-32 (as in gzip) of a tape up to its last line, in hexadecimal digits."""
    return f"{zlib.crc32(body):08x}"


def _figure_text(figure: int | None) -> str:
    return UNREAD if figure is None else str(figure)
