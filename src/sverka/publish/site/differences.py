"""The differences of one contest: the largest of them, what the kinds mean, and place by place all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sverka.domain.ids import AreaId
from sverka.publish.differences import Compared
from sverka.publish.language import Translator
from sverka.publish.site.at_a_glance import Glance, at_a_glance
from sverka.publish.site.difference_lines import ONLY_ONE, Difference, DifferenceLines
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.listings import NO_AREA, Part
from sverka.publish.site.marks import comparison_mark
from sverka.publish.site.naming import area_name
from sverka.publish.site.place_lines import top_areas
from sverka.reconcile.kinds import KindId

MOST_LINES = 500  # of the page of a contest
MOST_OF_A_KIND = 60  # stations listed beneath the words of each kind

Area = tuple[str, str]  # id and name


@dataclass(frozen=True, slots=True, kw_only=True)
class InPlace:
    """The differences in one place: how many, and where they are listed."""

    name: str
    path: str
    compared: Compared | None
    mark: str


@dataclass(frozen=True, kw_only=True)
class DifferencesPage:
    """Everything the page shows. `listed` : how many stations a list of all would have"""

    frame: Frame
    contest: str
    glance: Glance
    lines: tuple[Difference, ...]
    listed: int
    choices: tuple[tuple[str, str], ...]
    areas: tuple[Area, ...]
    by_kind: Mapping[str, list[tuple[str, str]]]
    places: tuple[InPlace, ...]
    tolerance: tuple[int, str, str]


@dataclass(frozen=True, kw_only=True)
class DifferencesInPlacePage:
    """Everything the page shows: the differences among the stations that one page lists."""

    frame: Frame
    left: str
    right: str
    lines: tuple[Difference, ...]
    kinds: tuple[tuple[KindId, str], ...]
    place: Link
    before: str
    after: str


class Differences:
    """The pages on the differences of one contest, of the default pair, in one language."""

    def __init__(self, t: Translator, edition: Edition, figures: ContestFigures) -> None:
        self.t, self.edition, self.figures = t, edition, figures
        self.listed = DifferenceLines(t, edition, figures)
        self.name = t.name(figures.contest.names)
        self.path = edition.addresses.differences[figures.contest.id]

    def page(self) -> DifferencesPage:
        """The page of the contest, what to look at first on top."""
        t, edition, figures = self.t, self.edition, self.figures
        glance, order = at_a_glance(t, edition, figures), self.listed.order
        lines = self.listed.lines(order[:MOST_LINES].tolist())
        tolerance = figures.comparison.tolerance
        kinds = (*glance.kinds, *glance.waiting)
        return DifferencesPage(
            frame=Frame(
                path=self.path,
                title=t._("Differences: {contest}", contest=self.name),
                changed_at=edition.changes.contest(figures),
                trail=self._trail(),
            ),
            contest=self.name,
            glance=glance,
            lines=lines,
            listed=len(order),
            choices=tuple((kind.id, kind.said.title) for kind in kinds if kind.id not in ONLY_ONE),
            areas=self._met(lines),
            by_kind={each.id: self.listed.of_kind(KindId(each.id), MOST_OF_A_KIND) for each in kinds},
            places=tuple(self._places()),
            tolerance=(
                tolerance.votes,
                t.plain_percent(tolerance.share) if tolerance.share else "",
                tolerance.source,
            ),
        )

    def parts(self) -> Iterator[Part]:
        """The parts of lists of stations whose differences have a page of their own."""
        edition, figures = self.edition, self.figures
        if not edition.listings.by_place(figures.contest.id):
            return
        for area in (*edition.election.places.areas, NO_AREA):
            if not area or area in figures.results.membership.lines:
                yield from filter(self.has_part, edition.listings.of(area))

    def has_part(self, part: Part) -> bool:
        """Whether a station of the part votes in the contest."""
        return any(station in self.figures.position for station in part.stations)

    def part_page(self, part: Part) -> DifferencesInPlacePage:
        """The differences among the stations of one part."""
        t, edition, contest = self.t, self.edition, self.figures.contest.id
        lines = self.listed.lines(self.listed.among(part.stations).tolist())
        found = {line.kind: line.title for line in lines}
        others = {each.number for each in edition.listings.of(part.area) if self.has_part(each)}
        before, after = part.number - 1, part.number + 1
        at = edition.addresses.differences_in
        return DifferencesInPlacePage(
            frame=Frame(
                path=at(contest, part.area, part.number),
                title=t._(
                    "Differences: {contest}, {place}",
                    contest=self.name,
                    place=place_name(t, edition, part.area),
                ),
                changed_at=edition.changes.listed(part),
                trail=(*self._trail(), Link(t._("Differences: {contest}", contest=self.name), self.path)),
            ),
            left=self.listed.left,
            right=self.listed.right,
            lines=lines,
            kinds=tuple(found.items()),
            place=Link(place_name(t, edition, part.area), edition.addresses.listed(part.area, part.number)),
            before=at(contest, part.area, before) if before in others else "",
            after=at(contest, part.area, after) if after in others else "",
        )

    def _trail(self) -> tuple[Link, ...]:
        path = self.edition.addresses.contests[self.figures.contest.id]
        return Link(self.t._("Contests"), "contests.html"), Link(self.name, path)

    def _met(self, lines: tuple[Difference, ...]) -> tuple[Area, ...]:
        """The areas of some lines, in the order of the definition."""
        met = {area for line in lines for area in line.areas}
        areas = self.edition.election.places.areas.values()
        return tuple((area.id, self.t.name(area.names)) for area in areas if area.id in met)

    def _places(self) -> Iterator[InPlace]:
        """Where all differences are listed; nothing where the page of the contest has them all for certain."""
        edition, figures, contest = self.edition, self.figures, self.figures.contest
        if not edition.listings.by_place(contest.id):
            return
        beneath = edition.children(contest.area) if contest.area else tuple(top_areas(edition))
        areas = [area.id for area in beneath] or [contest.area or NO_AREA]
        for area in dict.fromkeys((*areas, NO_AREA)):
            for part in edition.listings.of(area):
                if self.has_part(part):
                    yield self._in_place(
                        area, edition.addresses.differences_in(contest.id, area, part.number), part
                    )
            if area and not edition.listings.of(area) and area in figures.results.membership.lines:
                yield self._in_place(area, edition.addresses.areas[area])

    def _in_place(self, area: AreaId, path: str, part: Part | None = None) -> InPlace:
        whole = area and (part is None or len(self.edition.listings.of(area)) == 1)
        name = place_name(self.t, self.edition, area)
        return InPlace(
            name=name if whole or part is None else f"{name}: {part.stations[0]} – {part.stations[-1]}",
            path=path,
            compared=self.figures.compared.get(area) if whole else None,
            mark=comparison_mark(self.figures.contest.id, area),
        )


def place_name(t: Translator, edition: Edition, area: AreaId) -> str:
    """An area; in words where it is none."""
    return area_name(t, edition.election, area) if area else t._("Stations that lie in no area")
