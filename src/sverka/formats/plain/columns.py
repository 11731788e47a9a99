"""What kind of cells a column holds, and which columns of two files are the same one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from sverka.domain.counts import State
from sverka.errors import Fault
from sverka.formats.faults import column_letter, quoted
from sverka.formats.odd_numbers import CellWords, meaning_of
from sverka.formats.plain.words import is_answer, is_key_title, letters
from sverka.formats.spellings import spelled
from sverka.formats.table import folded
from sverka.formats.text_tables import TextTable, duplicates

WORDS = CellWords(
    dashes_are_absent=True
)  # absent against 0 is equal, absent against votes differs: safe both ways
SAMPLE = 2_000  # distinct texts that show what a column holds
FAILED = re.compile(r"[#=]|[-−–]\d+$")  # a formula's error, a figure below zero: meant as figures
DECIMAL = re.compile(r"[+-]?\d*[.,]\d+ ?%?|\d+ ?%")
THOUSANDS = re.compile(
    r"[1-9]\d{0,2}(?:\.\d{3})+"
)  # "1.234": to be asked about, if the column has no other decimals


class Kind(StrEnum):
    """What the cells of a column are."""

    EMPTY = "empty"
    TEXT = "text"
    FIGURES = "figures"
    SHARES = "shares"  # decimals and percentages


def kind_of(column: pl.Series) -> Kind:
    """The kind of a column of stripped texts; one with a few wrong figures still is one of figures."""
    filled = column.drop_nulls()
    whole = filled.cast(pl.Int64, strict=False)
    if not len(filled) or not whole.null_count():
        return Kind.FIGURES if len(filled) else Kind.EMPTY
    odd = filled.filter(whole.is_null()).value_counts().head(SAMPLE)
    seen = {"number": len(filled) - whole.null_count(), "decimal": 0, "thousands": 0, "silent": 0, "text": 0}
    for text, times in odd.iter_rows():
        seen[_sort(text)] += times
    return _kind(seen)


def _sort(text: str) -> str:
    found = meaning_of(text, WORDS)
    if found.state is not State.READ:
        return "silent"
    if THOUSANDS.fullmatch(text):
        return "thousands"
    if DECIMAL.fullmatch(text):
        return "decimal" if found.wrong else "number"
    return "text" if found.wrong and not FAILED.match(text) else "number"


def _kind(seen: dict[str, int]) -> Kind:
    decimals = seen["decimal"] + seen["thousands"] if seen["decimal"] else 0
    spoken = seen["number"] + seen["decimal"] + seen["thousands"] + seen["text"]
    if not spoken:
        return Kind.EMPTY
    if seen["text"] * 2 > spoken:
        return Kind.TEXT
    return Kind.SHARES if decimals * 5 > spoken else Kind.FIGURES


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One of the two tables, with the kind of each column; `side` is "left" or "right"."""

    side: str
    table: TextTable
    kinds: tuple[Kind, ...]

    def title(self, at: int) -> str:
        """The title of a column, or its letter."""
        return self.table.header[at] or f"column {column_letter(self.table.columns[at])}"

    def names_units(self, at: int) -> bool:
        """Whether its title says that a column names units, areas or identifiers, and is no answer to a question."""
        title = self.table.header[at]
        return is_key_title(title) and not is_answer(title, self.table.header)

    def of_kind(self, *kinds: Kind) -> list[int]:
        """The columns of these kinds."""
        return [at for at, kind in enumerate(self.kinds) if kind in kinds]


def sheet_of(table: TextTable, side: str) -> Sheet:
    """A table with the kinds of its columns; two columns of figures must not share a title."""
    kinds = tuple(_kind_of_column(table, at) for at in range(len(table.header)))
    sheet = Sheet(side=side, table=table, kinds=kinds)
    for title in duplicates(table.header):
        same = [
            at for at, each in enumerate(table.header) if folded(each) == title and kinds[at] is Kind.FIGURES
        ]
        if len(same) > 1:
            letters = " and ".join(column_letter(table.columns[at]) for at in same)
            what = f"{len(same)} columns of figures are called {quoted(table.header[same[0]])} ({letters})"
            cure = f"Give each a name of its own, or leave them out: --ignore '{table.header[same[0]]}'."
            raise Fault(what, place=table.place(), cure=cure)
    return sheet


def _kind_of_column(table: TextTable, at: int) -> Kind:
    """Its kind; under a title of units even "x", "-" and "01.10" are labels."""
    kind = kind_of(table.texts(at))
    labels = kind in {Kind.EMPTY, Kind.SHARES} and is_key_title(table.header[at]) and table.texts(at).count()
    return Kind.TEXT if labels else kind


def twins(left: Sheet, right: Sheet) -> list[tuple[int, int]]:
    """The columns that both files have, by title: but for case and spaces, else by letters and digits alone."""
    found: dict[int, int] = {}
    for form in (folded, spelled, letters):
        ours, theirs = _by_title(left, form, set(found)), _by_title(right, form, set(found.values()))
        found |= {at: theirs[title] for title, at in ours.items() if title in theirs}
    return sorted(found.items())


def _by_title(sheet: Sheet, form: Callable[[str], str], taken: set[int]) -> dict[str, int]:
    """Columns by the form of their title, where only one column has it."""
    titles: dict[str, list[int]] = {}
    for at, title in enumerate(sheet.table.header):
        if at not in taken:
            titles.setdefault(form(title), []).append(at)
    return {title: at[0] for title, at in titles.items() if title and len(at) == 1}
