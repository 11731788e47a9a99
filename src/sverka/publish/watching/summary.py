"""What one look showed of the largest place on the page, in three figures: for a time line that is read at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from sverka.domain.counts import CountTable, State, Unit
from sverka.domain.election import Election
from sverka.domain.ids import AreaId, ContestId
from sverka.publish.watching.looks import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One contest in one place: all votes together, and all shares together (percent), where shares are shown."""

    contest: ContestId
    unit: str
    of: Unit
    votes: int
    shares: Decimal | None


def summaries(look: Look, election: Election) -> Iterator[Summary]:
    """By contest, the largest place that a look showed: an area above all others, else the first that stands there."""
    for table in look.shown.tables:
        unit = min(table.units, key=lambda each: _depth(each, table.unit, election), default="")
        if not unit:
            continue
        contest = ContestId(table.contest)
        shares = look.shown.shares.get((contest, unit))
        yield Summary(
            contest=contest,
            unit=unit,
            of=table.unit,
            votes=_votes(table, unit),
            shares=sum((each.percent for each in shares.values()), Decimal(0)) if shares else None,
        )


def _votes(table: CountTable, unit: str) -> int:
    line = table.position[unit]
    votes, state = table.values[line, table.selection_columns], table.state[line, table.selection_columns]
    return int(np.where(state == State.READ, votes, 0).sum())


def _depth(unit: str, of: Unit, election: Election) -> int:
    if of is Unit.STATION or AreaId(unit) not in election.places.areas:
        return len(election.places.areas)
    return sum(1 for _ in election.places.above(AreaId(unit)))
