"""Digits of dice."""

from __future__ import annotations

import pytest

from sverka.audits.dice import first_difference, strange_digit


@pytest.mark.parametrize(
    "digits, sides, place",
    [
        ("123456", 6, None),
        ("120", 6, 3),
        ("7", 6, 1),
        ("0123456789", 10, None),
        ("12 3", 10, 3),
        ("1٢", 10, 2),
    ],
)
def test_a_digit_that_no_such_die_has_is_found(digits: str, sides: int, place: int | None) -> None:
    assert strange_digit(digits, sides) == place


@pytest.mark.parametrize(
    "typed, place",
    [
        (["123", "123"], None),
        (["123", "133", "123"], 2),
        (["123", "12"], 3),
        (["12", "123"], 3),
        (["1"], None),
    ],
)
def test_the_first_place_where_typists_differ_is_named(typed: list[str], place: int | None) -> None:
    assert first_difference(typed) == place
