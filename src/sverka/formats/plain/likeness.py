"""Columns of labels that two files head differently, known by their labels."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sverka.formats.plain.columns import Kind, Sheet
from sverka.formats.plain.matching import normal, without_zeros
from sverka.formats.plain.units import counts_rows
from sverka.formats.plain.words import is_index_title, tokens

MOST_COLUMNS = 8  # of labels are compared
ALIKE = 0.5  # of the fewer labels must be in both columns


def twins_by_content(left: Sheet, right: Sheet, known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of columns of labels, not yet paired by title, whose labels are mostly the same; each column once."""
    ours = _labels(left, {pair[0] for pair in known})
    theirs = _labels(right, {pair[1] for pair in known})
    shares = {(a, b): _shared(ours[a], theirs[b]) for a in ours for b in theirs}
    found: list[tuple[int, int]] = []
    for a, b in sorted(shares, key=lambda pair: -shares[pair]):
        free = all(a != left_at and b != right_at for left_at, right_at in found)
        if free and shares[a, b] >= ALIKE:
            found.append((a, b))
    return sorted(found)


def _labels(sheet: Sheet, taken: set[int]) -> dict[int, pl.Series]:
    """The distinct labels of columns that may name units: texts, and numbers under a title of ids.

    Numbers that count the rows are left out: they are alike in any two files.
    """
    columns = [
        at
        for at, kind in enumerate(sheet.kinds)
        if at not in taken
        and (kind is Kind.TEXT or (kind is Kind.FIGURES and sheet.names_units(at)))
        and not _may_count_rows(sheet, at)
    ]
    return {
        at: without_zeros(normal(sheet.table.texts(at).drop_nulls())).unique()
        for at in columns[:MOST_COLUMNS]
    }


def _may_count_rows(sheet: Sheet, at: int) -> bool:
    title = sheet.table.header[at]
    return (is_index_title(title) or tokens(title) == ["id"]) and counts_rows(sheet.table.texts(at))


def _shared(ours: pl.Series, theirs: pl.Series) -> float:
    fewer = min(len(ours), len(theirs))
    return float(ours.is_in(theirs.implode()).sum()) / fewer if fewer > 1 else 0.0
