"""The states of a case: what the group did about one contest at one station, and what it may do next.

The diagram, and why each arrow is there, is docs/states/case.md; a test holds it against this file. A case says which
source stands and never why two counts differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import assert_never

from sverka.errors import Refused
from sverka.reconcile.case_step import Step, StepKind, check_says


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Which source stands, who decided so, and who dissented: a dissent stands beside it and changes nothing."""

    stands: str
    fields: Mapping[str, str]
    members: tuple[str, ...]
    dissents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The case is open, and nothing was looked at yet."""


@dataclass(frozen=True, slots=True)
class PaperChecked:
    """The papers were looked at."""


@dataclass(frozen=True, slots=True)
class RecountAsked:
    """A recount was asked for, and is awaited."""


@dataclass(frozen=True, slots=True)
class Recounted:
    """The ballots were counted again."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The group has decided."""

    decision: Decision


@dataclass(frozen=True, slots=True)
class Disputed:
    """The group came to no decision."""


@dataclass(frozen=True, slots=True)
class InCourt:
    """A court has it; a decision that was in force stays so until the case is reopened."""

    authority: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Reopened:
    """Taken up again: no decision is in force, and the papers or the ballots are to be looked at again."""

    reason: str


CaseState = Opened | PaperChecked | RecountAsked | Recounted | Decided | Disputed | InCourt | Reopened
STATES: tuple[type[CaseState], ...] = (
    *(Opened, PaperChecked, RecountAsked, Recounted),
    *(Decided, Disputed, InCourt, Reopened),
)


STATE_IDS: Mapping[type[CaseState], str] = {
    Opened: "opened",
    PaperChecked: "paper-checked",
    RecountAsked: "recount-asked",
    Recounted: "recounted",
    Decided: "decided",
    Disputed: "disputed",
    InCourt: "in-court",
    Reopened: "reopened",
}
"""What a state is called in files and answers: the word of the step that leads there."""


def state_id(state: CaseState) -> str:
    """The word for a state in files and answers.

    >>> state_id(RecountAsked())
    'recount-asked'
    """
    return STATE_IDS[type(state)]


def take(state: CaseState | None, step: Step) -> CaseState:
    """The state after a step; refused where the step may not follow, or does not say what it must."""
    if step.kind is StepKind.OPENED:
        after = _open(state)
    elif state is None:
        raise Refused("R411", "no case is open here", cure="open it: `sverka group open`")
    else:
        after = NEXT[step.kind](state, step)
    check_says(step)
    return after


def decision_in_force(state: CaseState | None) -> Decision | None:
    """The decision that a case has now."""
    return state.decision if isinstance(state, Decided | InCourt) else None


# one function for each step


def _open(state: CaseState | None) -> CaseState:
    if state is not None:
        raise Refused("R412", f"there is a case already, and {WHERE[type(state)]}", cure=GO_ON)
    return Opened()


def _check_paper(state: CaseState, step: Step) -> CaseState:
    match state:
        case Opened() | PaperChecked() | Reopened():
            return PaperChecked()
        case RecountAsked() | Recounted():
            return state  # whoever looks at the paper takes back no recount, asked for or held
        case Decided() | Disputed() | InCourt():
            raise _ended(state)
        case _:
            assert_never(state)


def _ask_recount(state: CaseState, step: Step) -> CaseState:
    match state:
        case Opened() | PaperChecked() | Recounted() | Reopened():
            return RecountAsked()
        case RecountAsked():
            raise Refused(
                "R416",
                "a recount is asked for already",
                cure="wait for it, or say that it was not held: `sverka group dispute`",
            )
        case Decided() | Disputed() | InCourt():
            raise _ended(state)
        case _:
            assert_never(state)


def _recount(state: CaseState, step: Step) -> CaseState:
    match state:
        case RecountAsked():
            return Recounted()
        case Opened() | PaperChecked() | Recounted() | Reopened():
            raise Refused(
                "R415", "no recount was asked for", cure="say first who asked and why: `sverka group ask`"
            )
        case Decided() | Disputed() | InCourt():
            raise _ended(state)
        case _:
            assert_never(state)


def _decide(state: CaseState, step: Step) -> CaseState:
    match state:
        case PaperChecked() | Recounted():
            return Decided(Decision(stands=step.stands, fields=step.fields, members=step.members))
        case Opened() | Reopened():
            raise Refused(
                "R413",
                f"nothing was looked at since the case was {'opened' if state == Opened() else 'reopened'}",
                cure="look at the papers, and say so: `sverka group check`",
            )
        case RecountAsked():
            raise Refused(
                "R414",
                "the recount that was asked for is not recorded",
                cure="record it: `sverka group recount`; if it was not held, `sverka group dispute` or, "
                "where the group takes it back, `sverka group reopen`",
            )
        case Decided() | Disputed() | InCourt():
            raise _ended(state)
        case _:
            assert_never(state)


def _dissent(state: CaseState, step: Step) -> CaseState:
    match state:
        case Decided(decision):
            return Decided(_with_dissent(decision, step.members))
        case InCourt(authority, decision) if decision:
            return InCourt(authority, _with_dissent(decision, step.members))
        case _:
            raise Refused(
                "R419", "no decision is in force, so none can be dissented from", cure="wait for a decision"
            )


def _dispute(state: CaseState, step: Step) -> CaseState:
    match state:
        case Opened() | PaperChecked() | RecountAsked() | Recounted() | Reopened():
            return Disputed()
        case Decided() | Disputed() | InCourt():
            raise _ended(state)
        case _:
            assert_never(state)


def _go_to_court(state: CaseState, step: Step) -> CaseState:
    match state:
        case Opened() | PaperChecked() | RecountAsked() | Recounted() | Disputed() | Reopened():
            return InCourt(step.authority)
        case Decided(decision):
            return InCourt(step.authority, decision)
        case InCourt():
            raise _ended(state)
        case _:
            assert_never(state)


def _reopen(state: CaseState, step: Step) -> CaseState:
    match state:
        case RecountAsked() | Decided() | Disputed() | InCourt():
            return Reopened(step.reason)
        case Opened() | PaperChecked() | Recounted() | Reopened():
            raise Refused("R418", "the case is open", cure="go on with it")
        case _:
            assert_never(state)


NEXT: Mapping[StepKind, Callable[[CaseState, Step], CaseState]] = {
    StepKind.PAPER_CHECKED: _check_paper,
    StepKind.RECOUNT_ASKED: _ask_recount,
    StepKind.RECOUNTED: _recount,
    StepKind.DECIDED: _decide,
    StepKind.DISSENT: _dissent,
    StepKind.DISPUTED: _dispute,
    StepKind.IN_COURT: _go_to_court,
    StepKind.REOPENED: _reopen,
}

GO_ON = "go on with that one; what has ended is taken up again with `sverka group reopen`"
WHERE: Mapping[type[CaseState], str] = {
    Opened: "it is open",
    PaperChecked: "its papers were looked at",
    RecountAsked: "a recount is awaited",
    Recounted: "the ballots were counted again",
    Decided: "it is decided",
    Disputed: "it is in dispute",
    InCourt: "it is in court",
    Reopened: "it is open again",
}


def _ended(state: Decided | Disputed | InCourt) -> Refused:
    cure = "take it up again, with the reason: `sverka group reopen`"
    if isinstance(state, Decided):
        cure += "; whoever is against the decision dissents, or goes to court"
    return Refused("R417", f"this cannot be done any more: {WHERE[type(state)]}", cure=cure)


def _with_dissent(decision: Decision, members: tuple[str, ...]) -> Decision:
    for member in members:
        if member in decision.members:
            raise Refused("R420", f"{member} signed this decision", cure="only others dissent from it")
        if member in decision.dissents:
            raise Refused("R420", f"{member} has dissented already", cure="one dissent of a member is enough")
    return replace(decision, dissents=(*decision.dissents, *members))
