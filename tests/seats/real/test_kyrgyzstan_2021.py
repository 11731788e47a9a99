"""The 54 list seats of 28 November 2021, from the votes of the official result (commission, № 836 of 15.12.2021)."""

from __future__ import annotations

from fractions import Fraction

from sverka.domain.ids import AreaId, BaseId, LevelId
from sverka.domain.seat_rules import LargestRemainder, Threshold
from sverka.seats.allocate import allocate
from sverka.seats.allocation import Allocated
from sverka.seats.steps import StepCode
from tests.seats.elections import votes_of

TOOK_PART = BaseId("took-part")
BASES = {TOOK_PART: 1_281_622}
VOTES = votes_of(
    ata_jurt_kyrgyzstan=222_005,
    ishenim=174_470,
    yntymak=141_009,
    alyans=106_955,
    butun_kyrgyzstan=90_223,
    yiman_nuru=79_025,
)
NATIONAL = Threshold(share=Fraction(5, 100), base=TOOK_PART)
REGIONAL = Threshold(share=Fraction(5, 1000), base=TOOK_PART, areas=LevelId("region"))
RULE = LargestRemainder(seats=54, thresholds=(NATIONAL,), cap=27)
OFFICIAL = dict(zip(VOTES, (15, 12, 9, 7, 6, 5), strict=True))


def test_the_official_seats() -> None:
    allocation = allocate(RULE, VOTES, BASES, eligible=tuple(VOTES))

    assert isinstance(allocation, Allocated)
    assert allocation.seats == OFFICIAL


def test_the_official_quotas() -> None:
    steps = allocate(RULE, VOTES, BASES, eligible=tuple(VOTES)).steps
    (quota,) = (step.context["quota"] for step in steps if step.code is StepCode.QUOTA)
    quotas = [step.context["quotas"] for step in steps if step.code is StepCode.WHOLE_QUOTAS]
    printed = ("14.7333", "11.5786", "9.3580", "7.0980", "5.9876", "5.2445")

    assert quota == Fraction(813_687, 54)
    assert tuple(f"{float(q):.4f}" for q in quotas if isinstance(q, Fraction)) == printed


def test_the_threshold_is_of_those_who_took_part() -> None:
    steps = allocate(RULE, VOTES, BASES, eligible=tuple(VOTES)).steps

    assert steps[0].context["needed"] == 64_082  # 5 % of 1,281,622 is 64,081.1


def test_the_regional_threshold_takes_a_party_out_and_its_seats_go_to_the_others() -> None:
    """Votes per region are invented: all of Yiman Nuru's are in eight of nine regions."""
    rule = LargestRemainder(seats=54, thresholds=(NATIONAL, REGIONAL), cap=27)
    regions = [AreaId(f"region-{n}") for n in range(1, 10)]
    votes = {area: {party: number // 9 for party, number in VOTES.items()} for area in regions}
    votes[regions[-1]].pop(list(VOTES)[-1])
    bases = {area: {TOOK_PART: 142_402} for area in regions}
    allocation = allocate(rule, VOTES, BASES, votes, bases, eligible=tuple(VOTES))

    assert tuple(allocation.seats.values()) == (16, 13, 10, 8, 7, 0)
