"""The page for a screen that a room looks at: few figures, large, each with its base and the part counted."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.at_a_glance import Glance, at_a_glance
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame
from sverka.publish.site.place_lines import AreaLine, area_lines, top_areas
from sverka.publish.site.tallies import Tally, TallyLine, summed, tally

MOST_LINES, MOST_PLACES = 12, 16  # what is readable from the other end of a room


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestOnScreen:
    """One contest of the whole country; `more` : selections that have no line here."""

    id: str
    name: str
    path: str
    table: Tally
    lines: tuple[TallyLine, ...]
    more: int
    glance: Glance
    places: tuple[AreaLine, ...]


@dataclass(frozen=True, kw_only=True)
class ScreenPage:
    """Everything the page shows."""

    frame: Frame
    contests: tuple[ContestOnScreen, ...]


def screen_page(t: Translator, edition: Edition) -> ScreenPage:
    """The contests that the whole country votes in."""
    whole = (figures for figures in edition.contests.values() if figures.contest.area is None)
    return ScreenPage(
        frame=Frame(path="screen.html", title=t._("Large screen"), changed_at=edition.changes.whole),
        contests=tuple(_contest(t, edition, figures) for figures in whole),
    )


def _contest(t: Translator, edition: Edition, figures: ContestFigures) -> ContestOnScreen:
    contest = figures.contest
    stood_in = len(figures.results.legal.stations) > 1  # else the account that counts in law says the same
    sources = [LEGAL, figures.left, *([figures.right] if stood_in else [])]
    table = tally(t, edition, figures, summed(figures, dict.fromkeys(sources)))
    areas = top_areas(edition)
    return ContestOnScreen(
        id=contest.id,
        name=t.name(contest.names),
        path=edition.addresses.contests[contest.id],
        table=table,
        lines=table.lines[:MOST_LINES],
        more=max(0, len(table.lines) - MOST_LINES),
        glance=at_a_glance(t, edition, figures),
        places=area_lines(t, edition, figures, areas) if len(areas) <= MOST_PLACES else (),
    )
