"""The steps of a calculation of seats: a code and exact numbers, to be told in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

StepValue = int | Fraction | str | tuple[str, ...]


class StepCode(StrEnum):
    """What was done or found. `CONTEXT_KEYS` says which numbers go with each."""

    # thresholds
    THRESHOLD = "threshold"
    THRESHOLD_IN_AREAS = "threshold-in-areas"
    PASSES = "passes"
    FALLS_BELOW = "falls-below"
    PASSES_IN_AREAS = "passes-in-areas"
    FAILS_IN_AREA = "fails-in-area"
    AREA_WITHOUT_BASE = "area-without-base"
    BASE_IS_ZERO = "base-is-zero"
    NOBODY_PASSES = "nobody-passes"

    # largest remainder
    QUOTA = "quota"
    WHOLE_QUOTAS = "whole-quotas"
    SEATS_LEFT = "seats-left"
    FULL_TURNS = "full-turns"
    REMAINDER_SEAT = "remainder-seat"
    HELD_AT_CAP = "held-at-cap"
    REDIVISION = "redivision"
    NOT_IN_LOT = "not-in-lot"

    # plurality
    MOST_VOTES = "most-votes"
    AGAINST_ALL_AHEAD = "against-all-ahead"
    AGAINST_ALL_NOT_AHEAD = "against-all-not-ahead"

    # any rule
    NO_VOTES = "no-votes"
    TIE = "tie"
    LOT_DRAWN = "lot-drawn"
    SEATS_UNFILLED = "seats-unfilled"


CONTEXT_KEYS: Mapping[StepCode, tuple[str, ...]] = MappingProxyType(
    {
        # `needed` is the least whole number of votes that passes; `total` the number of the named base
        StepCode.THRESHOLD: ("share", "strict", "base", "total", "needed"),
        StepCode.THRESHOLD_IN_AREAS: ("share", "strict", "base", "level", "areas"),
        StepCode.PASSES: ("selection", "votes", "total", "share", "needed"),
        StepCode.FALLS_BELOW: ("selection", "votes", "total", "share", "needed"),
        StepCode.PASSES_IN_AREAS: ("selection", "areas"),
        StepCode.FAILS_IN_AREA: ("selection", "area", "votes", "total", "share", "needed"),
        StepCode.AREA_WITHOUT_BASE: ("area", "base"),
        StepCode.BASE_IS_ZERO: ("base",),
        StepCode.NOBODY_PASSES: (),
        # `votes` are those of the `parties` that take part, together; `quota` is exact
        StepCode.QUOTA: ("method", "votes", "seats", "parties", "quota"),
        # `quotas` = votes / quota = `seats` + `remainder`
        StepCode.WHOLE_QUOTAS: ("selection", "votes", "quotas", "seats", "remainder"),
        StepCode.SEATS_LEFT: ("seats",),
        StepCode.FULL_TURNS: ("turns", "parties"),
        StepCode.REMAINDER_SEAT: ("selection", "remainder"),
        # `seats` is what the division would have given, `surplus` what is above the cap
        StepCode.HELD_AT_CAP: ("selection", "seats", "cap", "surplus"),
        StepCode.REDIVISION: ("seats", "parties"),
        StepCode.NOT_IN_LOT: ("selection", "cap"),
        StepCode.MOST_VOTES: ("selection", "votes"),
        StepCode.AGAINST_ALL_AHEAD: ("votes", "first_votes"),
        StepCode.AGAINST_ALL_NOT_AHEAD: ("votes", "first_votes"),
        StepCode.NO_VOTES: (),
        # `level` is the number all of them have: a remainder, or votes
        StepCode.TIE: ("between", "seats", "level"),
        StepCode.LOT_DRAWN: ("between", "winners"),
        StepCode.SEATS_UNFILLED: ("seats",),
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its code, and the numbers of `CONTEXT_KEYS[code]` (fractions exact)."""

    code: StepCode
    context: Mapping[str, StepValue]


def step(code: StepCode, **context: StepValue) -> Step:
    """A step with its numbers."""
    return Step(code, context)
