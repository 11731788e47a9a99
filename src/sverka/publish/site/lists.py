"""The lists: all contests, all places, all stations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.ids import StationId
from sverka.domain.places import Area
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.area import ContestLine
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame
from sverka.publish.site.marks import comparison_mark
from sverka.publish.site.naming import area_name, level_name
from sverka.publish.site.place_lines import top_areas
from sverka.publish.site.tallies import summed, tally


@dataclass(frozen=True, kw_only=True)
class ContestsPage:
    """All contests: those of the whole country, then those of districts."""

    frame: Frame
    lines: tuple[tuple[ContestLine, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """An area and those in it."""

    name: str
    level: str
    path: str
    stations: int
    children: tuple[PlaceLine, ...]


@dataclass(frozen=True, kw_only=True)
class PlacesPage:
    """All areas, as they lie in one another."""

    frame: Frame
    areas: tuple[PlaceLine, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A station in a list of numbers."""

    id: str
    path: str
    look: str


@dataclass(frozen=True, slots=True)
class ChipGroup:
    """The stations of one region."""

    id: str
    name: str
    path: str
    stations: tuple[Chip, ...]


@dataclass(frozen=True, kw_only=True)
class StationsPage:
    """All stations by region."""

    frame: Frame
    groups: tuple[ChipGroup, ...]
    count: int


def contests_page(t: Translator, edition: Edition) -> ContestsPage:
    """The list of contests."""
    lines = (
        (_contest_line(t, edition, figures), edition.addresses.differences[id_])
        for id_, figures in edition.contests.items()
    )
    frame = Frame(path="contests.html", title=t._("Contests"), changed_at=edition.changes.whole)
    return ContestsPage(frame=frame, lines=tuple(lines))


def _contest_line(t: Translator, edition: Edition, figures: ContestFigures) -> ContestLine:
    totals = summed(figures, [LEGAL])
    compared = next(iter(figures.compared.values()))
    return ContestLine(
        name=t.name(figures.contest.names),
        path=edition.addresses.contests[figures.contest.id],
        tally=tally(t, edition, figures, totals, allocation=figures.results.seats()),
        different=compared.different,
        compared=compared.both,
        mark=comparison_mark(figures.contest.id),
    )


def places_page(t: Translator, edition: Edition) -> PlacesPage:
    """The areas in the order of the definition, those beneath sorted by the Kyrgyz alphabet."""
    roots = [area for area in edition.election.places.areas.values() if area.parent is None]
    return PlacesPage(
        frame=Frame(path="areas.html", title=t._("Places"), changed_at=edition.changes.definition),
        areas=tuple(_place(t, edition, area) for area in roots),
    )


def _place(t: Translator, edition: Edition, area: Area) -> PlaceLine:
    beneath = edition.election.places.children(area.id)
    named = sorted((_place(t, edition, each) for each in beneath), key=lambda line: natural_key(t, line.name))
    return PlaceLine(
        name=t.name(area.names),
        level=level_name(t, edition.election, area.level),
        path=edition.addresses.areas[area.id],
        stations=len(edition.stations_in.get(area.id, ())),
        children=tuple(named),
    )


def natural_key(t: Translator, name: str) -> tuple[str | int, ...]:
    """A key that sorts by the Kyrgyz alphabet, and "district 2" before "district 12"."""
    digits = "".join(letter if letter.isdigit() else " " for letter in name).split()
    words = "".join(letter for letter in name if not letter.isdigit())
    return (t.sort_key(words), *map(int, digits))


def stations_page(t: Translator, edition: Edition) -> StationsPage:
    """All stations, region by region."""
    return StationsPage(
        frame=Frame(path="stations.html", title=t._("Stations"), changed_at=edition.changes.whole),
        groups=tuple(_groups(t, edition)),
        count=len(edition.stations),
    )


def _groups(t: Translator, edition: Edition) -> Iterator[ChipGroup]:
    region_of: dict[str, str] = {}
    tops = top_areas(edition)
    for area in tops:
        region_of |= dict.fromkeys(edition.stations_in.get(area.id, ()), area.id)
    for area in tops:
        inside = [station for station in edition.stations if region_of.get(station) == area.id]
        if inside:
            name = area_name(t, edition.election, area.id)
            chips = tuple(_chip(edition, station) for station in inside)
            yield ChipGroup(area.id, name, edition.addresses.areas[area.id], chips)
    others = tuple(_chip(edition, station) for station in edition.stations if station not in region_of)
    if others:
        name = t._("Stations that lie in no area") if tops else t._("All stations")
        yield ChipGroup("", name, "", others)


def _chip(edition: Edition, station: str) -> Chip:
    looks = {look for figures in edition.contests_at[station] for look in _looks(figures, station)}
    known = StationId(station) in edition.election.places.stations
    look = " ".join(sorted(looks)) if known or looks else ""
    return Chip(station, edition.addresses.stations[station], look)


def _looks(figures: ContestFigures, station: str) -> Iterator[str]:
    line = figures.position[station]
    if figures.kinds[0][line] >= 2 and figures.comparison.both[line]:
        yield "differs"
    if figures.results.annulled[line]:
        yield "annulled"
