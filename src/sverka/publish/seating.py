"""Seats from totals: what the rule of a contest is given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sverka.domain.election import Contest, SelectionKind
from sverka.domain.ids import AreaId, BaseId, SelectionId
from sverka.domain.places import Places
from sverka.domain.seat_rules import LargestRemainder, Threshold
from sverka.publish.totals import Total, Totals
from sverka.seats.allocate import allocate
from sverka.seats.allocation import Allocation
from sverka.seats.lots import DrawnLot


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
    whole, areas = totals.of(), _threshold_areas(contest, totals, places)
    if contest.seats is None or whole is None or _unknown_bases(contest, whole, areas.values()):
        return None
    against = [s.id for s in contest.selections if s.kind is SelectionKind.AGAINST_ALL]
    return allocate(
        contest.seats,
        whole.selections,
        _known(whole),
        {area: total.selections if total else {} for area, total in areas.items()},
        {area: _known(total) if total else dict.fromkeys(contest.bases, 0) for area, total in areas.items()},
        eligible=[s.id for s in contest.selections if s.kind.contends and s.id not in annulled],
        against_all=against[0] if against else None,
        lots=lots,
    )


def _unknown_bases(contest: Contest, whole: Total, areas: Iterable[Total | None]) -> bool:
    """Whether a threshold needs a base that has no number, in the whole or in an area with counts."""
    thresholds = _thresholds(contest)
    needed = [(whole, t.base) for t in thresholds if t.areas is None]
    needed += [(area, t.base) for t in thresholds if t.areas for area in areas if area]
    return any(total.bases[BaseId(base)] is None for total, base in needed)


def _threshold_areas(contest: Contest, totals: Totals, places: Places) -> dict[AreaId, Total | None]:
    """The totals of the areas that a regional threshold names; None where there is no count."""
    levels = dict.fromkeys(threshold.areas for threshold in _thresholds(contest) if threshold.areas)
    found = {area.id: totals.of(area.id) for level in levels for area in places.at_level(level)}
    return {area: total if total and _has_counts(totals, total) else None for area, total in found.items()}


def _thresholds(contest: Contest) -> tuple[Threshold, ...]:
    return contest.seats.thresholds if isinstance(contest.seats, LargestRemainder) else ()


def _has_counts(totals: Totals, total: Total) -> bool:
    return not totals.stations_only or total.stations.summed > 0


def _known(total: Total) -> dict[BaseId, int]:
    return {base: number for base, number in total.bases.items() if number is not None}
