"""The page of one area: what its stations add up to, the areas in it, and where each station stands.

Where it has more stations of its own than one page lists, the others are on pages of their own (`listings.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sverka.domain.places import Area
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.listings import Part
from sverka.publish.site.marks import comparison_mark
from sverka.publish.site.naming import area_name, level_name, source_name
from sverka.publish.site.place_lines import AreaLine, States, StationLine, area_lines, station_lines
from sverka.publish.site.tallies import Tally, summed, tally


@dataclass(frozen=True, kw_only=True)
class AreaContest:
    """One contest in the area."""

    id: str
    name: str
    path: str
    differences: str
    tally: Tally
    different: int
    compared: int
    mark: str
    left: str
    right: str
    children: tuple[AreaLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestLine:
    """A contest that lies within the area, in one line."""

    name: str
    path: str
    tally: Tally
    different: int
    compared: int
    mark: str


@dataclass(frozen=True, kw_only=True)
class AreaPage:
    """Everything the page shows."""

    frame: Frame
    level: str
    whole: bool
    contests: tuple[AreaContest, ...]
    within: tuple[ContestLine, ...]
    stations: StationTable | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StationTable:
    """The stations that one page lists, with a column for each contest; what comes before and after them."""

    columns: tuple[str, ...]
    lines: tuple[StationLine, ...]
    first: int
    all: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class AreaPartPage:
    """A further part of an area's stations."""

    frame: Frame
    level: str
    stations: StationTable


class Areas:
    """The pages of all areas in one language."""

    def __init__(self, t: Translator, edition: Edition) -> None:
        self.t, self.edition = t, edition
        self.states = {id_: States(t, edition, figures) for id_, figures in edition.contests.items()}

    def page(self, area: Area) -> AreaPage:
        """The page of one area."""
        here = self._here(area)
        whole = [each for each in here if each.contest.area in (None, area.id)]
        within = [each for each in here if each not in whole]
        first = next(iter(self.edition.listings.of(area.id)), None)
        return AreaPage(
            frame=Frame(
                path=self.edition.addresses.areas[area.id],
                title=area_name(self.t, self.edition.election, area.id),
                changed_at=self.edition.changes.area(area.id),
                trail=tuple(self._trail(area)),
            ),
            level=level_name(self.t, self.edition.election, area.level),
            whole=area.parent is None,
            contests=tuple(self._contest(figures, area) for figures in whole),
            within=tuple(self._line(figures, area) for figures in within),
            stations=self._table(first, here) if first else None,
        )

    def parts(self, area: Area) -> Iterator[Part]:
        """The parts of its stations that have a page of their own."""
        yield from self.edition.listings.of(area.id)[1:]

    def part_page(self, area: Area, part: Part) -> AreaPartPage:
        """The page of a further part of its stations."""
        name, here = area_name(self.t, self.edition.election, area.id), self._here(area)
        return AreaPartPage(
            frame=Frame(
                path=self.edition.addresses.listed(area.id, part.number),
                title=self.t._("{place}, stations {first} – {last}", place=name, **_ends(part)),
                changed_at=self.edition.changes.listed(part),
                trail=(*self._trail(area), Link(name, self.edition.addresses.areas[area.id])),
            ),
            level=level_name(self.t, self.edition.election, area.level),
            stations=self._table(part, here),
        )

    def _here(self, area: Area) -> list[ContestFigures]:
        """The contests that stations of the area vote in."""
        return [each for each in self.edition.contests.values() if area.id in each.results.membership.lines]

    def _table(self, part: Part, here: list[ContestFigures]) -> StationTable:
        columns, parts = self._columns(here), self.edition.listings.of(part.area)
        page = partial(self.edition.addresses.listed, part.area)
        states = [states for _, states in columns]
        return StationTable(
            columns=tuple(name for name, _ in columns),
            lines=tuple(station_lines(self.t, self.edition, part.stations, states)),
            first=part.first,
            all=sum(len(each.stations) for each in parts),
            before=page(part.number - 1) if part.number > 1 else "",
            after=page(part.number + 1) if part.number < len(parts) else "",
        )

    def _columns(self, here: list[ContestFigures]) -> list[tuple[str, list[States]]]:
        """A column for each contest of the whole country, and one for those of districts."""
        columns = [
            (self.t.name(each.contest.names), [self.states[each.contest.id]])
            for each in here
            if each.contest.area is None
        ]
        of_districts = [self.states[each.contest.id] for each in here if each.contest.area is not None]
        return [*columns, (self.t._("Contest of the district"), of_districts)] if of_districts else columns

    def _trail(self, area: Area) -> Iterator[Link]:
        yield Link(self.t._("Places"), "areas.html")
        for above in reversed(list(self.edition.election.places.above(area.parent))):
            yield Link(self.t.name(above.names), self.edition.addresses.areas[above.id])

    def _contest(self, figures: ContestFigures, area: Area) -> AreaContest:
        sources = (LEGAL, figures.left, figures.right)
        compared = figures.compared[area.id]
        election = self.edition.election
        return AreaContest(
            id=figures.contest.id,
            name=self.t.name(figures.contest.names),
            path=self.edition.addresses.contests[figures.contest.id],
            differences=self._differences(figures, area),
            tally=tally(self.t, self.edition, figures, summed(figures, sources, area.id)),
            different=compared.different,
            compared=compared.both,
            mark=comparison_mark(figures.contest.id, area.id),
            left=source_name(self.t, election, figures.left),
            right=source_name(self.t, election, figures.right),
            children=area_lines(self.t, self.edition, figures, self.edition.children(area.id)),
        )

    def _differences(self, figures: ContestFigures, area: Area) -> str:
        """Where the differences in the area are listed; "" where only the page of the contest has them."""
        listings, contest = self.edition.listings, figures.contest.id
        if not listings.by_place(contest) or not listings.of(area.id):
            return ""
        return self.edition.addresses.differences_in(contest, area.id)

    def _line(self, figures: ContestFigures, area: Area) -> ContestLine:
        compared = figures.compared[area.id]
        return ContestLine(
            name=self.t.name(figures.contest.names),
            path=self.edition.addresses.contests[figures.contest.id],
            tally=tally(self.t, self.edition, figures, summed(figures, [LEGAL], area.id)),
            different=compared.different,
            compared=compared.both,
            mark=comparison_mark(figures.contest.id, area.id),
        )


def _ends(part: Part) -> dict[str, str]:
    """The first and the last station of a part."""
    return {"first": part.stations[0], "last": part.stations[-1]}
