"""Seats from totals: what the rule of a contest is given."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sverka.domain.election import BaseId, Contest, SelectionId, SelectionKind
from sverka.domain.places import AreaId, Places
from sverka.domain.seat_rules import LargestRemainder
from sverka.publish.totals import Total, Totals
from sverka.seats.allocate import allocate
from sverka.seats.allocation import Allocation
from sverka.seats.lots import DrawnLot

Votes = Mapping[SelectionId, int]
Bases = Mapping[BaseId, int]


def seats_of(
    contest: Contest,
    totals: Totals,
    places: Places,
    *,
    annulled: Collection[SelectionId] = (),
    lots: Sequence[DrawnLot] = (),
) -> Allocation | None:
    """The seats that follow from a source's totals.

    None where there is no seat rule, no total of the whole, or no number of a base that the rule needs.
    """
    whole = totals.of()
    if contest.seats is None or whole is None or _unknown_bases(contest, whole):
        return None
    against = [s.id for s in contest.selections if s.kind is SelectionKind.AGAINST_ALL]
    areas = _threshold_areas(contest, totals, places)
    return allocate(
        contest.seats,
        whole.selections,
        _known(whole),
        {area: votes for area, (votes, _) in areas.items()},
        {area: bases for area, (_, bases) in areas.items()},
        eligible=[s.id for s in contest.selections if s.kind.contends and s.id not in annulled],
        against_all=against[0] if against else None,
        lots=lots,
    )


def _unknown_bases(contest: Contest, whole: Total) -> list[BaseId]:
    thresholds = contest.seats.thresholds if isinstance(contest.seats, LargestRemainder) else ()
    return [
        base
        for base, number in whole.bases.items()
        if number is None and base in {t.base for t in thresholds}
    ]


def _threshold_areas(contest: Contest, totals: Totals, places: Places) -> dict[AreaId, tuple[Votes, Bases]]:
    """Votes and bases of the areas that a regional threshold names; zero where there is no count."""
    thresholds = contest.seats.thresholds if isinstance(contest.seats, LargestRemainder) else ()
    levels = dict.fromkeys(threshold.areas for threshold in thresholds if threshold.areas)
    found = {area.id: totals.of(area.id) for level in levels for area in places.at_level(level)}
    nothing: tuple[Votes, Bases] = ({}, dict.fromkeys(contest.bases, 0))
    return {area: (total.selections, _known(total)) if total else nothing for area, total in found.items()}


def _known(total: Total) -> dict[BaseId, int]:
    return {base: number for base, number in total.bases.items() if number is not None}
