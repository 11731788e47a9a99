"""Quotas: how many votes a seat costs, as an exact fraction."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from sverka.domain.seat_rules import Quota


def hare(votes: int, seats: int) -> Fraction:
    """The Hare quota (electoral quotient), not rounded: votes / seats."""
    return Fraction(votes, seats)


def droop(votes: int, seats: int) -> Fraction:
    """The Droop quota: the least whole number that no more than `seats` parties can reach."""
    return Fraction(votes // (seats + 1) + 1)


def quota_of(method: Quota, votes: int, seats: int) -> Fraction:
    """The quota of a rule. For either method, all whole quotas together are at most `seats`."""
    match method:
        case Quota.HARE:
            return hare(votes, seats)
        case Quota.DROOP:
            return droop(votes, seats)
        case _:
            assert_never(method)
