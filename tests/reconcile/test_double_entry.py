"""Double entry: two agree or it stays open; nobody's figure is taken over another's."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import State
from sverka.reconcile.double_entry import Open, Typing, agreement, exchanged_lines, to_look_at

# What one person typed in a cell: a number, cannot be read, not on the sheet, nothing.
CELL = st.one_of(st.integers(0, 3), st.sampled_from(["?", "-", ""]))
STATES = {"?": State.UNREAD, "-": State.ABSENT, "": State.NO_COUNT}


def typing(*lines: list[int | str]) -> Typing:
    return Typing(
        values=np.array(
            [[cell if isinstance(cell, int) else 0 for cell in line] for line in lines], np.int64
        ),
        state=np.array(
            [[State.READ if isinstance(cell, int) else STATES[cell] for cell in line] for line in lines],
            np.uint8,
        ),
    )


def why(*cells: int | str) -> Open:
    """Why a field is open that people typed so; another field of the line is typed by all."""
    return Open(int(agreement([typing([cell, 1]) for cell in cells]).why[0, 0]))


@pytest.mark.parametrize(
    "cells, reason",
    [
        ((5, 5), Open.AGREED),
        (("?", "?"), Open.AGREED),
        (("-", "-"), Open.AGREED),
        ((5, 6), Open.DIFFERS),
        ((0, ""), Open.TYPED_ONCE),
        ((0, "-"), Open.READ_ONCE),
        (("?", 7), Open.READ_ONCE),
        (("?", "-"), Open.DIFFERS),
        (("", ""), Open.NOT_TYPED),
        ((5, 6, 6), Open.AGREED),
        ((5, "", 5), Open.AGREED),
        ((5, 6, 7), Open.NO_TWO_AGREE),
        ((5, 6, ""), Open.DIFFERS),
        ((5, "", ""), Open.TYPED_ONCE),
    ],
)
def test_why_a_field_is_open(cells: tuple[int | str, ...], reason: Open) -> None:
    assert why(*cells) is reason


def test_a_line_that_nobody_began_is_told_from_one_with_gaps() -> None:
    found = agreement([typing(["", ""], ["", 3]), typing(["", ""], ["", 3])])

    assert found.why.tolist() == [[Open.NOT_BEGUN] * 2, [Open.NOT_TYPED, Open.AGREED]]
    assert found.begun.tolist() == [False, True]
    assert not found.complete.any()


@given(st.lists(st.lists(CELL, min_size=4, max_size=4), min_size=2, max_size=3))
def test_what_is_agreed_two_people_typed_and_what_is_open_no_two_did(people: list[list[int | str]]) -> None:
    found = agreement([typing(each) for each in people])
    for at in range(4):
        typed = [each[at] for each in people if each[at] != ""]
        twice = [cell for cell in typed if typed.count(cell) > 1]
        assert (found.why[0, at] == Open.AGREED) == bool(twice)
        if twice:
            state = State.READ if isinstance(twice[0], int) else STATES[twice[0]]
            assert found.state[0, at] == state
            assert found.values[0, at] == (twice[0] if isinstance(twice[0], int) else 0)
        else:
            assert (found.state[0, at], found.values[0, at]) == (State.NO_COUNT, 0)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=3, max_size=3))
def test_the_order_of_people_does_not_matter(people: list[list[int | str]]) -> None:
    answers = [agreement([typing(each) for each in order]) for order in permutations(people)]

    for answer in answers[1:]:
        assert np.array_equal(answer.values, answers[0].values)
        assert np.array_equal(answer.why, answers[0].why)


def test_a_field_that_one_left_out_goes_back_to_that_person_alone() -> None:
    one, other = typing([1, 2, 3]), typing([1, "", 4])
    found = agreement([one, other])

    assert to_look_at(found, one).tolist() == [[False, False, True]]
    assert to_look_at(found, other).tolist() == [[False, True, True]]


def test_two_lines_that_were_exchanged_are_seen() -> None:
    one = typing([1, 2, 3], [4, 5, 6], [7, 8, 9])
    other = typing([4, 5, 6], [1, 2, 3], [7, 8, 9])

    assert exchanged_lines(agreement([one, other]), one, other) == [(0, 1)]


def test_two_lines_with_a_slip_each_are_not_taken_for_exchanged() -> None:
    one, other = typing([1, 2, 3], [4, 5, 6]), typing([1, 2, 4], [4, 5, 7])

    assert exchanged_lines(agreement([one, other]), one, other) == []
