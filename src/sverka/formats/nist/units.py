"""The GpUnits of a results report: areas, stations, sources, and the devices on which sources stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sverka.domain.counts import Source, State, Unit
from sverka.domain.election import Election
from sverka.domain.ids import AreaId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Area, Station
from sverka.formats.nist.cdf import (
    UNIT_TYPES,
    CountStatus,
    ReportingDevice,
    ReportingUnit,
)
from sverka.formats.nist.layout import (
    OTHER,
    SCOPE,
    Code,
    Mark,
    document_id,
    field_ids,
    identifiers,
    mark_text,
    text_of,
)
from sverka.formats.nist.placing import PlacedTable


def gp_units(election: Election, placed: Sequence[PlacedTable]) -> list[ReportingUnit | ReportingDevice]:
    """Every unit and device of the file: the scope, areas, stations, sources, and the devices of sources."""
    stations = _stations(election, placed)
    inside = _inside(election, stations, placed)
    marks = _marks(election, placed)
    took_part = _voters_participated(election, placed)
    return [
        _scope(election, inside),
        *(_area_unit(election, area, inside, marks) for area in election.places.areas.values()),
        *(_station_unit(station, inside, marks, took_part) for station in stations.values()),
        *_source_devices(election, placed),
        *_unit_devices(placed),
    ]


def _stations(election: Election, placed: Sequence[PlacedTable]) -> dict[StationId, Station]:
    """The stations of the definition, then those that only counts know (an open station table)."""
    stations = dict(election.places.stations)
    for each in placed:
        if each.table.unit is Unit.STATION:
            for unit in map(StationId, each.table.units):
                if unit not in stations:
                    stations[unit] = Station(id=unit, names=Names())
    return stations


Inside = Mapping[str, list[str]]  # @id of a unit: those of the units and devices directly in it


def _inside(
    election: Election, stations: Mapping[StationId, Station], placed: Sequence[PlacedTable]
) -> Inside:
    inside: dict[str, list[str]] = defaultdict(list)
    for area in election.places.areas.values():
        inside[_above(election, area.parent)].append(document_id(Unit.AREA, area.id))
    for station in stations.values():
        inside[_above(election, station.area)].append(document_id(Unit.STATION, station.id))
    for unit, device in _devices_of_units(placed):
        inside[unit].append(device)
    return inside


def _above(election: Election, area: AreaId | None) -> str:
    return SCOPE if area is None or area not in election.places.areas else document_id(Unit.AREA, area)


def _devices_of_units(placed: Sequence[PlacedTable]) -> dict[tuple[str, str], PlacedTable]:
    """Unit and device of every count that stands on one, each once."""
    return {
        (each.units[line], each.places[line]): each
        for each in placed
        if each.source.on_devices
        for line in np.flatnonzero(each.table.counted).tolist()
    }


def _scope(election: Election, inside: Inside) -> ReportingUnit:
    return ReportingUnit(
        id=SCOPE,
        name=text_of(election.names, election.id),
        composing_gp_unit_ids=inside.get(SCOPE),
        type=OTHER,
        other_type="election",
    )


def _area_unit(election: Election, area: Area, inside: Inside, marks: Marks) -> ReportingUnit:
    id_ = document_id(Unit.AREA, area.id)
    word = next((level.cdf for level in election.places.levels if level.id == area.level), OTHER)
    word = word if word in UNIT_TYPES else OTHER
    return ReportingUnit(
        id=id_,
        name=text_of(area.names, area.id),
        external_identifier=identifiers(
            (Code.AREA, area.id),
            (Code.LEVEL, area.level),
            *((Code.ALIAS, alias) for alias in area.aliases),
            *area.external_ids.items(),
        ),
        composing_gp_unit_ids=inside.get(id_),
        type=word,
        other_type=area.level if word == OTHER else "",
        count_status=marks.get(id_, []),
    )


def _station_unit(
    station: Station, inside: Inside, marks: Marks, took_part: Mapping[str, int]
) -> ReportingUnit:
    id_ = document_id(Unit.STATION, station.id)
    return ReportingUnit(
        id=id_,
        name=text_of(station.names, station.id),
        external_identifier=identifiers(
            (Code.STATION, station.id),
            *((Code.ALIAS, alias) for alias in station.aliases),
            *station.external_ids.items(),
        ),
        composing_gp_unit_ids=inside.get(id_),
        type="polling-place",
        count_status=marks.get(id_, []),
        voters_participated=took_part.get(id_),
        voters_registered=station.registered,
    )


def _source_devices(election: Election, placed: Sequence[PlacedTable]) -> Iterator[ReportingDevice]:
    """One for every source: whose it is and how it was counted; it lists its devices if it has any."""
    sources = {each.source.position: each.source for each in placed}
    devices: dict[int, list[str]] = defaultdict(list)
    for (_, device), each in _devices_of_units(placed).items():
        devices[each.source.position].append(device)
    for position, placing in sorted(sources.items()):
        account = election.accounts[placing.source.account]
        yield ReportingDevice(
            id=placing.id,
            name=text_of(account.names, account.id),
            external_identifier=identifiers(
                (Code.ACCOUNT, account.id),
                (Code.HOLDER, placing.source.holder),
                (Code.COUNTED, account.counted),
                (Code.SEEN_IN, account.seen_in),
                (Code.WHOSE, account.whose),
            ),
            composing_gp_unit_ids=devices[position] if placing.on_devices else None,
            device_class=placing.device,
        )


def _unit_devices(placed: Sequence[PlacedTable]) -> Iterator[ReportingDevice]:
    for (_, device), each in _devices_of_units(placed).items():
        yield ReportingDevice(id=device, device_class=each.source.device)


Marks = Mapping[str, list[CountStatus]]  # @id of a unit: what is known of its counts where there is no figure


def _marks(election: Election, placed: Sequence[PlacedTable]) -> Marks:
    marks: dict[str, list[CountStatus]] = defaultdict(list)
    positions = {contest: position for position, contest in enumerate(election.contests, start=1)}
    for each in placed:
        table = each.table
        words = field_ids(positions[table.contest], election.contests[table.contest])
        for line, column in np.argwhere(table.state == State.UNREAD).tolist():
            text = mark_text(Mark.UNREAD, each.source.id, words[table.fields[column]])
            marks[each.units[line]].append(CountStatus(status="unknown", type=OTHER, other_type=text))
        known = (table.state == State.READ) | (table.state == State.UNREAD)
        for line in np.flatnonzero(table.counted & ~known.any(axis=1)).tolist():
            text = mark_text(Mark.NO_FIGURES, each.source.id, document_id("contest", table.contest))
            marks[each.units[line]].append(CountStatus(status="completed", type=OTHER, other_type=text))
    return marks


def _voters_participated(election: Election, placed: Sequence[PlacedTable]) -> dict[str, int]:
    """Who took part, by the legal account: where one contest says so, or all that do say the same.

    ReportingUnit has one such figure, of no account and no contest: it is there for readers that know no
    forms, and every account's own figure stands in the form.
    """
    said: dict[str, set[int]] = defaultdict(set)
    for each in placed:
        table = each.table
        if table.source != Source(election.policies.legal[0]) or table.unit is not Unit.STATION:
            continue
        rows = [row.id for row in election.contests[table.contest].rows if row.cdf == "VotersParticipated"]
        for column in (table.rows.index(row) for row in rows if row in table.rows):
            for line in np.flatnonzero(table.state[:, column] == State.READ).tolist():
                said[each.units[line]].add(int(table.values[line, column]))
    return {unit: voters.pop() for unit, voters in said.items() if len(voters) == 1}
