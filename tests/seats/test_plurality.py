from __future__ import annotations

import pytest

from sverka.domain.seat_rules import Plurality
from sverka.errors import Fault
from sverka.seats.allocation import Allocated, LotsRequired, NoOneElected, Reason
from sverka.seats.lots import Lot
from sverka.seats.steps import StepCode
from tests.seats.elections import AGAINST_ALL, SmallElection, ids, votes_of

VOIDED_BY_AGAINST_ALL = Plurality(void_when_against_all_leads=True)


def contest(rule: Plurality, against: int = 0, **votes: int) -> SmallElection:
    return SmallElection(
        rule=rule,
        votes=votes_of(**votes) | {AGAINST_ALL: against},
        eligible=ids(*votes),
        against_all=AGAINST_ALL,
    )


def test_the_most_votes_win() -> None:
    allocation = contest(Plurality(), a=40, b=41, c=19).allocate()

    assert isinstance(allocation, Allocated)
    assert allocation.seats == {"a": 0, "b": 1, "c": 0}
    assert list(allocation.seats) == ["b", "a", "c"]


def test_against_all_ahead_of_the_first_elects_nobody() -> None:
    allocation = contest(VOIDED_BY_AGAINST_ALL, a=40, b=41, against=42).allocate()

    assert isinstance(allocation, NoOneElected)
    assert allocation.reason is Reason.AGAINST_ALL_AHEAD
    assert allocation.seats == {"a": 0, "b": 0}
    assert [(s.code, dict(s.context)) for s in allocation.steps] == [
        (StepCode.AGAINST_ALL_AHEAD, {"votes": 42, "first_votes": 41})
    ]


def test_against_all_level_with_the_first_does_not_void_the_contest() -> None:
    allocation = contest(VOIDED_BY_AGAINST_ALL, a=40, b=41, against=41).allocate()

    assert allocation.seats == {"a": 0, "b": 1}
    assert allocation.steps[0].code is StepCode.AGAINST_ALL_NOT_AHEAD


def test_against_all_voids_nothing_where_the_rule_does_not_say_so() -> None:
    assert contest(Plurality(), a=40, b=41, against=90).allocate().seats == {"a": 0, "b": 1}


def test_against_all_ahead_of_a_tie_elects_nobody() -> None:
    assert isinstance(contest(VOIDED_BY_AGAINST_ALL, a=40, b=40, against=42).allocate(), NoOneElected)


def test_a_tie_at_the_top_asks_for_a_lot() -> None:
    allocation = contest(Plurality(), a=40, b=40, c=10).allocate()

    assert isinstance(allocation, LotsRequired)
    assert allocation.seats == {"a": 0, "b": 0, "c": 0}
    assert allocation.lots == (Lot(ids("a", "b"), 1),)
    assert dict(allocation.steps[-1].context) == {"between": ids("a", "b"), "seats": 1, "level": 40}


def test_a_tie_for_the_last_of_several_seats_leaves_the_first_certain() -> None:
    allocation = contest(Plurality(seats=2), a=40, b=30, c=30).allocate()

    assert isinstance(allocation, LotsRequired)
    assert allocation.seats == {"a": 1, "b": 0, "c": 0}


def test_one_vote_is_enough_without_a_rival() -> None:
    assert contest(Plurality(), a=1).allocate().seats == {"a": 1}


def test_nobody_is_elected_without_a_vote() -> None:
    allocation = contest(Plurality(), a=0, b=0).allocate()

    assert isinstance(allocation, NoOneElected)
    assert allocation.reason is Reason.NO_VOTES


def test_a_seat_stays_unfilled_when_too_few_candidates_have_votes() -> None:
    allocation = contest(Plurality(seats=3), a=5, b=2, c=0).allocate()

    assert allocation.seats == {"a": 1, "b": 1, "c": 0}
    assert dict(allocation.steps[-1].context) == {"seats": 1}


def test_against_all_is_never_eligible() -> None:
    wrong = SmallElection(
        rule=Plurality(), votes=votes_of(a=1), eligible=(*ids("a"), AGAINST_ALL), against_all=AGAINST_ALL
    )

    with pytest.raises(Fault, match="'against-all' is against all and can get no seat"):
        wrong.allocate()


def test_who_is_not_eligible_gets_no_seat_whatever_the_votes() -> None:
    struck = SmallElection(rule=Plurality(), votes=votes_of(a=10, struck=90), eligible=ids("a"))

    assert struck.allocate().seats == {"a": 1}
