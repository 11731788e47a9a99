"""Twenty thousand small elections agree with exact enumeration, and with two libraries where those are right."""

from __future__ import annotations

import pytest
from interregnum.methods.singlevote.largest_remainder import LargestRemainderAllocator
from votelib.evaluate.threshold import RelativeThreshold

from sverka.domain.ids import SelectionId
from sverka.domain.seat_rules import LargestRemainder
from sverka.seats.allocation import LotsRequired
from sverka.seats.steps import StepCode
from tests.seats.elections import SmallElection, ids, votes_of
from tests.seats.soak import soak

USUAL, SOAKED = 20_000, 200_000
SEED = 20211128

# How often each must occur in 20,000 elections, so that agreement means something.
NOT_EASY = {
    "votelib": 9_000,
    "interregnum": 7_000,
    "LotsRequired": 1_500,
    "NoOneElected": 2_000,
    "exact threshold": 2_500,
    StepCode.FAILS_IN_AREA: 1_000,
    StepCode.HELD_AT_CAP: 1_300,
    StepCode.REDIVISION: 300,
    StepCode.AGAINST_ALL_AHEAD: 250,
}


def test_no_small_election_comes_out_wrong(request: pytest.FixtureRequest) -> None:
    """All checks in one test: the elections are drawn once, and every claim is about the same ones."""
    soaked = request.config.getoption("--hypothesis-profile") == "soak"
    n, seed = (SOAKED, request.config.getoption("--hypothesis-seed")) if soaked else (USUAL, None)
    found = soak(seed=int(seed or SEED), n=n)

    assert found["wrong"] == 0
    assert {what: found[what] for what, least in NOT_EASY.items() if found[what] * USUAL < least * n} == {}
    assert {code for code in StepCode if code not in found} == {StepCode.LOT_DRAWN}  # only once one is given


def test_votelib_is_no_oracle_at_an_exact_threshold() -> None:
    votes = {"big": 95, "small": 5}

    assert RelativeThreshold(0.05, accept_equal=True).evaluate(votes) == ["big"]


def test_interregnum_is_no_oracle_for_ties() -> None:
    votes = votes_of(big=3, small=1)
    ours = SmallElection(rule=LargestRemainder(seats=2), votes=votes, eligible=ids("big", "small")).allocate()
    allocator: LargestRemainderAllocator[SelectionId] = LargestRemainderAllocator("hare")
    theirs = allocator.calc(list(votes.items()), 2, random_seed=1)

    assert {c.name: c.seats for c in theirs.allocation} == {"big": 2, "small": 0}
    assert isinstance(ours, LotsRequired)
    assert ours.lots[0].between == ids("big", "small")
