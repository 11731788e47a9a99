"""The one override: a total that falls without a declared cause may be published where two operators sign for it.

An allowance is a fact like all others, with its reason, and stands in the record and on pages for ever. It holds for
the places that it names and for the next publication; arithmetic has no such way past the gate.
"""

from __future__ import annotations

from sverka.domain.operators import OPERATORS_NEEDED
from sverka.errors import Refused
from sverka.publish.gate.candidate import Candidate
from sverka.record.allowance_signing import operators_who_signed
from sverka.record.facts import parse_fact
from sverka.record.night_facts import AllowanceFact

MARK = b'"kind":"allowance"'


def allowed_falls(candidate: Candidate) -> frozenset[str]:
    """The places that allowances among the facts since the publication in force let fall."""
    allowances = (parse_fact(entry) for _, entry in candidate.facts if MARK in entry)
    return frozenset(
        place
        for fact in allowances
        if isinstance(fact, AllowanceFact) and _holds(candidate, fact)
        for place in fact.falls
    )


def _holds(candidate: Candidate, fact: AllowanceFact) -> bool:
    """Whether enough operators signed it; one that they did not is shown, and lets nothing fall."""
    election = candidate.results.election
    try:
        signed = operators_who_signed(fact, election.id, election.operators)
    except Refused:
        return False
    return len(signed) >= OPERATORS_NEEDED
