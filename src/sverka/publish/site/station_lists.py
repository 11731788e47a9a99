"""The way to every station: the search, the places that list their stations, and stations that lie in no area."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sverka.domain.places import Area
from sverka.publish.language import Translator
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.listings import NO_AREA, Part
from sverka.publish.site.lists import natural_key
from sverka.publish.site.naming import area_name
from sverka.publish.site.place_lines import top_areas
from sverka.publish.site.search import search_index
from sverka.reconcile.kinds import CODE, NOT_COMPARABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOfStations:
    """A place, how many stations lie in it, and the places in it where its own page does not list them."""

    name: str
    path: str
    stations: int
    within: tuple[PlaceOfStations, ...]


@dataclass(frozen=True, kw_only=True)
class StationsPage:
    """The places by which stations are listed.

    `index` : the file with which the search begins · `open` : counts may name stations that it does not know
    """

    frame: Frame
    index: str
    open: bool
    count: int
    places: tuple[PlaceOfStations, ...]
    others: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A station in a list of numbers."""

    id: str
    path: str
    look: str


@dataclass(frozen=True, kw_only=True)
class StationsPartPage:
    """A part of the stations that lie in no area."""

    frame: Frame
    stations: tuple[Chip, ...]
    before: str
    after: str


def stations_page(t: Translator, edition: Edition) -> StationsPage:
    """The way to the stations of every place; no figure is on it."""
    changes = edition.changes
    at = edition.addresses.listed
    others = (Link(_ends(part), at(NO_AREA, part.number)) for part in edition.listings.of(NO_AREA))
    return StationsPage(
        frame=Frame(
            path="stations.html",
            title=t._("Stations"),
            changed_at=changes.whole if edition.election.open_stations else changes.definition,
        ),
        index=search_index(t, edition.election, edition.addresses).path,
        open=edition.election.open_stations,
        count=len(edition.stations),
        places=tuple(
            _place(t, edition, area) for area in top_areas(edition) if edition.stations_in.get(area.id)
        ),
        others=tuple(others),
    )


def _place(t: Translator, edition: Edition, area: Area) -> PlaceOfStations:
    listed = edition.listings.of(area.id)
    beneath = () if listed else edition.children(area.id)
    within = (_place(t, edition, each) for each in beneath if edition.stations_in.get(each.id))
    return PlaceOfStations(
        name=area_name(t, edition.election, area.id),
        path=edition.addresses.areas[area.id] + ("#stations" if listed else ""),
        stations=len(edition.stations_in.get(area.id, ())),
        within=tuple(sorted(within, key=lambda line: natural_key(t, line.name))),
    )


def stations_part_page(t: Translator, edition: Edition, part: Part) -> StationsPartPage:
    """A part of the stations that lie in no area, with those marked that differ or are annulled."""
    last, at = len(edition.listings.of(NO_AREA)), edition.addresses.listed
    return StationsPartPage(
        frame=Frame(
            path=at(NO_AREA, part.number),
            title=t._("Stations {range}", range=_ends(part)),
            changed_at=edition.changes.listed(part),
            trail=(Link(t._("Stations"), "stations.html"),),
        ),
        stations=tuple(_chip(edition, station) for station in part.stations),
        before=at(NO_AREA, part.number - 1) if part.number > 1 else "",
        after=at(NO_AREA, part.number + 1) if part.number < last else "",
    )


def _ends(part: Part) -> str:
    return f"{part.stations[0]} – {part.stations[-1]}"


def _chip(edition: Edition, station: str) -> Chip:
    looks = {look for figures in edition.contests.values() for look in _looks(figures, station)}
    return Chip(station, edition.addresses.stations[station], " ".join(sorted(looks)))


def _looks(figures: ContestFigures, station: str) -> Iterator[str]:
    line = figures.position.get(station)
    if line is None:
        return
    if figures.kinds[0][line] > CODE[NOT_COMPARABLE] and figures.comparison.both[line]:
        yield "differs"
    if figures.results.annulled[line]:
        yield "annulled"
