"""The page on pages of others: what they showed, look by look, and what does not fit together in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sverka.domain.counts import Unit
from sverka.domain.ids import AreaId
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.naming import area_name, contest_name
from sverka.publish.watching.alike import alike
from sverka.publish.watching.looks import Look
from sverka.publish.watching.report import WatchReport
from sverka.publish.watching.summary import Summary, summaries
from sverka.publish.words.watching import OUTCOMES, TITLES, alike_said, times_said

WATCHED_PAGE = "watched.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """One thing that was seen."""

    code: str
    page: str
    when: str
    title: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One kept look: from when, until when it was last seen so, what was shown, and the file."""

    at: str
    last: str
    outcome: str
    note: str
    figures: tuple[str, ...]
    file: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLooks:
    """One watched page."""

    name: str
    url: str
    looks: tuple[LookLine, ...]


@dataclass(frozen=True, kw_only=True)
class WatchedPage:
    """Everything the page shows."""

    frame: Frame
    findings: tuple[FindingLine, ...]
    pages: tuple[PageLooks, ...]


def watched_page(t: Translator, edition: Edition, report: WatchReport) -> WatchedPage:
    """What was kept of the pages of others."""
    title = t._("Pages of others, as they were seen")
    changed_at = max(report.size, edition.changes.definition)
    return WatchedPage(
        frame=Frame(
            path=WATCHED_PAGE,
            title=title,
            changed_at=changed_at,
            trail=(Link(t._("Data"), "data.html"),),
        ),
        findings=tuple(_findings(t, edition, report)),
        pages=tuple(
            PageLooks(
                name=looks[0].page.called,
                url=url,
                looks=tuple(_look(t, edition, look) for look in looks),
            )
            for url, looks in report.looks.items()
        ),
    )


def _findings(t: Translator, edition: Edition, report: WatchReport) -> Iterator[FindingLine]:
    for each in alike(report.findings, edition.election):
        yield FindingLine(
            code=each.first.code,
            page=each.first.page,
            when=times_said(t, each.first),
            title=t._(TITLES[each.first.code]),
            said=alike_said(t, each, edition.election),
        )


def _look(t: Translator, edition: Edition, look: Look) -> LookLine:
    return LookLine(
        at=look.at.isoformat(),
        last=look.last.isoformat() if look.last != look.at else "",
        outcome=t._(OUTCOMES[look.shown.outcome]),
        note=look.shown.note,
        figures=tuple(_summary(t, edition, each) for each in summaries(look, edition.election)),
        file=f"evidence/{look.sha256}",
        entry=look.entry,
    )


def _summary(t: Translator, edition: Edition, summary: Summary) -> str:
    contest = contest_name(t, edition.election, summary.contest)
    place = area_name(t, edition.election, AreaId(summary.unit)) if summary.of is Unit.AREA else summary.unit
    votes = t._(
        "{contest}, {place}: votes {votes}", contest=contest, place=place, votes=t.number(summary.votes)
    )
    if summary.shares is None:
        return votes
    return t._("{votes}, shares together {sum}%", votes=votes, sum=t.decimal(Fraction(summary.shares)))
