"""Cases: what the group did about each contest at each station, as its facts add up to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from sverka.domain.ids import ContestId, StationId
from sverka.errors import Refused
from sverka.publish.group.acts import Act, check_parties
from sverka.reconcile.case_step import Step, StepKind
from sverka.reconcile.cases import CaseState, decision_in_force, take
from sverka.record.group_facts import AnyGroupFact, CaseFact

OF_THE_GROUP = {StepKind.DECIDED, StepKind.REOPENED}  # what settles a case, and what unsettles one


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One contest at one station: its state, and the acts that led there, the first one opened it."""

    contest: ContestId
    station: StationId
    state: CaseState
    acts: tuple[Act[CaseFact], ...]

    @property
    def decision(self) -> Act[CaseFact] | None:
        """The decision in force."""
        acts = self._since_decision
        return acts[0] if acts else None

    @property
    def dissents(self) -> tuple[Act[CaseFact], ...]:
        """Those that stand beside the decision in force."""
        return tuple(act for act in self._since_decision if act.fact.step == "dissent")

    @property
    def documents(self) -> tuple[str, ...]:
        """The papers that any step names, by their hashes, each once."""
        return tuple(dict.fromkeys(sha256 for act in self.acts for sha256 in act.fact.documents))

    @property
    def _since_decision(self) -> tuple[Act[CaseFact], ...]:
        if decision_in_force(self.state) is None:
            return ()
        last = max(place for place, act in enumerate(self.acts) if act.fact.step == "decided")
        return self.acts[last:]


@dataclass
class Cases:
    """All cases, as acts add up to them."""

    acts: list[Act[CaseFact]] = field(default_factory=list)
    by_key: dict[tuple[ContestId, StationId], Case] = field(default_factory=dict)

    def take(self, act: Act[AnyGroupFact]) -> None:
        """Let a step have its effect; refused, nothing has changed."""
        step = cast("Act[CaseFact]", act)
        fact = step.fact
        key = ContestId(fact.contest), StationId(fact.station)
        before = self.by_key.get(key)
        try:
            state = take(before.state if before else None, step_of(step))
        except Refused as refused:
            what = f"station {fact.station}, {fact.contest}: {refused.what}"
            raise Refused(refused.code, what, cure=refused.cure) from refused
        if StepKind(fact.step) in OF_THE_GROUP:
            check_parties(act)
        acts = (*before.acts, step) if before else (step,)
        self.by_key[key] = Case(contest=key[0], station=key[1], state=state, acts=acts)
        self.acts.append(step)

    def state_of(self, contest: str, station: str) -> CaseState | None:
        """The state of a case, None where there is no case."""
        case = self.by_key.get((ContestId(contest), StationId(station)))
        return case.state if case else None

    def cases(self, contest: ContestId | None = None) -> tuple[Case, ...]:
        """The cases of a contest, or all, in the order in which they were opened."""
        return tuple(case for case in self.by_key.values() if contest in (None, case.contest))


def step_of(act: Act[CaseFact]) -> Step:
    """A fact as a step of a case."""
    fact = act.fact
    return Step(
        kind=StepKind(fact.step),
        members=tuple(str(member.id) for member in act.members),
        reason=fact.reason,
        documents=fact.documents,
        why=fact.application or fact.draw,
        stands=fact.stands,
        fields=fact.fields,
        authority=fact.authority,
    )
