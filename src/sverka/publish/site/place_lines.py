"""Areas and stations as lines of tables: how far their counts are, and where two counts differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from sverka.domain.ids import AreaId, BaseId, StationId
from sverka.domain.places import Area
from sverka.publish.differences import Compared
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import IDENTICAL, NOT_COMPARED, ContestFigures, kind_of
from sverka.publish.site.marks import comparison_mark
from sverka.publish.site.naming import area_name, level_name, source_name, station_name
from sverka.publish.site.tallies import Heading, TallyLine, leading, summed
from sverka.publish.words.kinds import NO_DIFFERENCE, kind_said


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """One area of one contest; it is kept as long as nothing of the area changes, and so are its rows.

    `mark` : where its comparison stands in the published figures
    `rows` : as HTML, by what else it depends on: the base of the shares in its table, and the way to other pages
    """

    id: AreaId
    name: str
    level: str
    path: str
    heading: Heading | None
    leader: TallyLine | None
    compared: Compared | None
    mark: str
    rows: dict[tuple[BaseId | None, str], str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StationState:
    """Where one contest of a station stands: annulled, compared with what result, waiting, with findings."""

    text: str
    differs: bool = False
    annulled: bool = False
    waiting: bool = False
    findings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StationLine:
    """One station in a list."""

    id: str
    name: str
    path: str
    registered: int | None
    states: tuple[StationState | None, ...]


def area_lines(
    t: Translator, edition: Edition, figures: ContestFigures, areas: Iterable[Area]
) -> tuple[AreaLine, ...]:
    """The areas in which the contest has stations, with the sums of the counts in law."""
    beneath = figures.results.membership.beneath
    return tuple(_kept_line(t, edition, figures, area) for area in areas if area.id in beneath)


def _kept_line(t: Translator, edition: Edition, figures: ContestFigures, area: Area) -> AreaLine:
    """The line of an area as an earlier edition had it, if nothing has changed that the area's own page shows."""
    key, changed_at = (str(t.language), figures.contest.id, area.id), edition.changes.area(area.id)
    kept = edition.kept_lines.get(key)
    if kept is not None and kept[0] == changed_at:
        return kept[1]
    line = _area_line(t, edition, figures, area)
    edition.kept_lines[key] = changed_at, line
    return line


def _area_line(t: Translator, edition: Edition, figures: ContestFigures, area: Area) -> AreaLine:
    totals = summed(figures, [LEGAL], area.id)
    heading, first = leading(t, edition, figures, totals[0]) if totals else (None, None)
    return AreaLine(
        id=area.id,
        name=area_name(t, edition.election, area.id),
        level=level_name(t, edition.election, area.level),
        path=edition.addresses.areas[area.id],
        heading=heading,
        leader=first if heading and heading.stations.summed else None,
        compared=figures.compared.get(area.id),
        mark=comparison_mark(figures.contest.id, area.id),
    )


def top_areas(edition: Edition) -> list[Area]:
    """The areas by which a contest is broken down: those beneath the country, or all that have no parent."""
    places = edition.election.places
    roots = [area for area in places.areas.values() if area.parent is None]
    return list(places.children(roots[0].id)) or roots if len(roots) == 1 else roots


class States:
    """The states of stations in one contest and language."""

    def __init__(self, t: Translator, edition: Edition, figures: ContestFigures) -> None:
        election = edition.election
        left, right = (source_name(t, election, each) for each in (figures.left, figures.right))
        self.t, self.figures = t, figures
        self.kinds = {code: self._kind(code, left, right) for code in np.unique(figures.kinds[0]).tolist()}
        self.waiting = {
            (True, False): t._("waiting for: {name}", name=right),
            (False, True): t._("waiting for: {name}", name=left),
            (False, False): t._("no count yet"),
        }
        self.counted = tuple(table.counted for table in (figures.comparison.left, figures.comparison.right))

    def _kind(self, code: int, left: str, right: str) -> str:
        if code == NOT_COMPARED:
            return ""
        if code == IDENTICAL:
            return self.t._(NO_DIFFERENCE.title)
        return kind_said(self.t, kind_of(code), left=left, right=right).title

    def of(self, station: str) -> StationState | None:
        """The state of a station; None where it does not vote in the contest."""
        line = self.figures.position.get(station)
        if line is None:
            return None
        code = int(self.figures.kinds[0][line])
        counted = (bool(self.counted[0][line]), bool(self.counted[1][line]))
        waiting = not all(counted)
        return StationState(
            text=self.waiting[counted] if waiting else self.kinds[code],
            differs=not waiting and code != IDENTICAL,
            annulled=bool(self.figures.results.annulled[line]),
            waiting=waiting,
            findings=int(self.figures.findings[line]),
        )


def station_lines(
    t: Translator, edition: Edition, stations: Iterable[str], columns: Iterable[Iterable[States]]
) -> Iterator[StationLine]:
    """Stations with a state for each column; a column holds contests of which a station has one."""
    columns = [list(column) for column in columns]
    known = edition.election.places.stations
    for id_ in stations:
        states = (next((s for each in column if (s := each.of(id_))), None) for column in columns)
        station = known.get(StationId(id_))
        yield StationLine(
            id=id_,
            name=station_name(t, edition.election, id_),
            path=edition.addresses.stations[id_],
            registered=station.registered if station else None,
            states=tuple(states),
        )
