"""How a figure goes wrong: one small function per kind of difference.

A mechanism takes the figures of one sheet, or of the part of it that the mistake hits, and gives them as
the mistaken account has them; `None` where it cannot happen to these figures (a swap of two equal rows, a
digit dropped from a figure of one digit), and the caller draws again. Amounts, rows and places are drawn
without a look at what else the result resembles: a swap may look like one ballot moved, and stays in.
Only what a kind *says* is held to: "by another amount" is two or more, "sum kept" keeps the sum.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
Mechanism = Callable[[IntArray, Generator], IntArray | None]


def _amount(draw: Generator, least: int = 1) -> int:
    """A number of ballots: mostly few, sometimes hundreds (log-normal, median 3 above the least)."""
    return least + int(draw.lognormal(1.2, 1.2))


def _two(figures: IntArray, draw: Generator) -> tuple[int, int]:
    """Two different rows."""
    one, other = draw.choice(len(figures), 2, replace=False)
    return int(one), int(other)


def _changed(figures: IntArray, changes: dict[int, int]) -> IntArray | None:
    """The figures with some of them changed by amounts; None where one would fall below zero."""
    out = figures.copy()
    for row, amount in changes.items():
        out[row] += amount
    return None if (out < 0).any() else out


# Whole protocols


def all_zero(figures: IntArray, draw: Generator) -> IntArray | None:
    """Nothing was filled in."""
    return np.zeros_like(figures)


def all_doubled(figures: IntArray, draw: Generator) -> IntArray | None:
    """Loaded twice; two rows or more."""
    return figures * 2 if np.count_nonzero(figures) >= 2 else None


def far_lower(figures: IntArray, draw: Generator) -> IntArray | None:
    """A part of the ballots was read, drawn from the box without looking: any number below half of them."""
    total = int(figures.sum())
    if total < 3:
        return None
    read = int(draw.integers(1, (total + 1) // 2))
    return draw.multivariate_hypergeometric(figures, read, method="marginals")


def rows_shifted(figures: IntArray, draw: Generator) -> IntArray | None:
    """From some row to some other, every figure stands one row too low or too high; three rows or more.

    The row left free is empty or keeps its figure.
    """
    if len(figures) < 3:
        return None
    first = int(draw.integers(0, len(figures) - 2))
    end = int(draw.integers(first + 3, len(figures) + 1))
    part = figures[first:end]
    down, kept = draw.random(2) < 0.5
    shifted = np.roll(part, 1 if down else -1)
    free = 0 if down else -1
    shifted[free] = part[free] if kept else 0
    if np.count_nonzero(shifted != part) < 3:
        return None
    out = figures.copy()
    out[first:end] = shifted
    return out


# Two rows


def two_rows_swapped(figures: IntArray, draw: Generator) -> IntArray | None:
    """Two figures stand in each other's place."""
    one, other = _two(figures, draw)
    out = figures.copy()
    out[[one, other]] = figures[[other, one]]
    return out


def one_ballot_moved(figures: IntArray, draw: Generator) -> IntArray | None:
    """A ballot lay in another's pile."""
    one, other = _two(figures, draw)
    return _changed(figures, {one: -1, other: 1})


def ballots_moved(figures: IntArray, draw: Generator) -> IntArray | None:
    """Two ballots or more lay in another's pile."""
    one, other = _two(figures, draw)
    amount = _amount(draw, 2)
    return _changed(figures, {one: -amount, other: amount})


# One row


def one_field_by_one(figures: IntArray, draw: Generator) -> IntArray | None:
    """One more or one less in a row."""
    return _changed(figures, {int(draw.integers(len(figures))): int(draw.choice((-1, 1)))})


def one_field(figures: IntArray, draw: Generator) -> IntArray | None:
    """A row differs by another amount than one."""
    sign = int(draw.choice((-1, 1)))
    return _changed(figures, {int(draw.integers(len(figures))): sign * _amount(draw, 2)})


def row_zero(figures: IntArray, draw: Generator) -> IntArray | None:
    """A row was left empty."""
    row = int(draw.integers(len(figures)))
    return _changed(figures, {row: -int(figures[row])})


def digits_swapped(figures: IntArray, draw: Generator) -> IntArray | None:
    """Two digits of a figure stand in each other's place; it has two digits or more."""
    row = int(draw.integers(len(figures)))
    digits = list(str(figures[row]))
    if len(digits) < 2:
        return None
    one, other = _two(np.arange(len(digits)), draw)
    digits[one], digits[other] = digits[other], digits[one]
    return _retyped(figures, row, digits)


def digit_dropped_or_added(figures: IntArray, draw: Generator) -> IntArray | None:
    """A digit was left out of a figure of two or more, or typed too much in a figure above zero."""
    row = int(draw.integers(len(figures)))
    digits = list(str(figures[row]))
    if draw.random() < 0.5:
        if len(digits) < 2:
            return None
        del digits[int(draw.integers(len(digits)))]
    else:
        if figures[row] == 0:
            return None
        digits.insert(int(draw.integers(len(digits) + 1)), str(draw.integers(10)))
    return _retyped(figures, row, digits)


def _retyped(figures: IntArray, row: int, digits: list[str]) -> IntArray:
    out = figures.copy()
    out[row] = int("".join(digits))
    return out


# Several rows


def _several(figures: IntArray, draw: Generator) -> NDArray[np.intp]:
    """Two rows or more: mostly few, sometimes all."""
    count = min(len(figures), 2 + int(draw.geometric(0.35)) - 1)
    return draw.choice(len(figures), count, replace=False)


def several_lower(figures: IntArray, draw: Generator) -> IntArray | None:
    """Two rows or more are lower, each by an amount of its own."""
    return _changed(figures, {int(row): -_amount(draw) for row in _several(figures, draw)})


def several_higher(figures: IntArray, draw: Generator) -> IntArray | None:
    """Two rows or more are higher, each by an amount of its own."""
    return _changed(figures, {int(row): _amount(draw) for row in _several(figures, draw)})


def several_sum_kept(figures: IntArray, draw: Generator) -> IntArray | None:
    """Ballots moved between three rows or more; their sum stayed."""
    out = figures.copy()
    for _ in range(1 + int(draw.geometric(0.5))):
        one, other = _two(figures, draw)
        amount = _amount(draw)
        out[one] -= amount
        out[other] += amount
    if (out < 0).any() or np.count_nonzero(out != figures) < 3:
        return None
    return out


def mixed(figures: IntArray, draw: Generator) -> IntArray | None:
    """Two rows or more differ in both directions, and their sum changed."""
    rows = _several(figures, draw)
    signs = draw.choice((-1, 1), len(rows))
    changes = {int(row): int(sign) * _amount(draw) for row, sign in zip(rows, signs, strict=True)}
    one_way = abs(int(signs.sum())) == len(signs)
    return None if one_way or sum(changes.values()) == 0 else _changed(figures, changes)


WHOLE: dict[str, Mechanism] = {
    "all-zero": all_zero,
    "all-doubled": all_doubled,
    "far-lower": far_lower,
}
"""Mechanisms that hit the votes and the rows of the form together, as one paper or one file."""

PART: dict[str, Mechanism] = {
    "rows-shifted": rows_shifted,
    "two-rows-swapped": two_rows_swapped,
    "one-ballot-moved": one_ballot_moved,
    "one-field-by-one": one_field_by_one,
    "row-zero": row_zero,
    "digits-swapped": digits_swapped,
    "digit-dropped-or-added": digit_dropped_or_added,
    "ballots-moved": ballots_moved,
    "one-field": one_field,
    "several-lower": several_lower,
    "several-higher": several_higher,
    "several-sum-kept": several_sum_kept,
    "mixed": mixed,
}
"""Mechanisms that hit either some votes or some rows of the form."""
