"""The list that is drawn from, as the file that is committed before any die falls.

::

    station,size legal:[2],left_out
    0001,412,
    0002,388,
    7133,120,annulled
    9001,,no-size

One line per station of the contest, sorted by id (code points); UTF-8 in composed form, lines end with a newline,
quotes as in RFC 4180 only where they must be. `size` is a whole number or a fraction like 1/3; `equal` stands
in its title, and 1 in its cells, where every station is as likely as any other. What is `left_out` cannot be drawn.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sverka.audits.sampling import Unit, composed
from sverka.errors import Fault

EQUAL = "equal"
SIZE = "size "
NAME = "the list to draw from"


class LeftOut(StrEnum):
    """Why a station of the contest cannot be drawn."""

    ANNULLED = "annulled"  # its results are invalid, by a decision in force
    OUTSIDE = "outside"  # not in the areas that the drawing is of
    NO_SIZE = "no-size"  # its size is not known, or is 0


@dataclass(frozen=True, slots=True)
class Listed:
    """One station of the list; `size` is None where it is not known."""

    station: str
    size: Fraction | None
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """The list that is drawn from; `sizes` says which figure of which account they are, "" for equal chances."""

    lines: tuple[Listed, ...]
    sizes: str = ""

    def units(self) -> Iterator[Unit]:
        """The stations that can be drawn, with their weights."""
        for line in self.lines:
            if line.left_out is None and line.size:
                yield line.station, line.size if self.sizes else None

    def left_out(self) -> dict[LeftOut, int]:
        """How many stations are left out, by reason."""
        why = [line.left_out for line in self.lines if line.left_out]
        return {reason: why.count(reason) for reason in LeftOut if reason in why}


def format_population(population: Population) -> bytes:
    """The file, in its one form."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("station", f"{SIZE}{population.sizes}" if population.sizes else EQUAL, "left_out"))
    for line in sorted(population.lines, key=lambda line: composed(line.station)):
        size = "" if line.size is None else str(line.size)
        writer.writerow((composed(line.station), size, line.left_out or ""))
    return written.getvalue().encode()


def parse_population(content: bytes) -> Population:
    """The list that a file holds; a file that is not in the one form is a fault."""
    try:
        header, *rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
        sizes = "" if header[1] == EQUAL else header[1].removeprefix(SIZE)
        population = Population(tuple(_line(*row) for row in rows), sizes)
    except (ValueError, TypeError, IndexError, ZeroDivisionError, csv.Error) as error:
        raise Fault(f"not such a list: {error}", place=NAME, cure=ASK) from error
    stations = [line.station for line in population.lines]
    if format_population(population) != content or len(set(stations)) < len(stations):
        raise Fault("not in its one form", place=NAME, cure=ASK)
    return population


ASK = "ask whoever committed it for the file as it was"


def _line(station: str, size: str, left_out: str) -> Listed:
    if size.startswith("-"):
        raise ValueError(f"a size of {size}")
    return Listed(station, Fraction(size) if size else None, LeftOut(left_out) if left_out else None)
