"""The table of stations: CSV -> `Places`, and back.

::

    id,name_ky,name_ru,name_en,area,registered,machine,counted_at,aliases,external:cik
    1001,№ 1001,№ 1001,No. 1001,d29,2140,own,,УИК 1001|1001-A,417001
    1002,№ 1002,№ 1002,No. 1002,d29,310,elsewhere,1001,,

Only `id` is needed; it is text, and its leading zeros are part of it. `name` stands for one name in all
languages. `machine` is own, none or elsewhere, or how many machines there are. docs/definition.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from sverka.domain.counts import State
from sverka.domain.election import Election
from sverka.domain.ids import AreaId, LevelId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Area, Machine, Places, Station
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import quoted, refuse_all, shortened
from sverka.formats.notices import NoticeCode, notice, together
from sverka.formats.plain_table import plain_table
from sverka.formats.station_checks import check_ids, check_joins, check_machines, uneven_ids
from sverka.formats.station_columns import (
    EXTERNAL,
    NAMES,
    StationColumns,
    columns_of,
    stations_of,
    wanted_columns,
)
from sverka.formats.table import Table
from sverka.formats.unpack import is_workbook

NOTHING: Mapping[str, str] = MappingProxyType({})
BETWEEN = "|"  # aliases in one cell
DIGITS = 10  # a figure of more digits is looked at: no list has so many voters


@dataclass(frozen=True, kw_only=True)
class StationTable:
    """What a station table says, and what its reader noticed."""

    places: Places
    notices: tuple[Notice, ...] = ()


def read_stations(data: bytes, *, name: str, election: Election) -> Places:
    """The areas of the election, with the stations of a table."""
    return read_station_table(data, name=name, election=election).places


def read_station_table(data: bytes, *, name: str, election: Election) -> StationTable:
    """The stations of a table, or everything that is wrong with it."""
    table = _table(data, name, election)
    columns = columns_of(table, election)
    if not len(table.rows):
        raise Fault("no rows beneath the header", place=table.place(), cure="Give at least one station.")
    registered, faults, notices = _registered(table, columns)
    broken_ids = check_ids(table, columns)  # without ids the other checks have no ground
    refuse_all([*broken_ids, *faults] if broken_ids else [], name)
    places = _with_areas_from(election.places, table, columns)
    areas = columns.texts(table, "area")
    stations = _stations(table, columns, areas, registered)
    faults += _check_areas(table, columns, places, areas)
    faults += check_machines(table, columns, stations)
    faults += check_joins(table, columns, stations)
    refuse_all(faults, name)
    by_id = {station.id: station for station in stations}
    said = together(table.notices, notices, uneven_ids(table, columns), _unread(table, columns, election))
    return StationTable(places=replace(places, stations=by_id), notices=said)


def _unread(table: Table, columns: StationColumns, election: Election) -> list[Notice]:
    """What is left out, unless the definition says itself what this table calls its columns."""
    if stations_of(election).id:
        return []
    titles = shortened(", ".join(columns.unread(table)), 400)
    return [notice(NoticeCode.COLUMNS_IGNORED, columns=titles)] if titles else []


def format_stations(places: Places) -> bytes:
    """A station table that reads back as the same stations; columns that would be empty are left out."""
    stations = places.stations.values()
    systems = list(dict.fromkeys(system for each in stations for system in each.external_ids))
    cells = {key: [str(each.id) for each in stations] for key in ("id",)}
    cells |= _names_cells([each.names for each in stations])
    cells["area"] = [each.area or "" for each in stations]
    cells["registered"] = ["" if each.registered is None else str(each.registered) for each in stations]
    cells["machine"] = [each.machine.value for each in stations]
    cells["counted_at"] = [each.counted_at or "" for each in stations]
    cells["aliases"] = [_joined(each) for each in stations]
    for system in systems:
        cells[f"{EXTERNAL}{system}"] = [each.external_ids.get(system, "") for each in stations]
    kept = {key: column for key, column in cells.items() if key == "id" or any(column)}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(kept)
    writer.writerows(zip(*kept.values(), strict=True))
    return text.getvalue().encode()


# --- reading ---------------------------------------------------------------------------------------------------------


def _table(data: bytes, name: str, election: Election) -> Table:
    if is_workbook(data):
        cure = "Save its sheet as CSV: the election folder keeps the table as text."
        raise Fault("the station table is a workbook", place=name, cure=cure)
    wanted = wanted_columns(election)
    plain = plain_table(data, name, wanted)
    if plain is not None:
        return plain
    from sverka.formats import csv_text  # slow to load

    return csv_text.read_csv_text(data, name, wanted=wanted)


def _registered(
    table: Table, columns: StationColumns
) -> tuple[list[int | None], list[Fault], tuple[Notice, ...]]:
    texts = columns.texts(table, "registered")
    if all(text is None or (text.isascii() and text.isdecimal() and len(text) <= DIGITS) for text in texts):
        return [None if text is None else int(text) for text in texts], [], ()
    return _odd_registered(table, columns.known["registered"])


def _odd_registered(table: Table, at: int) -> tuple[list[int | None], list[Fault], tuple[Notice, ...]]:
    from sverka.formats.numbers import whole_numbers
    from sverka.formats.odd_numbers import CellWords
    from sverka.formats.text_tables import in_frame

    found = whole_numbers(in_frame(table), [at], CellWords.of(empty=State.ABSENT))
    read = (found.state[:, 0] == State.READ).tolist()
    values = found.values[:, 0].tolist()
    return (
        [value if known else None for value, known in zip(values, read, strict=True)],
        found.faults,
        found.notices,
    )


def _stations(
    table: Table,
    columns: StationColumns,
    areas: Sequence[str | None],
    registered: Sequence[int | None],
) -> list[Station]:
    ids = [text or "" for text in table.cells(columns.id)]
    return [
        Station(
            id=StationId(id_),
            names=names,
            area=None if area is None else AreaId(area),
            registered=count,
            machine=machine,
            counted_at=None if counted_at is None else StationId(counted_at),
            external_ids=external,
            aliases=() if aliases is None else _split(aliases),
        )
        for id_, names, area, count, machine, counted_at, external, aliases in zip(
            ids,
            _names(table, columns, ids),
            areas,
            registered,
            _machines(table, columns),
            columns.texts(table, "counted_at"),
            _external_ids(table, columns),
            columns.texts(table, "aliases"),
            strict=True,
        )
    ]


def _names(table: Table, columns: StationColumns, ids: Sequence[str]) -> Iterator[Names]:
    """Official names; a station without one is called by its id."""
    same = [name or id_ for name, id_ in zip(columns.texts(table, "name"), ids, strict=True)]
    if not any(key in columns.known for key in NAMES.values()):
        distinct = dict.fromkeys(same)  # towns repeat, station numbers do not
        made = {name: Names(name, name, name) for name in distinct} if len(distinct) < len(same) else {}
        yield from (made.get(name) or Names(name, name, name) for name in same)
        return
    for name, *texts in zip(same, *(columns.texts(table, key) for key in NAMES.values()), strict=True):
        named = any(texts) and "name" not in columns.known
        yield Names(*(text or ("" if named else name) for text in texts))


def _machines(table: Table, columns: StationColumns) -> Iterator[Machine]:
    """Whether a station has a machine; what is no answer is a fault of `check_machines`."""
    texts = columns.texts(table, "machine")
    said = {text: None if text is None else _machine(text) for text in set(texts)}
    for text, elsewhere in zip(texts, columns.texts(table, "counted_at"), strict=True):
        yield said[text] or (Machine.ELSEWHERE if elsewhere else Machine.OWN)


def _machine(text: str) -> Machine | None:
    """What a cell says: one of the words, or how many machines there are."""
    if text.isdecimal():
        return Machine.OWN if int(text) else Machine.NONE
    return next((each for each in Machine if each.value == text.casefold()), None)


def _external_ids(table: Table, columns: StationColumns) -> Iterator[Mapping[str, str]]:
    if not columns.external:
        yield from [NOTHING] * len(table.rows)
        return
    cells = [table.cells(at) for at in columns.external.values()]
    for row in zip(*cells, strict=True):
        yield {system: text for system, text in zip(columns.external, row, strict=True) if text} or NOTHING


def _split(aliases: str) -> tuple[str, ...]:
    return tuple(alias for each in aliases.split(BETWEEN) if (alias := each.strip()))


# --- areas -----------------------------------------------------------------------------------------------------------


def _with_areas_from(places: Places, table: Table, columns: StationColumns) -> Places:
    """The places with the areas that the station table names itself, in the order of their ids."""
    told = columns.areas_from
    if told is None:
        return places
    at = columns.known["area"]
    titled = told.name is not None and told.name in table.header
    names = table.cells(table.column(told.name or "") if titled else at)
    first = dict(zip(reversed(table.cells(at)), reversed(names), strict=True))
    made = {
        AreaId(id_): Area(
            id=AreaId(id_),
            names=Names.same(name or id_),
            level=LevelId(told.level),
            parent=AreaId(told.parent) if told.parent else None,
        )
        for id_, name in sorted((id_, name) for id_, name in first.items() if id_)
    }
    return replace(places, areas={**places.areas, **made})


def _check_areas(
    table: Table, columns: StationColumns, places: Places, areas: Sequence[str | None]
) -> list[Fault]:
    at = columns.known.get("area")
    if at is None:
        return []
    faults = []
    for line, area in enumerate(areas):
        if area is None or area not in places.areas:
            what = (
                "the station lies in no area"
                if area is None
                else f"{quoted(area)} is no area of this election"
            )
            known = ", ".join(list(places.areas)[:12]) or "none: add [[areas]] to the definition"
            faults.append(
                Fault(what, place=table.place(line, at), cure=f"Give the id of one of its areas: {known}, …")
            )
    return faults


# --- writing ---------------------------------------------------------------------------------------------------------


def _names_cells(names: Sequence[Names]) -> dict[str, list[str]]:
    if all(each.ky == each.ru == each.en for each in names):
        return {"name": [each.ky for each in names]}
    return {key: [getattr(each, language) for each in names] for language, key in NAMES.items()}


def _joined(station: Station) -> str:
    for alias in station.aliases:
        if BETWEEN in alias:
            cure = "Aliases are parted by |: leave it out of them."
            raise Fault(f"an alias of station {station.id} holds a |: {quoted(alias)}", cure=cure)
    return BETWEEN.join(station.aliases)
