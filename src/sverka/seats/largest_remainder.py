"""Largest remainders: whole quotas first, the seats left to the largest remainders, no list above its cap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from sverka.domain.ids import SelectionId
from sverka.domain.seat_rules import LargestRemainder, Quota
from sverka.seats.allocation import Allocation, Reason, conclude, no_one
from sverka.seats.lots import DrawnLot, Lot, by_size, highest, tie
from sverka.seats.quotas import quota_of
from sverka.seats.steps import Step, StepCode, step


@dataclass(frozen=True, slots=True)
class Division:
    """One division of seats: what each party has for certain, and who is level for the seats still open."""

    seats: Mapping[SelectionId, int]
    lot: Lot | None
    remainder: Fraction  # of those in the lot
    steps: tuple[Step, ...]


def largest_remainder(
    rule: LargestRemainder,
    votes: Mapping[SelectionId, int],
    passing: Sequence[SelectionId],
    drawn: Sequence[DrawnLot] = (),
) -> Allocation:
    """The seats of the parties that pass the thresholds, or the lot that has to be drawn for the last ones.

    A party without a single vote takes no part. Every key of `votes` is in the answer.
    """
    seats = dict.fromkeys(by_size(votes), 0)
    taking_part = {party: votes[party] for party in passing if votes[party]}
    if not taking_part:
        reason = Reason.NO_VOTES if passing else Reason.NOBODY_PASSES
        return no_one(seats, reason, [step(StepCode(reason.value))], drawn)
    division = divide_under_cap(rule, taking_part)
    return conclude(seats | dict(division.seats), rule.seats, division.lot, division.steps, drawn)


def divide_under_cap(rule: LargestRemainder, votes: Mapping[SelectionId, int]) -> Division:
    """Divide; hold the parties above the cap there, and divide the other seats anew among the others.

    Who is held keeps exactly the cap and steps out with its votes; the seats that remain are
    divided by the same rule from the start, with a quota of their own, as often as needed. If
    nobody is left to take them, seats stay unfilled. A seat above the cap is never put to a lot:
    a party level for the last seat that has its cap already is not in the lot, and only if then
    too few are in it is it held like those above the cap.
    not read: the article on the seats above the cap; "anew among the others" is our reading of
    "by the same rule".
    """
    cap = rule.seats if rule.cap is None else rule.cap
    held: dict[SelectionId, int] = {}
    others = dict(votes)
    steps: list[Step] = []
    while others:
        left = rule.seats - sum(held.values())
        if held:
            steps.append(step(StepCode.REDIVISION, seats=left, parties=len(others)))
        division = divide(others, left, rule.quota)
        steps.extend(division.steps)
        above = _above_cap(division, cap)
        if not above:
            settled = _settle_lot(division, cap)
            return replace(settled, seats=held | dict(settled.seats), steps=(*steps, *settled.steps))
        steps.extend(_held_steps(above, cap))
        held |= dict.fromkeys(above, cap)
        others = {party: others[party] for party in others if party not in above}
    return Division(held, None, Fraction(0), tuple(steps))


def divide(votes: Mapping[SelectionId, int], seats: int, quota: Quota) -> Division:
    """Divide the seats among all parties given, each with at least one vote, by quota and largest remainder.

    Unless parties are level, the result is the only one in which no party's next seat has as
    good a claim as the last seat of another: votes / quota less the seats before it
    (Blom et al., arXiv 2107.11903, eq. 3). With the Hare quota fewer seats are left than there
    are parties. The Droop quota may leave more where there are hardly more votes than seats:
    then each party gets one in turn until fewer are left, which keeps that condition.
    """
    price = quota_of(quota, sum(votes.values()), seats)
    quotas = {party: votes[party] / price for party in by_size(votes)}
    whole = {party: floor(exact) for party, exact in quotas.items()}
    remainders = {party: exact - whole[party] for party, exact in quotas.items()}
    left = seats - sum(whole.values())
    turns, last = divmod(left, len(votes))
    sure, lot = highest(remainders, last) if last else ((), None)
    certain = {party: whole[party] + turns + (party in sure) for party in whole}
    cut = remainders[lot.between[0]] if lot else Fraction(0)

    steps = [_price_step(quota, votes, seats, price), *_whole_steps(votes, quotas)]
    if left:
        steps.append(step(StepCode.SEATS_LEFT, seats=left))
    if turns:
        steps.append(step(StepCode.FULL_TURNS, turns=turns, parties=len(votes)))
    steps.extend(_remainder_seats(sure, remainders))
    return Division(certain, lot, cut, tuple(steps))


def _above_cap(division: Division, cap: int) -> dict[SelectionId, int]:
    """Who would get more than the cap, and how many seats; empty if some drawing of the lot keeps to it."""
    certain = {party: seats for party, seats in division.seats.items() if seats > cap}
    if not division.lot:
        return certain
    full = [party for party in division.lot.between if division.seats[party] >= cap]
    if not certain and len(division.lot.between) - len(full) >= division.lot.seats:
        return {}
    return dict.fromkeys(full, cap + 1) | certain


def _settle_lot(division: Division, cap: int) -> Division:
    """The division without those in its lot who have the cap already; `steps` are only the added ones."""
    lot = division.lot
    if lot is None:
        return replace(division, steps=())
    full = [party for party in lot.between if division.seats[party] == cap]
    lot = Lot(tuple(party for party in lot.between if party not in full), lot.seats)
    steps = [step(StepCode.NOT_IN_LOT, selection=party, cap=cap) for party in full]
    if len(lot.between) > lot.seats:
        return replace(division, lot=lot, steps=(*steps, tie(lot, division.remainder)))
    steps.extend(_remainder_seats(lot.between, dict.fromkeys(lot.between, division.remainder)))
    seats = {party: count + (party in lot.between) for party, count in division.seats.items()}
    return Division(seats, None, division.remainder, tuple(steps))


def _price_step(quota: Quota, votes: Mapping[SelectionId, int], seats: int, price: Fraction) -> Step:
    return step(
        StepCode.QUOTA,
        method=quota.value,
        votes=sum(votes.values()),
        seats=seats,
        parties=len(votes),
        quota=price,
    )


def _whole_steps(
    votes: Mapping[SelectionId, int], quotas: Mapping[SelectionId, Fraction]
) -> tuple[Step, ...]:
    return tuple(
        step(
            StepCode.WHOLE_QUOTAS,
            selection=party,
            votes=votes[party],
            quotas=exact,
            seats=floor(exact),
            remainder=exact - floor(exact),
        )
        for party, exact in quotas.items()
    )


def _remainder_seats(
    parties: Sequence[SelectionId], remainders: Mapping[SelectionId, Fraction]
) -> tuple[Step, ...]:
    return tuple(
        step(StepCode.REMAINDER_SEAT, selection=party, remainder=remainders[party]) for party in parties
    )


def _held_steps(above: Mapping[SelectionId, int], cap: int) -> tuple[Step, ...]:
    return tuple(
        step(StepCode.HELD_AT_CAP, selection=party, seats=seats, cap=cap, surplus=seats - cap)
        for party, seats in above.items()
    )
