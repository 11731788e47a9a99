"""What `sverka group status --json` answers; other programs rely on this shape (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sverka.domain.group import Group
from sverka.publish.group.acts import Act, Wrong
from sverka.publish.group.applications import Application
from sverka.publish.group.cases import Case
from sverka.publish.group.documents import Document, is_report
from sverka.publish.group.drawings import Drawing
from sverka.publish.group.order import Could, Queued
from sverka.publish.group.state import GroupState
from sverka.reconcile.cases import state_id
from sverka.record.facts import kind_of
from sverka.record.group_facts import AnyGroupFact, CaseFact

Answer = dict[str, Any]


def status_answer(state: GroupState, group: Group, queue: Iterable[Queued], record_size: int) -> Answer:
    """Everything that the group did, and what waits."""
    return {
        "record_size": record_size,
        "members": [
            {"id": member.id, "kind": member.kind.value, "party": member.party, "keys": list(member.keys)}
            for member in group.members.values()
        ],
        "cases": [_case(case) for case in state.cases.cases()],
        "applications": [_application(each) for each in state.applications.by_number.values()],
        "drawings": [_drawing(each) for each in state.drawings.by_id.values()],
        "documents": [_document(each) for each in state.documents.made],
        "queue": [_queued(each) for each in queue],
        "wrong": [_wrong(each) for each in state.wrong],
    }


def _case(case: Case) -> Answer:
    decision = case.decision
    return {
        "contest": case.contest,
        "station": case.station,
        "state": state_id(case.state),
        "steps": [{"step": act.fact.step, **_act(act)} for act in case.acts],
        "decision": _decision(decision) if decision else None,
        "dissents": [_act(act) for act in case.dissents],
        "documents": list(case.documents),
    }


def _decision(act: Act[CaseFact]) -> Answer:
    return {**_act(act), "stands": act.fact.stands, "fields": act.fact.fields}


def _act(act: Act[AnyGroupFact]) -> Answer:
    return {
        "entry": act.entry,
        "members": [member.id for member in act.members],
        "claimed": act.fact.claimed,
        "received": act.fact.received,
        "reason": act.fact.reason,
    }


def _application(application: Application) -> Answer:
    return {
        "number": application.number,
        "applicant": application.asked.fact.applicant,
        "contest": application.contest,
        **_act(application.asked),
        "stations": list(application.stations),
        "withdrawn": list(application.withdrawn),
        "granted": list(application.granted),
        "declined": list(application.declined),
        "waiting": list(application.waiting),
    }


def _drawing(drawing: Drawing) -> Answer:
    fact = drawing.committed.fact
    return {
        "draw": drawing.draw,
        "contest": fact.contest,
        **_act(drawing.committed),
        "method": fact.method,
        "population_size": fact.population_size,
        "sample_size": fact.sample_size,
        "digits": len(drawing.seed),
        "drawn": None if drawing.drawn is None else _act(drawing.drawn),
    }


def _document(document: Document) -> Answer:
    fact = document.made.fact
    answers: Mapping[str, Answer] = {
        member: {"answer": kind_of(act.fact), **_act(act), "reported": is_report(act)}
        for member, act in document.answers.items()
    }
    return {
        "document": document.sha256,
        **_act(document.made),
        "record_size": fact.record_size,
        "deadline": fact.deadline,
        "answers": answers,
        "no_answer": [member for member in document.made.group.members if member not in document.answers],
    }


def _queued(queued: Queued) -> Answer:
    return {
        "contest": queued.contest,
        "station": queued.station,
        "state": state_id(queued.state),
        "gross": queued.gross,
        "could": _could(queued.could) if queued.could else None,
    }


def _could(could: Could) -> Answer:
    condition = could.condition
    return {
        "condition": condition.kind.value,
        "selection": condition.selection,
        "other": condition.other,
        "area": condition.area or None,
        "holds": condition.holds,
        "missing": str(condition.votes),
        "moved": str(could.moved),
        "source": str(could.source),
    }


def _wrong(wrong: Wrong) -> Answer:
    return {
        "entry": wrong.entry,
        "kind": kind_of(wrong.fact),
        "code": wrong.refused.code,
        "what": wrong.refused.what,
    }
