"""The page of one station: every count of it side by side, and everything that is known around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId, StationId
from sverka.domain.places import Machine, Station
from sverka.publish.language import Translator
from sverka.publish.site.case_links import CaseLink, case_link
from sverka.publish.site.cells import Cells
from sverka.publish.site.contradictions import Contradictions, FindingSaid
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import IDENTICAL, NOT_COMPARED, ContestFigures, kind_of
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.naming import area_name, source_name, station_name
from sverka.publish.site.papers import Paper, papers_of
from sverka.publish.site.revisions import Revision, revisions
from sverka.publish.site.sayings import Decision, Saying
from sverka.publish.site.sheets import Lines
from sverka.publish.words.kinds import NO_DIFFERENCE, kind_said
from sverka.publish.words.kinds import NOT_COMPARED as NOTHING_TO_COMPARE
from sverka.publish.words.saying import Said
from sverka.publish.words.states import MACHINES, way_of
from sverka.reconcile.kinds import names_of
from sverka.record.facts import RefusedCopyFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One source's count of the station, and when it was counted and came in."""

    source: Source
    name: str
    way: str
    law: bool
    saying: Saying | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSaid:
    """What two counts of the station say of each other."""

    sources: tuple[Source, Source]
    left: str
    right: str
    differs: bool
    kind: Said
    also: tuple[str, ...] = ()
    gross: int = 0
    net: int = 0


@dataclass(frozen=True, kw_only=True)
class Section:
    """One contest of the station."""

    id: str
    title: str
    path: str
    annulled: bool
    columns: tuple[Column, ...]
    together: str
    pairs: tuple[PairSaid, ...]
    votes: Markup
    form: Markup
    marks: Markup
    marks_differ: bool
    findings: tuple[FindingSaid, ...] = ()
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StationPage:
    """Everything the page shows."""

    frame: Frame
    id: str
    name: str
    registered: int | None
    machine: str
    counted_at: str
    counts_for: tuple[str, ...]
    sections: tuple[Section, ...]
    decisions: tuple[tuple[Decision, bool], ...] = field(default=())
    papers: tuple[Paper, ...] = field(default=())
    cases: tuple[CaseLink, ...] = field(default=())
    refusals: tuple[tuple[str, RefusedCopyFact], ...] = field(default=())


class Stations:
    """The pages of all stations in one language; what they share is made once."""

    def __init__(self, t: Translator, edition: Edition) -> None:
        self.t, self.edition = t, edition
        self.cells = Cells(t)
        self.lines: dict[str, Lines] = {}
        self.contradictions = Contradictions(t, edition)
        self.names: dict[Source, tuple[str, str, bool]] = {}

    def page(self, station: str) -> StationPage:
        """The page of one station."""
        known = self.edition.election.places.stations.get(StationId(station))
        name = station_name(self.t, self.edition.election, station)
        sections = tuple(self.section(figures, station) for figures in self.edition.contests_at(station))
        title = self.t._("Station {id}", id=station)
        papers = papers_of(self.t, self.edition, station, sections)
        in_force = self.edition.scopes_in_force
        return StationPage(
            frame=Frame(
                path=self.edition.addresses.stations[station],
                title=title,
                changed_at=self.edition.changes.station(station, (paper.sha256 for paper in papers)),
                trail=tuple(self._trail(known)),
            ),
            id=station,
            name=name,
            registered=known.registered if known else None,
            machine=self.t._(MACHINES[known.machine].title)
            if known and known.machine is not Machine.OWN
            else "",
            counted_at=(known.counted_at or "") if known else "",
            counts_for=self.edition.guests.get(station, ()),
            sections=sections,
            decisions=tuple((each, each.scope in in_force) for each in self.edition.decisions_on(station)),
            papers=papers,
            refusals=tuple(self._refusals(station)),
            cases=tuple(
                case_link(self.t, self.edition, case) for case in self.edition.cases_at.get(station, ())
            ),
        )

    def _refusals(self, station: str) -> Iterator[tuple[str, RefusedCopyFact]]:
        """The copies that were refused, each with whose it would be."""
        for fact in self.edition.refusals_at.get(station, {}).values():
            yield self.named(Source(AccountId(fact.account), fact.holder))[0], fact

    def _trail(self, station: Station | None) -> Iterator[Link]:
        yield Link(self.t._("Places"), "areas.html")
        if station:
            election = self.edition.election
            for area in reversed(list(election.places.above(station.area))):
                yield Link(area_name(self.t, election, area.id), self.edition.addresses.areas[area.id])

    def section(self, figures: ContestFigures, station: str) -> Section:
        """One contest of a station."""
        contest, line = figures.contest, figures.position[station]
        sheets = self.edition.sheets[contest.id]
        tables = sheets.tables_at(line, self.lines_of(contest.id), self.cells)
        sources = sheets.sources_at(line)
        return Section(
            id=contest.id,
            title=self.t.name(contest.names),
            path=self.edition.addresses.contests[contest.id],
            annulled=bool(figures.results.annulled[line]),
            columns=tuple(self._column(figures, source, station) for source in sources),
            together=self._together(figures, line, station),
            pairs=self.pairs(figures, line),
            votes=tables.votes,
            form=tables.form,
            marks=tables.marks,
            marks_differ=tables.marks_differ,
            findings=self.findings(figures, station),
            revisions=self.revisions(figures, sources, station),
        )

    def lines_of(self, contest: str) -> Lines:
        """The lines of a contest's tables."""
        if contest not in self.lines:
            self.lines[contest] = Lines.of(self.t, self.edition.sheets[contest])
        return self.lines[contest]

    def named(self, source: Source) -> tuple[str, str, bool]:
        """Name and way of a source, and whether it is the one that counts in law."""
        if source not in self.names:
            election = self.edition.election
            account = election.accounts.get(source.account)
            way = way_of(self.t, account) if account else ""
            law = source.account == election.policies.legal[0]
            self.names[source] = (source_name(self.t, election, source), way, law)
        return self.names[source]

    def _column(self, figures: ContestFigures, source: Source, station: str) -> Column:
        name, way, law = self.named(source)
        return Column(
            source=source,
            name=name,
            way=way,
            law=law,
            saying=self.edition.sayings.of(figures.contest.id, source, station),
        )

    def _together(self, figures: ContestFigures, line: int, station: str) -> str:
        """The heading of the figures added with a neighbour's, where this station's scanner counts both."""
        sheets = self.edition.sheets[figures.contest.id]
        if sheets.together is None or line not in sheets.hosts:
            return ""
        name = self.named(sheets.together.source)[0]
        return f"{name}: {' + '.join((station, *self.edition.guests.get(station, ())))}"

    def pairs(self, figures: ContestFigures, line: int) -> tuple[PairSaid, ...]:
        """What the counts of a station say of each other."""
        places = self.edition.sheets[figures.contest.id].pairs_at(line)
        return tuple(self._pair(figures, place, line) for place in places)

    def _pair(self, figures: ContestFigures, place: int, line: int) -> PairSaid:
        pair, code = figures.pairs[place], int(figures.kinds[place][line])
        sources = (pair.left.source, pair.right.source)
        left, right = (self.named(source)[0] for source in sources)
        if code in {NOT_COMPARED, IDENTICAL}:
            words = NO_DIFFERENCE if code == IDENTICAL else NOTHING_TO_COMPARE
            return PairSaid(sources=sources, left=left, right=right, differs=False, kind=words.said(self.t))
        listed = pair.difference_of(pair.left.units[line])
        at = 0 if listed is None else listed
        also = (
            kind_said(self.t, kind, left=left, right=right).title for kind in names_of(int(pair.also[at]))
        )
        return PairSaid(
            sources=sources,
            left=left,
            right=right,
            differs=bool(pair.different[at]),
            kind=kind_said(self.t, kind_of(code), left=left, right=right),
            also=tuple(also),
            gross=int(pair.gross[at]),
            net=int(pair.net[at]),
        )

    def findings(self, figures: ContestFigures, station: str) -> tuple[FindingSaid, ...]:
        """What the papers of a station say against themselves."""
        if not figures.findings[figures.position[station]]:
            return ()
        tables = figures.results.findings.items()
        return tuple(self.contradictions.of(figures.contest, tables, station))

    def revisions(
        self, figures: ContestFigures, sources: Iterable[Source], station: str
    ) -> tuple[Revision, ...]:
        """What was corrected of some sources' counts of a station."""
        of = (revisions(self.t, self.edition, figures.contest, source, station) for source in sources)
        return tuple(each for several in of for each in several)
