"""Splits known sums over invented stations so that every sum is met exactly, in whole ballots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

ROUNDS = 200  # of proportional fitting; what is left after them is met by rounding


def split_total(weights: FloatArray, total: int, most: IntArray | None = None) -> IntArray:
    """Whole numbers in proportion to the weights that sum to the total, none above its `most`.

    Parameters
    ----------
    weights : shape (n,), above zero
    total : at most the sum of `most`
    most : shape (n,); no limit by default

    Examples
    --------
    >>> split_total(np.array([1.0, 1.0, 2.0]), 10).tolist()
    [3, 2, 5]
    >>> split_total(np.array([1.0, 1.0, 2.0]), 10, np.array([9, 9, 3])).tolist()
    [4, 3, 3]
    """
    limit = np.full(len(weights), total, np.int64) if most is None else most
    if total > limit.sum():
        raise AssertionError(f"{total} do not fit into {limit.sum()}")
    parts = np.zeros(len(weights), np.int64)
    while (left := total - int(parts.sum())) > 0:
        free = np.flatnonzero(parts < limit)
        exact = weights[free] / weights[free].sum() * left
        step = np.floor(exact).astype(np.int64)
        step[np.argsort(step - exact, kind="stable")[: left - step.sum()]] += 1
        parts[free] = np.minimum(parts[free] + step, limit[free])
    return parts


def split(weights: FloatArray, rows: IntArray, columns: IntArray) -> IntArray:
    """A matrix of whole numbers, near the weights in proportion, with exactly these sums.

    Parameters
    ----------
    weights : shape (n, k), above zero
    rows : shape (n,), sum of each row
    columns : shape (k,), sum of each column; together the same as `rows` together

    Returns
    -------
    shape (n, k), int64, nothing negative; each cell less than two from the fitted one

    Source: iterative proportional fitting (Deming and Stephan 1940) finds the real matrix; its whole
    parts are kept, and what is missing is a matrix of few ones with known sums, filled column by column
    into the rows that still need most, which succeeds whenever any filling does (Gale 1957, Ryser 1957).

    Examples
    --------
    >>> split(np.ones((3, 2)), np.array([3, 3, 3]), np.array([4, 5])).tolist()
    [[1, 2], [1, 2], [2, 1]]
    """
    if rows.sum() != columns.sum():
        raise AssertionError(f"rows sum to {rows.sum()}, columns to {columns.sum()}")
    fitted = _fitted(weights, rows.astype(np.float64), columns.astype(np.float64))
    out = np.floor(fitted + 1e-9).astype(np.int64)
    _trim(out, rows, columns)
    fraction = fitted - out
    for column in np.argsort(-(columns - out.sum(axis=0)), kind="stable"):
        needed = int(columns[column] - out[:, column].sum())
        while needed > 0:
            open_rows = rows - out.sum(axis=1)
            most_needed = np.lexsort((-fraction[:, column], -open_rows))[:needed]
            most_needed = most_needed[open_rows[most_needed] > 0]
            out[most_needed, column] += 1
            needed -= len(most_needed)
    if (out.sum(axis=1) != rows).any() or (out.sum(axis=0) != columns).any() or (out < 0).any():
        raise AssertionError("bad math in split: the sums are not met")
    return out


def _fitted(weights: FloatArray, rows: FloatArray, columns: FloatArray) -> FloatArray:
    """Weights scaled by row and by column until both sums are met (the columns' exactly)."""
    fitted = weights.copy()
    for _ in range(ROUNDS):
        fitted *= (rows / np.maximum(fitted.sum(axis=1), 1e-300))[:, None]
        factor = columns / np.maximum(fitted.sum(axis=0), 1e-300)
        fitted *= factor
        if np.abs(factor - 1).max(initial=0.0) < 1e-9:
            break
    return fitted


def _trim(out: IntArray, rows: IntArray, columns: IntArray) -> None:
    """Take back what rounding errors put above a sum."""
    for axis, sums in ((1, rows), (0, columns)):
        for line in np.flatnonzero(out.sum(axis=axis) > sums):
            cells = out[line] if axis == 1 else out[:, line]
            while cells.sum() > sums[line]:
                cells[cells.argmax()] -= 1
