from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.ids import SelectionId
from sverka.domain.seat_rules import LargestRemainder, Quota
from sverka.errors import Fault
from sverka.seats.allocation import Allocated, Allocation, LotsRequired, NoOneElected, Reason
from sverka.seats.lots import Lot
from sverka.seats.quotas import droop, hare
from sverka.seats.steps import StepCode
from tests.seats.elections import SmallElection, ids, votes_of

Votes = dict[SelectionId, int]
party_votes = st.lists(st.integers(0, 40), min_size=1, max_size=6).map(
    lambda numbers: {SelectionId(f"p{i}"): n for i, n in enumerate(numbers)}
)


def divided(votes: Votes, seats: int, *, cap: int | None = None, quota: Quota = Quota.HARE) -> Allocation:
    rule = LargestRemainder(seats=seats, cap=cap, quota=quota)
    return SmallElection(rule=rule, votes=votes, eligible=tuple(votes)).allocate()


def open_to(allocation: Allocation, party: SelectionId) -> int:
    """1 if a lot may give the party a seat more."""
    return int(isinstance(allocation, LotsRequired) and party in allocation.lots[0].between)


def codes(allocation: Allocation) -> list[StepCode]:
    return [step.code for step in allocation.steps]


def test_quotas_are_exact() -> None:
    assert hare(813_687, 54) == Fraction(813_687, 54)
    assert droop(100, 3) == 26
    assert droop(99, 3) == 25


# The textbook example of the method: 100,000 votes, 10 seats.
TEXTBOOK = votes_of(yellow=47_000, white=16_000, red=15_900, green=12_000, blue=6_000, pink=3_100)


def test_whole_quotas_first_then_the_largest_remainders() -> None:
    assert divided(TEXTBOOK, 10).seats == votes_of(yellow=5, white=2, red=1, green=1, blue=1, pink=0)


def test_the_droop_quota_divides_otherwise() -> None:
    droop_seats = divided(TEXTBOOK, 10, quota=Quota.DROOP).seats

    assert droop_seats == votes_of(yellow=5, white=2, red=2, green=1, blue=0, pink=0)


def test_the_whole_calculation_is_shown() -> None:
    steps = divided(votes_of(a=7, b=3), 3).steps

    assert [(step.code, dict(step.context)) for step in steps] == [
        ("quota", {"method": "hare", "votes": 10, "seats": 3, "parties": 2, "quota": Fraction(10, 3)}),
        ("whole-quotas", whole("a", 7, Fraction(21, 10), 2, Fraction(1, 10))),
        ("whole-quotas", whole("b", 3, Fraction(9, 10), 0, Fraction(9, 10))),
        ("seats-left", {"seats": 1}),
        ("remainder-seat", {"selection": "b", "remainder": Fraction(9, 10)}),
    ]


def whole(selection: str, votes: int, quotas: Fraction, seats: int, remainder: Fraction) -> dict[str, object]:
    numbers = {"votes": votes, "quotas": quotas, "seats": seats, "remainder": remainder}
    return {"selection": selection, **numbers}


def test_a_seat_more_can_take_one_away() -> None:
    """The Alabama paradox: no property of monotony in the number of seats may be claimed."""
    votes = votes_of(a=6, b=6, c=2)

    assert divided(votes, 10).seats == {"a": 4, "b": 4, "c": 2}
    assert divided(votes, 11).seats == {"a": 5, "b": 5, "c": 1}


def test_equal_remainders_for_the_last_seat_ask_for_a_lot() -> None:
    allocation = divided(votes_of(a=5, b=3, c=3, d=1), 2)

    assert isinstance(allocation, LotsRequired)
    assert allocation.seats == {"a": 1, "b": 0, "c": 0, "d": 0}
    assert allocation.lots == (Lot(ids("b", "c"), 1),)


def test_equal_remainders_that_all_get_a_seat_need_no_lot() -> None:
    allocation = divided(votes_of(a=4, b=3, c=3), 3)

    assert isinstance(allocation, Allocated)
    assert allocation.seats == {"a": 1, "b": 1, "c": 1}


def test_a_lot_can_be_for_more_than_one_seat() -> None:
    allocation = divided(votes_of(a=1, b=1, c=1), 2)

    assert isinstance(allocation, LotsRequired)
    assert allocation.lots == (Lot(ids("a", "b", "c"), 2),)


def test_one_party_gets_every_seat() -> None:
    assert divided(votes_of(a=1), 54).seats == {"a": 54}


def test_no_votes_at_all_fill_no_seat() -> None:
    allocation = divided(votes_of(a=0, b=0), 3)

    assert isinstance(allocation, NoOneElected)
    assert allocation.reason is Reason.NO_VOTES
    assert codes(allocation) == [StepCode.NO_VOTES]


def test_no_party_at_all_fills_no_seat() -> None:
    assert isinstance(divided({}, 3), NoOneElected)


def test_a_party_without_votes_gets_no_seat_even_when_seats_are_many() -> None:
    assert divided(votes_of(a=2, b=0), 9, quota=Quota.DROOP).seats == {"a": 9, "b": 0}


def test_more_seats_than_votes_are_filled_in_turns_under_droop() -> None:
    allocation = divided(votes_of(a=2, b=1), 8, quota=Quota.DROOP)

    assert allocation.seats == {"a": 4, "b": 3}
    assert isinstance(allocation, LotsRequired)
    assert StepCode.FULL_TURNS in codes(allocation)


def test_more_seats_than_votes_need_no_turns_under_hare() -> None:
    assert divided(votes_of(a=2, b=1), 9).seats == {"a": 6, "b": 3}


# --- the cap -----------------------------------------------------------------


def test_seats_above_the_cap_are_divided_anew_among_the_others() -> None:
    allocation = divided(votes_of(a=70, b=20, c=10), 10, cap=5)

    assert allocation.seats == {"a": 5, "b": 3, "c": 2}
    assert dict(allocation.steps[4].context) == {"selection": "a", "seats": 7, "cap": 5, "surplus": 2}
    assert dict(allocation.steps[5].context) == {"seats": 5, "parties": 2}


def test_a_party_exactly_at_the_cap_is_not_held() -> None:
    allocation = divided(votes_of(a=50, b=50), 10, cap=5)

    assert allocation.seats == {"a": 5, "b": 5}
    assert StepCode.HELD_AT_CAP not in codes(allocation)


def test_the_seats_of_one_held_party_can_put_another_above_the_cap() -> None:
    assert divided(votes_of(a=60, b=35, c=5), 10, cap=4).seats == {"a": 4, "b": 4, "c": 2}


def test_a_party_that_has_the_cap_is_not_in_the_lot_for_the_last_seat() -> None:
    # After a is held, b and c have 4 1/2 and 1 1/2 quotas: b has its 4 already, so the seat is c's.
    allocation = divided(votes_of(a=60, b=30, c=10), 10, cap=4)

    assert allocation.seats == {"a": 4, "b": 4, "c": 2}
    assert dict(allocation.steps[-2].context) == {"selection": "b", "cap": 4}


def test_a_lot_stays_among_those_below_the_cap() -> None:
    # 3 1/2, 1 1/2, 1 1/2, 1/2: two seats left, and a has its 3 already.
    allocation = divided(votes_of(a=7, b=3, c=3, d=1), 7, cap=3)

    assert isinstance(allocation, LotsRequired)
    assert allocation.lots == (Lot(ids("b", "c", "d"), 2),)


def test_a_tie_among_parties_that_all_have_the_cap_leaves_the_seat_to_others() -> None:
    # 1 1/2, 1 1/2, 1: nobody may take the fourth seat from the lot, so c divides what is left.
    assert divided(votes_of(a=3, b=3, c=2), 4, cap=1).seats == {"a": 1, "b": 1, "c": 1}
    assert divided(votes_of(a=5, b=5, c=2), 6, cap=2).seats == {"a": 2, "b": 2, "c": 2}


def test_seats_stay_unfilled_when_everyone_has_the_cap() -> None:
    allocation = divided(votes_of(a=3, b=2), 9, cap=3)

    assert isinstance(allocation, Allocated)
    assert allocation.seats == {"a": 3, "b": 3}
    assert dict(allocation.steps[-1].context) == {"seats": 3}


def test_a_tie_that_the_cap_makes_moot_asks_for_no_lot() -> None:
    # b and c are level for the last seat of the first division, but a is above the cap and all begins anew.
    allocation = divided(votes_of(a=8, b=1, c=1), 5, cap=3)

    assert allocation.seats == {"a": 3, "b": 1, "c": 1}
    assert isinstance(allocation, Allocated)


@pytest.mark.parametrize(
    "rule, message",
    [
        (LargestRemainder(seats=0), "the seat rule has 0 seats"),
        (LargestRemainder(seats=5, cap=0), "the cap is 0 seats"),
    ],
)
def test_a_rule_that_cannot_be_is_a_fault(rule: LargestRemainder, message: str) -> None:
    with pytest.raises(Fault, match=message):
        SmallElection(rule=rule, votes=votes_of(a=1), eligible=ids("a")).allocate()


def test_negative_votes_are_a_fault() -> None:
    with pytest.raises(Fault, match="the contest: 'a' has -1 votes"):
        divided(votes_of(a=-1), 2)


# --- laws --------------------------------------------------------------------


@given(party_votes, st.integers(1, 12), st.none() | st.integers(1, 5), st.sampled_from(Quota), st.randoms())
def test_the_order_of_the_lists_says_nothing(
    votes: Votes, seats: int, cap: int | None, quota: Quota, random: Random
) -> None:
    shuffled = list(votes)
    random.shuffle(shuffled)
    again = divided({party: votes[party] for party in shuffled}, seats, cap=cap, quota=quota)

    assert again == divided(votes, seats, cap=cap, quota=quota)
    assert list(again.seats) == list(divided(votes, seats, cap=cap, quota=quota).seats)


@given(party_votes, st.integers(1, 12), st.integers(2, 1000))
def test_only_proportions_matter_under_hare(votes: Votes, seats: int, factor: int) -> None:
    larger = {party: number * factor for party, number in votes.items()}

    assert divided(larger, seats).seats == divided(votes, seats).seats


@given(party_votes, st.integers(1, 12))
def test_hare_gives_a_party_its_share_rounded_up_or_down(votes: Votes, seats: int) -> None:
    allocation, total = divided(votes, seats), sum(votes.values())

    assert all(
        votes[party] * seats // total
        <= given
        <= -(-votes[party] * seats // total) - open_to(allocation, party)
        for party, given in allocation.seats.items()
        if total
    )


@given(party_votes, st.integers(1, 12), st.none() | st.integers(1, 4), st.sampled_from(Quota))
def test_every_seat_is_given_in_a_lot_or_named_as_unfilled(
    votes: Votes, seats: int, cap: int | None, quota: Quota
) -> None:
    allocation = divided(votes, seats, cap=cap, quota=quota)
    in_lots = sum(lot.seats for lot in allocation.lots) if isinstance(allocation, LotsRequired) else 0
    unfilled = sum(
        int(str(step.context["seats"])) for step in allocation.steps if step.code is StepCode.SEATS_UNFILLED
    )
    expected = 0 if isinstance(allocation, NoOneElected) else seats

    assert sum(allocation.seats.values()) + in_lots + unfilled == expected
    assert all(given + open_to(allocation, p) <= (cap or seats) for p, given in allocation.seats.items())


@given(party_votes, st.integers(1, 12), st.data(), st.integers(1, 20))
def test_more_votes_for_a_party_take_no_seat_from_it(
    votes: Votes, seats: int, data: st.DataObject, added: int
) -> None:
    """True of Hare for the party itself; the seats of two others may change between them."""
    party = data.draw(st.sampled_from(sorted(votes)))
    before, after = divided(votes, seats), divided(votes | {party: votes[party] + added}, seats)

    assert after.seats[party] >= before.seats[party]
    assert after.seats[party] + open_to(after, party) >= before.seats[party] + open_to(before, party)


@given(party_votes, st.integers(1, 12), st.none() | st.integers(1, 5))
def test_fewer_votes_never_have_more_seats(votes: Votes, seats: int, cap: int | None) -> None:
    certain = divided(votes, seats, cap=cap).seats

    assert all(certain[p] <= certain[q] for p in votes for q in votes if votes[p] < votes[q])
