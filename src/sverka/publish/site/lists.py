"""The lists: all contests, and all places."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.domain.places import Area
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.area import ContestLine
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.frames import Frame
from sverka.publish.site.marks import comparison_mark
from sverka.publish.site.naming import level_name
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
        tally=tally(t, edition, figures, totals, allocation=figures.results.allocation()),
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
    beneath = edition.children(area.id)
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
