"""The states of a case, held against the diagram on their page."""

from __future__ import annotations

from random import Random

import pytest

from sverka.errors import Refused
from sverka.reconcile.case_step import Step, StepKind
from sverka.reconcile.cases import (
    STATES,
    CaseState,
    Decided,
    InCourt,
    Opened,
    PaperChecked,
    RecountAsked,
    Reopened,
    decision_in_force,
    take,
)
from tests.reconcile.case_page import NO_CASE, arrows, table
from tests.reconcile.case_walk import walk


def step(kind: StepKind, *members: str, reason: str = "because", stands: str = "") -> Step:
    authority = "the court" if kind is StepKind.IN_COURT else ""
    return Step(kind=kind, members=members or ("apple",), reason=reason, stands=stands, authority=authority)


def after(*steps: Step) -> CaseState:
    state: CaseState | None = None
    for each in steps:
        state = take(state, each)
    assert state is not None
    return state


OPEN, CHECK, ASK = step(StepKind.OPENED), step(StepKind.PAPER_CHECKED), step(StepKind.RECOUNT_ASKED)
DECIDE = step(StepKind.DECIDED, "apple", "pear", stands="hand")
COURT, REOPEN = step(StepKind.IN_COURT), step(StepKind.REOPENED)


def refused(state: CaseState | None, taken: Step) -> str:
    with pytest.raises(Refused) as caught:
        take(state, taken)

    assert caught.value.cure
    return caught.value.code


# the page


def test_the_page_speaks_of_every_pair_of_state_and_step() -> None:
    states = [NO_CASE, *(state.__name__ for state in STATES)]

    assert set(table()) == {(state, kind.value) for state in states for kind in StepKind}


def test_the_diagram_has_an_arrow_exactly_where_the_table_has_one() -> None:
    in_table = {at for at, cell in table().items() if cell == "→"}
    only_guarded = {("InCourt", "dissent")}

    assert set(arrows()) - only_guarded == in_table


def test_10_000_random_steps_go_where_the_diagram_says() -> None:
    seen = walk(Random(20211128), 10_000)

    assert seen.pop("wrong", 0) == 0
    assert set(seen) == {state.__name__ for state in STATES} | {f"R{code}" for code in range(411, 423)}


# what a commission would ask


def test_a_case_can_be_decided_after_the_papers_alone() -> None:
    assert isinstance(after(OPEN, CHECK, DECIDE), Decided)


def test_a_case_whose_papers_were_checked_can_still_be_recounted() -> None:
    assert after(OPEN, CHECK, ASK) == RecountAsked()


def test_nothing_is_decided_before_anyone_looked() -> None:
    assert refused(after(OPEN), DECIDE) == "R413"
    assert refused(after(OPEN, CHECK, DECIDE, REOPEN), DECIDE) == "R413"


def test_nothing_is_decided_while_a_recount_is_awaited() -> None:
    assert refused(after(OPEN, CHECK, ASK, CHECK), DECIDE) == "R414"


def test_a_recount_that_is_not_to_be_held_is_taken_back_and_then_decided_on_the_papers() -> None:
    assert isinstance(after(OPEN, ASK, REOPEN, CHECK, DECIDE), Decided)


def test_a_decision_stays_in_force_in_court_until_the_case_is_reopened() -> None:
    in_court = after(OPEN, CHECK, DECIDE, COURT)

    assert isinstance(in_court, InCourt)
    assert decision_in_force(in_court) == decision_in_force(after(OPEN, CHECK, DECIDE))
    assert decision_in_force(take(in_court, REOPEN)) is None
    assert take(in_court, REOPEN) == Reopened("because")


def test_a_dissent_stands_beside_the_decision_and_changes_no_state() -> None:
    decided = after(OPEN, CHECK, DECIDE, step(StepKind.DISSENT, "quince"))

    assert isinstance(decided, Decided)
    assert (decided.decision.members, decided.decision.dissents) == (("apple", "pear"), ("quince",))


def test_who_signed_a_decision_does_not_dissent_from_it_and_nobody_does_so_twice() -> None:
    decided = after(OPEN, CHECK, DECIDE, step(StepKind.DISSENT, "quince"))

    assert refused(decided, step(StepKind.DISSENT, "pear")) == "R420"
    assert refused(decided, step(StepKind.DISSENT, "quince")) == "R420"


def test_spaces_are_no_reason() -> None:
    assert refused(after(OPEN), step(StepKind.DISPUTED, reason=" ")) == "R421"


def test_a_refused_step_says_where_the_case_is() -> None:
    with pytest.raises(Refused, match="in court"):
        take(after(OPEN, COURT), CHECK)


def test_states_that_hold_the_same_are_the_same() -> None:
    assert (after(OPEN), after(OPEN, CHECK)) == (Opened(), PaperChecked())
