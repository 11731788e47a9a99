"""Cases as the facts of the group add up to them."""

from __future__ import annotations

import pytest

from sverka.errors import Refused
from sverka.reconcile.cases import Decided, Reopened
from tests.group_town import step
from tests.publish.group.acting import Acting

PAPER = "ab" * 32


@pytest.fixture
def decided() -> Acting:
    """The group after it decided on station 0002: apple and pear for, quince against."""
    group = Acting()
    group.do(step("0002", "opened"), "observers")
    group.do(step("0002", "paper-checked", documents=(PAPER,)), "observers")
    group.do(step("0002", "decided", stands="hand", fields={"pear": "machine"}), "apple", "pear")
    group.do(step("0002", "dissent", reason="the tape is clear"), "quince")
    return group


def test_a_case_has_its_decision_the_dissents_beside_it_and_its_papers(decided: Acting) -> None:
    (case,) = decided.state.cases.cases()

    assert isinstance(case.state, Decided)
    assert case.decision
    assert case.decision.fact.fields == {"pear": "machine"}
    assert [act.members[0].id for act in case.dissents] == ["quince"]
    assert case.documents == (PAPER,)


def test_a_decision_of_one_party_is_none() -> None:
    group = Acting()
    group.do(step("0002", "opened"), "observers")
    group.do(step("0002", "paper-checked", reason="the protocol"), "observers")

    for members in (["apple"], ["apple", "apple-youth"], ["apple", "observers"]):
        assert group.refused(step("0002", "decided", stands="hand"), *members) == "R405"


def test_one_party_does_not_reopen_what_two_decided(decided: Acting) -> None:
    assert decided.refused(step("0002", "reopened", reason="new papers"), "quince") == "R405"


def test_what_was_decided_before_it_was_reopened_is_in_force_no_longer(decided: Acting) -> None:
    decided.do(step("0002", "reopened", reason="new papers"), "quince", "apple")

    (case,) = decided.state.cases.cases()
    assert case.state == Reopened("new papers")
    assert (case.decision, case.dissents) == (None, ())
    assert len(case.acts) == 5


def test_a_dissent_from_an_earlier_decision_does_not_stand_beside_a_later_one(decided: Acting) -> None:
    decided.do(step("0002", "reopened", reason="new papers"), "quince", "apple")
    decided.do(step("0002", "paper-checked", reason="the new ones"), "apple")
    decided.do(step("0002", "decided", stands="machine"), "quince", "apple")

    (case,) = decided.state.cases.cases()
    assert case.decision
    assert case.decision.fact.stands == "machine"
    assert case.dissents == ()
    decided.do(step("0002", "dissent", reason="the paper is clear"), "pear")


def test_contests_of_a_station_are_cases_of_their_own() -> None:
    group = Acting()
    group.do(step("0001", "opened"), "apple")
    group.do(step("0001", "opened", contest="mayor-north"), "apple")

    assert [case.contest for case in group.state.cases.cases()] == ["council", "mayor-north"]
    assert group.refused(step("0001", "opened"), "pear") == "R412"


def test_a_refusal_says_which_station_it_is_about() -> None:
    with pytest.raises(Refused, match="station 0101, council"):
        Acting().do(step("0101", "decided", stands="hand"), "apple", "pear")
