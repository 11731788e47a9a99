"""The first page: what the election is, how far both counts are, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sverka.domain.counts import Source
from sverka.domain.election import FindingsPolicy
from sverka.publish.findings_weight import weight_of
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.at_a_glance import Glance, at_a_glance
from sverka.publish.site.displayed import ShownTable, displayed_tables
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame
from sverka.publish.site.naming import source_name
from sverka.publish.site.pictures import Picture, difference_map, net_chart, progress_chart, share_chart
from sverka.publish.site.place_lines import AreaLine, area_lines, top_areas
from sverka.publish.site.tallies import Heading, Tally, lots_open, summed, tally
from sverka.publish.words.findings_weight import weight_said
from sverka.publish.words.states import FINDINGS_POLICY


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestOverview:
    """One contest of the whole country."""

    id: str
    name: str
    path: str
    differences: str
    law: Tally
    accounts: tuple[Heading, ...]
    stands_in: tuple[tuple[str, int], ...]
    glance: Glance
    areas: tuple[AreaLine, ...]
    seats: int | None
    lots_open: bool
    chart: Picture | None
    map: Picture | None
    progress: Picture | None
    net: Picture | None
    displays: tuple[ShownTable, ...]
    weight: tuple[str, ...]

    @property
    def charts(self) -> tuple[Picture, ...]:
        """The pictures that have a specification."""
        return tuple(each for each in (self.chart, self.progress, self.net) if each)


@dataclass(frozen=True, kw_only=True)
class OverviewPage:
    """Everything the page shows."""

    frame: Frame
    held_on: str
    law: str
    substitutes: tuple[str, ...]
    policy: str
    sets_aside: bool
    contests: tuple[ContestOverview, ...]
    families: tuple[tuple[str, int], ...]


def overview_page(t: Translator, edition: Edition) -> OverviewPage:
    """The overview of the contests that the whole country votes in; all of them where there is none."""
    election = edition.election
    whole = [figures for figures in edition.contests.values() if figures.contest.area is None]
    law, *substitutes = (source_name(t, election, Source(account)) for account in election.policies.legal)
    return OverviewPage(
        frame=Frame(path="index.html", title=t._("Overview"), changed_at=edition.changes.whole),
        held_on=t.date(election.held_on),
        law=law,
        substitutes=tuple(substitutes),
        policy=t._(FINDINGS_POLICY[election.policies.findings].title),
        sets_aside=election.policies.findings is FindingsPolicy.SET_ASIDE,
        contests=tuple(_contest(t, edition, figures) for figures in whole),
        families=tuple(_families(edition).items()),
    )


def _contest(t: Translator, edition: Edition, figures: ContestFigures) -> ContestOverview:
    results, contest = figures.results, figures.contest
    allocation = results.allocation()
    return ContestOverview(
        id=contest.id,
        name=t.name(contest.names),
        path=edition.addresses.contests[contest.id],
        differences=edition.addresses.differences[contest.id],
        law=tally(t, edition, figures, summed(figures, [LEGAL]), allocation=allocation),
        accounts=tally(t, edition, figures, summed(figures, results.tables)).headings,
        stands_in=stands_in(t, edition, figures),
        glance=at_a_glance(t, edition, figures),
        areas=area_lines(t, edition, figures, top_areas(edition)),
        seats=contest.seats.seats if contest.seats else None,
        lots_open=lots_open(allocation),
        chart=share_chart(t, edition, figures),
        map=difference_map(t, edition, figures),
        progress=progress_chart(t, edition, figures),
        net=net_chart(t, edition, figures),
        displays=tuple(displayed_tables(t, edition, figures)),
        weight=weight_said(t, contest, weight_of(results)),
    )


def stands_in(t: Translator, edition: Edition, figures: ContestFigures) -> tuple[tuple[str, int], ...]:
    """How many stations each source gives to the counts in law."""
    return tuple(
        (source_name(t, edition.election, source), stations)
        for source, stations in figures.results.legal.stations.items()
    )


def _families(edition: Edition) -> Mapping[str, int]:
    """Contests made from one template, and how many there are of each."""
    found: dict[str, int] = {}
    for figures in edition.contests.values():
        if figures.contest.area is not None:
            family = figures.contest.family or figures.contest.id
            found[family] = found.get(family, 0) + 1
    return found
