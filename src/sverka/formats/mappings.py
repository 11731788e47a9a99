"""The saved mapping of a foreign file's columns: what each column is, as data.

It stands in an election's definition as `[mappings.NAME]`, or in a TOML file of its own::

    shape = "wide"                       # one row per station; "long": one row per figure; "column": one unit
    station = "section_id"
    contest = "parties"
    account = {column = "source", values = {machine_data = "machine", protocol = "hand"}}
    selections = {p1 = "gerb", p2 = "dps"}   # the file's word = ours; or "by-name"
    rows = {valid_ballots = "10"}            # the same way round
    empty = "absent"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from sverka.domain.counts import State
from sverka.domain.election import Election
from sverka.errors import Fault
from sverka.formats.faults import refuse_all
from sverka.formats.nearest import nearest
from sverka.formats.odd_numbers import CellWords
from sverka.formats.shape_faults import shape_faults

EMPTY = {"absent": State.ABSENT, "unread": State.UNREAD, "error": None}
BY_NAME: Literal["by-name"] = "by-name"


class AccountColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """Whose count a row is: a column, and which of its values is which account."""

    column: str
    values: dict[str, str]


class SummaryRows(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that sum others and are no station: those with one of the `values` in `column`."""

    column: str
    values: list[str]


class FixedUnit(Struct, frozen=True, forbid_unknown_fields=True):
    """The one unit that a whole file is about."""

    station: str = ""
    area: str = ""


class ColumnMapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What each column of a foreign file is. Where two words meet, the file's stands left and ours right."""

    format: str = ""
    shape: Literal["wide", "long", "column"] = "wide"
    station: str = ""
    area: str = ""
    unit: FixedUnit | None = None
    contest: str = ""
    contest_column: str = ""
    contests: dict[str, str] = {}
    account: AccountColumn | None = None
    holder: str = ""
    claimed: str = ""
    selections: dict[str, str] | Literal["by-name"] = BY_NAME
    rows: dict[str, str] = {}
    selection: str = ""
    votes: str = ""
    empty: Literal["absent", "unread", "error"] = "absent"
    absent: list[str] = []
    unread: list[str] = []
    summary_rows: SummaryRows | list[SummaryRows] | None = None
    ignore: list[str] = []
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""

    @property
    def says_unit(self) -> bool:
        """Whether it says what the units are; one that does not only helps a guess (`encoding`, `sheet`, …)."""
        return bool(self.station or self.area or self.unit)

    @property
    def words(self) -> CellWords:
        """What words in a cell mean."""
        return CellWords.of(empty=EMPTY[self.empty], absent=self.absent, unread=self.unread)

    @property
    def summaries(self) -> list[SummaryRows]:
        """The rules for rows that are no station."""
        found = self.summary_rows
        return found if isinstance(found, list) else [found] if found else []

    @property
    def named(self) -> list[str]:
        """Every column that the mapping names and the file must have."""
        singles = (self.station, self.area, self.contest_column, self.holder, self.claimed)
        columns = [*singles, self.selection, self.votes, *(each.column for each in self.summaries)]
        if self.account:
            columns.append(self.account.column)
        if self.shape == "wide":
            columns += [*(self.selections if self.selections != BY_NAME else ()), *self.rows]
        return list(dict.fromkeys(column for column in columns if column))


def load_mapping(text: str | bytes, name: str) -> ColumnMapping:
    """The mapping in a TOML file of its own."""
    try:
        data = tomllib.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except UnicodeDecodeError:
        raise Fault("it is not UTF-8 text", place=name, cure="Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise Fault(
            f"this is not TOML: {error}", place=name, cure="See docs/formats/counts.md for an example."
        ) from None
    return mapping_of(data, name)


def saved_mapping(election: Election, mapping: str) -> ColumnMapping:
    """The mapping that an election's definition keeps under a name."""
    if mapping not in election.mappings:
        cure = nearest(mapping, list(election.mappings)) if election.mappings else "It has no mappings."
        raise Fault(f"the definition has no mapping '{mapping}'", place=str(election.id), cure=cure)
    return mapping_of(election.mappings[mapping], f"mappings.{mapping}")


def only_saved(election: Election, format: str) -> ColumnMapping | None:  # noqa: A002 - the mapping's own word
    """The one saved mapping that says this format; a fault where there are several, None where there is none."""
    found = [name for name, each in election.mappings.items() if each.get("format") == format]
    if len(found) > 1:
        cure = f"Say which: --mapping {' or --mapping '.join(found)}."
        raise Fault(f"{len(found)} saved mappings are for {format}", place=str(election.id), cure=cure)
    return saved_mapping(election, found[0]) if found else None


def mapping_of(data: Mapping[str, Any], place: str) -> ColumnMapping:
    """The mapping in parsed TOML, or everything that is wrong with it."""
    faults = [_within(fault, place) for fault in shape_faults(dict(data), ColumnMapping)]
    refuse_all(faults, place)
    mapping = msgspec.convert(data, ColumnMapping)
    refuse_all(list(_contradictions(mapping, place)), place)
    return mapping


def _within(fault: Fault, place: str) -> Fault:
    return Fault(fault.what, place=f"{place}, {fault.place}" if fault.place else place, cure=fault.cure)


def _contradictions(mapping: ColumnMapping, place: str) -> Iterator[Fault]:
    """Keys that cannot stand together, or of which one is missing."""
    units = [key for key in ("station", "area", "unit") if getattr(mapping, key)]
    if len(units) > 1:
        yield Fault(
            f"{' and '.join(units)} are given together", place=place, cure="Keep the one that names the unit."
        )
    if mapping.unit and bool(mapping.unit.station) == bool(mapping.unit.area):
        yield Fault(
            '"unit" needs a station or an area', place=f"{place}, unit", cure='Write unit = {area = "BG"}.'
        )
    if mapping.contest and mapping.contest_column:
        yield Fault(
            '"contest" and "contest_column" are given together', place=place, cure="Keep one of them."
        )
    yield from _missing(mapping, place)


def _missing(mapping: ColumnMapping, place: str) -> Iterator[Fault]:
    if mapping.shape == "column" and not mapping.unit:
        cure = 'One column of figures is of one unit: write unit = {area = "…"}.'
        yield Fault('"unit" is missing', place=place, cure=cure)
    for key in ("selection", "votes"):
        needed = mapping.shape != "wide"
        if needed and not getattr(mapping, key):
            cure = f'Name the column: {key} = "…", or take shape = "wide".'
            yield Fault(f'shape "{mapping.shape}" needs "{key}"', place=place, cure=cure)
        if not needed and getattr(mapping, key):
            cure = 'Take shape = "long", or leave the key out.'
            yield Fault(f'"{key}" has no meaning in shape "wide"', place=f"{place}, {key}", cure=cure)
