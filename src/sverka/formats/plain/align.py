"""One contest of two files -> two tables on one axis of units and one of fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId, ContestId, RowId, SelectionId
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import quoted, shortened
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.plain.grids import Grid
from sverka.formats.plain.matching import matched, unmatched
from sverka.formats.plain.words import letters
from sverka.formats.spellings import spelled

DEFAULT = "votes"  # the contest of files that name none
NOWHERE = -1


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of both tables: its title, and its column in each grid (NOWHERE in one that lacks it)."""

    title: str
    at: tuple[int, int]
    is_count: bool


def aligned(ours: Grid, theirs: Grid, names: tuple[str, str]) -> tuple[CountTable, CountTable, list[Notice]]:
    """Both tables, and what is only in one of them."""
    fields = _fields(ours, theirs)
    lone_counts = [each for each in fields if each.is_count and NOWHERE in each.at]
    fields = [each for each in fields if each not in lone_counts]
    fields = sorted(fields, key=lambda each: not each.is_count)
    _check_common(fields, ours, theirs, names)
    units, lines, notices = _units(ours, theirs, names)
    contest = ContestId(ours.contest or theirs.contest or DEFAULT)
    left, right = (
        _table(grid, side, names[side], contest, units, lines[side], fields)
        for side, grid in enumerate((ours, theirs))
    )
    notices += _only_in_one(fields, names)
    if lone_counts:
        notices.append(notice(NoticeCode.COLUMNS_IGNORED, columns=_listed(lone_counts)))
    chosen = [each for each in fields if not each.is_count]
    if chosen:
        notices.append(notice(NoticeCode.SELECTIONS_CHOSEN, columns=_listed(chosen)))
    return left, right, notices


def _fields(ours: Grid, theirs: Grid) -> list[Field]:
    """The fields of both grids, by title: as written, else as spelled, else by letters and digits alone."""
    found: dict[int, int] = {}
    for form in (str, spelled, letters):
        left, right = _by_title(ours, form, set(found)), _by_title(theirs, form, set(found.values()))
        found |= {at: right[title] for title, at in left.items() if title in right}
    fields = [_field(ours, theirs, at, found.get(at, NOWHERE)) for at in range(len(ours.titles))]
    fields += [
        _field(ours, theirs, NOWHERE, at) for at in range(len(theirs.titles)) if at not in found.values()
    ]
    return fields


def _field(ours: Grid, theirs: Grid, left: int, right: int) -> Field:
    title = ours.titles[left] if left != NOWHERE else theirs.titles[right]
    is_count = title in ours.counts or (right != NOWHERE and theirs.titles[right] in theirs.counts)
    return Field(title=title, at=(left, right), is_count=is_count)


def _by_title(grid: Grid, form: Callable[[str], str], taken: set[int]) -> dict[str, int]:
    titles: dict[str, list[int]] = {}
    for at, title in enumerate(grid.titles):
        if at not in taken:
            titles.setdefault(form(title), []).append(at)
    return {title: at[0] for title, at in titles.items() if title and len(at) == 1}


def _check_common(fields: Sequence[Field], ours: Grid, theirs: Grid, names: tuple[str, str]) -> None:
    if any(NOWHERE not in each.at for each in fields if not each.is_count):
        return
    if ours.contest and fields and not ours.selections and not theirs.selections:
        return  # a file of contests may have one of ballots and voters alone
    first, second = (
        ", ".join(grid.titles[at] for at in grid.selections[:8]) or "none" for grid in (ours, theirs)
    )
    what = f"no selection is in both files: the first has {first}; the second has {second}"
    cure = "Name the selections alike in both files, or say which columns they are: --selections A,B."
    raise Fault(what, place=" and ".join(names), cure=cure)


def _units(
    ours: Grid, theirs: Grid, names: tuple[str, str]
) -> tuple[tuple[str, ...], tuple[NDArray[np.int64], NDArray[np.int64]], list[Notice]]:
    """The labels of all units, the line of each in either grid, and a notice of zeros that were restored."""
    match = matched(ours.keys, theirs.keys)
    if not match.both:
        first, second = quoted(ours.labels[0]), quoted(theirs.labels[0])
        what = f"no unit is in both files: {first} is in the first, {second} in the second"
        raise Fault(
            what, place=" and ".join(names), cure="Say which column names the units: --station TITLE."
        )
    only_right = unmatched(match.to_right, len(theirs.keys))
    left = np.concatenate([np.arange(len(ours.keys)), np.full(len(only_right), NOWHERE)])
    right = np.concatenate([match.to_right, only_right])
    labels = _longer(ours.labels, theirs.labels, match.to_right)
    units = (*labels, *theirs.labels.gather(only_right).to_list())
    return units, (left, right), _zeros_said(ours, theirs, match.to_right)


def _zeros_said(ours: Grid, theirs: Grid, to_right: NDArray[np.int64]) -> list[Notice]:
    """That ids were paired but for their leading zeros, with the first that had lost them."""
    other = theirs.keys.gather(np.maximum(to_right, 0))
    lines = np.flatnonzero((ours.keys != other).to_numpy() & (to_right >= 0))
    if not len(lines):
        return []
    line, other_line = int(lines[0]), int(to_right[lines[0]])
    ends = [(grid.labels[at], int(grid.rows[at])) for grid, at in ((ours, line), (theirs, other_line))]
    (text, row), (station, _) = sorted(ends, key=lambda end: len(end[0]))
    return [notice(NoticeCode.ZEROS_RESTORED, count=len(lines), row=row, text=text, station=station)]


def _longer(ours: pl.Series, theirs: pl.Series, to_right: NDArray[np.int64]) -> list[str]:
    """The first file's label of each of its units, or the second's where that has kept more zeros."""
    other = theirs.gather(np.maximum(to_right, 0))
    longer = (
        pl.Series(to_right >= 0)
        & (other.str.len_chars() > ours.str.len_chars())
        & other.str.contains(r"\b0\d")
    )
    return ours.zip_with(~longer, other).to_list()


def _table(
    grid: Grid,
    side: int,
    name: str,
    contest: ContestId,
    units: tuple[str, ...],
    lines: NDArray[np.int64],
    fields: Sequence[Field],
) -> CountTable:
    where = np.array([each.at[side] for each in fields], np.int64)
    values, state = grid.values[np.ix_(lines, where)], grid.state[np.ix_(lines, where)]
    state[:, where == NOWHERE] = State.ABSENT
    state[lines == NOWHERE] = State.NO_COUNT
    silent = (grid.state[:, 0] == State.NO_COUNT)[lines] if grid.state.shape[1] else np.ones(len(lines), bool)
    state[silent] = State.NO_COUNT
    values[state != State.READ] = 0
    return CountTable(
        contest=contest,
        source=Source(AccountId(name)),
        units=units,
        rows=tuple(RowId(each.title) for each in fields if each.is_count),
        selections=tuple(SelectionId(each.title) for each in fields if not each.is_count),
        values=values,
        state=state,
    )


def _only_in_one(fields: Sequence[Field], names: tuple[str, str]) -> list[Notice]:
    found = []
    for side, name in enumerate(names):
        alone = [each for each in fields if each.at[1 - side] == NOWHERE]
        if alone:
            found.append(notice(NoticeCode.SELECTION_ONLY_IN_ONE, file=name, columns=_listed(alone)))
    return found


def _listed(fields: Sequence[Field]) -> str:
    return shortened(", ".join(each.title for each in fields), 400)
