"""The differences of one contest: every listed station, what kind its difference is, what the kinds mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sverka.domain.ids import StationId
from sverka.publish.language import Translator
from sverka.publish.site.at_a_glance import NOT_DIFFERENT, Glance, KindLine, at_a_glance
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures, kind_of
from sverka.publish.site.frames import Frame, Link
from sverka.publish.site.naming import area_name, field_name, source_name
from sverka.publish.words.kinds import kind_said
from sverka.reconcile.compare import Comparison
from sverka.reconcile.kinds import KINDS, NOT_COMPARABLE, KindId, names_of
from sverka.reconcile.triage import triage

FIELDS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One station of the list, as its line shows it."""

    station: str
    path: str
    areas: tuple[str, ...]
    place: str
    kind: KindId
    title: str
    also: tuple[str, ...]
    fields: tuple[tuple[str, str, str], ...]
    more: int
    gross: int
    net: int
    annulled: bool


@dataclass(frozen=True, kw_only=True)
class DifferencesPage:
    """Everything the page shows."""

    frame: Frame
    contest: str
    glance: Glance
    lines: tuple[Difference, ...]
    kinds: tuple[KindLine, ...]
    areas: tuple[tuple[str, str], ...]
    by_kind: Mapping[str, list[tuple[str, str]]]
    tolerance: tuple[int, str, str]


def differences_page(t: Translator, edition: Edition, figures: ContestFigures) -> DifferencesPage:
    """The differences of the default pair, what to look at first on top."""
    contest, pair = figures.contest, figures.comparison
    glance = at_a_glance(t, edition, figures)
    listed = _Listed(t, edition, figures)
    order = [place for place in triage(pair).tolist() if kind_of(int(pair.kind[place])) not in _ONLY_ONE]
    lines = tuple(listed.line(place) for place in order)
    met = {area: None for line in lines for area in line.areas}
    tolerance = pair.tolerance
    name = t.name(contest.names)
    return DifferencesPage(
        frame=Frame(
            path=edition.addresses.differences[contest.id],
            title=t._("Differences: {contest}", contest=name),
            changed_at=edition.changes.contest(figures),
            trail=(
                Link(t._("Contests"), "contests.html"),
                Link(name, edition.addresses.contests[contest.id]),
            ),
        ),
        contest=name,
        glance=glance,
        lines=lines,
        kinds=tuple(kind for kind in (*glance.kinds, *glance.waiting) if kind.id not in _ONLY_ONE),
        areas=tuple(
            (area.id, t.name(area.names)) for area in edition.election.places.areas.values() if area.id in met
        ),
        by_kind=_by_kind(edition, pair),
        tolerance=(
            tolerance.votes,
            t.plain_percent(tolerance.share) if tolerance.share else "",
            tolerance.source,
        ),
    )


_ONLY_ONE = NOT_DIFFERENT - {NOT_COMPARABLE}


def _by_kind(edition: Edition, pair: Comparison) -> Mapping[str, list[tuple[str, str]]]:
    """Station and address, kind by kind, in the order of the station table."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line, code in zip(pair.lines.tolist(), pair.kind.tolist(), strict=True):
        station = pair.left.units[line]
        found[kind_of(code)].append((station, edition.addresses.stations[station]))
    return found


class _Listed:
    """The lines of one contest in one language."""

    def __init__(self, t: Translator, edition: Edition, figures: ContestFigures) -> None:
        self.t, self.edition, self.figures, self.pair = t, edition, figures, figures.comparison
        left, right = (source_name(t, edition.election, each) for each in (figures.left, figures.right))
        self.titles = {kind: kind_said(t, kind, left=left, right=right).title for kind in KINDS}
        self.names = [field_name(t, figures.contest, field) for field in self.pair.left.fields]
        self.areas = {a: area_name(t, edition.election, a) for a in edition.election.places.areas}

    def line(self, place: int) -> Difference:
        """One listed station."""
        pair = self.pair
        line, kind = int(pair.lines[place]), kind_of(int(pair.kind[place]))
        station = pair.left.units[line]
        fields = list(self._fields(line))
        areas = tuple(self._areas(station))
        return Difference(
            station=station,
            path=self.edition.addresses.stations[station],
            areas=areas,
            place=", ".join(self.areas[area] for area in areas[:2]),  # type: ignore[index]
            kind=kind,
            title=self.titles[kind],
            also=tuple(self.titles[each] for each in names_of(int(pair.also[place]))),
            fields=tuple(fields[:FIELDS_SHOWN]),
            more=max(0, len(fields) - FIELDS_SHOWN),
            gross=int(pair.gross[place]),
            net=int(pair.net[place]),
            annulled=bool(self.figures.results.annulled[line]),
        )

    def _fields(self, line: int) -> Iterator[tuple[str, str, str]]:
        """The rows that differ: name, left and right; selections where any does, as the kinds look at them."""
        pair, votes = self.pair, self.pair.left.selection_columns
        differing = np.flatnonzero(pair.deltas[line])
        of_votes = differing[differing >= votes.start]
        for column in (of_votes if len(of_votes) else differing).tolist():
            left, right = int(pair.left.values[line, column]), int(pair.right.values[line, column])
            yield self.names[column], self.t.number(left), self.t.number(right)

    def _areas(self, station: str) -> Iterator[str]:
        """The areas the station lies in, smallest first; the country, where all lie, is left out."""
        places = self.edition.election.places
        known = places.stations.get(StationId(station))
        for area in places.above(known.area) if known else ():
            if area.parent is not None or not places.children(area.id):
                yield area.id
