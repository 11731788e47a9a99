"""The page of one case: every account in a column of its own, the steps of the group, the decision and the dissents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from sverka.domain.counts import Source
from sverka.publish.group.acts import Act
from sverka.publish.group.applications import Application
from sverka.publish.group.cases import Case
from sverka.publish.language import Translator
from sverka.publish.site.applications import OUTCOMES, applicant_name
from sverka.publish.site.case_accounts import Accounts, AccountSaid
from sverka.publish.site.case_links import CaseLink, case_link
from sverka.publish.site.case_sheet import CaseSheets, Standing
from sverka.publish.site.contradictions import FindingSaid
from sverka.publish.site.deeds import Deed, deed_of
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.naming import field_name
from sverka.publish.site.revisions import Revision
from sverka.publish.site.sayings import Saying
from sverka.publish.site.station import PairSaid, Stations


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSaid:
    """What stands: the account, the fields that have another one, who decided, and who dissents.

    `counted_since` : a count of the station came in after the decision
    """

    stands: str
    fields: tuple[tuple[str, str], ...]
    deed: Deed
    dissents: tuple[Deed, ...]
    counted_since: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSaid:
    """An application that names the station, and what became of it there."""

    number: str
    applicant: str
    deed: Deed
    outcome: str


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """Everything the page shows."""

    frame: Frame
    link: CaseLink
    station: Link
    contest: Link
    decision: DecisionSaid | None
    deeds: tuple[Deed, ...]
    applications: tuple[ApplicationSaid, ...]
    drawings: tuple[Link, ...]
    annulled: bool = False
    accounts: tuple[AccountSaid, ...] = ()
    refused: tuple[AccountSaid, ...] = ()
    votes: Markup = field(default=Markup())
    form: Markup = field(default=Markup())
    marks: Markup = field(default=Markup())
    marks_differ: bool = False
    pairs: tuple[PairSaid, ...] = ()
    findings: tuple[FindingSaid, ...] = ()
    revisions: tuple[Revision, ...] = ()


class Cases:
    """The pages of all cases in one language; what they share is made once."""

    def __init__(self, t: Translator, edition: Edition) -> None:
        self.t, self.edition = t, edition
        self.stations = Stations(t, edition)
        self.accounts = Accounts(t, edition, self.stations)
        self.sheets: dict[str, CaseSheets] = {}

    def page(self, case: Case) -> CasePage:
        """The page of one case."""
        t, edition = self.t, self.edition
        link = case_link(t, edition, case)
        page = CasePage(
            frame=Frame(
                path=link.path,
                title=t._("Case: station {station}, {contest}", station=case.station, contest=link.title),
                changed_at=0,
                trail=(Link(t._("Group"), "group.html"),),
            ),
            link=link,
            station=Link(case.station, edition.addresses.stations.get(case.station, "")),
            contest=Link(link.title, edition.addresses.contests.get(case.contest, "")),
            decision=self._decision(case),
            deeds=tuple(deed_of(t, edition, act) for act in case.acts),
            applications=tuple(self._application(each, case.station) for each in self._applications(case)),
            drawings=tuple(self._drawings(case)),
        )
        page = self._with_figures(page, case)
        return replace(page, frame=replace(page.frame, changed_at=self._changed_at(page, case)))

    def _changed_at(self, page: CasePage, case: Case) -> int:
        """A page names the last change of the station's counts, papers and refusals, and of the acts that it tells."""
        papers = [paper for account in page.accounts for paper in account.papers]
        papers += [paper for deed in page.deeds for paper in deed.papers]
        acts: list[Act[Any]] = []
        for each in self._applications(case):
            acts += [each.asked, *each.withdrawals, *each.decisions]
        return self.edition.changes.case(case, (paper.sha256 for paper in papers), acts)

    # what the group did

    def _decision(self, case: Case) -> DecisionSaid | None:
        act = case.decision
        if act is None:
            return None
        contest = self.edition.election.contests.get(case.contest)
        fields = act.fact.fields.items()
        return DecisionSaid(
            stands=self._named(act.fact.stands),
            fields=tuple(
                (field_name(self.t, contest, field) if contest else field, self._named(source))
                for field, source in fields
            ),
            deed=deed_of(self.t, self.edition, act),
            dissents=tuple(deed_of(self.t, self.edition, each) for each in case.dissents),
            counted_since=any(saying.entry > act.entry for saying in self._sayings(case)),
        )

    def _named(self, source: str) -> str:
        return self.stations.named(Source.parse(source))[0]

    def _sayings(self, case: Case) -> Iterator[Saying]:
        """The last count of each source at the station."""
        figures = self.edition.contests.get(case.contest)
        for source in figures.results.tables if figures else ():
            saying = self.edition.sayings.of(case.contest, source, case.station)
            if saying:
                yield saying

    def _applications(self, case: Case) -> list[Application]:
        group = self.edition.group
        known = group.state.applications.by_number.values() if group else ()
        return [each for each in known if each.contest == case.contest and case.station in each.stations]

    def _application(self, application: Application, station: str) -> ApplicationSaid:
        return ApplicationSaid(
            number=application.number,
            applicant=applicant_name(self.t, application),
            deed=deed_of(self.t, self.edition, application.asked),
            outcome=self.t._(OUTCOMES[application.outcome_of(station)].title),
        )

    def _drawings(self, case: Case) -> Iterator[Link]:
        """The drawings that any step names."""
        for draw in dict.fromkeys(act.fact.draw for act in case.acts if act.fact.draw):
            yield Link(draw, self.edition.addresses.drawings.get(draw, ""))

    # what the accounts say

    def _with_figures(self, page: CasePage, case: Case) -> CasePage:
        """The page with its columns, where the contest is known and the station votes in it."""
        figures = self.edition.contests.get(case.contest)
        if figures is None or case.station not in figures.position:
            return page
        sheets = self._sheets(figures)
        columns = sheets.columns(case.station)
        act = case.decision
        standing = Standing(act.fact.stands, act.fact.fields) if act else None
        names = {str(column.source): self.stations.named(column.source)[0] for column in columns}
        refused = self.accounts.refused(case, columns)
        rows = sheets.rows(columns, standing, names, len(refused))
        line = figures.position[case.station]
        sources = dict.fromkeys(column.source for column in columns)
        return replace(
            page,
            annulled=bool(figures.results.annulled[line]),
            accounts=self.accounts.of(figures, columns, case),
            refused=refused,
            votes=rows.votes,
            form=rows.form,
            marks=rows.marks,
            marks_differ=rows.marks_differ,
            pairs=self.stations.pairs(figures, line),
            findings=self.stations.findings(figures, case.station),
            revisions=self.stations.revisions(figures, sources, case.station),
        )

    def _sheets(self, figures: ContestFigures) -> CaseSheets:
        contest = figures.contest.id
        if contest not in self.sheets:
            lines, cells = self.stations.lines_of(contest), self.stations.cells
            self.sheets[contest] = CaseSheets(self.t, figures, self.edition.sheets[contest], cells, lines)
        return self.sheets[contest]
