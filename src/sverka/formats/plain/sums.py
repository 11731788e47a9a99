"""Columns and rows that only sum others, found by adding up: they would count every vote twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
FEWEST_ROWS = 5  # with votes, before an equality in every row is no accident
FEWEST_VOTES = 100  # in a row that sums others
MOST_LEVELS = 3  # districts, regions, the country
MOST_COVERED = 0.5  # of the rows lie in blocks that are summed
SAMPLE = 40  # rows that rule out nearly every column that is no sum


def total_columns(values: Ints, known: NDArray[np.bool_], candidates: Sequence[int]) -> list[int]:
    """Of the candidate columns those that equal the sum of the others, or of a run beside them, in every row.

    `values` : shape (rows, columns), 0 where nothing was read · `known` : rows in which nothing is unread
    """
    columns = np.asarray(candidates, np.int64)
    told = np.flatnonzero(known & (values[:, candidates] != 0).any(axis=1))
    if len(told) < FEWEST_ROWS:
        return []
    sample = values[np.ix_(told[:SAMPLE], columns)]
    likely = {
        at: [run for run in _runs(len(candidates), at) if _sums_up(sample, at, run)]
        for at in range(len(candidates))
    }
    whole = values[np.ix_(told, columns)] if any(likely.values()) else sample
    return [candidates[at] for at, runs in likely.items() if any(_sums_up(whole, at, run) for run in runs)]


def _runs(width: int, at: int) -> list[tuple[int, ...]]:
    """All others; then the runs that end before the column; then those that begin after it."""
    others = tuple(each for each in range(width) if each != at)
    before = [tuple(range(start, at)) for start in range(at - 1)]
    after = [tuple(range(at + 1, end)) for end in range(at + 3, width + 1)]
    return [each for each in (others, *before, *after) if len(each) > 1]


def _sums_up(values: Ints, at: int, run: tuple[int, ...]) -> bool:
    parts = values[:, run]
    if not (parts.sum(axis=1) == values[:, at]).all():
        return False
    return int((parts != 0).any(axis=0).sum()) > 1  # one column alone would be a copy, not a sum


def grand_total_rows(values: Ints, columns: Sequence[int]) -> NDArray[np.bool_]:
    """Shape (rows,): whether the row is, in each of the columns, the sum of all other rows; at most one is."""
    found = np.zeros(len(values), bool)
    if len(values) < 4 or not columns:
        return found
    likely = np.arange(len(values))
    for at in columns:
        likely = likely[values[likely, at] * 2 == values[:, at].sum()]
        if not len(likely):
            return found
    likely = likely[(values[np.ix_(likely, np.asarray(columns, np.int64))] != 0).any(axis=1)]
    found[likely] = len(likely) == 1
    return found


def block_sum_rows(values: Ints) -> NDArray[np.bool_]:
    """Shape (rows,): whether the row is, in every column, the sum of the block of rows that ends above it.

    Or, where the table is so, of the block that begins below it. Such blocks must make up most of the table:
    that a row is now and then the sum of its neighbours is chance. Sums of sums are found as well.
    """
    for turned in (values, values[::-1]):
        found = np.zeros(len(values), bool)
        level = _closing_rows(turned)
        for _ in range(MOST_LEVELS):
            if not len(level):
                break
            found[level] = True
            rest = np.flatnonzero(~found)
            level = rest[_closing_rows(turned[rest])]
        if found.any():
            return found if turned is values else found[::-1]
    return np.zeros(len(values), bool)


def _closing_rows(values: Ints) -> NDArray[np.int64]:
    """The rows that sum the block above them, if blocks cover most of the table; none if they do not."""
    none: NDArray[np.int64] = np.zeros(0, np.int64)
    if len(values) < FEWEST_ROWS or values.shape[1] < 2:
        return none
    votes = values.sum(axis=1)
    before = np.concatenate(([0], votes.cumsum()))[:-1]
    begins = np.searchsorted(before, before - votes)
    rows = np.arange(len(values))
    likely = np.flatnonzero(
        (before[begins] == before - votes) & (rows - begins >= 2) & (votes >= FEWEST_VOTES)
    )
    blocks = [(int(begins[row]), int(row)) for row in likely]
    found = [(begin, row) for begin, row in blocks if (values[begin:row].sum(axis=0) == values[row]).all()]
    covered = sum(row - begin + 1 for begin, row in found)
    if len(found) < 2 or covered < MOST_COVERED * len(values):
        return none
    return np.array([row for _, row in found], np.int64)


def is_sum_of(values: Ints, row: int, parts: Ints) -> bool:
    """Whether a row is, in every column, the sum of some other rows."""
    return len(parts) > 1 and bool(
        (values[row] != 0).any() and (values[parts].sum(axis=0) == values[row]).all()
    )
