"""Record what the law's body decided on the result: from then on pages say by which decision, and that there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sverka.errors import Fault, Refused
from sverka.office.chain import Chain
from sverka.office.folder import State
from sverka.publish.decided import ALL, decided
from sverka.record.fact_shape import SCHEMA
from sverka.record.night_facts import DecisionFact

DAY = len("2021-12-15")


@dataclass(frozen=True, kw_only=True)
class Official:
    """A decision as a person gave it; `contest` is "" for all, `cancels` where it takes an earlier one back."""

    authority: str
    number: str
    decided: str
    contest: str = ALL
    reason: str = ""
    cancels: bool = False


def record_decision(state: State, official: Official, *, received: str) -> int:
    """Record the decision; gives its entry."""
    _check_contest(state, official)
    _check_date(state, official, received)
    _check_follows(state, official)
    fact = DecisionFact(
        schema=SCHEMA,
        received=received,
        authority=official.authority,
        number=official.number,
        state="cancelled" if official.cancels else "in-force",
        claimed=official.decided,
        contest=official.contest,
        reason=official.reason,
    )
    receipt = state.folder.append(Chain(state).link([fact]), after=state.snapshot.size)
    return receipt.indexes[0]


def _check_contest(state: State, official: Official) -> None:
    if official.contest != ALL and official.contest not in state.election.contests:
        raise Fault(
            f"no contest {official.contest!r} in this election",
            place="--contest",
            cure="give the id of a contest as the definition has it, or leave it out for all",
        )


def _check_date(state: State, official: Official, received: str) -> None:
    """A decision on the result is taken after the vote, and before anyone can tell of it."""
    day = official.decided[:DAY]
    if day < state.election.held_on.isoformat():
        raise Refused(
            "R541",
            f"a decision of {day} cannot be on the result of a vote of {state.election.held_on.isoformat()}",
            cure="look at the date of the decision: --date",
        )
    if day > datetime.fromisoformat(received).date().isoformat():
        raise Refused(
            "R542",
            f"a decision of {day} was not taken yet when it came in, at {received}",
            cure="look at the date of the decision: --date; or say when it came: --received",
        )


def _check_follows(state: State, official: Official) -> None:
    """What the record says already is not said again; one decision takes the place of another with its reason."""
    held = decided(state.snapshot.decisions).get(official.contest)
    of = official.contest or "all contests"
    if official.cancels:
        if held is None:
            raise Refused(
                "R543",
                f"no decision on {of} is in force",
                cure="the page corrections.html lists what is; give --contest as it was given then",
            )
        return
    if held is None:
        return
    index, fact = held
    if (fact.authority, fact.number, fact.claimed) == (official.authority, official.number, official.decided):
        raise Refused(
            "R544", f"entry {index} of the record says so already", cure="nothing is left to be done"
        )
    if not official.reason:
        raise Refused(
            "R545",
            f"another decision on {of} is in force: {fact.authority}, number {fact.number} of {fact.claimed}",
            cure="say why this one takes its place: --reason TEXT; or take that one back: --cancel",
        )
