"""A definition of an election (TOML) -> the domain's `Election`, or everything that is wrong with it.

::

    text ── tomllib ──► tables ── definition_file, shape_faults ──► DefinitionFile
         ── definition_checks, definition_rules ──► Election

The keys are described in docs/definition.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec

from sverka.domain.accounts import Account
from sverka.domain.election import Contest, Election, KnownSums, Policies, Provenance, Tolerance
from sverka.domain.ids import AccountId, AreaId, ContestId, ElectionId, LevelId, RowId
from sverka.domain.places import Area, Level, Places
from sverka.errors import Fault
from sverka.formats.definition_checks import check_tables
from sverka.formats.definition_contests import SELECTION, chosen, contests_of, names_of, selections_of
from sverka.formats.definition_file import (
    AccountTable,
    AreaTable,
    DefinitionFile,
    KnownSumsTable,
    PoliciesTable,
    ToleranceTable,
)
from sverka.formats.definition_group import check_group, group_of
from sverka.formats.definition_operators import check_operators, operators_of
from sverka.formats.definition_rules import check_rules
from sverka.formats.faults import refuse_all
from sverka.formats.shape_faults import shape_faults, share_of


def parse_definition(text: str, *, name: str) -> Election:
    """The election that a definition describes; `name` is the file's, for error messages."""
    file = _file_of(_tables_of(text, name), name)
    _refuse(
        [*check_tables(file), *check_rules(file), *check_group(file.group), *check_operators(file.operators)],
        name,
    )
    return _election(file)


def _tables_of(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).rpartition(" (at ")
        place = f"{name}, {where.removesuffix(')')}" if where else name
        cure = "The file is TOML: texts stand in quotes, tables begin with [name] or [[name]]."
        raise Fault(what or str(error), place=place, cure=cure) from None


def _file_of(tables: dict[str, Any], name: str) -> DefinitionFile:
    try:
        return msgspec.convert(tables, DefinitionFile, dec_hook=_decoded)
    except msgspec.ValidationError as error:
        _refuse(shape_faults(tables, DefinitionFile), name)
        raise Fault(str(error), place=name, cure="See docs/definition.md for the shape.") from None


def _decoded(wanted: type, value: Any) -> Any:
    if wanted is Fraction:
        return share_of(value)
    raise NotImplementedError(wanted)


def _refuse(found: Iterable[Fault], name: str) -> None:
    """Raise the faults, if any, with the file's name before their key paths."""
    located = [Fault(each.what, place=f"{name}: {each.place}", cure=each.cure) for each in found]
    refuse_all(located, name)


# --- tables -> nouns -------------------------------------------------------------------------------------------------


def _election(file: DefinitionFile) -> Election:
    places = Places(
        levels=tuple(Level(id=LevelId(e.id), names=names_of(e.names), cdf=e.cdf) for e in file.levels),
        areas={AreaId(each.id): _area(each) for each in file.areas},
    )
    return Election(
        id=ElectionId(file.election.id),
        names=names_of(file.election.names),
        held_on=file.election.held_on,
        timezone=file.election.timezone,
        contests=dict(_contests(file, places)),
        accounts={AccountId(each.id): _account(each, file) for each in file.accounts},
        policies=_policies(file.policies),
        places=places,
        open_stations=bool(file.stations.open),
        station_columns=msgspec.to_builtins(file.stations),
        mappings=file.mappings,
        remarks=tuple(map(names_of, file.election.remarks)),
        known_sums=tuple(map(_known_sums, file.known_sums)),
        group=None if file.group is None else group_of(file.group),
        operators=operators_of(file.operators),
        source=file.election.source,
        licence=file.election.licence,
    )


def _area(table: AreaTable) -> Area:
    return Area(
        id=AreaId(table.id),
        names=names_of(table.names),
        level=LevelId(table.level),
        parent=AreaId(table.parent) if table.parent else None,
        aliases=tuple(table.aliases),
        external_ids=table.external_ids,
        tile=table.tile,
    )


def _contests(file: DefinitionFile, places: Places) -> Iterator[tuple[ContestId, Contest]]:
    for table in file.contests:
        for contest in contests_of(table, file.contests, places.areas):
            yield contest.id, contest


def _account(table: AccountTable, file: DefinitionFile) -> Account:
    return Account(
        id=AccountId(table.id),
        names=names_of(table.names),
        counted=table.counted,
        seen_in=table.seen_in,
        whose=table.whose,
        rows=None if table.rows is None else tuple(dict.fromkeys(_rows(table.rows, file))),
        source=table.source,
    )


def _rows(named: Iterable[str], file: DefinitionFile) -> Iterator[RowId]:
    """The rows an account carries; a template's id stands for all the rows that it makes."""
    for row in named:
        if SELECTION not in row:
            yield RowId(row)
            continue
        for contest in file.contests:
            for each in (table.for_each for table in contest.rows if table.id == row and table.for_each):
                for selection in chosen(each, selections_of(contest, file.contests)):
                    yield RowId(row.replace(SELECTION, selection.id))


def _policies(table: PoliciesTable) -> Policies:
    tolerance = table.tolerance
    return Policies(
        legal=tuple(map(AccountId, table.legal)),
        left=AccountId(table.left),
        right=AccountId(table.right),
        findings=table.findings,
        tolerance=Tolerance() if tolerance is None else _tolerance(tolerance),
        source=table.source,
    )


def _known_sums(table: KnownSumsTable) -> KnownSums:
    return KnownSums(
        provenance=Provenance(table.provenance),
        contest=ContestId(table.contest),
        accounts=tuple(map(AccountId, table.accounts)),
        area=AreaId(table.area),
        fields=frozenset(table.fields),
        source=table.source,
    )


def _tolerance(table: ToleranceTable) -> Tolerance:
    return Tolerance(votes=table.votes, share=table.share, source=table.source)
