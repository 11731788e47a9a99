"""The history of one contest, of the whole or of one area: every publication with its shares, and who is still out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from markupsafe import Markup

from sverka.domain.ids import AreaId, SelectionId
from sverka.publish.areas import WHOLE
from sverka.publish.history.points import History, Point
from sverka.publish.language import Symbols, Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.history_changes import HistoryChanges
from sverka.publish.site.history_out import OutLine, still_out
from sverka.publish.site.history_paths import area_history, contest_history, earlier, history_data
from sverka.publish.site.history_pictures import course_chart
from sverka.publish.site.history_rows import BLOCK, LISTED, Blocks, HistoryRow, Seen, rows, shown_columns
from sverka.publish.site.history_tracks import (
    ALMOST_ALL,
    Reading,
    Track,
    hundredths,
    reading,
    strongest,
    tracks,
    written,
)
from sverka.publish.site.naming import area_name
from sverka.publish.site.pictures import Picture


@dataclass(frozen=True, kw_only=True)
class HistoryContestPage:
    """Everything the page shows.

    `lines` : the selections, the strongest first, with their places on the ballot; `shown` : those with a column
    `told` : whether it tells of every publication, and what came in before each
    `readings` : what each track says now · `series` : what it said at every publication, for the slider
    """

    frame: Frame
    signs: Symbols
    contest: str
    told: bool
    publications: int
    tracks: tuple[Track, ...]
    lines: tuple[tuple[SelectionId, str, int], ...]
    readings: tuple[Reading | None, ...]
    series: Markup
    shown: tuple[tuple[SelectionId, str], ...]
    rows: tuple[HistoryRow, ...]
    data: str = ""
    chart: Picture | None = None
    earlier: tuple[Link, ...] = ()
    areas: tuple[Link, ...] = ()
    out: tuple[OutLine, ...] = ()

    @staticmethod
    def bar(share: Fraction | None) -> int:
        """How long the bar of a share is, of 10,000."""
        found = hundredths(share)
        return 10_000 if found == ALMOST_ALL else max(0, found)


@dataclass(frozen=True, kw_only=True)
class Span:
    """What one page tells of: an area, the publications that the slider moves over, and those that are listed.

    `told` : whether what came in between them is told as well
    """

    area: AreaId
    points: Sequence[Point]
    listed: Sequence[Point]
    told: bool = True


class ContestHistory:
    """The pages of one contest's history."""

    def __init__(self, t: Translator, edition: Edition, figures: ContestFigures, history: History) -> None:
        self.t, self.edition, self.figures, self.history = t, edition, figures, history
        self.changes = HistoryChanges(edition, history)
        self.tracks = tracks(t, edition, figures)
        self.blocks = Blocks(history.published)
        self.path = contest_history(edition.addresses, figures.contest.id)

    @property
    def places(self) -> tuple[AreaId, ...]:
        """The places that have pages of their own: of contests that the whole country decides, once published."""
        if self.figures.contest.area is not None or not self.history.published:
            return ()
        membership = self.figures.results.membership
        axis = self.history.now.figures[self.figures.contest.id].axis
        return tuple(area for area in axis if area != WHOLE and area in membership.beneath)

    @property
    def parts(self) -> range:
        """The numbers of the pages of older publications."""
        return range(1, self.blocks.full + 1 if self.figures.contest.area is None else 1)

    @property
    def since_all(self) -> int:
        """When what the page of the contest shows last changed."""
        if self.figures.contest.area is not None:
            return self.changes.area(self.figures, WHOLE)
        return self.changes.contest(self.figures)

    def since(self, area: AreaId) -> int:
        """The same of the page of an area."""
        return self.changes.area(self.figures, area)

    def since_part(self, number: int) -> int:
        """The same of the n-th fifty publications."""
        return max(self.changes.definition, self.blocks.since(number), self.changes.columns(self.figures))

    def page(self) -> HistoryContestPage:
        """The whole contest; of one that a district decides, only the publications that changed a figure of it."""
        points, now = self.history.points, self.history.now
        if self.figures.contest.area is not None:
            return self._few(WHOLE, self._frame(self.path, self.since_all))
        span = Span(area=WHOLE, points=points, listed=(*self.blocks.last, now))
        figures, shown = now.figures[self.figures.contest.id], shown_columns(self._order(span))
        return replace(
            self._page(self._frame(self.path, self.since_all), span),
            chart=self._chart(points),
            earlier=tuple(self._earlier()),
            areas=tuple(self._areas()),
            out=tuple(still_out(self.t, self.edition, self.figures, figures, shown)),
            data=self._data if self.history.published else "",
        )

    def earlier_page(self, number: int) -> HistoryContestPage:
        """The n-th fifty publications."""
        points = self.blocks.of(number)
        above, path = Link(self._title, self.path), earlier(self.path, number)
        frame = self._frame(path, self.since_part(number), self._numbers(number), above)
        return self._page(frame, Span(area=WHOLE, points=points, listed=points))

    def area_page(self, area: AreaId) -> HistoryContestPage:
        """One area."""
        path = area_history(self.edition.addresses, self.figures.contest.id, area)
        title = f"{area_name(self.t, self.edition.election, area)}: {self._title}"
        return self._few(area, self._frame(path, self.since(area), title, Link(self._title, self.path)))

    def _few(self, area: AreaId, frame: Frame) -> HistoryContestPage:
        """The publications at which a figure of an area was another one than at the one before."""
        points = self.history.changes(self.figures.contest.id, area)
        return self._page(frame, Span(area=area, points=points, listed=points[-LISTED:], told=False))

    def _page(self, frame: Frame, span: Span) -> HistoryContestPage:
        contest, t = self.figures.contest, self.t
        names = {each.id: t.name(each.names) for each in contest.selections}
        order = self._order(span)
        shown = shown_columns(order)
        last = span.points[-1].figures.get(contest.id) if span.points else None
        seen = Seen(self.tracks[:2], shown, contest.id, span.area, told=span.told)
        return HistoryContestPage(
            frame=frame,
            signs=t.symbols,
            contest=contest.id,
            told=span.told,
            publications=len(span.points),
            tracks=self.tracks,
            lines=tuple((each, names[each], contest.selection_ids.index(each)) for each in order),
            readings=tuple(reading(last, track, span.area) for track in self.tracks),
            series=self._series(span),
            shown=tuple((each, names[each]) for each in shown),
            rows=tuple(rows(t, self.edition, span.listed, seen)),
        )

    def _order(self, span: Span) -> tuple[SelectionId, ...]:
        """By the last figures of the page itself: what comes later elsewhere changes no page that tells of before."""
        contest = self.figures.contest
        last = span.points[-1].figures.get(contest.id) if span.points else None
        return strongest(contest, last, span.area)

    @property
    def _title(self) -> str:
        return self.t._("History: {contest}", contest=self.t.name(self.figures.contest.names))

    def _frame(self, path: str, changed: int, title: str = "", *trail: Link) -> Frame:
        above = Link(self.t._("History"), "history.html")
        return Frame(path=path, title=title or self._title, changed_at=changed, trail=(above, *trail))

    def _chart(self, points: Sequence[Point]) -> Picture | None:
        contest = self.figures.contest.id
        found = {
            track: [r for p in points if (r := reading(p.figures.get(contest), track)) is not None]
            for track in self.tracks
        }
        order = strongest(self.figures.contest, points[-1].figures.get(contest))
        return course_chart(self.t, self.edition, self.figures, found, order)

    def _series(self, span: Span) -> Markup:
        """What every track said at every publication, as JSON that may stand in a page."""
        points = (f"[{self._when(point)},[{self._said(point, span.area)}]]" for point in span.points)
        return Markup(f"[{','.join(points)}]")  # noqa: S704 - no tag can begin in it

    def _when(self, point: Point) -> str:
        when = self.t._("now") if point.fact is None else self.t.moment(point.fact.received)
        return json.dumps(when, ensure_ascii=False).replace("<", "\\u003c")

    def _said(self, point: Point, area: AreaId) -> str:
        figures = point.figures.get(self.figures.contest.id)
        return ",".join(written(figures, track, area) for track in self.tracks)

    @property
    def _data(self) -> str:
        return history_data(self.edition.addresses, self.figures.contest.id)

    def _earlier(self) -> Iterator[Link]:
        for number in reversed(self.parts):
            yield Link(self._numbers(number), earlier(self.path, number))

    def _numbers(self, number: int) -> str:
        first, last = 1 + (number - 1) * BLOCK, number * BLOCK
        return self.t._("Publications {first} to {last}", first=first, last=last)

    def _areas(self) -> Iterator[Link]:
        for area in self.places:
            path = area_history(self.edition.addresses, self.figures.contest.id, area)
            yield Link(area_name(self.t, self.edition.election, area), path)
