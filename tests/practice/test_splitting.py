"""Known sums split over stations: exactly, in whole ballots, near the weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import PCG64, Generator

from sverka.practice.splitting import split, split_total

seeds = st.integers(0, 2**63)


@given(seeds, st.integers(1, 60), st.integers(1, 12), st.floats(0.1, 500))
def test_both_sums_are_met_exactly_and_nothing_is_negative(seed: int, n: int, k: int, scale: float) -> None:
    draw = Generator(PCG64(seed))
    truth = draw.poisson(scale * draw.random((n, k)))
    weights = draw.lognormal(0, 2, (n, k))
    found = split(weights, truth.sum(axis=1), truth.sum(axis=0))

    assert (found >= 0).all()
    assert (found.sum(axis=1) == truth.sum(axis=1)).all()
    assert (found.sum(axis=0) == truth.sum(axis=0)).all()


@given(seeds)
def test_weights_that_meet_the_sums_already_are_kept(seed: int) -> None:
    truth = Generator(PCG64(seed)).integers(1, 90, (30, 5))

    assert (split(truth.astype(float), truth.sum(axis=1), truth.sum(axis=0)) == truth).all()


def test_sums_that_contradict_each_other_are_a_fault_of_ours() -> None:
    with pytest.raises(AssertionError, match="rows sum to 3, columns to 4"):
        split(np.ones((1, 1)), np.array([3]), np.array([4]))


@given(seeds, st.integers(1, 80), st.integers(0, 10_000))
def test_a_total_is_split_exactly_and_in_proportion(seed: int, n: int, total: int) -> None:
    weights = Generator(PCG64(seed)).random(n) + 0.01
    parts = split_total(weights, total)

    assert parts.sum() == total
    assert np.abs(parts - weights / weights.sum() * total).max() < 1 + 1e-9


@given(seeds, st.integers(1, 80))
def test_no_part_is_above_its_limit(seed: int, n: int) -> None:
    draw = Generator(PCG64(seed))
    most = draw.integers(0, 50, n)
    parts = split_total(draw.random(n) + 0.01, int(draw.integers(0, most.sum() + 1)), most)

    assert (parts <= most).all()
    assert (parts >= 0).all()
