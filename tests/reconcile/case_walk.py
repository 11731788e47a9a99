"""Random steps of a case, and what the page on its states says will come of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from sverka.errors import Refused
from sverka.reconcile.case_step import Step, StepKind
from sverka.reconcile.cases import CaseState, Decision, InCourt, decision_in_force, take
from tests.reconcile.case_page import NO_CASE, arrows, only_with_decision, table

MEMBERS = ("apple", "pear", "quince", "observers")
SAID = {"reason": "because", "why": "17", "stands": "hand", "authority": "the town's court"}
NEEDED = {
    "paper-checked": ({"documents", "reason"},),
    "recount-asked": ({"why", "reason"},),
    "recounted": ({"documents", "reason"},),
    "decided": ({"stands"},),
    "dissent": ({"reason"},),
    "disputed": ({"reason"},),
    "in-court": ({"reason"}, {"authority"}),
    "reopened": ({"reason"},),
}
MAY_FOLLOW = 0.6
ALONE = {"stands": "decided", "fields": "decided", "authority": "in-court"}


def walk(random: Random, n: int) -> Counter[str]:
    """Take `n` random steps, in cases of 500 each; what came of them, and how many were `wrong`."""
    state: CaseState | None = None
    seen = Counter[str]()
    for number in range(n):
        state = state if number % 500 else None
        step = random_step(random)
        awaited = expected(state, step)
        came, after = outcome(state, step)
        right = came == awaited and (after is state or after is None or kept(state, after, step))
        seen.update([came] if right else [came, "wrong"])
        state = after
    return seen


def outcome(state: CaseState | None, step: Step) -> tuple[str, CaseState | None]:
    """The name of the state that a step leads to, and the state; refused, the code and the state as it was."""
    try:
        after = take(state, step)
    except Refused as refused:
        return refused.code, state
    return name_of(after), after


def random_step(random: Random, kinds: Sequence[StepKind] = tuple(StepKind)) -> Step:
    """A step of one of some kinds, which says what it should or not."""
    kind = random.choice(kinds)
    said = {name: text for name, text in SAID.items() if random.random() < _chance(name, kind)}
    return Step(
        kind=kind,
        members=tuple(random.sample(MEMBERS, random.choice((1, 1, 2)))),
        documents=("ab" * 32,) if random.random() < 0.3 else (),
        fields={"pear": "machine"} if kind is StepKind.DECIDED and random.random() < 0.3 else {},
        **said,
    )


def likely(random: Random, state: CaseState | None) -> list[StepKind]:
    """More often than not, the kinds that may follow; else all, most of which may not."""
    may_follow = [StepKind(step) for at, step in arrows() if at == name_of(state)]
    return may_follow if random.random() < MAY_FOLLOW else list(StepKind)


def _chance(name: str, kind: StepKind) -> float:
    return 0.9 if ALONE.get(name, kind) == kind else 0.05


def name_of(state: CaseState | None) -> str:
    """The state as the page calls it."""
    return NO_CASE if state is None else type(state).__name__


def expected(state: CaseState | None, step: Step) -> str:
    """The state that a step leads to by the page, or the code with which it is refused."""
    at = (name_of(state), step.kind.value)
    decision = decision_in_force(state)
    if at not in arrows() or (at in only_with_decision() and decision is None):
        return table()[at]
    if step.kind is StepKind.DISSENT and decision and _again(decision, step):
        return "R420"
    return _misspoken(step) or arrows()[at]


def kept(state: CaseState | None, after: CaseState, step: Step) -> bool:
    """Whether a decision came, stayed and went as the page says."""
    before, now = decision_in_force(state), decision_in_force(after)
    match step.kind:
        case StepKind.DECIDED:
            return now == Decision(stands=step.stands, fields=step.fields, members=step.members)
        case StepKind.DISSENT:
            return now is not None and before is not None and _only_dissent_added(before, now, step)
        case StepKind.IN_COURT:
            return now == before and isinstance(after, InCourt) and after.authority == step.authority
        case _:
            return now is None


def _only_dissent_added(before: Decision, now: Decision, step: Step) -> bool:
    same = (now.stands, now.fields, now.members) == (before.stands, before.fields, before.members)
    return same and now.dissents == (*before.dissents, *step.members)


def _again(decision: Decision, step: Step) -> bool:
    return bool({*decision.members, *decision.dissents} & {*step.members})


def _misspoken(step: Step) -> str:
    said = {name for name in (*SAID, "documents", "fields") if getattr(step, name)}
    if any(not said & needed for needed in NEEDED.get(step.kind.value, ())):
        return "R421"
    return "R422" if any(name in said and step.kind != kind for name, kind in ALONE.items()) else ""
