"""What a sample can show, held against all samples there are."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.audits.bounds import (
    CONFIDENCE,
    chance_of_at_most,
    chance_to_see,
    most_share_that_differs,
    most_that_differ,
)


def counted(found: int, differing: int, population: int, drawn: int) -> Fraction:
    """The same chance, by looking at every sample."""
    samples = list(combinations(range(population), drawn))
    few = sum(sum(unit < differing for unit in sample) <= found for sample in samples)
    return Fraction(few, len(samples))


@given(st.data())
def test_the_chance_is_that_of_all_samples_together(data: st.DataObject) -> None:
    population = data.draw(st.integers(1, 9))
    drawn, differing = data.draw(st.integers(0, population)), data.draw(st.integers(0, population))
    found = data.draw(st.integers(0, population))

    chance = chance_of_at_most(found, differing=differing, population=population, drawn=drawn)
    assert chance == counted(found, differing, population, drawn)


@given(st.data())
def test_the_bound_is_wrong_at_most_as_often_as_it_says(data: st.DataObject) -> None:
    population = data.draw(st.integers(1, 10))
    drawn, differing = data.draw(st.integers(1, population)), data.draw(st.integers(0, population))
    samples = list(combinations(range(population), drawn))
    too_low = sum(
        most_that_differ(sum(unit < differing for unit in sample), population=population, drawn=drawn)
        < differing
        for sample in samples
    )

    assert Fraction(too_low, len(samples)) <= 1 - CONFIDENCE


@pytest.mark.parametrize("drawn, bound", [(30, 233), (60, 119), (120, 59)])
def test_the_table_of_the_page_is_right(drawn: int, bound: int) -> None:
    assert most_that_differ(0, population=2474, drawn=drawn) == bound
    assert chance_to_see(bound, population=2474, drawn=drawn) < CONFIDENCE
    assert chance_to_see(bound + 1, population=2474, drawn=drawn) >= CONFIDENCE


def test_who_looks_at_all_knows_how_many_differ() -> None:
    assert [most_that_differ(found, population=5, drawn=5) for found in range(6)] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("drawn", [1, 10, 60])
def test_the_bound_on_a_share_is_the_next_part_above(drawn: int) -> None:
    share, part = most_share_that_differs(drawn), Fraction(1, 10_000)

    assert (1 - share) ** drawn <= 1 - CONFIDENCE < (1 - share + part) ** drawn
