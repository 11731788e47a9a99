"""What the final document says of the group's own work: cases, applications, drawings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sverka.domain.group import Group
from sverka.domain.ids import MemberId
from sverka.domain.names import Names
from sverka.publish.final_document.contests import names_of
from sverka.publish.final_document.work_contents import (
    ApplicationPart,
    CasePart,
    DecisionPart,
    DrawingPart,
    VoicePart,
)
from sverka.publish.group.acts import Act
from sverka.publish.group.applications import Application
from sverka.publish.group.cases import Case
from sverka.publish.group.drawings import Drawing
from sverka.publish.group.state import GroupState
from sverka.reconcile.cases import state_id
from sverka.record.group_facts import AnyGroupFact, CaseFact


def case_parts(group: GroupState) -> tuple[CasePart, ...]:
    """The cases, in the order in which they were opened."""
    return tuple(_case(case) for case in group.cases.cases())


def _case(case: Case) -> CasePart:
    return CasePart(
        contest=case.contest,
        station=case.station,
        state=state_id(case.state),
        application=_first(case, "application"),
        draw=_first(case, "draw"),
        decided=() if case.decision is None else (_decision(case.decision),),
        dissents=tuple(map(voice, case.dissents)),
        last=voice(case.acts[-1]),
    )


def _first(case: Case, what: str) -> str:
    """The first application, or drawing, that a step of the case names."""
    return next((named for act in case.acts if (named := str(getattr(act.fact, what)))), "")


def _decision(act: Act[CaseFact]) -> DecisionPart:
    fact = act.fact
    return DecisionPart(
        members=_members(act),
        parties=act.parties,
        reason=fact.reason,
        claimed=fact.claimed,
        stands=fact.stands,
        fields=fact.fields,
    )


def voice(act: Act[AnyGroupFact]) -> VoicePart:
    """Who did something, when and why."""
    return VoicePart(members=_members(act), reason=act.fact.reason, claimed=act.fact.claimed)


def _members(act: Act[AnyGroupFact]) -> tuple[str, ...]:
    return tuple(str(member.id) for member in act.members)


def application_parts(state: GroupState, group: Group) -> tuple[ApplicationPart, ...]:
    """The applications, in the order in which they came in."""
    return tuple(_application(each, state, group) for each in state.applications.by_number.values())


def _application(application: Application, state: GroupState, group: Group) -> ApplicationPart:
    asked = application.asked.fact
    member = group.members.get(MemberId(asked.applicant))
    return ApplicationPart(
        number=application.number,
        applicant=asked.applicant,
        names=names_of(member.names if member else Names.same(asked.applicant)),
        contest=asked.contest,
        reason=asked.reason,
        claimed=asked.claimed,
        stations=len(application.stations),
        withdrawn=len(application.withdrawn),
        granted=len(application.granted),
        declined=len(application.declined),
        waiting=len(application.waiting),
        decisions=tuple(map(voice, application.decisions)),
        cases=_by_state(
            case for case in state.cases.cases() if _first(case, "application") == application.number
        ),
    )


def drawing_parts(state: GroupState) -> tuple[DrawingPart, ...]:
    """The drawings, in the order in which they were committed."""
    return tuple(_drawing(each, state) for each in state.drawings.by_id.values())


def _drawing(drawing: Drawing, state: GroupState) -> DrawingPart:
    committed, drawn = drawing.committed.fact, drawing.drawn
    acts: list[Act[AnyGroupFact]] = [drawing.committed, *drawing.dice, *([drawn] if drawn else [])]
    return DrawingPart(
        draw=drawing.draw,
        contest=committed.contest,
        method=committed.method,
        population_size=committed.population_size,
        population=committed.population,
        sample_size=committed.sample_size,
        seed=drawing.seed,
        drawn=drawn.fact.drawn if drawn else "",
        members=tuple(dict.fromkeys(member for act in acts for member in _members(act))),
        cases=_by_state(case for case in state.cases.cases() if _first(case, "draw") == drawing.draw),
    )


def _by_state(cases: Iterable[Case]) -> dict[str, int]:
    return dict(Counter(state_id(case.state) for case in cases))
