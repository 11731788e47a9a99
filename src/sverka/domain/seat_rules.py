"""How seats follow from votes, as data of an election; `sverka.seats` computes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sverka.domain.ids import LevelId


class Quota(StrEnum):
    """Quotas of largest-remainder rules."""

    HARE = "hare"
    DROOP = "droop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The least share of a named base: `>=` it, or strictly `>` it.

    With `areas`, the share must be reached in every area of that level, of that area's own base.
    """

    share: Fraction
    base: str
    strict: bool = False
    areas: LevelId | None = None
    source: str = ""


class Rounding(StrEnum):
    """What becomes of a fraction of a seat."""

    DOWN = "down"
    NEAREST = "nearest"
    UP = "up"


@dataclass(frozen=True, slots=True, kw_only=True)
class SexLimit:
    """At most this share of a list's seats for one sex; the least number of the other is rounded so.

    It says who of a list sits, never how many seats the list has.
    """

    at_most: Fraction
    rounding: Rounding
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LargestRemainder:
    """Quota, whole parts, then largest remainders; at most `cap` seats for one list."""

    seats: int
    quota: Quota = Quota.HARE
    thresholds: tuple[Threshold, ...] = ()
    cap: int | None = None
    sexes: SexLimit | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plurality:
    """Most votes win; where the law says so, "against all" ahead of the first voids the contest."""

    seats: int = 1
    void_when_against_all_leads: bool = False
    source: str = ""


SeatRule = LargestRemainder | Plurality
