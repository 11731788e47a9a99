"""The account that counts in law, and those that stand in where it is missing, as one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import Contest
from sverka.domain.ids import AccountId

LEGAL = Source(AccountId("legal"))


@dataclass(frozen=True, kw_only=True)
class Legal:
    """One figure per station, of the first account in the legal order that has a count of it.

    `stations` : how many stations each source gave
    """

    table: CountTable
    stations: Mapping[Source, int]


def legal_counts(
    contest: Contest, tables: Mapping[Source, CountTable], order: Sequence[AccountId], units: Sequence[str]
) -> Legal:
    """Put the accounts of the legal order over one another, the first on top."""
    table = CountTable.empty(
        contest=contest.id, source=LEGAL, units=units, rows=contest.row_ids, selections=contest.selection_ids
    )
    stations: dict[Source, int] = {}
    for account in order:
        for source in (source for source in tables if source.account == account):
            below = tables[source].reindexed(table.units).with_columns(table.rows, table.selections)
            free = below.counted & (table.state[:, 0] == State.NO_COUNT)
            np.copyto(table.values, below.values, where=free[:, None])
            np.copyto(table.state, below.state, where=free[:, None])
            stations[source] = int(np.count_nonzero(free))
    return Legal(table=table, stations={source: n for source, n in stations.items() if n})
