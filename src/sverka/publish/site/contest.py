"""The page of one contest: every account side by side, the same stations, seats step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.ids import AreaId, BaseId, FieldId, SelectionId
from sverka.domain.seat_rules import LargestRemainder, Threshold
from sverka.publish.findings_weight import weight_of
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.at_a_glance import Glance, at_a_glance
from sverka.publish.site.contradictions import Contradictions, FindingSaid
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.naming import area_name, base_name, source_name
from sverka.publish.site.overview import stands_in
from sverka.publish.site.pictures import Picture, share_chart
from sverka.publish.site.place_lines import AreaLine, area_lines, top_areas
from sverka.publish.site.revisions import Revision, revisions
from sverka.publish.site.sayings import Saying
from sverka.publish.site.tallies import Tally, lots_open, summed, summed_of, tally
from sverka.publish.totals import Share
from sverka.publish.words.findings_weight import weight_said
from sverka.publish.words.seats import OPENING, REASONS, step_sentence
from sverka.seats.allocation import Allocation, NoOneElected
from sverka.seats.steps import StepCode


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLine:
    """One selection over the stations compared: both accounts, gross and net."""

    name: str
    left: int
    right: int
    gross: int
    net: int


@dataclass(frozen=True, slots=True)
class StepsSaid:
    """One part of the calculation of seats: what it opens with, and what follows."""

    opening: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaThreshold:
    """A regional threshold: the share that each party that passes the others has in every area."""

    share: str
    base: str
    source: str
    parties: tuple[str, ...]
    areas: tuple[tuple[str, tuple[Share | None, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Seating:
    """The seats that follow from the counts in law, and how."""

    seats: int
    source: str
    parts: tuple[StepsSaid, ...]
    reason: str
    lots_open: bool
    thresholds: tuple[AreaThreshold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFigures:
    """What an account says of a whole area: since when, what it changed since, and what contradicts what."""

    name: str
    saying: Saying
    findings: tuple[FindingSaid, ...]
    revisions: tuple[Revision, ...]


@dataclass(frozen=True, kw_only=True)
class ContestPage:
    """Everything the page shows."""

    frame: Frame
    area: Link | None
    law: Tally
    accounts: Tally
    published: tuple[AreaFigures, ...]
    same: Tally
    stands_in: tuple[tuple[str, int], ...]
    sums: tuple[SumLine, ...]
    glance: Glance
    differences: str
    areas: tuple[AreaLine, ...]
    seating: Seating | None
    findings: tuple[tuple[str, str, str, int], ...]
    weight: tuple[str, ...]
    chart: Picture | None
    source: str


def contest_page(t: Translator, edition: Edition, figures: ContestFigures) -> ContestPage:
    """The page of one contest."""
    contest, results = figures.contest, figures.results
    allocation = results.allocation()
    everyone = dict.fromkeys((*figures.columns, *results.sources))
    same = [
        *summed(figures, [figures.right]),
        *summed_of(results.same_stations(figures.left, figures.right), figures.right),
    ]
    area = contest.area
    return ContestPage(
        frame=Frame(
            path=edition.addresses.contests[contest.id],
            title=t.name(contest.names),
            changed_at=edition.changes.contest(figures),
            trail=(Link(t._("Contests"), "contests.html"),),
        ),
        area=Link(area_name(t, edition.election, area), edition.addresses.areas[area]) if area else None,
        law=tally(t, edition, figures, summed(figures, [LEGAL]), allocation=allocation),
        accounts=tally(t, edition, figures, summed(figures, everyone)),
        published=tuple(_published(t, edition, figures)),
        same=tally(t, edition, figures, same),
        stands_in=stands_in(t, edition, figures),
        sums=tuple(_sums(t, figures)),
        glance=at_a_glance(t, edition, figures),
        differences=edition.addresses.differences[contest.id],
        areas=area_lines(t, edition, figures, top_areas(edition)) if area is None else (),
        seating=_seating(t, edition, figures, allocation),
        findings=tuple(_findings(t, edition, figures)),
        weight=weight_said(t, contest, weight_of(results)),
        chart=share_chart(t, edition, figures) if area is None else None,
        source=contest.source,
    )


def _published(t: Translator, edition: Edition, figures: ContestFigures) -> Iterator[AreaFigures]:
    """The accounts that count whole areas, as they stand now and as they stood."""
    contest, election = figures.contest, edition.election
    contradictions = Contradictions(t, edition)
    for source, table in figures.results.area_tables.items():
        checked = [(source, figures.results.area_findings[source])]
        for unit in table.units:
            saying = edition.sayings.of(contest.id, source, unit)
            if saying:
                name = f"{source_name(t, election, source)}, {area_name(t, election, AreaId(unit))}"
                yield AreaFigures(
                    name=name,
                    saying=saying,
                    findings=tuple(contradictions.of(contest, checked, unit)),
                    revisions=tuple(revisions(t, edition, contest, source, unit)),
                )


def _sums(t: Translator, figures: ContestFigures) -> Iterator[SumLine]:
    sums = figures.comparison.sums
    for selection in figures.contest.selections:
        line = sums.get(FieldId(selection.id))
        if line:
            yield SumLine(name=t.name(selection.names), **line)


def _findings(
    t: Translator, edition: Edition, figures: ContestFigures
) -> Iterator[tuple[str, str, str, int]]:
    """Per account and control that failed somewhere: account, code, name, stations."""
    for source, table in figures.results.findings.items():
        failures = table.failures
        for control in table.controls:
            if failures[control.code]:
                name = source_name(t, edition.election, source)
                yield name, control.code, t.name(control.names), failures[control.code]


def _seating(
    t: Translator, edition: Edition, figures: ContestFigures, allocation: Allocation | None
) -> Seating | None:
    rule = figures.contest.seats
    if rule is None or allocation is None:
        return None
    return Seating(
        seats=rule.seats,
        source=rule.source,
        parts=tuple(_steps(t, edition, figures, allocation)),
        reason=t._(REASONS[allocation.reason]) if isinstance(allocation, NoOneElected) else "",
        lots_open=lots_open(allocation),
        thresholds=tuple(_area_thresholds(t, edition, figures, allocation)),
    )


def _steps(
    t: Translator, edition: Edition, figures: ContestFigures, allocation: Allocation
) -> Iterator[StepsSaid]:
    opening = ""
    beneath: list[str] = []
    for step in allocation.steps:
        sentence = step_sentence(t, step, figures.contest, edition.election)
        if step.code in OPENING:
            if opening or beneath:
                yield StepsSaid(opening, tuple(beneath))
            opening, beneath = sentence, []
        else:
            beneath.append(sentence)
    yield StepsSaid(opening, tuple(beneath))


def _area_thresholds(
    t: Translator, edition: Edition, figures: ContestFigures, allocation: Allocation
) -> Iterator[AreaThreshold]:
    rule = figures.contest.seats
    passing = [
        SelectionId(str(s.context["selection"])) for s in allocation.steps if s.code is StepCode.PASSES
    ]
    if not isinstance(rule, LargestRemainder) or not passing:
        return
    names = {selection.id: t.name(selection.names) for selection in figures.contest.selections}
    for threshold in rule.thresholds:
        if threshold.areas is not None:
            yield AreaThreshold(
                share=t.plain_percent(threshold.share),
                base=base_name(t, figures.contest, BaseId(threshold.base)),
                source=threshold.source,
                parties=tuple(names[each] for each in passing),
                areas=tuple(_area_shares(t, edition, figures, threshold, passing)),
            )


def _area_shares(
    t: Translator, edition: Edition, figures: ContestFigures, threshold: Threshold, passing: list[SelectionId]
) -> Iterator[tuple[str, tuple[Share | None, ...]]]:
    totals = figures.results.totals[LEGAL]
    for area in edition.election.places.at_level(threshold.areas) if threshold.areas else ():
        total = totals.of(area.id)
        shares = (total.share(each, BaseId(threshold.base)) if total else None for each in passing)
        yield t.name(area.names), tuple(shares)
