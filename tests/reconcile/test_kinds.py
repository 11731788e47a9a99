"""Kinds of difference: each by the example in docs/checks.md, all of them against a slow twin on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sverka.reconcile.kinds import (
    KINDS,
    NAMED,
    SHAPES,
    are_digits_swapped,
    is_digit_dropped,
    kinds_of,
    names_of,
)
from tests.reconcile.compared_one_by_one import digit_dropped, digits_swapped, kinds_one_by_one

MOST = 2**53 - 1
MIRROR = {"several-lower": "several-higher", "several-higher": "several-lower"}
ROW = re.compile(r"^\| `([\w-]+)` \|.*\| `([\d ]+) → ([\d ]+)` \|", re.M)

Votes = list[int]


def kinds(left: Sequence[int], right: Sequence[int]) -> list[str]:
    """The kind and the others that fit, of one station."""
    kind, also = kinds_of(np.array([left], np.int64), np.array([right], np.int64))
    return [KINDS[kind[0]], *names_of(int(also[0]))]


def examples(root: Path) -> list[tuple[str, Votes, Votes]]:
    """What docs/checks.md shows: kind, left, right."""
    found = ROW.findall((root / "docs" / "checks.md").read_text("utf-8"))
    return [
        (kind, list(map(int, left.split())), list(map(int, right.split()))) for kind, left, right in found
    ]


def test_the_examples_of_the_page_are_what_it_says(root: Path) -> None:
    assert [kind for kind, *_ in examples(root)] == [*NAMED, *SHAPES]
    for kind, left, right in examples(root):
        assert kinds(left, right)[0] == kind


CASES: dict[str, tuple[Votes, Votes, list[str]]] = {
    "zero on both sides of most rows": ([0, 0, 7], [0, 0, 0], ["all-zero", "row-zero", "one-field"]),
    "doubled in one row only is no doubling": ([50, 0], [100, 0], ["one-field"]),
    "doubled in two": ([0, 7, 40], [0, 14, 80], ["all-doubled"]),
    "doubled but for one row": ([3, 7, 40], [6, 14, 81], ["far-lower"]),
    "a scanner that read a part": ([1000, 600, 72], [90, 50, 3], ["far-lower"]),
    "just half is not less than half": ([100, 100], [60, 40], ["several-lower"]),
    "a row of ten that agrees": ([100, 100, 10], [30, 30, 10], ["several-lower"]),
    "a row of nine that agrees": ([100, 100, 9], [30, 30, 9], ["far-lower"]),
    "far lower and out of few": ([20, 10, 0], [8, 2, 0], ["far-lower", "several-lower"]),
    "far lower out of ninety-nine": ([60, 39], [20, 10], ["far-lower", "several-lower"]),
    "far lower out of a hundred": ([60, 40], [20, 10], ["far-lower"]),
    "nineteen votes are too few": ([10, 9], [4, 3], ["several-lower"]),
    "shifted down": ([5, 40, 12, 30, 9], [5, 7, 40, 12, 9], ["rows-shifted"]),
    "shifted up": ([5, 40, 12, 30, 9], [5, 12, 30, 77, 9], ["rows-shifted"]),
    "a shift that crosses equal rows": ([8, 12, 12, 30], [3, 8, 12, 12], ["rows-shifted"]),
    "two rows are no shift": ([40, 12], [7, 40], ["mixed"]),
    "rows swapped by one look like a moved ballot": (
        [12, 13],
        [13, 12],
        ["two-rows-swapped", "one-ballot-moved"],
    ),
    "rows swapped by few may be moved ballots": ([12, 15], [15, 12], ["two-rows-swapped", "ballots-moved"]),
    "rows swapped by many are not": ([12, 50], [50, 12], ["two-rows-swapped"]),
    "one to zero": ([1, 80], [0, 80], ["one-field-by-one", "row-zero"]),
    "nine to ten": ([9, 80], [10, 80], ["one-field-by-one"]),
    "one to ten": ([1, 80], [10, 80], ["digits-swapped", "digit-dropped-or-added", "one-field"]),
    "ninety to nine": ([90], [9], ["digits-swapped", "digit-dropped-or-added"]),
    "forty to nothing": ([40, 1], [0, 1], ["row-zero", "digit-dropped-or-added"]),
    "ballots moved": ([12, 50], [22, 40], ["ballots-moved"]),
}


@pytest.mark.parametrize("left, right, expected", CASES.values(), ids=CASES)
def test_a_case_is_called(left: Votes, right: Votes, expected: list[str]) -> None:
    assert kinds(left, right) == expected


FIGURE = st.integers(0, 3) | st.integers(0, 120) | st.integers(0, 2000) | st.integers(0, MOST)
BASE = st.lists(FIGURE, min_size=1, max_size=6)


def _swap(votes: Votes, i: int, j: int, _: int) -> Votes:
    i, j = i % len(votes), j % len(votes)
    return [votes[{i: j, j: i}.get(at, at)] for at in range(len(votes))]


def _move(votes: Votes, i: int, j: int, by: int) -> Votes:
    moved = list(votes)
    taken = min(by, moved[i % len(votes)])
    moved[i % len(votes)] -= taken
    moved[j % len(votes)] += taken
    return moved


def _shift(votes: Votes, i: int, _: int, by: int) -> Votes:
    return [*votes[: i % len(votes)], by, *votes[i % len(votes) : -1]]


def _raise(votes: Votes, i: int, _: int, by: int) -> Votes:
    return [vote + by * (at == i % len(votes)) for at, vote in enumerate(votes)]


def _cross_digits(votes: Votes, i: int, j: int, by: int) -> Votes:
    digits = list(str(votes[i % len(votes)]))
    x, y = j % len(digits), by % len(digits)
    digits[x], digits[y] = digits[y], digits[x]
    return [int("".join(digits)) if at == i % len(votes) else vote for at, vote in enumerate(votes)]


def _drop_digit(votes: Votes, i: int, j: int, _: int) -> Votes:
    text = str(votes[i % len(votes)])
    cut = text[: j % len(text)] + text[j % len(text) + 1 :]
    return [int(cut or "0") if at == i % len(votes) else vote for at, vote in enumerate(votes)]


def _scale(votes: Votes, i: int, j: int, _: int) -> Votes:
    return [vote * (i % 4) // (j % 3 + 1) for vote in votes]


MECHANISMS: list[Callable[[Votes, int, int, int], Votes]] = [
    _swap,
    _move,
    _shift,
    _raise,
    _cross_digits,
    _drop_digit,
    _scale,
]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Votes, Votes]:
    """Two differing counts of one station: the second is the first after one or two mishaps, or anything."""
    left = draw(BASE)
    right = list(left)
    for mechanism in draw(st.lists(st.sampled_from(MECHANISMS), min_size=0, max_size=2)):
        right = mechanism(right, draw(st.integers(0, 5)), draw(st.integers(0, 5)), draw(FIGURE))
    if left == right:
        right = draw(
            st.lists(FIGURE, min_size=len(left), max_size=len(left)).filter(lambda other: other != left)
        )
    return (left, right) if draw(st.booleans()) else (right, left)


@given(st.lists(pairs(), min_size=1, max_size=12))
def test_whole_arrays_are_called_as_one_station_on_paper(stations: list[tuple[Votes, Votes]]) -> None:
    for width in {len(left) for left, _ in stations}:
        some = [(left, right) for left, right in stations if len(left) == width]
        kind, also = kinds_of(*(np.array(side, np.int64) for side in zip(*some, strict=True)))
        called = [[KINDS[k], *names_of(int(a))] for k, a in zip(kind, also, strict=True)]

        assert called == [kinds_one_by_one(left, right) for left, right in some]


@given(pairs())
def test_the_other_way_round_only_the_direction_changes(pair: tuple[Votes, Votes]) -> None:
    left, right = pair

    assert kinds(right, left) == [MIRROR.get(kind, kind) for kind in kinds(left, right)]


@given(pairs(), st.integers(0, 4), FIGURE)
def test_a_row_that_agrees_takes_no_pattern_of_single_rows_away(
    pair: tuple[Votes, Votes], at: int, votes: int
) -> None:
    left, right = pair
    wider = [[*side[:at], votes, *side[at:]] for side in pair]
    single = {"one-field-by-one", "row-zero", "digits-swapped", "digit-dropped-or-added", "one-ballot-moved"}

    assert single & set(kinds(left, right)) == single & set(kinds(*wider))


@given(pairs())
def test_a_difference_has_named_kinds_first_and_one_shape_at_most(pair: tuple[Votes, Votes]) -> None:
    found = kinds(*pair)

    assert found == [kind for kind in KINDS if kind in found]
    assert sum(kind in SHAPES for kind in found) <= 1


@given(FIGURE, FIGURE)
@example(MOST, MOST // 10)
@example(100, 1)
@example(10, 1)
@example(1010, 101)
def test_digits_in_arrays_are_digits_on_paper(a: int, b: int) -> None:
    one, other = np.array([a], np.int64), np.array([b], np.int64)

    assert are_digits_swapped(one, other).tolist() == [digits_swapped(a, b)]
    assert is_digit_dropped(one, other).tolist() == [digit_dropped(a, b) and a != b]


@given(st.lists(FIGURE, min_size=1, max_size=5), st.data())
def test_an_array_of_figures_is_judged_one_by_one(figures: Votes, data: st.DataObject) -> None:
    others = [
        data.draw(st.permutations(str(figure)).map(lambda digits: int("".join(digits))) | FIGURE)
        for figure in figures
    ]
    one, other = np.array(figures, np.int64), np.array(others, np.int64)

    assert are_digits_swapped(one, other).tolist() == [
        digits_swapped(a, b) for a, b in zip(figures, others, strict=True)
    ]


def test_no_station_at_all_has_no_kind() -> None:
    kind, also = kinds_of(np.zeros((0, 3), np.int64), np.zeros((0, 3), np.int64))

    assert (len(kind), len(also)) == (0, 0)
