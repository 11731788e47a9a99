"""Counts -> tapes, as scanners would have printed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Election
from sverka.domain.ids import FieldId
from sverka.formats.tape import Tape, TapeRow, TapeVotes


def tapes_of(
    election: Election,
    table: CountTable,
    *,
    devices: Mapping[str, str],
    printed_at: Mapping[str, datetime],
    language: str = "ky",
) -> Iterator[Tape]:
    """The tape of every station with a count in the table, by whose device and when it was printed."""
    contest = election.contests[table.contest]
    selections = {each.id: (at, each) for at, each in enumerate(contest.selections, start=1)}
    for line in np.flatnonzero(table.counted).tolist():
        unit = table.units[line]
        figures = _line(table, line)
        votes = tuple(
            TapeVotes(
                each.number or str(at), figures[FieldId(id_)], each.names.in_language(language) or each.id
            )
            for id_, (at, each) in selections.items()
            if FieldId(id_) in figures
        )
        yield Tape(
            station=unit,
            contest=table.contest,
            device=devices[unit],
            printed_at=printed_at[unit],
            rows=tuple(TapeRow(row, figures[FieldId(row)]) for row in table.rows if FieldId(row) in figures),
            votes=votes,
            total=_total(votes),
        )


def _line(table: CountTable, line: int) -> dict[FieldId, int | None]:
    """What stands on one sheet: figures, None for what cannot be read."""
    return {
        field: int(value) if state == State.READ else None
        for field, value, state in zip(table.fields, table.values[line], table.state[line], strict=True)
        if state in {State.READ, State.UNREAD}
    }


def _total(votes: Sequence[TapeVotes]) -> int | None:
    figures = [each.figure for each in votes if each.figure is not None]
    return sum(figures) if len(figures) == len(votes) else None
