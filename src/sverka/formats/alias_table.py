"""The reviewed alias table: what foreign systems call our stations, who looked at it, and when.

::

    system,foreign_id,station,reviewed_by,reviewed_on
    observers,УИК 1001 (школа № 5),1001,Common list group,2021-12-03

A name alone joins nothing: a line of this table is a person's word that two names mean one station.
`reviewed_by` is a role or an organisation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sverka.domain.ids import StationId
from sverka.domain.places import Places, Station
from sverka.errors import Fault
from sverka.formats.csv_text import read_csv_text
from sverka.formats.faults import quoted, refuse_all
from sverka.formats.nearest import nearest
from sverka.formats.text_tables import TextTable

COLUMNS = ("system", "foreign_id", "station", "reviewed_by", "reviewed_on")
CURE = f"An alias table has the columns {', '.join(COLUMNS)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One reviewed name: `system` calls `station` by `foreign_id`."""

    system: str
    foreign_id: str
    station: StationId
    reviewed_by: str
    reviewed_on: date


def read_aliases(data: bytes, *, name: str, places: Places) -> tuple[Alias, ...]:
    """The aliases in a table, or everything that is wrong with it."""
    table = read_csv_text(data, name, wanted=COLUMNS)
    at = {key: table.column(key, cure=CURE) for key in COLUMNS}
    rows = list(zip(*(table.texts(column).to_list() for column in at.values()), strict=True))
    refuse_all(list(_check(table, at, rows, places)), name)
    return tuple(
        Alias(
            system=system,
            foreign_id=foreign_id,
            station=StationId(station),
            reviewed_by=reviewed_by,
            reviewed_on=date.fromisoformat(reviewed_on),
        )
        for system, foreign_id, station, reviewed_by, reviewed_on in rows
    )


def with_aliases(places: Places, aliases: Sequence[Alias]) -> Places:
    """The places whose stations are also found by their reviewed foreign ids."""
    stations = dict(places.stations)
    for alias in aliases:
        stations[alias.station] = _called(stations[alias.station], alias)
    return replace(places, stations=stations)


def _called(station: Station, alias: Alias) -> Station:
    """The station under one more name: the system's id of it, or another spelling if that has one."""
    if station.external_ids.get(alias.system, alias.foreign_id) == alias.foreign_id:
        return replace(station, external_ids={**station.external_ids, alias.system: alias.foreign_id})
    if alias.foreign_id in station.aliases:
        return station
    return replace(station, aliases=(*station.aliases, alias.foreign_id))


Row = tuple[str | None, ...]


def _check(table: TextTable, at: dict[str, int], rows: Sequence[Row], places: Places) -> Iterator[Fault]:
    first: dict[tuple[str | None, str | None], int] = {}
    for line, row in enumerate(rows):
        for key, text in zip(COLUMNS, row, strict=True):
            if text is None:
                cure = "Every alias says whose it is, what it is, and who reviewed it when."
                yield Fault(f"the cell is empty: {key}", place=table.place(line, at[key]), cure=cure)
        system, foreign_id, station, _, reviewed_on = row
        if station is not None and station not in places.stations:
            cure = nearest(station, places.stations)
            yield Fault(f"{quoted(station)} is no station", place=table.place(line, at["station"]), cure=cure)
        if reviewed_on is not None and not _is_date(reviewed_on):
            place = table.place(line, at["reviewed_on"])
            yield Fault(f"{quoted(reviewed_on)} is no date", place=place, cure="Write it as 2021-12-03.")
        other = first.setdefault((system, foreign_id), line)
        if other != line and rows[other][2] != station:
            cure = f"Row {table.rows[other]} says another one: an alias leads to one station."
            yield Fault(
                f"{quoted(foreign_id or '')} leads to two stations",
                place=table.place(line, at["foreign_id"]),
                cure=cure,
            )


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
