"""What the command answers with `--json` of totals and seats; other programs rely on these shapes (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sverka.domain.counts import Source
from sverka.domain.election import Contest
from sverka.domain.seat_rules import LargestRemainder, Plurality
from sverka.publish.totals import Total
from sverka.seats.allocation import Allocation, LotsRequired, NoOneElected
from sverka.seats.steps import Step

Answer = dict[str, Any]


def total_answer(total: Total) -> Answer:
    """One total: votes, rows, bases, and over which stations."""
    return {
        "selections": total.selections,
        "rows": total.rows,
        "bases": total.bases,
        "stations": total.stations.as_answer(),
    }


def published_total(contest: Contest, total: Total) -> Answer:
    """One total as the published figures have it, with the shares of the contest's base over the stations that have it;

    no shares where it names no base, or where the papers push the selections past it.
    """
    base = contest.share_base
    shares = {} if base is None else total.shares(base)
    said = {selection: {"votes": share.votes, "of": share.of} for selection, share in shares.items()}
    return {**total_answer(total), "shares": said}


def seats_answer(contest: Contest, source: Source, total: Total, allocation: Allocation) -> Answer:
    """Seats, lots still to be drawn, and every step; seats name only those who have any."""
    base, of = _threshold_base(contest, total)
    return {
        "counts": str(source),
        "rule": _rule_name(contest),
        "base": base,
        "base_votes": of,
        "seats": {selection: seats for selection, seats in allocation.seats.items() if seats},
        "lots": [{"between": list(lot.between), "seats": lot.seats} for lot in _lots(allocation)],
        "no_one_elected": allocation.reason.value if isinstance(allocation, NoOneElected) else None,
        "steps": [step_answer(step) for step in allocation.steps],
        "stations": total.stations.as_answer(),
    }


def step_answer(step: Step) -> Answer:
    """One step of the calculation; fractions exact, written a/b."""
    return {"step": step.code.value, **{key: _exact(value) for key, value in step.context.items()}}


def _exact(value: Any) -> Any:
    return str(value) if isinstance(value, Fraction) else value


def _lots(allocation: Allocation) -> tuple[Any, ...]:
    return allocation.lots if isinstance(allocation, LotsRequired) else ()


def _threshold_base(contest: Contest, total: Total) -> tuple[str | None, int | None]:
    thresholds = contest.seats.thresholds if isinstance(contest.seats, LargestRemainder) else ()
    bases: Mapping[str, int | None] = {str(base): number for base, number in total.bases.items()}
    names = [threshold.base for threshold in thresholds if threshold.areas is None]
    return (names[0], bases.get(names[0])) if names else (None, None)


def _rule_name(contest: Contest) -> str | None:
    match contest.seats:
        case LargestRemainder(quota=quota):
            return f"largest-remainder ({quota.value})"
        case Plurality():
            return "plurality"
        case None:
            return None
