"""What a cell that is not a plain number means: one decision for each way people and spreadsheets write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sverka.domain.counts import State
from sverka.formats.notices import NoticeCode

LARGEST = 10_000_000_000  # more than there are people: an identifier or a telephone number, not a count
SPACES = "\u00a0\u2007\u2009\u202f\u2002\u2003"  # spaces that numbers are grouped with
GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ ,'’])\d{3})(?:\1\d{3})*")
ZERO_DECIMALS = re.compile(r"(\d+)(?:\.0{1,2}|\.0{4,}|,0{1,2})")  # not three: thousands or decimals?
DASHES = frozenset("-‐‑‒–—―−")
NOT_THERE = DASHES | {
    *("--", "---", "n/a", "na", "n.a.", "н/д", "нет", "жок", "x", "х", "×", "."),
    *("null", "nan", "none", "\\n"),  # as databases and programs write what is not there
}
UNREAD = frozenset({"?", "??", "???"})

REASONS = tuple(
    (re.compile(pattern, re.DOTALL), wrong, cure)
    for pattern, wrong, cure in (
        (
            r"[#=].*",
            "is a spreadsheet's formula or its error, not a figure",
            "Save the values, not the formulas, and mend the formula that failed.",
        ),
        (
            r"\d{4}-\d\d?-\d\d?(?:[T ].*)?|\d\d?[./-]\d\d?[./-]\d{2,4}",
            "is a date, not a figure",
            "A spreadsheet turned the figure into a date: format the column as text and enter it again.",
        ),
        (r"[-‐‑‒–—―−].*\d.*", "is less than zero", "A count cannot be less than zero: correct the cell."),
        (
            r"[1-9]\d{0,2}(?:\.\d{3})+",
            "may be thousands or a decimal fraction",
            "Write {plain} if it is thousands.",
        ),
        (
            r"\d+(?:[.,]\d+)?[eE]\+?\d+",
            "is a shortened number",
            "A spreadsheet shortened it and digits may be lost: take the figure from the source.",
        ),
        (r".*\d ?%", "is a share, not a count", "Give the votes; shares are computed from them."),
        (r"\d*[.,]\d+", "is not a whole number", "Votes are whole: correct the cell."),
    )
)
LETTERS = str.maketrans(
    {"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1", "|": "1", "З": "3", "з": "3"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWords:
    """What words in a cell mean in one file; `empty` None makes an empty cell a fault."""

    empty: State | None = State.ABSENT
    absent: frozenset[str] = frozenset()
    unread: frozenset[str] = UNREAD
    dashes_are_absent: bool = False

    @classmethod
    def of(cls, *, empty: State | None, absent: Iterable[str] = (), unread: Iterable[str] = ()) -> CellWords:
        """The words a mapping names, besides "?" for unread."""
        folded = frozenset(word.strip().casefold() for word in unread)
        return cls(
            empty=empty,
            absent=frozenset(word.strip().casefold() for word in absent),
            unread=UNREAD | folded,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """The meaning of one text: a number or a state, or what is wrong with it and the cure."""

    value: int = 0
    state: State = State.READ
    notice: NoticeCode | None = None
    wrong: str = ""
    cure: str = ""


def meaning_of(text: str, words: CellWords) -> Odd:
    """What a cell says, where it is not simply digits."""
    cell = "".join(" " if character in SPACES else character for character in text).strip()
    if not cell:
        return _empty(words)
    if cell.casefold() in words.absent:
        return Odd(state=State.ABSENT)
    if cell.casefold() in words.unread:
        return Odd(state=State.UNREAD)
    if cell.casefold() in NOT_THERE:
        return _not_there(words)
    return _written_number(cell) or _no_number(cell)


def _empty(words: CellWords) -> Odd:
    if words.empty is None:
        cure = 'Fill it in, or say what an empty cell means: empty = "absent" or "unread" in the mapping.'
        return Odd(wrong="is empty", cure=cure)
    return Odd(state=words.empty)


def _not_there(words: CellWords) -> Odd:
    if words.dashes_are_absent:
        return Odd(state=State.ABSENT, notice=NoticeCode.DASHES_AS_ABSENT)
    cure = 'Write 0, leave it empty, or say what it means in the mapping: absent = ["—"] or unread = ["—"].'
    return Odd(wrong="may mean none, not on the sheet, or not known", cure=cure)


def _written_number(cell: str) -> Odd | None:
    """The number, where the cell can be nothing else, with a notice of how it was written."""
    if cell.isdecimal():  # digits of any script; one script in one number
        if len({unicodedata.name(digit).rpartition(" ")[0] for digit in cell}) > 1:
            return None
        return _number(cell, None if cell.isascii() else NoticeCode.NUMBERS_IN_OTHER_DIGITS)
    if cell[0] in "+＋" and cell[1:].isdecimal():
        return _number(cell[1:], NoticeCode.NUMBERS_WITH_SIGN)
    if cell[0] in "'’" and cell[1:].isdecimal():
        return _number(cell[1:], NoticeCode.NUMBERS_AS_TEXT)
    if GROUPED.fullmatch(cell):
        return _number(re.sub(r"\D", "", cell), NoticeCode.NUMBERS_WITH_THOUSANDS)
    decimals = ZERO_DECIMALS.fullmatch(cell)
    return _number(decimals[1], NoticeCode.NUMBERS_WITH_DECIMALS) if decimals else None


def _number(digits: str, code: NoticeCode | None) -> Odd:
    value = int(digits)
    if value > LARGEST:
        cure = "No count is larger than ten billion: is this an identifier in a column of figures?"
        return Odd(wrong="is too large for a count", cure=cure)
    return Odd(value=value, notice=code)


def _no_number(cell: str) -> Odd:
    """Why the cell is no whole number, as exactly as can be said."""
    for pattern, wrong, cure in REASONS:
        if pattern.fullmatch(cell):
            return Odd(wrong=wrong, cure=cure.format(plain=re.sub(r"\D", "", cell)))
    meant = cell.translate(LETTERS)
    if meant != cell and meant.isdecimal():
        return Odd(wrong="holds letters that look like digits", cure=f"Is it {meant}? Write it in digits.")
    cure = 'Write digits, leave it empty, or "?" where nobody can read the figure.'
    return Odd(wrong="is not a whole number", cure=cure)
