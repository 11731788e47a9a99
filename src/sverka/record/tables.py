"""From gathered count facts to tables, and more facts into tables that stand already.

The facts of a layout are written at once. Where a unit has several, they are written in rounds: the first of every
unit, then the second, so that each finds what the one before it left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest, Election
from sverka.domain.ids import AccountId, ContestId, FieldId, RowId
from sverka.errors import Fault
from sverka.record.layouts import Figures, Layout
from sverka.record.snapshot import Counts

TableKey = tuple[str, Source, Unit]
"""A table's contest, whose count it is, and of what."""


@dataclass(frozen=True, slots=True)
class Part:
    """The facts of one layout from the one at `start` on."""

    figures: Figures
    start: int = 0

    @property
    def units(self) -> list[str]:
        """What each of them counts."""
        return self.figures.units[self.start :] if self.start else self.figures.units


def key_of(layout: Layout) -> TableKey:
    """The table that facts of a layout belong to."""
    source = Source(AccountId(layout.account), layout.holder)
    return layout.contest, source, Unit.AREA if layout.of_area else Unit.STATION


def parts_by_table(parts: Iterable[Part]) -> dict[TableKey, list[Part]]:
    """The facts of every table."""
    found: dict[TableKey, list[Part]] = defaultdict(list)
    for part in parts:
        found[key_of(part.figures.layout)].append(part)
    return found


def tables_of(counts: Mapping[Layout, Figures], election: Election) -> dict[TableKey, Counts]:
    """The tables that all facts add up to, under a definition."""
    by_table = parts_by_table(map(Part, counts.values()))
    axes = axes_of(by_table, election)
    return {
        key: with_facts(empty_counts(key, election, axes[key[0], key[2]]), parts)
        for key, parts in by_table.items()
    }


def axes_of(
    by_table: Mapping[TableKey, Sequence[Part]], election: Election
) -> dict[tuple[str, Unit], tuple[str, ...]]:
    """The units of each contest: those of the definition, then any others the counts name, as first met."""
    met: dict[tuple[str, Unit], dict[str, None]] = defaultdict(dict)
    for (contest, _, unit), parts in by_table.items():
        for part in parts:
            met[contest, unit].update(dict.fromkeys(part.units))
    axes = {}
    for (contest, unit), units in met.items():
        its = _contest(contest, election).id
        known = tuple(election.places.areas) if unit is Unit.AREA else election.stations_of(its)
        axes[contest, unit] = tuple(dict.fromkeys((*known, *units)))
    return axes


def empty_counts(key: TableKey, election: Election, units: tuple[str, ...]) -> Counts:
    """A table without any count, with the fields of its contest and form."""
    contest_id, source, unit = key
    contest = _contest(contest_id, election)
    table = CountTable.empty(
        contest=contest.id,
        source=source,
        units=units,
        rows=_rows(contest, source, election),
        selections=contest.selection_ids,
        unit=unit,
    )
    return Counts(
        table=table, entry=np.full(len(units), -1, np.int64), revisions=np.zeros(len(units), np.int64)
    )


def with_facts(counts: Counts, parts: Sequence[Part]) -> Counts:
    """The same counts with later facts, all of units on their axis. The cells are written in place."""
    table = counts.table.with_cells(counts.table.values, counts.table.state)
    gathered = _ranked(parts, table.position)
    lines = np.concatenate([each.line for each in gathered])
    fresh = np.bincount(lines, minlength=len(table.units))
    entry = counts.entry.copy()
    np.maximum.at(entry, lines, np.concatenate([each.entry for each in gathered]))
    before = _write(table, gathered, fresh, counts.before)
    return Counts(table=table, entry=entry, revisions=counts.revisions + fresh, before=before)


def _contest(contest: str, election: Election) -> Contest:
    try:
        return election.contests[ContestId(contest)]
    except KeyError:
        raise Fault(
            f"the record counts contest {contest!r}, which the definition does not have",
            place="record",
            cure="record the definition that has it",
        ) from None


def _rows(contest: Contest, source: Source, election: Election) -> tuple[RowId, ...]:
    """The rows of the form that this account carries."""
    account = election.accounts.get(source.account)
    if account is None or account.rows is None:
        return contest.row_ids
    return tuple(row for row in contest.row_ids if row in account.rows)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The facts of one layout as arrays: table line, record entry, and how many of the facts before it its unit has."""

    layout: Layout
    line: NDArray[np.int64]
    entry: NDArray[np.int64]
    figures: NDArray[np.int64]
    rank: NDArray[np.int64]


def _ranked(parts: Sequence[Part], position: Mapping[str, int]) -> list[_Lines]:
    """Arrays of each layout; the rank orders the facts of one unit across layouts."""
    line = [np.fromiter(map(position.__getitem__, p.units), np.int64, len(p.units)) for p in parts]
    entry = [np.frombuffer(p.figures.entries, np.int64)[p.start :] for p in parts]
    ranks = _ranks(np.concatenate(line), np.concatenate(entry))
    ends = np.cumsum([len(each) for each in line])
    return [
        _Lines(part.figures.layout, of_line, of_entry, _figures(part, len(of_line)), rank)
        for part, of_line, of_entry, rank in zip(parts, line, entry, np.split(ranks, ends[:-1]), strict=True)
    ]


def _figures(part: Part, facts: int) -> NDArray[np.int64]:
    """Shape (facts, fields that the layout states)."""
    fields = len(part.figures.layout.rows) + len(part.figures.layout.selections)
    return np.frombuffer(part.figures.figures, np.int64)[part.start * fields :].reshape(facts, fields)


def _ranks(line: NDArray[np.int64], entry: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many earlier facts each fact's unit has."""
    order = np.lexsort((entry, line))
    ordered = line[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ranks = np.empty(len(line), np.int64)
    ranks[order] = np.arange(len(line)) - np.repeat(starts, np.diff(np.r_[starts, len(line)]))
    return ranks


def _write(
    table: CountTable, gathered: list[_Lines], fresh: NDArray[np.int64], before: CountTable | None
) -> CountTable | None:
    """Fill the table, first facts first; gives the table as it was before each unit's latest fact."""
    columns = {field: column for column, field in enumerate(table.fields)}
    for turn in range(int(fresh.max(initial=0))):
        last = np.flatnonzero(fresh == turn + 1)
        before = _kept(table, last[table.state[last, 0] != State.NO_COUNT], before)
        for lines in gathered:
            now = lines.rank == turn
            if now.any():
                _write_layout(table, lines, now, columns)
    return None if before is None else before.with_cells(before.values, before.state)


def _kept(table: CountTable, lines: NDArray[np.intp], before: CountTable | None) -> CountTable | None:
    """The figures before the latest count, with those that are about to be written over."""
    if not len(lines):
        return before
    if before is None:
        before = table.with_cells(np.zeros_like(table.values), np.zeros_like(table.state))
    before.values[lines], before.state[lines] = table.values[lines], table.state[lines]
    return before


def _write_layout(
    table: CountTable, lines: _Lines, now: NDArray[np.bool_], columns: dict[FieldId, int]
) -> None:
    layout = lines.layout
    line = lines.line[now]
    first = line[table.state[line, 0] == State.NO_COUNT]
    table.state[first] = State.ABSENT
    read = _columns((*layout.rows, *layout.selections), columns, table)
    table.values[line[:, None], read] = lines.figures if now.all() else lines.figures[now]
    table.state[line[:, None], read] = State.READ
    for fields, state in ((layout.unread, State.UNREAD), (layout.absent, State.ABSENT)):
        at = _columns(fields, columns, table)
        table.values[line[:, None], at] = 0
        table.state[line[:, None], at] = state


def _columns(fields: Sequence[str], columns: dict[FieldId, int], table: CountTable) -> NDArray[np.int64]:
    try:
        return np.array([columns[FieldId(field)] for field in fields], np.int64)
    except KeyError as error:
        raise Fault(
            f"the record has figures of {table.source} for {error.args[0]!r}, "
            f"which the form of contest {table.contest} does not have",
            place="record",
            cure="record the definition that has it",
        ) from None
