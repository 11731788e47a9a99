from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.ids import AreaId, BaseId, LevelId, SelectionId
from sverka.domain.seat_rules import LargestRemainder, Threshold
from sverka.errors import Fault
from sverka.seats.allocation import Allocated, NoOneElected, Reason
from sverka.seats.steps import Step, StepCode
from sverka.seats.thresholds import Figures, Passed, pass_thresholds, votes_needed
from tests.seats.elections import SmallElection, ids, votes_of

TOOK_PART = "took-part"
REGION = LevelId("region")
FIVE_PERCENT = Threshold(share=Fraction(5, 100), base=TOOK_PART)
MORE_THAN_FIVE_PERCENT = Threshold(share=Fraction(5, 100), base=TOOK_PART, strict=True)
HALF_A_PERCENT_EVERYWHERE = Threshold(share=Fraction(5, 1000), base=TOOK_PART, areas=REGION)


def figures(base: int, **votes: int) -> Figures:
    return Figures(votes_of(**votes), {BaseId(TOOK_PART): base})


def passing(threshold: Threshold, contest: Figures, areas: Mapping[AreaId, Figures] | None = None) -> Passed:
    return pass_thresholds([threshold], tuple(contest.votes), contest, areas or {})


def step_of(passed: Passed, code: StepCode) -> Step:
    return next(step for step in passed.steps if step.code is code)


def test_exactly_at_the_threshold_passes_when_it_is_enough() -> None:
    assert passing(FIVE_PERCENT, figures(1000, at=50, below=49)).selections == ids("at")


def test_exactly_at_the_threshold_fails_when_more_is_asked() -> None:
    assert passing(MORE_THAN_FIVE_PERCENT, figures(1000, above=51, at=50)).selections == ids("above")


def test_a_threshold_between_two_whole_numbers_is_not_rounded() -> None:
    # 5 % of 1,281,622 is 64,081.1
    assert passing(FIVE_PERCENT, figures(1_281_622, a=64_082, b=64_081)).selections == ids("a")


@given(st.fractions(0, 1), st.integers(1, 10**7), st.integers(0, 10**7), st.booleans())
def test_the_votes_needed_are_the_least_that_have_the_share(
    share: Fraction, total: int, votes: int, strict: bool
) -> None:
    needed = votes_needed(Threshold(share=share, base=TOOK_PART, strict=strict), total)

    assert (votes >= needed) == (
        Fraction(votes, total) > share if strict else Fraction(votes, total) >= share
    )


def test_every_comparison_is_shown_with_its_base() -> None:
    passed = passing(FIVE_PERCENT, figures(1000, a=60, b=20))

    assert step_of(passed, StepCode.THRESHOLD).context == {
        "share": Fraction(1, 20),
        "strict": False,
        "base": TOOK_PART,
        "total": 1000,
        "needed": 50,
    }
    assert step_of(passed, StepCode.FALLS_BELOW).context == {
        "selection": "b",
        "votes": 20,
        "total": 1000,
        "share": Fraction(1, 50),
        "needed": 50,
    }


def test_one_region_below_its_threshold_is_enough_to_fail() -> None:
    contest = figures(20_000, everywhere=9_000, local=8_000)
    regions = {
        AreaId("north"): figures(10_000, everywhere=100, local=7_951),
        AreaId("south"): figures(10_000, everywhere=8_900, local=49),
    }
    passed = passing(HALF_A_PERCENT_EVERYWHERE, contest, regions)

    assert passed.selections == ids("everywhere")
    assert step_of(passed, StepCode.FAILS_IN_AREA).context == {
        "selection": "local",
        "area": "south",
        "votes": 49,
        "total": 10_000,
        "share": Fraction(49, 10_000),
        "needed": 50,
    }


def test_a_party_that_a_region_does_not_name_has_no_votes_there() -> None:
    contest = figures(2_000, a=900, b=900)
    regions = {AreaId("north"): figures(1_000, a=500, b=500), AreaId("south"): figures(1_000, a=400)}

    assert passing(HALF_A_PERCENT_EVERYWHERE, contest, regions).selections == ids("a")


def test_a_region_in_which_nobody_took_part_is_left_out_and_named() -> None:
    contest = figures(1_000, a=900)
    regions = {AreaId("north"): figures(1_000, a=900), AreaId("south"): figures(0)}
    passed = passing(HALF_A_PERCENT_EVERYWHERE, contest, regions)

    assert passed.selections == ids("a")
    assert step_of(passed, StepCode.AREA_WITHOUT_BASE).context == {"area": "south", "base": TOOK_PART}
    assert step_of(passed, StepCode.PASSES_IN_AREAS).context == {"selection": "a", "areas": 1}


def test_who_fails_the_country_is_not_asked_about_regions() -> None:
    regions = {AreaId("north"): figures(1_000, small=0)}
    passed = pass_thresholds(
        [FIVE_PERCENT, HALF_A_PERCENT_EVERYWHERE], ids("small"), figures(1_000, small=10), regions
    )

    assert [step.code for step in passed.steps if "selection" in step.context] == [StepCode.FALLS_BELOW]


def election(threshold: Threshold, base: int, **votes: int) -> SmallElection:
    return SmallElection(
        rule=LargestRemainder(seats=10, thresholds=(threshold,)),
        votes=votes_of(**votes),
        eligible=tuple(votes_of(**votes)),
        bases={TOOK_PART: base},
    )


def test_nobody_above_the_threshold_is_a_result() -> None:
    allocation = election(FIVE_PERCENT, 1_000, a=49, b=10).allocate()

    assert isinstance(allocation, NoOneElected)
    assert allocation.reason is Reason.NOBODY_PASSES
    assert allocation.seats == {"a": 0, "b": 0}
    assert allocation.steps[-1].code is StepCode.NOBODY_PASSES


def test_nobody_passes_when_nobody_took_part() -> None:
    allocation = election(FIVE_PERCENT, 0, a=0, b=0).allocate()

    assert isinstance(allocation, NoOneElected)
    assert [step.code for step in allocation.steps] == [StepCode.BASE_IS_ZERO, StepCode.NOBODY_PASSES]


def test_the_base_decides_who_passes() -> None:
    assert isinstance(election(FIVE_PERCENT, 1_000, a=900, b=50).allocate(), Allocated)
    assert election(FIVE_PERCENT, 1_000, a=900, b=50).allocate().seats == {"a": 9, "b": 1}
    assert election(FIVE_PERCENT, 1_200, a=900, b=50).allocate().seats == {"a": 10, "b": 0}


def test_votes_beside_a_base_of_zero_are_a_fault() -> None:
    with pytest.raises(Fault, match=r"base 'took-part' is 0, but 'a' has 5 votes"):
        election(FIVE_PERCENT, 0, a=5).allocate()


def test_votes_in_a_region_beside_a_base_of_zero_are_a_fault() -> None:
    regions = {AreaId("south"): Figures(votes_of(a=5), {BaseId(TOOK_PART): 0}, "area south")}

    with pytest.raises(Fault, match=r"area south: the base 'took-part' is 0, but 'a' has 5 votes"):
        passing(HALF_A_PERCENT_EVERYWHERE, figures(1_000, a=900), regions)


def test_a_base_without_a_number_is_a_fault_that_names_those_with_one() -> None:
    other = SmallElection(
        rule=LargestRemainder(seats=1, thresholds=(FIVE_PERCENT,)),
        votes=votes_of(a=5),
        eligible=ids("a"),
        bases={"valid": 5},
    )

    with pytest.raises(Fault, match=r"(?s)'took-part' has no number.*with a number: valid"):
        other.allocate()


def test_a_threshold_in_regions_needs_their_figures() -> None:
    with pytest.raises(Fault, match="every area of the level 'region' has no figures"):
        election(HALF_A_PERCENT_EVERYWHERE, 1_000, a=900).allocate()


def test_thresholds_in_areas_of_two_levels_are_a_fault() -> None:
    districts = Threshold(share=Fraction(1, 100), base=TOOK_PART, areas=LevelId("district"))
    rule = LargestRemainder(seats=1, thresholds=(HALF_A_PERCENT_EVERYWHERE, districts))

    with pytest.raises(Fault, match="several levels: district, region"):
        SmallElection(rule=rule, votes=votes_of(a=1), eligible=(SelectionId("a"),)).allocate()


def test_votes_of_a_region_without_bases_are_a_fault() -> None:
    without = SmallElection(
        rule=LargestRemainder(seats=1, thresholds=(HALF_A_PERCENT_EVERYWHERE,)),
        votes=votes_of(a=5),
        eligible=ids("a"),
        area_votes={AreaId("south"): votes_of(a=5)},
    )

    with pytest.raises(Fault, match="area south: votes are given, but no bases"):
        without.allocate()
