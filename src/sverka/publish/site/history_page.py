"""All publications: what came in between them, and the way to each contest's history; and why figures moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sverka.domain.ids import ContestId, SelectionId
from sverka.publish.history.between import DID_TELL, came
from sverka.publish.history.points import History, Point
from sverka.publish.history.why import Asked, Cause, Move, causes
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.history_changes import HistoryChanges
from sverka.publish.site.history_paths import OVERVIEW, WHY, contest_history, earlier
from sverka.publish.site.history_rows import Blocks, HistoryRow, Seen, rows, shown_columns
from sverka.publish.site.history_tracks import strongest
from sverka.publish.site.naming import source_name
from sverka.publish.words.history import DID

MOST_CAUSES = 60  # facts of one contest on the page; `sverka why` names them all


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """Everything the page shows."""

    frame: Frame
    publications: int
    contests: tuple[Link, ...]
    rows: tuple[HistoryRow, ...]
    earlier: tuple[Link, ...]


class Histories:
    """The pages that tell of all contests."""

    def __init__(self, t: Translator, edition: Edition, history: History) -> None:
        self.t, self.edition, self.history = t, edition, history
        self.changes = HistoryChanges(edition, history)
        self.blocks = Blocks(history.published)

    def page(self) -> HistoryPage:
        """The last publications, and where the earlier ones are."""
        listed = (*self.blocks.last, self.history.now)
        return HistoryPage(
            frame=Frame(path=OVERVIEW, title=self.t._("History"), changed_at=self.changes.whole),
            publications=len(self.history.published),
            contests=tuple(self._contests()),
            rows=tuple(rows(self.t, self.edition, listed, Seen())),
            earlier=tuple(
                Link(self._numbers(number), earlier(OVERVIEW, number))
                for number in range(self.blocks.full, 0, -1)
            ),
        )

    def earlier_page(self, number: int) -> HistoryPage:
        """The n-th fifty publications."""
        points = self.blocks.of(number)
        frame = Frame(
            path=earlier(OVERVIEW, number),
            title=self._numbers(number),
            changed_at=max(self.changes.definition, self.blocks.since(number)),
            trail=(Link(self.t._("History"), OVERVIEW),),
        )
        return HistoryPage(
            frame=frame,
            publications=len(points),
            contests=(),
            rows=tuple(rows(self.t, self.edition, points, Seen())),
            earlier=(),
        )

    def _numbers(self, number: int) -> str:
        n = len(self.blocks.of(number))
        return self.t._("Publications {first} to {last}", first=1 + (number - 1) * n, last=number * n)

    def _contests(self) -> Iterator[Link]:
        for figures in self.edition.contests.values():
            if figures.results.sources:
                path = contest_history(self.edition.addresses, figures.contest.id)
                yield Link(self.t.name(figures.contest.names), path)


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """One fact that moved the counts in law."""

    did: str
    account: str
    station: Link | None
    reason: str
    stations: int
    votes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyContest:
    """One contest: what moved its counts in law since the last publication; `more` facts are not listed."""

    name: str
    id: str
    selections: tuple[str, ...]
    before: Move
    after: Move
    change: Move
    order: tuple[SelectionId, ...]
    causes: tuple[CauseLine, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class WhyPage:
    """Everything the page shows; `start` and `end` are sizes of the record."""

    frame: Frame
    since: str
    start: int
    end: int
    contests: tuple[WhyContest, ...]


def why_page(t: Translator, edition: Edition, history: History) -> WhyPage:
    """What moved the counts in law since the last publication, contest by contest."""
    changes = HistoryChanges(edition, history)
    last = history.published[-1] if history.published else None
    moved = () if last is None else tuple(_moved(t, edition, history))
    return WhyPage(
        frame=Frame(
            path=WHY,
            title=t._("Why did this number change?"),
            changed_at=changes.whole,
            trail=(Link(t._("History"), OVERVIEW),),
        ),
        since=t.moment(last.fact.received) if last and last.fact else "",
        start=last.size if last else 0,
        end=changes.whole,
        contests=moved,
    )


def _moved(t: Translator, edition: Edition, history: History) -> Iterator[WhyContest]:
    moved = _causes(edition, history)
    for figures in edition.contests.values():
        if found := moved.get(figures.contest.id):
            yield _why(t, edition, figures, history, found)


def _why(
    t: Translator, edition: Edition, figures: ContestFigures, history: History, found: Sequence[Cause]
) -> WhyContest:
    contest, start = figures.contest, history.published[-1]
    order = shown_columns(strongest(contest, history.now.figures[contest.id]))
    largest = sorted(found, key=_weight, reverse=True)[:MOST_CAUSES]
    before, after = (_total(each, contest.id) for each in (start, history.now))
    return WhyContest(
        name=t.name(contest.names),
        id=contest.id,
        selections=tuple(t.name(s.names) for each in order for s in contest.selections if s.id == each),
        before=before,
        after=after,
        change=after - before,
        order=order,
        causes=tuple(
            _line(t, edition, history, cause, order) for cause in sorted(largest, key=lambda each: each.entry)
        ),
        more=len(found) - len(largest),
    )


def _causes(edition: Edition, history: History) -> Mapping[ContestId, tuple[Cause, ...]]:
    """What moved the counts in law since the last publication: the same in every language."""
    if not edition.causes:
        before, now = history.published[-1], history.now
        asked = [
            Asked(contest=contest, source=LEGAL)
            for contest, figures in now.figures.items()
            if before.figures.get(contest) is not figures
        ]
        found = causes(history.past, history.election_of, asked, before.size, history.size)
        edition.causes.update((each.contest, moved) for each, moved in found.items())
    return edition.causes


def _total(point: Point, contest: ContestId) -> Move:
    figures = point.figures.get(contest)
    total = figures.total(LEGAL) if figures else None
    if total is None:
        return Move(votes={})
    votes = {selection: n for selection, n in total.selections.items() if n}
    return Move(stations=total.stations.summed, votes=votes)


def _weight(cause: Cause) -> tuple[int, int]:
    return abs(cause.move.stations) + sum(map(abs, cause.move.votes.values())), -cause.entry


def _line(
    t: Translator, edition: Edition, history: History, cause: Cause, order: tuple[SelectionId, ...]
) -> CauseLine:
    votes = tuple(cause.move.votes.get(each, 0) for each in order)
    reason = str(getattr(cause.fact, "reason", ""))
    if cause.entry not in history.past.counted:
        did = t._(DID[DID_TELL[type(cause.fact)]].title)
        number = str(getattr(cause.fact, "number", ""))
        return CauseLine(
            did=did, account=number, station=None, reason=reason, stations=cause.move.stations, votes=votes
        )
    count = came(history.past, cause.entry)
    return CauseLine(
        did=t._(DID[count.did].title),
        account=source_name(t, edition.election, count.source),
        station=Link(count.station, edition.addresses.stations.get(count.station, "")),
        reason=reason,
        stations=cause.move.stations,
        votes=votes,
    )
