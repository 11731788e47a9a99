"""The page of one area: what its stations add up to, the areas in it, and where each station stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.places import Area
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame, Link
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
    columns: tuple[str, ...]
    stations: tuple[StationLine, ...]


class Areas:
    """The pages of all areas in one language."""

    def __init__(self, t: Translator, edition: Edition) -> None:
        self.t, self.edition = t, edition
        self.states = {id_: States(t, edition, figures) for id_, figures in edition.contests.items()}

    def page(self, area: Area) -> AreaPage:
        """The page of one area."""
        here = [each for each in self.edition.contests.values() if area.id in each.results.membership.lines]
        whole = [each for each in here if each.contest.area in (None, area.id)]
        within = [each for each in here if each not in whole]
        lists = bool(area.parent) or not self.edition.election.places.children(area.id)
        columns = self._columns(here) if lists else []
        stations = self.edition.stations_in.get(area.id, ()) if lists else ()
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
            columns=tuple(name for name, _ in columns),
            stations=tuple(station_lines(self.t, self.edition, stations, [states for _, states in columns])),
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
            differences=self.edition.addresses.differences[figures.contest.id],
            tally=tally(self.t, self.edition, figures, summed(figures, sources, area.id)),
            different=compared.different,
            compared=compared.both,
            mark=comparison_mark(figures.contest.id, area.id),
            left=source_name(self.t, election, figures.left),
            right=source_name(self.t, election, figures.right),
            children=area_lines(self.t, self.edition, figures, election.places.children(area.id)),
        )

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
