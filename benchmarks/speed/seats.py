"""The 54 list seats of 28 November 2021 by largest remainders, every step kept, 2,000 times.

Exact fractions, both thresholds left out so that the yardstick does the same: `votelib` 0.4, largest
remainders with a Hare quota on the votes of the six parties.
"""

from __future__ import annotations

from benchmarks.clock import by_turns
from benchmarks.outcome import Outcome, Skipped
from sverka.domain.ids import SelectionId
from sverka.domain.seat_rules import LargestRemainder, Quota
from sverka.seats.allocate import allocate

VOTES = {  # official, Central Election Commission, 15 December 2021
    "ata-jurt": 222_005,
    "ishenim": 174_470,
    "yntymak": 141_009,
    "alyans": 106_955,
    "butun": 90_223,
    "yiman-nuru": 79_025,
}
SEATS = [15, 12, 9, 7, 6, 5]


def measure(*, quick: bool) -> Outcome:
    """The same seats by both."""
    try:
        from votelib.evaluate.proportional import LargestRemainder as Votelib
    except ImportError:
        raise Skipped("votelib is not installed: make bench installs it") from None
    times = 20 if quick else 2_000
    rule = LargestRemainder(
        seats=54, quota=Quota.HARE, source="constitutional law № 68, read in its 2015 text"
    )
    votes = {SelectionId(party): number for party, number in VOTES.items()}
    theirs = Votelib("hare")

    def by_sverka() -> list[int]:
        for _ in range(times):
            seats = allocate(rule, votes, {}, {}, {}, eligible=list(votes)).seats
        return list(seats.values())

    def by_votelib() -> list[int]:
        for _ in range(times):
            given = theirs.evaluate(VOTES, 54)
        return list(given.values())

    if not by_sverka() == by_votelib() == SEATS:
        raise AssertionError("other seats than the official ones")
    mine, others = by_turns(by_sverka, by_votelib, runs=1 if quick else 5)
    return Outcome(
        what=f"allocate 54 seats {times:,} times, with every step",
        timed=mine,
        yardstick="votelib 0.4 on the same votes",
        yardstick_timed=others,
        further={"microseconds_each": mine.median / times * 1e6},
    )
