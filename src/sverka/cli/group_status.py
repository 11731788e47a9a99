"""`sverka group status`: what the group did so far, and what waits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import typer

from sverka.cli.folders import open_state
from sverka.cli.options import AtSize, Folder, Json
from sverka.cli.screen import Screen

if TYPE_CHECKING:
    from sverka.domain.election import Election
    from sverka.domain.ids import MemberId
    from sverka.publish.group.documents import Document
    from sverka.publish.group.order import Queued
    from sverka.publish.group.state import GroupState

SHOWN = 20  # of those that wait; all of them are in the answer with --json and on the page of the group


def status(context: typer.Context, folder: Folder, at: AtSize = None, json: Json = False) -> int:
    """Show cases by state, applications, drawings, the final document with its answers, and what to look at next."""
    from sverka.errors import Refused
    from sverka.office.group_acts import group_state_of
    from sverka.publish.group.order import order_of_work
    from sverka.publish.group.status_answer import status_answer
    from sverka.publish.results import Results

    screen = Screen.of(context)
    state = open_state(folder, screen, size=at)
    if state.election.group is None:
        raise Refused("R406", "the definition has no group", cure="add [group] to it: `sverka define`")
    group = group_state_of(state)
    queue = order_of_work(Results(state.election, state.snapshot), group)
    if json:
        screen.answer(status_answer(group, state.election.group, queue, state.snapshot.size))
    else:
        _Shown(screen, state.election, group).everything(queue)
    return 1 if group.wrong else 0


class _Shown:
    """The tables of a status, in the language of the screen."""

    def __init__(self, screen: Screen, election: Election, group: GroupState) -> None:
        self.screen = screen
        self.t = screen.words
        self.election = election
        self.group = group

    def everything(self, queue: tuple[Queued, ...]) -> None:
        """One table for each thing that there is."""
        t = self.t
        if not any((self.group.cases.acts, self.group.applications.by_number, self.group.drawings.by_id)):
            self.screen.say(t._("The group has not acted yet."))
        self._cases()
        self._applications()
        self._drawings()
        for document in self.group.documents.made[-1:]:
            self._document(document)
        self._queue(queue)
        self._wrong()

    def _cases(self) -> None:
        from sverka.publish.words.group import CASE_STATES
        from sverka.reconcile.cases import state_id

        t = self.t
        found = Counter(state_id(case.state) for case in self.group.cases.cases())
        rows = [
            (t._(words.title), t.number(found[state])) for state, words in CASE_STATES.items() if found[state]
        ]
        if rows:
            self.screen.table(t._("Cases"), (t._("State"), t._("Cases")), rows)

    def _applications(self) -> None:
        t = self.t
        rows = [
            (
                each.number,
                self._member(each.asked.fact.applicant),
                *map(
                    t.number,
                    map(len, (each.stations, each.withdrawn, each.granted, each.declined, each.waiting)),
                ),
            )
            for each in self.group.applications.by_number.values()
        ]
        asked = (t._("Number"), t._("Applicant"), t._("stations asked for"))
        columns = (*asked, t._("withdrawn"), t._("granted"), t._("declined"), t._("waiting"))
        if rows:
            self.screen.table(t._("Applications for recount"), columns, rows, text=2)

    def _drawings(self) -> None:
        t = self.t
        rows = [
            (
                each.draw,
                t._("drawn")
                if each.drawn
                else t._("digits still to be rolled: {n}", n=t.number(each.digits_missing)),
                t.number(each.committed.fact.sample_size),
                t.number(each.committed.fact.population_size),
            )
            for each in self.group.drawings.by_id.values()
        ]
        if rows:
            columns = (t._("Drawing"), t._("State"), t._("stations"), t._("of"))
            self.screen.table(t._("Drawings"), columns, rows, text=2)

    def _document(self, document: Document) -> None:
        t = self.t
        title = t._(
            "Final document over the first {n} facts; answers until {deadline}",
            n=t.number(document.made.fact.record_size),
            deadline=t.moment(document.made.fact.deadline),
        )
        rows = [
            (self._member(member), *self._answer(document, member)) for member in document.made.group.members
        ]
        self.screen.table(title, (t._("Member"), t._("Answer"), t._("Reason")), rows, text=3)

    def _answer(self, document: Document, member: MemberId) -> tuple[str, str]:
        from sverka.publish.words.group import ACTS
        from sverka.record.facts import kind_of

        act = document.answers.get(member)
        if act is None:
            return self.t._("no answer"), ""
        return self.t._(ACTS[kind_of(act.fact)].title), act.fact.reason

    def _queue(self, queue: tuple[Queued, ...]) -> None:
        from sverka.publish.words.group import CASE_STATES
        from sverka.publish.words.order import could_said
        from sverka.reconcile.cases import state_id

        t = self.t
        if not queue:
            return
        rows = []
        for each in queue[:SHOWN]:
            contest = self.election.contests[each.contest]
            could = could_said(t, each.could, contest, self.election) if each.could else ""
            said = t._(CASE_STATES[state_id(each.state)].title)
            rows.append((each.station, self.screen.name(contest.names), said, could, t.number(each.gross)))
        columns = (t._("Station"), t._("Contest"), t._("State"), t._("What it could change"), t._("Size"))
        self.screen.table(t._("What to look at next"), columns, rows, text=4)
        if len(queue) > SHOWN:
            self.screen.say(t._("{n} more; all of them with --json.", n=t.number(len(queue) - SHOWN)))

    def _wrong(self) -> None:
        t = self.t
        for wrong in self.group.wrong:
            self.screen.say(
                t._(
                    "Entry {entry} of the record has no effect. {what}",
                    entry=wrong.entry,
                    what=str(wrong.refused),
                )
            )

    def _member(self, organisation: str) -> str:
        """The name of a member; another organisation as it is written."""
        group = self.election.group
        found = next((m for m in group.members.values() if m.id == organisation), None) if group else None
        return self.screen.name(found.names) if found else organisation
