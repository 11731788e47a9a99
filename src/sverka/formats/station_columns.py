"""Which column of a station table is what: the definition's `[stations]`, else the columns' own names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from sverka.domain.election import Election
from sverka.domain.names import Language
from sverka.errors import Fault
from sverka.formats.definition_file import AreasFrom, StationsTable
from sverka.formats.table import Table, folded
from sverka.formats.titles import STATION, titled

EXTERNAL = "external:"  # the title of a column of foreign ids is external:SYSTEM
PLAIN = ("name", "area", "registered", "machine", "counted_at", "aliases")
NAMES = {language: f"name_{language}" for language in Language}


@dataclass(frozen=True, kw_only=True)
class StationColumns:
    """Positions of columns in one table; `known` holds those that are there, by their key in `[stations]`."""

    id: int
    known: dict[str, int]
    external: dict[str, int]
    areas_from: AreasFrom | None = None

    def texts(self, table: Table, key: str) -> list[str | None]:
        """One column's cells; all empty where the table has no such column."""
        at = self.known.get(key)
        return [None] * len(table.rows) if at is None else table.cells(at)

    def unread(self, table: Table) -> list[str]:
        """The titles of columns that say nothing of a station here."""
        read = {self.id, *self.known.values(), *self.external.values()}
        areas = {self.areas_from.id, self.areas_from.name} if self.areas_from else set()
        return [
            title for at, title in enumerate(table.header) if title and at not in read and title not in areas
        ]


def wanted_columns(election: Election) -> list[str]:
    """Titles that a header must have, if the definition names them: they find the header."""
    title = stations_of(election).id
    return [title] if title else []


def stations_of(election: Election) -> StationsTable:
    """`[stations]` of the election's definition."""
    return msgspec.convert(dict(election.station_columns), StationsTable)


def columns_of(table: Table, election: Election) -> StationColumns:
    """Where each column stands; a fault where one is missing that the definition names."""
    told = stations_of(election)
    title = told.id or ("id" if "id" in map(folded, table.header) else titled(table, STATION)) or "id"
    external = dict(_external(table)) | {s: table.column(t) for s, t in told.external_ids.items()}
    known = dict(_known(table, told))
    if told.areas_from is not None and "area" not in known:
        known["area"] = table.column(told.areas_from.id)
    return StationColumns(
        id=table.column(title if _has(table, title) else "id"),
        known=known,
        external=external,
        areas_from=told.areas_from,
    )


def _known(table: Table, told: StationsTable) -> Iterator[tuple[str, int]]:
    """A column as the definition calls it, else one that is titled as its key (so what we write, we read)."""
    for key in (*PLAIN, *NAMES.values()):
        mapped: str | None = getattr(told, key)
        if mapped is not None and _has(table, mapped):
            yield key, table.column(mapped)
        elif _has(table, key):
            yield key, table.column(key)
        elif mapped is not None:
            cure = f'The definition says [stations] {key} = "{mapped}": correct it, or give the table that has it.'
            raise Fault(f"there is no column '{mapped}'", place=table.place(), cure=cure)


def _external(table: Table) -> Iterator[tuple[str, int]]:
    for at, title in enumerate(table.header):
        if title.casefold().startswith(EXTERNAL) and len(title) > len(EXTERNAL):
            yield title[len(EXTERNAL) :].strip(), at


def _has(table: Table, title: str) -> bool:
    return folded(title) in map(folded, table.header)
