"""Whether what was read fits the election: rows that the form has, stations that vote in the contest."""

from __future__ import annotations

from collections.abc import Iterator

from sverka.domain.counts import CountTable, Unit
from sverka.domain.election import Election
from sverka.domain.ids import RowId
from sverka.domain.readings import Reading, ReadTable
from sverka.errors import Fault, Faults
from sverka.office.news import mentioned

SHOWN = 20


def check_fit(reading: Reading, election: Election) -> None:
    """Refuse a reading that the record could take in and nobody could show."""
    _check_rows(reading, election)
    _check_stations(reading, election)


def _check_rows(reading: Reading, election: Election) -> None:
    """Every row with figures must be on the form of its account."""
    faults = [
        Fault(
            f"row {row} is not on the form of account {read.table.source.account}",
            place=reading.name,
            cure="leave the column out, or let the account carry the row in the definition",
        )
        for read in reading.tables
        for row in _strange_rows(read.table, election)
    ]
    if faults:
        raise Faults(faults, what="nothing was taken in", place=reading.name)


def _strange_rows(table: CountTable, election: Election) -> Iterator[RowId]:
    form = election.accounts[table.source.account].rows
    said = zip(table.rows, mentioned(table), strict=False)
    yield from (row for row, is_said in said if is_said and form is not None and row not in form)


def _check_stations(reading: Reading, election: Election) -> None:
    """Every counted station must vote in the contest, unless the definition says otherwise."""
    faults = [
        Fault(
            f"station {unit} does not vote in contest {read.table.contest}",
            place=f"{reading.name}, row {line}",
        )
        for read in reading.tables
        for unit, line in _strangers(read, election)
    ]
    if faults:
        raise Faults(
            faults[:SHOWN],
            what=f"{len(faults)} counts of stations that do not vote in the contest; nothing was taken in",
            place=reading.name,
            cure="correct the contest or the station, or let the definition say `anywhere = true`",
        )


def _strangers(read: ReadTable, election: Election) -> Iterator[tuple[str, int]]:
    table = read.table
    contest = election.contests[table.contest]
    if table.unit is Unit.AREA or contest.anywhere or contest.area is None:
        return
    members = set(election.stations_of(table.contest))
    yield from ((u, line) for u, line in zip(table.units, read.lines, strict=True) if u not in members)
