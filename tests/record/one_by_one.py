"""The slow twin of replay: one fact at a time into plain dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.ids import ContestId
from sverka.record.facts import CountFact
from sverka.record.snapshot import Counts, Snapshot

Cells = dict[str, tuple[int, State]]
Key = tuple[str, str, Unit, str]
"""Contest, source as written, what the unit is, and its id."""


@dataclass
class Told:
    """What the facts say of one unit."""

    cells: Cells = field(default_factory=dict)
    before: Cells = field(default_factory=dict)
    entry: int = -1
    revisions: int = 0


def one_by_one(
    facts: Iterable[tuple[int, CountFact]], fields: Mapping[tuple[str, str], Sequence[str]]
) -> dict[Key, Told]:
    """What the facts, by their entries, add up to; `fields` are the columns of each contest and account."""
    told: dict[Key, Told] = {}
    for entry, fact in facts:
        unit, id_ = (Unit.AREA, fact.area) if fact.area else (Unit.STATION, fact.station)
        source = f"{fact.account}@{fact.holder}" if fact.holder else fact.account
        here = told.setdefault((fact.contest, source, unit, id_), Told())
        here.before = dict(here.cells)
        here.cells = here.cells or dict.fromkeys(fields[fact.contest, fact.account], (0, State.ABSENT))
        here.cells.update(
            {name: (value, State.READ) for name, value in (fact.rows | fact.selections).items()}
        )
        here.cells.update(dict.fromkeys(fact.unread, (0, State.UNREAD)))
        here.cells.update(dict.fromkeys(fact.absent, (0, State.ABSENT)))
        here.entry, here.revisions = entry, here.revisions + 1
    return told


def of_snapshot(snapshot: Snapshot) -> dict[Key, Told]:
    """A snapshot in the same words."""
    return {
        (contest, str(source), unit, id_): _told(counts, line)
        for unit, tables in ((Unit.STATION, snapshot.stations), (Unit.AREA, snapshot.areas))
        for contest, source, counts in _sources(tables)
        for line, id_ in enumerate(counts.table.units)
        if counts.revisions[line] or counts.table.counted[line]
    }


def _sources(
    tables: Mapping[ContestId, Mapping[Source, Counts]],
) -> Iterable[tuple[ContestId, Source, Counts]]:
    return [(contest, source, counts) for contest, by in tables.items() for source, counts in by.items()]


def _told(counts: Counts, line: int) -> Told:
    before = {} if counts.before is None else _cells(counts.before, line)
    return Told(_cells(counts.table, line), before, int(counts.entry[line]), int(counts.revisions[line]))


def _cells(table: CountTable, line: int) -> Cells:
    states = [State(int(state)) for state in table.state[line]]
    cells = {str(f): (int(v), s) for f, v, s in zip(table.fields, table.values[line], states, strict=True)}
    return {} if State.NO_COUNT in states else cells
