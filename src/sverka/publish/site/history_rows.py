"""The publications as lines of a table: when, how far each count was, with which shares, and what came in before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sverka.domain.ids import AreaId, ContestId, SelectionId
from sverka.publish.areas import WHOLE
from sverka.publish.history.points import Point
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.history_between import CameLine, came_lines
from sverka.publish.site.history_cells import figure_cells
from sverka.publish.site.history_paths import kept_overview
from sverka.publish.site.history_tracks import Track

BLOCK = 50  # publications of one page, once they are no longer among the last
LISTED = 20  # publications on the page of a place, whose slider has them all
MOST_COLUMNS = 5  # selections of one table; the script and the figures have them all


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One publication; `size` is None where it is what this page shows itself.

    `kept` : its overview as it was, from the folder of the site
    """

    when: str
    size: int | None
    kept: str
    cells: Markup
    came: tuple[CameLine, ...]


@dataclass(frozen=True, slots=True)
class Blocks:
    """How publications are shared out: the oldest fifties have pages of their own that never change."""

    points: Sequence[Point]

    @property
    def full(self) -> int:
        """How many pages of older ones there are."""
        return max(0, (len(self.points) - BLOCK) // BLOCK)

    def of(self, number: int) -> Sequence[Point]:
        """The publications of the n-th page, from 1 on."""
        return self.points[(number - 1) * BLOCK : number * BLOCK]

    @property
    def last(self) -> Sequence[Point]:
        """Those that have no page of their own yet: the last fifty, or more."""
        return self.points[self.full * BLOCK :]

    def since(self, number: int) -> int:
        """The size of the record since which the n-th page is there."""
        return self.points[(number + 1) * BLOCK - 1].entry + 1


@dataclass(frozen=True, slots=True)
class Seen:
    """What a table of publications shows of each: some tracks of a contest in an area, and what came in before.

    `shown` : the selections that have a column · `contest` : None stands for all of them
    """

    tracks: Sequence[Track] = ()
    shown: Sequence[SelectionId] = ()
    contest: ContestId | None = None
    area: AreaId = WHOLE
    told: bool = True


def rows(t: Translator, edition: Edition, points: Sequence[Point], seen: Seen) -> Iterator[HistoryRow]:
    """A line for each of some publications, the latest first."""
    for point in reversed(points):
        figures = None if seen.contest is None else point.figures.get(seen.contest)
        yield HistoryRow(
            when=_when(t, point),
            size=None if point.fact is None else point.size,
            kept="" if point.fact is None else kept_overview(str(t.language), point.size),
            cells=figure_cells(t, figures, seen.tracks, seen.area, seen.shown),
            came=_came(t, edition, point, seen.contest) if seen.told else (),
        )


def _came(t: Translator, edition: Edition, point: Point, contest: ContestId | None) -> tuple[CameLine, ...]:
    """What came in before; a first publication may tell of a whole country, so it is worked out once."""
    key = (str(t.language), edition.results.snapshot.definition_entry, contest)
    if key not in point.memory:
        point.memory[key] = tuple(came_lines(t, edition, point, contest))
    lines: tuple[CameLine, ...] = point.memory[key]
    return lines


def _when(t: Translator, point: Point) -> str:
    return t._("This publication") if point.fact is None else t.moment(point.fact.received)


def shown_columns(order: tuple[SelectionId, ...]) -> tuple[SelectionId, ...]:
    """The selections that have a column of their own in a table of publications."""
    return order[:MOST_COLUMNS]
