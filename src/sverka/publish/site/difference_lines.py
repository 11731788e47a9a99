"""The lines of lists of differences: one station with its kind and the rows that differ; the largest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.ids import StationId
from sverka.publish.language import Translator
from sverka.publish.site.at_a_glance import NOT_DIFFERENT
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures, kind_of
from sverka.publish.site.naming import area_name, field_name, source_name
from sverka.publish.words.kinds import kind_said
from sverka.reconcile.kinds import CODE, KINDS, NOT_COMPARABLE, KindId, names_of
from sverka.reconcile.triage import triage

Places = NDArray[np.intp]  # lines of the comparison's list of stations that are not identical

FIELDS_SHOWN = 3
ONLY_ONE = NOT_DIFFERENT - {NOT_COMPARABLE}
ONLY_ONE_CODES = [CODE[kind] for kind in ONLY_ONE]


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


class DifferenceLines:
    """The lines of one contest in one language."""

    def __init__(self, t: Translator, edition: Edition, figures: ContestFigures) -> None:
        self.t, self.edition, self.figures, self.pair = t, edition, figures, figures.comparison
        left, right = (source_name(t, edition.election, each) for each in (figures.left, figures.right))
        self.left, self.right = left, right
        self.titles = {kind: kind_said(t, kind, left=left, right=right).title for kind in KINDS}
        self.names = [field_name(t, figures.contest, field) for field in self.pair.left.fields]

    @cached_property
    def order(self) -> Places:
        """The stations that both accounts have, what to look at first on top."""
        places = triage(self.pair)
        return places[~np.isin(self.pair.kind[places], ONLY_ONE_CODES)]

    def among(self, stations: Iterable[str]) -> Places:
        """Those of some stations, in the same order."""
        position = self.figures.position
        lines = [position[station] for station in stations if station in position]
        here = self._places[np.array(lines, np.intp)]
        return here[here >= 0][np.argsort(self._ranks[here[here >= 0]])]

    @cached_property
    def _places(self) -> Places:
        """Shape (stations,): the place of each in the list, -1 where it is in none."""
        found = np.full(len(self.pair.both), -1, np.intp)
        found[self.pair.lines[self.order]] = self.order
        return found

    @cached_property
    def _ranks(self) -> Places:
        """Shape (places,): which place in the order each has."""
        found = np.zeros(len(self.pair.lines), np.intp)
        found[self.order] = np.arange(len(self.order))
        return found

    def lines(self, places: Sequence[int]) -> tuple[Difference, ...]:
        """The lines of some places."""
        return tuple(map(self._line, places))

    def of_kind(self, kind: KindId, most: int) -> list[tuple[str, str]]:
        """Station and address of the first stations of one kind, in the order of the station table."""
        found = self.pair.lines[self.pair.kind == CODE[kind]][:most].tolist()
        units, addresses = self.pair.left.units, self.edition.addresses.stations
        return [(units[line], addresses[units[line]]) for line in found]

    def _line(self, place: int) -> Difference:
        pair = self.pair
        line, kind = int(pair.lines[place]), kind_of(int(pair.kind[place]))
        station = pair.left.units[line]
        fields = list(self._fields(line))
        areas = tuple(self._areas(station))
        return Difference(
            station=station,
            path=self.edition.addresses.stations[station],
            areas=areas,
            place=", ".join(area_name(self.t, self.edition.election, area) for area in areas[:2]),  # type: ignore[arg-type]
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
        differing = np.flatnonzero(pair.deltas_at(line))
        of_votes = differing[differing >= votes.start]
        for column in (of_votes if len(of_votes) else differing).tolist():
            left, right = int(pair.left.values[line, column]), int(pair.right.values[line, column])
            yield self.names[column], self.t.number(left), self.t.number(right)

    def _areas(self, station: str) -> Iterator[str]:
        """The areas the station lies in, smallest first; the country, where all lie, is left out."""
        places = self.edition.election.places
        known = places.stations.get(StationId(station))
        for area in places.above(known.area) if known else ():
            if area.parent is not None or not self.edition.children(area.id):
                yield area.id
