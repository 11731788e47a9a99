"""A fall that no fact explains needs two operators; and nothing but a fall can be allowed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from sverka.domain.election import Election
from sverka.domain.operators import Operator
from sverka.errors import Refused
from sverka.publish.gate.candidate import Candidate
from sverka.publish.gate.gate import Gate
from sverka.record.allowance_signing import operators_who_signed, sign_allowance
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import canonical_bytes
from sverka.record.night_facts import AllowanceFact
from sverka.tlog.keys import ED25519, Signer, format_vkey, new_signer
from tests.publish.gate.pipeline import Published
from tests.publish.site.toytown import toytown

FALL = "lists/machine//selections/fish"
ONE, OTHER, STRANGER = (
    new_signer(name, ED25519, bytes([at]) * 32) for at, name in enumerate(("one", "other", "no"), 1)
)


@pytest.fixture(scope="module")
def election() -> Election:
    """The toy town with two operators."""
    found = (Operator(id=s.name, organisation=s.name, keys=(format_vkey(s.verifier),)) for s in (ONE, OTHER))
    return replace(toytown()[0].election, operators={each.id: each for each in found})


def allowance(signers: tuple[Signer, ...], *falls: str) -> AllowanceFact:
    """An allowance that some keys signed."""
    bare = AllowanceFact(
        schema=SCHEMA,
        received="2020-02-03T00:00:00+06:00",
        record_size=1,
        root="00" * 32,
        falls=falls or (FALL,),
        reason="a district sent its file twice",
        signed=(),
    )
    return sign_allowance(bare, "toytown", signers)


def fallen(election: Election, *facts: AllowanceFact) -> Candidate:
    """A candidate whose totals are lower than those that were published."""
    entries = toytown()[1][:20]
    candidate = Published(election).candidate(entries)
    before: Any = json.loads(candidate.files["data/results.json"])
    before["contests"]["lists"]["totals"]["machine"][""]["selections"]["fish"] += 1
    told = [(20 + at, canonical_bytes(fact)) for at, fact in enumerate(facts)]
    return replace(candidate, before=before, facts=[*candidate.facts, *told])


def falls_in(candidate: Candidate) -> set[str]:
    """The falls that stop a candidate; counts of the first publication let everything else fall."""
    only = replace(candidate, facts=[each for each in candidate.facts if b'"kind":"allowance"' in each[1]])
    return {stop.place for stop in Gate().check(only) if stop.code == "G5"}


def test_a_fall_that_two_operators_signed_for_is_let_pass(election: Election) -> None:
    assert FALL in falls_in(fallen(election))
    assert FALL not in falls_in(fallen(election, allowance((ONE, OTHER))))


@pytest.mark.parametrize("signers", [(ONE,), (ONE, STRANGER)], ids=["one alone", "one and a stranger"])
def test_one_operator_lets_nothing_fall(election: Election, signers: tuple[Signer, ...]) -> None:
    assert FALL in falls_in(fallen(election, allowance(signers)))


def test_an_allowance_of_another_total_lets_this_one_not_fall(election: Election) -> None:
    assert FALL in falls_in(fallen(election, allowance((ONE, OTHER), "lists/hand//selections/fish")))


def test_a_signature_holds_for_what_was_signed_alone(election: Election) -> None:
    import msgspec

    changed = msgspec.structs.replace(allowance((ONE, OTHER)), reason="another reason")
    with pytest.raises(Refused, match="R533"):
        operators_who_signed(changed, "toytown", election.operators)
