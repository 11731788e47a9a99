"""Where in a file something is wrong, and all of it at once."""

from __future__ import annotations

from collections.abc import Sequence

from sverka.errors import Fault, Faults

SHOWN = 20  # a thousand wrong rows have one cause: the first twenty show it


def column_letter(position: int) -> str:
    """The letters a spreadsheet gives a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place_of(name: str, row: int | None = None, column: int | None = None, title: str = "") -> str:
    """A place as a person finds it: `votes.csv, row 5, column C (p3)`."""
    row_words = f", row {row}" if row is not None else ""
    column_words = f", column {column_letter(column)}" if column is not None else ""
    return name + row_words + column_words + (f" ({shortened(title)})" if title else "")


def shortened(text: str, most: int = 60) -> str:
    """The text on one line, cut where it grows longer than anyone reads."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def quoted(text: str) -> str:
    """The offending text as an error shows it."""
    return f"'{shortened(text)}'"


def refuse_all(faults: Sequence[Fault], name: str) -> None:
    """Raise what was found, if anything: one fault as it is, several together."""
    if not faults:
        return
    if len(faults) == 1:
        raise faults[0]
    hidden = len(faults) - SHOWN
    more = f"; the first {SHOWN} are shown, and {hidden:,} more" if hidden > 0 else ""
    raise Faults(
        faults[:SHOWN], what=f"{len(faults):,} faults, nothing was taken from this file{more}", place=name
    )
