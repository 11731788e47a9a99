"""Seats from votes under any seat rule: the one door to this room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from sverka.domain.ids import AreaId, BaseId, SelectionId
from sverka.domain.seat_rules import LargestRemainder, Plurality, SeatRule
from sverka.errors import Fault
from sverka.seats.allocation import Allocation
from sverka.seats.largest_remainder import largest_remainder
from sverka.seats.lots import DrawnLot, by_size
from sverka.seats.plurality import plurality
from sverka.seats.thresholds import Figures, pass_thresholds


def allocate(  # noqa: PLR0913 - each is an input that the law names by itself
    rule: SeatRule,
    votes: Mapping[SelectionId, int],
    bases: Mapping[BaseId, int],
    area_votes: Mapping[AreaId, Mapping[SelectionId, int]] | None = None,
    area_bases: Mapping[AreaId, Mapping[BaseId, int]] | None = None,
    *,
    eligible: Collection[SelectionId],
    against_all: SelectionId | None = None,
    lots: Sequence[DrawnLot] = (),
) -> Allocation:
    """The seats of every eligible selection, the lot still to be drawn, or why no one is elected.

    Parameters
    ----------
    votes : of the whole contest; a selection that is not named has 0
    bases : the numbers of the named bases that thresholds are shares of
    area_votes, area_bases : the same for every area of the level that a threshold names; an area is
        counted if it is in `area_bases`, and a selection not named in it has 0 votes there
    eligible : who can get a seat; "against all" and "none of them" never can
    against_all : the selection that may void a plurality contest; other rules take no notice of it
    lots : lots that were drawn; one that these votes do not ask for is refused
    """
    contenders = _contenders(votes, eligible, against_all)
    _check_rule(rule)
    match rule:
        case LargestRemainder():
            contest = Figures(_checked(votes, "the contest"), bases)
            areas = _areas(area_votes or {}, area_bases or {})
            passed = pass_thresholds(rule.thresholds, by_size(contenders), contest, areas)
            allocation = largest_remainder(rule, contenders, passed.selections, lots)
            return replace(allocation, steps=passed.steps + allocation.steps)
        case Plurality():
            against = None if against_all is None else votes.get(against_all, 0)
            return plurality(rule, contenders, against, lots)
        case _:
            assert_never(rule)


def _contenders(
    votes: Mapping[SelectionId, int], eligible: Collection[SelectionId], against_all: SelectionId | None
) -> Mapping[SelectionId, int]:
    """The votes of everyone who can get a seat."""
    if against_all is not None and against_all in eligible:
        raise Fault(
            f"'{against_all}' is against all and can get no seat", cure="leave it out of the eligible"
        )
    return _checked({selection: votes.get(selection, 0) for selection in eligible}, "the contest")


def _areas(
    votes: Mapping[AreaId, Mapping[SelectionId, int]], bases: Mapping[AreaId, Mapping[BaseId, int]]
) -> dict[AreaId, Figures]:
    """The figures of every area that has bases."""
    without = sorted(area for area, counted in votes.items() if area not in bases and any(counted.values()))
    if without:
        raise Fault("votes are given, but no bases", place=f"area {without[0]}", cure="give its bases too")
    return {
        area: Figures(_checked(votes.get(area, {}), f"area {area}"), bases[area], f"area {area}")
        for area in bases
    }


def _checked(votes: Mapping[SelectionId, int], place: str) -> Mapping[SelectionId, int]:
    for selection, number in votes.items():
        if number < 0:
            raise Fault(f"'{selection}' has {number} votes", place=place, cure="votes cannot be less than 0")
    return votes


def _check_rule(rule: SeatRule) -> None:
    if rule.seats < 1:
        raise Fault(f"the seat rule has {rule.seats} seats", cure="give at least one seat")
    if isinstance(rule, LargestRemainder):
        levels = sorted({threshold.areas for threshold in rule.thresholds if threshold.areas is not None})
        if len(levels) > 1:
            raise Fault(
                f"thresholds in areas of several levels: {', '.join(levels)}",
                cure="name one level; figures are given for the areas of one level only",
            )
        if rule.cap is not None and rule.cap < 1:
            raise Fault(f"the cap is {rule.cap} seats", cure="give at least one seat, or no cap")
