"""How far a file reaches: of which stations it has counts, which it has not, and which fields it says nothing of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress

import numpy as np

from sverka.domain.counts import CountTable, State, Unit
from sverka.domain.election import Election
from sverka.domain.ids import AccountId, FieldId
from sverka.domain.readings import Reading
from sverka.office.news import mentioned


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """One account's counts of one contest in a file.

    `missing` : the stations (areas) that vote in the contest and have no count in the file
    `silent` : the fields of the form that the file says nothing of, for any of them
    """

    contest: str
    account: str
    unit: Unit
    counts: int
    missing: tuple[str, ...]
    silent: tuple[FieldId, ...]


def reach_of(reading: Reading, election: Election) -> Iterator[Reach]:
    """How far a file reaches, for each account and contest in it."""
    for read in reading.tables:
        table = read.table
        has = ((table.state == State.READ) | (table.state == State.UNREAD)).any(axis=1)
        counted = set(compress(table.units, has))
        yield Reach(
            contest=table.contest,
            account=str(table.source),
            unit=table.unit,
            counts=int(np.count_nonzero(has)),
            missing=tuple(each for each in _expected(table, election) if each not in counted),
            silent=tuple(_silent(table, election)),
        )


def _expected(table: CountTable, election: Election) -> tuple[str, ...]:
    return tuple(election.places.areas) if table.unit is Unit.AREA else election.stations_of(table.contest)


def _silent(table: CountTable, election: Election) -> Iterator[FieldId]:
    """The fields that the account carries and no count of the file has."""
    contest, carried = (
        election.contests[table.contest],
        election.accounts[AccountId(table.source.account)].rows,
    )
    rows = [row for row in contest.row_ids if carried is None or row in carried]
    said = set(compress(table.fields, mentioned(table)))
    yield from (FieldId(each) for each in (*rows, *contest.selection_ids) if FieldId(each) not in said)
