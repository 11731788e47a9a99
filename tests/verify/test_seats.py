"""Seats by the verifier's own rules, against those of Sverka and of the elections that they were read from."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from sverka.domain.seat_rules import LargestRemainder
from sverka.errors import Fault
from sverka.seats.allocation import LotsRequired, NoOneElected
from sverka_verify import seats_of
from tests.seats.elections import AGAINST_ALL, SmallElection, draw_election

DRAWS = 3000


def by_sverka(election: SmallElection) -> dict[str, Any]:
    allocation = election.allocate()
    lots = allocation.lots if isinstance(allocation, LotsRequired) else ()
    return {
        "seats": {name: seats for name, seats in allocation.seats.items() if seats},
        "lots": [{"between": list(lot.between), "seats": lot.seats} for lot in lots],
        "no_one_elected": allocation.reason.value if isinstance(allocation, NoOneElected) else None,
    }


def by_the_verifier(election: SmallElection) -> dict[str, Any] | None:
    lines = dict.fromkeys(election.eligible, "party")
    if election.against_all or isinstance(election.rule, LargestRemainder):
        lines[AGAINST_ALL] = "against-all"
    totals = {"": total(election.votes, election.bases, lines)}
    for area, bases in election.area_bases.items():
        totals[area] = total(election.area_votes.get(area, {}), bases, lines)
    places = SimpleNamespace(areas=dict.fromkeys(election.area_bases, ("region", "")))
    contest = {"id": "lists", "lines": lines, "seats": rule(election)}
    return seats_of(contest, totals, places, set())  # type: ignore[arg-type]


def total(votes: Mapping[Any, int], bases: Mapping[str, int], lines: Mapping[Any, str]) -> dict[str, Any]:
    stations = {"in": 1, "expected": 1}
    return {"selections": {s: votes.get(s, 0) for s in lines}, "bases": bases, "stations": stations}


def rule(election: SmallElection) -> dict[str, Any]:
    """The rule as a definition says it."""
    given = election.rule
    if not isinstance(given, LargestRemainder):
        void = given.void_when_against_all_leads
        return {"rule": "plurality", "seats": given.seats, "void_when_against_all_leads": void}
    thresholds = [
        {"share": each.share, "base": each.base, "strict": each.strict}
        | ({"areas": each.areas} if each.areas else {})
        for each in given.thresholds
    ]
    cap = {"cap": given.cap} if given.cap else {}
    told = {"rule": "largest-remainder", "seats": given.seats, "quota": given.quota.value}
    return told | {"thresholds": thresholds} | cap


def test_both_give_the_same_seats_lots_and_reasons() -> None:
    random = Random("seats")
    compared = 0
    for _ in range(DRAWS):
        election = draw_election(random)
        try:
            expected = by_sverka(election)
        except (Fault, ZeroDivisionError):
            continue
        compared += 1
        assert by_the_verifier(election) == expected, election

    assert compared > DRAWS * 0.9


@pytest.mark.parametrize("word", ["d'hondt", "two-rounds"])
def test_a_rule_that_it_does_not_know_is_not_judged_in_silence(word: str) -> None:
    contest = {"id": "lists", "lines": {"a": "party"}, "seats": {"rule": word, "seats": 1}}

    with pytest.raises(ValueError, match="not known here"):
        seats_of(contest, {"": total({"a": 1}, {}, {"a": "party"})}, SimpleNamespace(areas={}), set())  # type: ignore[arg-type]


def test_a_share_of_the_definition_is_exact() -> None:
    lines = {"a": "party", "b": "party"}
    told = {"share": Fraction("0.05"), "base": "valid"}
    contest = {
        "id": "lists",
        "lines": lines,
        "seats": {"rule": "largest-remainder", "seats": 2, "thresholds": [told]},
    }
    totals = {"": total({"a": 1, "b": 19}, {"valid": 20}, lines)}

    found = seats_of(contest, totals, SimpleNamespace(areas={}), set())  # type: ignore[arg-type]

    assert found is not None
    assert found["no_one_elected"] is None
    assert found["seats"] == {"b": 2}
