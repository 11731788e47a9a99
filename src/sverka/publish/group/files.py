"""The group's work as files for others: `data/cases.csv` and `data/applications.csv` (docs/published-files.md).

::

    contest,station,state,opened,last_step,stands,fields,decided_by,dissents,application,draw,place,gross
    parties,0002,decided,2021-12-05T10:00:00+06:00,2021-12-09T…,recount,bread=protocol,apple pear,quince,17,,,

    number,applicant,contest,station,outcome,asked,reason,state
    17,apple,parties,0002,granted,2021-12-04T12:00:00+06:00,the copy and the published protocol differ,decided

Ids are those of the definition. Several members or fields stand in one cell with a space between them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from sverka.domain.ids import ContestId, StationId
from sverka.formats.datapackage import ExportedFile
from sverka.publish.group.acts import Act
from sverka.publish.group.applications import Application
from sverka.publish.group.cases import Case
from sverka.publish.group.order import Queued, order_of_work
from sverka.publish.group.state import GroupState
from sverka.publish.results import Results
from sverka.reconcile.cases import state_id
from sverka.record.group_facts import AnyGroupFact

CASES_FILE, APPLICATIONS_FILE = "data/cases.csv", "data/applications.csv"

CASE_TITLES = (
    *("contest", "station", "state", "opened", "last_step", "stands", "fields", "decided_by", "dissents"),
    *("application", "draw", "place", "gross"),
)
APPLICATION_TITLES = ("number", "applicant", "contest", "station", "outcome", "asked", "reason", "state")


def export_group(results: Results, state: GroupState) -> Iterator[ExportedFile]:
    """The files, by their paths from the folder of a site; one where there is something to say."""
    if state.cases.by_key:
        order = order_of_work(results, state)
        yield ExportedFile(path=CASES_FILE, title="Cases of the group", data=format_cases(state, order))
    if state.applications.by_number:
        yield ExportedFile(
            path=APPLICATIONS_FILE, title="Applications for recount", data=format_applications(state)
        )


def format_cases(state: GroupState, order: Sequence[Queued]) -> bytes:
    """Every case in one line, in the order in which they were opened; `place` is its place in the order of work."""
    queued = {(each.contest, each.station): (place, each.gross) for place, each in enumerate(order, start=1)}
    lines = (
        (*_case(case), *queued.get((case.contest, case.station), ("", ""))) for case in state.cases.cases()
    )
    return _csv(CASE_TITLES, lines)


def format_applications(state: GroupState) -> bytes:
    """Every station of every application in one line."""
    lines = (line for each in state.applications.by_number.values() for line in _application(each, state))
    return _csv(APPLICATION_TITLES, lines)


def _csv(titles: Sequence[str], lines: Iterable[Sequence[object]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows(lines)
    return written.getvalue().encode()


def _case(case: Case) -> tuple[str, ...]:
    decision = case.decision
    return (
        case.contest,
        case.station,
        state_id(case.state),
        _when(case.acts[0]),
        _when(case.acts[-1]),
        decision.fact.stands if decision else "",
        " ".join(f"{field}={source}" for field, source in decision.fact.fields.items()) if decision else "",
        _members([decision]) if decision else "",
        _members(case.dissents),
        _named(act.fact.application for act in case.acts),
        _named(act.fact.draw for act in case.acts),
    )


def _application(application: Application, state: GroupState) -> Iterator[tuple[str, ...]]:
    asked = application.asked
    for station in application.stations:
        case = state.cases.by_key.get((ContestId(application.contest), StationId(station)))
        yield (
            application.number,
            asked.fact.applicant,
            application.contest,
            station,
            application.outcome_of(station),
            _when(asked),
            asked.fact.reason,
            state_id(case.state) if case else "",
        )


def _when(act: Act[AnyGroupFact]) -> str:
    return act.fact.claimed or act.fact.received


def _members(acts: Iterable[Act[AnyGroupFact]]) -> str:
    return " ".join(str(member.id) for act in acts for member in act.members)


def _named(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, names)))
