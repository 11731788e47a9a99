"""The group's page: its members, cases by state, applications, drawings, its final document, what to take up next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.group import Group, Member
from sverka.publish.group.acts import Wrong
from sverka.publish.group.answers import answers_of
from sverka.publish.group.documents import Document
from sverka.publish.group.drawings import Drawing
from sverka.publish.group.files import APPLICATIONS_FILE, CASES_FILE
from sverka.publish.group.order import Queued
from sverka.publish.language import Translator
from sverka.publish.site.answers import AnswerSaid, answer_said
from sverka.publish.site.applications import OUTCOMES, ApplicationLine, application_line
from sverka.publish.site.case_links import CaseLink, case_link
from sverka.publish.site.deeds import Deed, deed_of, key_named, member_name
from sverka.publish.site.edition import Download, Edition
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.group_edition import GroupEdition
from sverka.publish.site.naming import contest_name
from sverka.publish.words.drawing import what_applications_show
from sverka.publish.words.group import ACTS, CASE_STATES, CASE_STEPS, MEMBER_KINDS
from sverka.publish.words.order import could_said
from sverka.publish.words.saying import Said
from sverka.record.facts import kind_of
from sverka.record.group_facts import CaseFact

SHOWN_OPEN = 60  # cases of one state; more are folded
QUEUE_SHOWN = 100  # of a country's cases; the file has them all
FILES = (CASES_FILE, APPLICATIONS_FILE)


@dataclass(frozen=True, slots=True)
class KeySaid:
    """A key by its name and id; since when it is enrolled, or why it is not to be trusted any more."""

    key: str
    since: str = ""
    revoked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """One member of the group."""

    name: str
    kind: str
    party: str
    keys: tuple[KeySaid, ...]


@dataclass(frozen=True, slots=True)
class CasesOfState:
    """The cases that stand alike, contest by contest; many of them are folded."""

    id: str
    said: Said
    cases: int
    contests: tuple[tuple[str, tuple[CaseLink, ...]], ...]
    folded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingLine:
    """One drawing, as far as it has come."""

    link: Link
    contest: str
    committed: Deed
    sample_size: int
    population_size: int
    digits: int
    drawn: Deed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """An open case in the order of work: what its difference could change, and how large it is."""

    case: CaseLink
    could: str
    gross: int


@dataclass(frozen=True, slots=True)
class WrongLine:
    """An act in the record that the rules do not allow, and the rule, as the command says it."""

    entry: int
    title: str
    code: str
    what: str


@dataclass(frozen=True, kw_only=True)
class GroupPage:
    """Everything the page shows."""

    frame: Frame
    name: str
    source: str
    parties_needed: int
    members: tuple[MemberLine, ...]
    document: Deed | None
    deadline: str
    answers: tuple[AnswerSaid, ...]
    states: tuple[CasesOfState, ...]
    cases: int
    several_contests: bool
    applications: tuple[ApplicationLine, ...]
    outcomes: tuple[str, ...]
    chosen: str
    drawings: tuple[DrawingLine, ...]
    queue: tuple[QueueLine, ...]
    queued: int
    wrong: tuple[WrongLine, ...]
    downloads: tuple[Download, ...]


def group_page(t: Translator, edition: Edition, group: GroupEdition) -> GroupPage:
    """The page in one language."""
    state, known = group.state, edition.election.group or Group(names=edition.election.names)
    document = state.documents.in_force
    cases = [case_link(t, edition, case) for case in state.cases.by_key.values()]
    works = _Works(t, edition, group)
    return GroupPage(
        frame=Frame(path="group.html", title=t._("Group"), changed_at=edition.changes.group),
        name=t.name(known.names),
        source=known.source,
        parties_needed=known.parties_needed,
        members=tuple(works.member(member) for member in known.members.values()),
        document=deed_of(t, edition, document.made) if document else None,
        deadline=document.made.fact.deadline if document else "",
        answers=works.answers(document) if document else (),
        states=tuple(_by_state(t, cases)),
        cases=len(cases),
        several_contests=len(edition.contests) > 1,
        applications=tuple(
            application_line(t, edition, each) for each in state.applications.by_number.values()
        ),
        outcomes=tuple(t._(words.title) for words in OUTCOMES.values()),
        chosen=what_applications_show(t),
        drawings=tuple(map(works.drawing, state.drawings.by_id.values())),
        queue=tuple(map(works.queued, edition.order[:QUEUE_SHOWN])),
        queued=len(edition.order),
        wrong=tuple(map(works.wrong, state.wrong)),
        downloads=tuple(found for path in FILES if (found := edition.download(path))),
    )


def _by_state(t: Translator, cases: list[CaseLink]) -> Iterator[CasesOfState]:
    for state, words in CASE_STATES.items():
        alike = tuple(case for case in cases if case.state == state)
        if alike:
            contests = dict.fromkeys(case.title for case in alike)
            of = tuple((title, tuple(case for case in alike if case.title == title)) for title in contests)
            yield CasesOfState(state, words.said(t), len(alike), of, folded=len(alike) > SHOWN_OPEN)


class _Works:
    """The parts of the page in one language."""

    def __init__(self, t: Translator, edition: Edition, group: GroupEdition) -> None:
        self.t, self.edition, self.group = t, edition, group

    def member(self, member: Member) -> MemberLine:
        """A member with its keys: those in force, then those revoked."""
        in_force = (KeySaid(key_named(vkey), since=self.group.enrolled.get(vkey, "")) for vkey in member.keys)
        revoked = (KeySaid(key_named(each.key), revoked=each.reason) for each in member.revoked)
        return MemberLine(
            name=member_name(self.t, member),
            kind=self.t._(MEMBER_KINDS[member.kind].title),
            party=member.party if member.party != member.id else "",
            keys=(*in_force, *revoked),
        )

    def answers(self, document: Document) -> tuple[AnswerSaid, ...]:
        """What each member answered."""
        found = answers_of(document, self.edition.results.snapshot)
        return tuple(answer_said(self.t, self.edition, each) for each in found)

    def drawing(self, drawing: Drawing) -> DrawingLine:
        """One drawing."""
        fact = drawing.committed.fact
        return DrawingLine(
            link=Link(drawing.draw, self.edition.addresses.drawings[drawing.draw]),
            contest=contest_name(self.t, self.edition.election, fact.contest),
            committed=deed_of(self.t, self.edition, drawing.committed),
            sample_size=fact.sample_size,
            population_size=fact.population_size,
            digits=len(drawing.seed),
            drawn=deed_of(self.t, self.edition, drawing.drawn) if drawing.drawn else None,
        )

    def queued(self, queued: Queued) -> QueueLine:
        """A case that is open."""
        election, contest = self.edition.election, self.edition.election.contests[queued.contest]
        could = could_said(self.t, queued.could, contest, election) if queued.could else ""
        case = self.group.state.cases.by_key[queued.contest, queued.station]
        return QueueLine(case=case_link(self.t, self.edition, case), could=could, gross=queued.gross)

    def wrong(self, wrong: Wrong) -> WrongLine:
        """An act that has no effect."""
        fact, refused = wrong.fact, wrong.refused
        words = CASE_STEPS[fact.step] if isinstance(fact, CaseFact) else ACTS[kind_of(fact)]
        return WrongLine(wrong.entry, self.t._(words.title), refused.code, refused.what)
