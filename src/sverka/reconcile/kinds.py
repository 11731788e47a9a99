"""Kinds of difference: patterns in the figures of two counts, never causes.

A difference has one `kind`, the first of `KINDS` that fits, and `also` every other that fits.
*Named* patterns are checked one by one; a *shape* (one field, several fields lower, …) says what
is left when no named pattern fits. It stands beside a named one only where that rests on so few ballots
that chance makes it too. The rules, with examples, are in docs/checks.md; their order was chosen in
docs/decisions/0003-kinds-of-difference.md; how often they are right is in docs/practice.md.

All rules look at the selections; only where no selection differs do they look at the form's rows.
With `l` and `r` the two counts of one station and `d = r - l`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
KindId = NewType("KindId", str)

ONLY_LEFT = KindId("only-left")
ONLY_RIGHT = KindId("only-right")
NOT_COMPARABLE = KindId("not-comparable")

NAMED = tuple(
    map(
        KindId,
        (
            "all-zero",
            "all-doubled",
            "far-lower",
            "rows-shifted",
            "two-rows-swapped",
            "one-ballot-moved",
            "one-field-by-one",
            "row-zero",
            "digits-swapped",
            "digit-dropped-or-added",
        ),
    )
)
SHAPES = tuple(
    map(
        KindId,
        (
            "ballots-moved",
            "one-field",
            "several-lower",
            "several-higher",
            "several-sum-kept",
            "mixed",
        ),
    )
)
KINDS: tuple[KindId, ...] = (ONLY_LEFT, ONLY_RIGHT, NOT_COMPARABLE, *NAMED, *SHAPES)
"""Every kind, in the published order."""

CODE = {kind: code for code, kind in enumerate(KINDS)}

FAR_LOWER_VOTES = 20  # under twenty votes "less than half" is chance
FAR_LOWER_ROW = 10  # a row of ten votes or more must itself be lower
FEW = 10  # a row that differs by so much is no chance fit of a pattern
SMALL_STATION = 100  # under a hundred votes several rows may be lower by more than half, each for itself


@dataclass(frozen=True, slots=True)
class Deltas:
    """Some differing stations and what every rule needs of them; arrays of shape (stations, fields) or (stations,).

    `first` and `last` are the columns of the first and the last field that differs.
    """

    left: IntArray
    right: IntArray
    delta: IntArray
    fields: IntArray
    higher: IntArray
    first: NDArray[np.intp]
    last: NDArray[np.intp]
    left_sum: IntArray
    right_sum: IntArray

    @classmethod
    def of(cls, left: IntArray, right: IntArray) -> Deltas:
        """From two counts of the same stations, each differing in at least one field."""
        delta = right - left
        differs = delta != 0
        return cls(
            left=left,
            right=right,
            delta=delta,
            fields=np.count_nonzero(differs, axis=1),
            higher=np.count_nonzero(delta > 0, axis=1),
            first=differs.argmax(axis=1),
            last=differs.shape[1] - 1 - differs[:, ::-1].argmax(axis=1),
            left_sum=left.sum(axis=1),
            right_sum=right.sum(axis=1),
        )

    def at(self, which: BoolArray, column: NDArray[np.intp]) -> tuple[IntArray, IntArray]:
        """The two figures in one column each of the stations of a mask."""
        lines = np.flatnonzero(which)
        return self.left[lines, column[which]], self.right[lines, column[which]]


def kinds_of(left: IntArray, right: IntArray) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """Code of the kind, and bits (1 << code) of the others that fit, of each differing station.

    `left`, `right` : int64, shape (stations, fields), each row differing somewhere
    """
    deltas = Deltas.of(left, right)
    fits = np.zeros(len(left), np.uint32)
    for kind, rule in RULES.items():
        fits |= rule(deltas).astype(np.uint32) << CODE[kind]
    shaped = (fits == 0) | _by_chance(deltas, fits)
    fits[shaped] |= np.uint32(1) << _shape(deltas).astype(np.uint32)[shaped]
    kind = _lowest_bit(fits)
    return kind, fits & ~(np.uint32(1) << kind.astype(np.uint32))


def names_of(bits: int) -> list[KindId]:
    """The kinds whose bits are set, in the published order."""
    return [kind for code, kind in enumerate(KINDS) if bits >> code & 1]


def _lowest_bit(bits: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return np.log2(bits & (~bits + np.uint32(1))).astype(np.uint8)


def _where(candidates: BoolArray, confirmed: BoolArray) -> BoolArray:
    """The mask of candidates, narrowed to those that the exact rule confirmed."""
    out = candidates.copy()
    out[candidates] = confirmed
    return out


# Whole protocols


def _all_zero(d: Deltas) -> BoolArray:
    """One count is zero in every row, the other is not."""
    return np.asarray((d.left_sum == 0) | (d.right_sum == 0))


def _all_doubled(d: Deltas) -> BoolArray:
    """Every row of one count is twice the other's, in two rows or more: as if a file was loaded twice."""
    several = d.fields >= 2
    right = several & (d.right_sum == 2 * d.left_sum)
    left = several & (d.left_sum == 2 * d.right_sum)
    right = _where(right, (d.right[right] == 2 * d.left[right]).all(axis=1))
    return right | _where(left, (d.left[left] == 2 * d.right[left]).all(axis=1))


def _far_lower(d: Deltas) -> BoolArray:
    """One count has less than half of the other's votes and is higher in no row.

    Every row of ten votes or more is lower, two rows differ, the higher count has twenty votes.
    """
    right = (d.higher == 0) & (2 * d.right_sum < d.left_sum)
    left = (d.higher == d.fields) & (2 * d.left_sum < d.right_sum)
    several = (d.fields >= 2) & (np.minimum(d.left_sum, d.right_sum) > 0)
    either = (right | left) & several & (np.maximum(d.left_sum, d.right_sum) >= FAR_LOWER_VOTES)
    large = np.maximum(d.left[either], d.right[either]) >= FAR_LOWER_ROW
    return _where(either, ~(large & (d.delta[either] == 0)).any(axis=1))


def _rows_shifted(d: Deltas) -> BoolArray:
    """From the first to the last differing row, one count is the other moved by one row; three rows or more."""
    several = d.fields >= 3
    return several & (_shifted_down(several, d, d.left, d.right) | _shifted_down(several, d, d.right, d.left))


def _shifted_down(several: BoolArray, d: Deltas, upper: IntArray, lower: IntArray) -> BoolArray:
    lines = np.flatnonzero(several)
    first, last = d.first[lines], d.last[lines]
    ends = (lower[lines, last] == upper[lines, last - 1]) & (lower[lines, first + 1] == upper[lines, first])
    lines, first, last = lines[ends], first[ends], last[ends]
    row = np.arange(1, upper.shape[1])
    outside = (row <= first[:, None]) | (row > last[:, None])
    out = np.zeros(len(several), np.bool_)
    out[lines] = (outside | (lower[lines, 1:] == upper[lines, :-1])).all(axis=1)
    return out


# Two rows


def _one_ballot_moved(d: Deltas) -> BoolArray:
    """One row is one lower and one row is one higher."""
    pair = (d.fields == 2) & (d.higher == 1) & (d.left_sum == d.right_sum)
    left, right = d.at(pair, d.first)
    return _where(pair, np.abs(right - left) == 1)


def _two_rows_swapped(d: Deltas) -> BoolArray:
    """Two rows carry each other's figures."""
    pair = d.fields == 2
    left_first, right_first = d.at(pair, d.first)
    left_last, right_last = d.at(pair, d.last)
    return _where(pair, (left_first == right_last) & (left_last == right_first))


# One row


def _one_field_by_one(d: Deltas) -> BoolArray:
    """A single row, by one."""
    return np.asarray((d.fields == 1) & (np.abs(d.right_sum - d.left_sum) == 1))


def _row_zero(d: Deltas) -> BoolArray:
    """A single row, zero in one count."""
    single = d.fields == 1
    left, right = d.at(single, d.first)
    return _where(single, (left == 0) | (right == 0))


def _digits_swapped(d: Deltas) -> BoolArray:
    """A single row, as if two digits of it were swapped: 132 and 123, 50 and 05."""
    single = d.fields == 1
    return _where(single, are_digits_swapped(*d.at(single, d.first)))


def _digit_dropped(d: Deltas) -> BoolArray:
    """A single row, as if one digit of it was dropped or added: 123 and 13."""
    single = d.fields == 1
    return _where(single, is_digit_dropped(*d.at(single, d.first)))


def are_digits_swapped(a: IntArray, b: IntArray) -> BoolArray:
    """Whether exchanging two decimal digits of `a` gives `b` (leading zeros allowed)."""
    unequal = np.zeros(len(a), np.int64)
    digit_sum = np.zeros(len(a), np.int64)
    product_sum = np.zeros(len(a), np.int64)
    while (a > 0).any() or (b > 0).any():
        a, x = np.divmod(a, 10)
        b, y = np.divmod(b, 10)
        unequal += x != y
        # Two unequal places are a swap exactly if sums and sums of squares of the digits agree.
        digit_sum += x - y
        product_sum += x * x - y * y
    return np.asarray((unequal == 2) & (digit_sum == 0) & (product_sum == 0))


def is_digit_dropped(a: IntArray, b: IntArray) -> BoolArray:
    """Whether deleting one decimal digit of the larger gives the smaller: 123 and 13, 40 and 0, never 4 and 0."""
    larger, smaller = np.maximum(a, b), np.minimum(a, b)
    found = np.zeros(len(a), np.bool_)
    place = 1
    while len(larger) and place <= larger.max():
        found |= larger // (10 * place) * place + larger % place == smaller
        place *= 10
    return found & (larger >= 10)


# What is left: shapes


def _by_chance(d: Deltas, fits: NDArray[np.uint32]) -> BoolArray:
    """Named patterns that rest on so few ballots that chance makes them too: the shape fits as well.

    One or two rows, none of them apart by one or by `FEW` or more; or far lower out of fewer than `SMALL_STATION`.
    """
    most = np.abs(d.delta).max(axis=1)
    small = np.maximum(d.left_sum, d.right_sum) < SMALL_STATION
    far_lower = (fits >> CODE[KindId("far-lower")] & 1).astype(np.bool_)
    return np.asarray(((d.fields <= 2) & (most > 1) & (most < FEW)) | (small & far_lower))


def _shape(d: Deltas) -> NDArray[np.int64]:
    """The code of the shape of each station, for those that no named pattern fits."""
    kept = d.left_sum == d.right_sum
    conditions = {
        "ballots-moved": kept & (d.fields == 2),
        "one-field": d.fields == 1,
        "several-lower": d.higher == 0,
        "several-higher": d.higher == d.fields,
        "several-sum-kept": kept,
    }
    codes = [CODE[KindId(kind)] for kind in conditions]
    return np.select(list(conditions.values()), codes, default=CODE[KindId("mixed")])


RULES = dict(
    zip(
        NAMED,
        (
            _all_zero,
            _all_doubled,
            _far_lower,
            _rows_shifted,
            _two_rows_swapped,
            _one_ballot_moved,
            _one_field_by_one,
            _row_zero,
            _digits_swapped,
            _digit_dropped,
        ),
        strict=True,
    )
)
