from __future__ import annotations

import pytest

from sverka.domain.seat_rules import LargestRemainder, Plurality
from sverka.errors import Refused
from sverka.seats.allocation import Allocated
from sverka.seats.lots import DrawnLot, Lot, highest, winners_of
from sverka.seats.steps import StepCode
from tests.seats.elections import SmallElection, ids, votes_of

LEVEL = SmallElection(
    rule=LargestRemainder(seats=2), votes=votes_of(a=5, b=3, c=3, d=1), eligible=ids("a", "b", "c", "d")
)
CLEAR = SmallElection(rule=Plurality(), votes=votes_of(a=5, b=3), eligible=ids("a", "b"))
VOID = SmallElection(rule=Plurality(), votes=votes_of(a=0, b=0), eligible=ids("a", "b"))


def test_a_drawn_lot_decides_the_seat() -> None:
    allocation = LEVEL.allocate(DrawnLot(ids("c", "b"), ids("c")))

    assert isinstance(allocation, Allocated)
    assert allocation.seats == {"a": 1, "b": 0, "c": 1, "d": 0}
    assert dict(allocation.steps[-1].context) == {"between": ids("b", "c"), "winners": ids("c")}
    assert allocation.steps[-2].code is StepCode.TIE


BAD_LOTS = {
    "winner from outside": (DrawnLot(ids("b", "c"), ids("a")), "R302", "its winners are a"),
    "too many winners": (DrawnLot(ids("b", "c"), ids("b", "c")), "R302", r"for 1 seat\(s\)"),
    "no winner": (DrawnLot(ids("b", "c"), ()), "R302", "its winners are nobody"),
    "a winner twice": (DrawnLot(ids("b", "c"), ids("b", "b")), "R302", "its winners are b, b"),
    "somebody missing": (DrawnLot(ids("b"), ids("b")), "R301", r"ask for a lot between b, c for 1 seat\(s\)"),
    "somebody too many": (DrawnLot(ids("a", "b", "c"), ids("b")), "R301", "drawn between a, b, c"),
    "nobody": (DrawnLot((), ()), "R301", "drawn between nobody"),
}


@pytest.mark.parametrize("name", BAD_LOTS)
def test_a_lot_that_does_not_fit_is_refused(name: str) -> None:
    drawn, code, message = BAD_LOTS[name]

    with pytest.raises(Refused, match=message) as refused:
        LEVEL.allocate(drawn)
    assert refused.value.code == code


def test_a_lot_given_twice_is_refused() -> None:
    drawn = DrawnLot(ids("b", "c"), ids("b"))

    with pytest.raises(Refused, match="given 2 times"):
        LEVEL.allocate(drawn, drawn)


@pytest.mark.parametrize("election", [CLEAR, VOID])
def test_a_lot_that_nobody_needs_is_refused(election: SmallElection) -> None:
    with pytest.raises(Refused, match="these votes ask for no lot"):
        election.allocate(DrawnLot(ids("a", "b"), ids("b")))


def test_winners_come_in_the_order_of_the_lot() -> None:
    lot = Lot(ids("a", "b", "c"), 2)

    assert winners_of(lot, [DrawnLot(ids("c", "b", "a"), ids("c", "a"))]) == ids("a", "c")
    assert winners_of(lot, []) is None


def test_the_highest_are_certain_and_the_level_ones_draw() -> None:
    claims = votes_of(a=3, b=2, c=2, d=1)

    assert highest(claims, 1) == (ids("a"), None)
    assert highest(claims, 2) == (ids("a"), Lot(ids("b", "c"), 1))
    assert highest(claims, 3) == (ids("a", "b", "c"), None)
    assert highest(claims, 9) == (ids("a", "b", "c", "d"), None)
