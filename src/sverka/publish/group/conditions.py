"""What the seats of a contest hang on: thresholds, last seats, leads, each as a sum that can be missed or held.

A condition holds now or does not. It is written so that it changes when its sum falls by `missing` or more: the
sum is over the votes of selections, each times its weight, and where a base takes part over that too. All numbers are
whole, in `unit`ths of a vote, so that an exact hit is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sverka.domain.election import SelectionKind
from sverka.domain.ids import AreaId, BaseId, SelectionId
from sverka.domain.seat_rules import LargestRemainder, Plurality, Quota, Threshold
from sverka.publish.areas import WHOLE
from sverka.publish.legal import LEGAL
from sverka.publish.results import ContestResults
from sverka.publish.totals import Total
from sverka.seats.allocation import Allocation, LotsRequired
from sverka.seats.steps import Step, StepCode


class ConditionKind(StrEnum):
    """What may change."""

    THRESHOLD = "threshold"  # whether a list passes
    LAST_SEAT = "last-seat"  # whether a list has its last seat before the next one of another
    LEAD = "lead"  # whether a selection is ahead of another


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition; `area` is "" where it is on the contest as a whole."""

    kind: ConditionKind
    selection: SelectionId
    holds: bool
    missing: int
    unit: int
    weights: Mapping[SelectionId, int]
    other: SelectionId | None = None
    area: AreaId = WHOLE
    base: BaseId | None = None
    base_weight: int = 0

    @property
    def votes(self) -> Fraction:
        """How many votes are missing to its change."""
        return Fraction(self.missing, self.unit)

    def vector(self, selections: tuple[SelectionId, ...]) -> NDArray[np.int64]:
        """The weights in the order of a table's columns."""
        return np.array([self.weights.get(each, 0) for each in selections], np.int64)


Change = tuple[Condition, ...]
"""What must all change for one thing to change: a list that fails two thresholds passes only with both."""


def changes_of(of: ContestResults) -> tuple[Change, ...]:
    """Every change of the legal result that votes may be near to; none where there is no total."""
    total = of.totals[LEGAL].of()
    if total is None:
        return ()
    allocation = of.allocation()
    match of.contest.seats:
        case LargestRemainder() as rule:
            seats = _last_seats(rule, total, allocation) if allocation else ()
            return (*_thresholds(of, rule), *((each,) for each in seats))
        case Plurality() as rule:
            return tuple((each,) for each in _leads_of_winners(of, rule, total, allocation))
        case _:
            return tuple((each,) for each in _leads_in_order(of, total))


# thresholds


def _thresholds(of: ContestResults, rule: LargestRemainder) -> Iterator[Change]:
    """Of each list: every threshold that it passes by itself, and all together that it fails."""
    for selection in _contenders(of):
        conditions = [
            condition
            for threshold in rule.thresholds
            for area, total in _totals_under(of, threshold)
            if (condition := _threshold(threshold, area, total, selection))
        ]
        failed = tuple(condition for condition in conditions if not condition.holds)
        if failed:
            yield failed
        else:
            yield from ((condition,) for condition in conditions)


def _totals_under(of: ContestResults, threshold: Threshold) -> Iterator[tuple[AreaId, Total]]:
    totals = of.totals[LEGAL]
    level = threshold.areas
    areas = [WHOLE] if level is None else [area.id for area in of.results.election.places.at_level(level)]
    for area in areas:
        total = totals.of(area)
        if total is not None and total.bases.get(BaseId(threshold.base)):
            yield area, total


def _threshold(threshold: Threshold, area: AreaId, total: Total, selection: SelectionId) -> Condition | None:
    """Votes less share times base, in units of the share; with `>=` an exact hit is enough, with `>` it is not."""
    base = total.bases[BaseId(threshold.base)]
    if base is None:
        return None
    unit, share = threshold.share.denominator, threshold.share.numerator
    slack = unit * total.selections[selection] - share * base
    holds = slack > 0 if threshold.strict else slack >= 0
    sign = 1 if holds else -1
    return Condition(
        kind=ConditionKind.THRESHOLD,
        selection=selection,
        area=area,
        holds=holds,
        missing=abs(slack) + (holds != threshold.strict),
        unit=unit,
        weights={selection: sign * unit},
        base=BaseId(threshold.base),
        base_weight=-sign * share,
    )


# seats of lists


def _last_seats(rule: LargestRemainder, total: Total, allocation: Allocation) -> Iterator[Condition]:
    """Each list's last seat before the next one of each other list.

    No list's next seat has as good a claim as the last seat of another, and a claim is votes / quota less the seats
    before it (Blom et al., arXiv 2107.11903, eq. 3). With the Hare quota V / S that is, times S,
    S * v_i - (n_i - 1) * V > S * v_j - n_j * V. Lists held at the cap, and those that have it, are left out.
    """
    quota = _last_step(allocation, StepCode.QUOTA)
    if quota is None:
        return
    lists = _dividing(allocation)
    together, unit = sum(total.selections[each] for each in lists), _unit(rule, quota)
    for last in lists:
        for following in lists:
            full = rule.cap is not None and allocation.seats[following] >= rule.cap
            if last == following or full or not allocation.seats[last]:
                continue
            between = allocation.seats[last] - 1 - allocation.seats[following]
            weights = dict.fromkeys(lists, -between)
            weights[last] += unit
            weights[following] -= unit
            gap = unit * (total.selections[last] - total.selections[following]) - between * together
            yield _last_seat(last, following, gap, unit, weights)
    yield from _lots(allocation, unit)


def _last_seat(
    last: SelectionId, following: SelectionId, gap: int, unit: int, weights: Mapping[SelectionId, int]
) -> Condition:
    """At a gap of nothing a lot is drawn, which is a change as well."""
    return Condition(
        kind=ConditionKind.LAST_SEAT,
        selection=last,
        other=following,
        holds=True,
        missing=max(gap, 1),
        unit=unit,
        weights=weights,
    )


def _lots(allocation: Allocation, unit: int) -> Iterator[Condition]:
    """Those level for a lot: one vote, and no lot is needed."""
    for lot in allocation.lots if isinstance(allocation, LotsRequired) else ():
        for one in lot.between:
            for other in lot.between:
                if one != other:
                    yield _last_seat(one, other, 1, unit, {one: unit, other: -unit})


def _dividing(allocation: Allocation) -> list[SelectionId]:
    """The lists of the last division: those that step out at the cap are not in it."""
    held = {step.context["selection"] for step in allocation.steps if step.code is StepCode.HELD_AT_CAP}
    found = [step.context["selection"] for step in allocation.steps if step.code is StepCode.WHOLE_QUOTAS]
    return [SelectionId(str(each)) for each in dict.fromkeys(found) if each not in held]


def _unit(rule: LargestRemainder, quota: Step) -> int:
    """Seats by which a quota divides the votes: S with Hare; with Droop S + 1, but for its rounding."""
    return int(str(quota.context["seats"])) + (rule.quota is Quota.DROOP)


def _last_step(allocation: Allocation, code: StepCode) -> Step | None:
    return next((step for step in reversed(allocation.steps) if step.code is code), None)


# leads


def _leads_of_winners(
    of: ContestResults, rule: Plurality, total: Total, allocation: Allocation | None
) -> Iterator[Condition]:
    """Each of the first ones before each of the others; where the law asks, the first one before "against all"."""
    ranked = _ranked(of, total)
    if allocation is None or not ranked:
        return
    for winner in ranked[: rule.seats]:
        yield from (_lead(total, winner, other) for other in ranked[rule.seats :])
    against = [each.id for each in of.contest.selections if each.kind is SelectionKind.AGAINST_ALL]
    if against and rule.void_when_against_all_leads:
        first, second = sorted([ranked[0], against[0]], key=lambda each: -total.selections[each])
        yield _lead(total, first, second)


def _leads_in_order(of: ContestResults, total: Total) -> Iterator[Condition]:
    """Each selection before the next one, where no rule of seats is known."""
    ranked = _ranked(of, total)
    yield from (_lead(total, one, other) for one, other in pairwise(ranked))


def _lead(total: Total, ahead: SelectionId, behind: SelectionId) -> Condition:
    return Condition(
        kind=ConditionKind.LEAD,
        selection=ahead,
        other=behind,
        holds=True,
        missing=max(total.selections[ahead] - total.selections[behind], 1),
        unit=1,
        weights={ahead: 1, behind: -1},
    )


def _ranked(of: ContestResults, total: Total) -> list[SelectionId]:
    return sorted(_contenders(of), key=lambda selection: (-total.selections[selection], selection))


def _contenders(of: ContestResults) -> list[SelectionId]:
    return [s.id for s in of.contest.selections if s.kind.contends and s.id not in of.annulled_selections]
