"""What the columns of figures are: votes for a selection, another figure of the protocol, or nothing to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.plain.asked import Asked, positions
from sverka.formats.plain.columns import Kind, Sheet
from sverka.formats.plain.units import Key, counts_rows
from sverka.formats.plain.words import (
    is_count_title,
    is_index_title,
    is_no_votes_title,
    is_votes_total,
)

ENOUGH_ROWS = 10  # before a pattern in a column says something
MANY_ROWS = 30  # before votes that are all different are no accident


class Role(StrEnum):
    """What a column of figures is."""

    SELECTION = "selection"
    COUNT = "count"  # registered, ballots cast, …: compared, and never summed with votes
    TOTAL = "total"
    DOUBTFUL = "doubtful"  # an identifier by title or by pattern
    IGNORED = "ignored"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of figures in both files, or in one of them (the other position is None)."""

    title: str
    left: int | None
    right: int | None
    role: Role

    def at(self, sheet: Sheet) -> int | None:
        """Its position in one of the files."""
        return self.left if sheet.side == "left" else self.right


def roles_of(
    left: Sheet, right: Sheet, key: Key, twins: Sequence[tuple[int, int]], asked: Asked
) -> list[Column]:
    """Every column of figures with its role, in the order of the first file, then what only the second has."""
    of_left, of_right = dict(twins), {theirs: ours for ours, theirs in twins}
    found = [
        Column(title=left.title(at), left=at, right=of_left.get(at), role=Role.IGNORED)
        for at in range(len(left.kinds))
        if at not in key.left
    ]
    found += [
        Column(title=right.title(at), left=None, right=at, role=Role.IGNORED)
        for at in range(len(right.kinds))
        if at not in key.right and at not in of_right
    ]
    told = [replace(each, role=_role(each, left, right, asked)) for each in found]
    if any(each.role is Role.SELECTION for each in told):
        return told
    return [_votes_after_all(each, left, right) for each in told]


def _votes_after_all(column: Column, left: Sheet, right: Sheet) -> Column:
    """Where no votes are left, a pattern in figures was chance, unless the title says that they are ids."""
    sides = [(sheet, at) for sheet in (left, right) if (at := column.at(sheet)) is not None]
    named = any(sheet.names_units(at) for sheet, at in sides)
    return replace(column, role=Role.SELECTION) if column.role is Role.DOUBTFUL and not named else column


def _role(column: Column, left: Sheet, right: Sheet, asked: Asked) -> Role:
    sides = [(sheet, at) for sheet, at in ((left, column.left), (right, column.right)) if at is not None]
    kinds = {sheet.kinds[at] for sheet, at in sides}
    if asked.selections:
        told = any(at in positions(sheet.table, asked.selections) for sheet, at in sides)
        return Role.SELECTION if told else Role.IGNORED
    if Kind.FIGURES not in kinds or is_no_votes_title(column.title):
        return Role.IGNORED
    if kinds & {Kind.TEXT, Kind.SHARES}:
        raise _mixed(column, left, right)
    if is_index_title(column.title) and all(counts_rows(sheet.table.texts(at)) for sheet, at in sides):
        return Role.IGNORED
    if is_votes_total(column.title):
        return Role.TOTAL
    if is_count_title(column.title):
        return Role.COUNT
    doubtful = any(sheet.names_units(at) or _patterned(sheet, at) for sheet, at in sides)
    return Role.DOUBTFUL if doubtful else Role.SELECTION


def _patterned(sheet: Sheet, at: int) -> bool:
    """Whether the figures follow a pattern that votes do not.

    That is one value, one per area, rising by even steps, or the numbers of a row of things in any order.
    """
    numbers = sheet.table.texts(at).cast(pl.Int64, strict=False)
    if len(numbers) < ENOUGH_ROWS or not numbers.sum() or numbers.null_count():
        return False
    if numbers[0] == numbers[-1] and numbers.n_unique() == 1:
        return True
    if numbers.head(ENOUGH_ROWS).is_sorted() and _rises_evenly(numbers):
        return True
    if _numbers_through(numbers):
        return True
    return any(_one_per_label(sheet, numbers, text) for text in sheet.of_kind(Kind.TEXT))


def _rises_evenly(numbers: pl.Series) -> bool:
    steps = numbers.diff().drop_nulls()
    usual = int((steps == steps.mode()[0]).sum())
    return bool((steps > 0).all()) and usual * 2 >= len(steps)


def _numbers_through(numbers: pl.Series) -> bool:
    """Whether each number stands once, and few between the least and the greatest are missing."""
    least, greatest = int(numbers.min() or 0), int(numbers.max() or 0)  # type: ignore[arg-type]
    close = greatest - least < 2 * len(numbers)
    return close and len(numbers) >= MANY_ROWS and numbers.n_unique() == len(numbers)


def _one_per_label(sheet: Sheet, numbers: pl.Series, text: int) -> bool:
    """Whether each label of another column, which all repeat, has one number of its own (a county and its code)."""
    frame = pl.DataFrame({"label": sheet.table.texts(text), "number": numbers})
    groups = frame.group_by("label").agg(pl.col("number").n_unique().alias("numbers"), pl.len().alias("rows"))
    if groups.height < 2 or groups["rows"].min() == 1 or groups["numbers"].max() != 1:
        return False
    return numbers.n_unique() == groups.height


def _mixed(column: Column, left: Sheet, right: Sheet) -> Fault:
    other = right if column.left is not None and left.kinds[column.left] is Kind.FIGURES else left
    at = column.at(other)
    assert at is not None, "a column of both files"
    texts = "decimals" if other.kinds[at] is Kind.SHARES else "other texts"
    what = f"{quoted(column.title)} holds figures in one file and mostly {texts} in the other"
    cure = f"Correct it, or leave the column out: --ignore '{column.title}'."
    return Fault(what, place=other.table.place(None, at), cure=cure)


def check_doubtful(column: Column, same: bool, place: str) -> None:
    """A column that looks like an identifier may be left out only if nothing hangs on it."""
    if same:
        return
    what = f"{quoted(column.title)} looks like an identifier, and differs between units that are paired"
    title = column.title
    cure = f"Say what it is: --selections '…,{title}' if these are votes, --ignore '{title}' or --station if not."
    raise Fault(what, place=place, cure=cure)


def equal_texts(ours: pl.Series, theirs: pl.Series) -> bool:
    """Whether two columns hold the same numbers, line by line."""
    left, right = (texts.cast(pl.Int64, strict=False) for texts in (ours, theirs))
    return bool(left.eq_missing(right).all())
