"""Seats by the verifier's own rules, which know nothing of ours: from the published totals to who has how many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import Any

import sverka_verify
from sverka.domain.election import Contest, Election
from sverka.domain.seat_rules import LargestRemainder, SeatRule

Told = dict[str, Any]


def seats_of(
    election: Election, contest: Contest, totals: Mapping[str, Told], void: Collection[str]
) -> Told | None:
    """The seats that follow from the totals of one source, by place; None where none do."""
    told = {
        "id": contest.id,
        "seats": None if contest.seats is None else _rule(contest.seats),
        "lines": {selection.id: selection.kind.value for selection in contest.selections},
    }
    areas = {area.id: (area.level, area.parent or "") for area in election.places.areas.values()}
    known: Any = SimpleNamespace(areas=areas)  # all that its rules ask of an election
    found: Told | None = sverka_verify.seats_of(told, dict(totals), known, set(void))
    return found


def _rule(rule: SeatRule) -> Told:
    """The rule as a definition says it."""
    if not isinstance(rule, LargestRemainder):
        leads = rule.void_when_against_all_leads
        return {"rule": "plurality", "seats": rule.seats, "void_when_against_all_leads": leads}
    cap = {} if rule.cap is None else {"cap": rule.cap}
    thresholds = [
        {"share": each.share, "base": each.base, "strict": each.strict}
        | ({} if each.areas is None else {"areas": each.areas})
        for each in rule.thresholds
    ]
    return {
        "rule": "largest-remainder",
        "seats": rule.seats,
        "quota": rule.quota.value,
        "thresholds": thresholds,
        **cap,
    }
