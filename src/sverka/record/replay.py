"""From facts, in order, to tables.

Facts of one source and contest that state the same fields share a layout; their figures are
gathered layout by layout and written into the table at once. Decoding loops over facts, nothing
loops over stations or cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest, Election
from sverka.domain.ids import AccountId, ContestId, FieldId, RowId
from sverka.errors import Fault
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import (
    NOT_A_FACT,
    AnchorFact,
    AnnulmentFact,
    AnyFact,
    CountFact,
    DefinitionFact,
    DocumentFact,
    KeyFact,
    PublicationFact,
    RefusedCopyFact,
    ReinstatementFact,
    Subject,
    UnknownFact,
    decoder,
    kind_of,
    parse_fact,
    subject_of,
)
from sverka.record.group_facts import AnyGroupFact, GroupFact
from sverka.record.layouts import Figures, Layout
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact
from sverka.record.snapshot import Counts, Snapshot

TableKey = tuple[str, Source, Unit]


@dataclass
class Gathered:
    """The facts of a record as far as they have been read, not yet in tables."""

    size: int = 0
    counts: dict[Layout, Figures] = field(default_factory=dict)
    latest: Figures | None = None  # of the layout that the next fact probably has
    definition: DefinitionFact | None = None
    definition_entry: int = -1
    definitions: dict[int, DefinitionFact] = field(default_factory=dict)
    documents: dict[int, DocumentFact] = field(default_factory=dict)
    annulments: dict[int, AnnulmentFact] = field(default_factory=dict)
    publications: dict[int, PublicationFact] = field(default_factory=dict)
    anchors: dict[int, AnchorFact] = field(default_factory=dict)
    keys: dict[int, KeyFact] = field(default_factory=dict)
    refused_copies: dict[int, RefusedCopyFact] = field(default_factory=dict)
    group: dict[int, AnyGroupFact] = field(default_factory=dict)
    stops: dict[int, StopFact] = field(default_factory=dict)
    allowances: dict[int, AllowanceFact] = field(default_factory=dict)
    decisions: dict[int, DecisionFact] = field(default_factory=dict)
    latest_of: dict[Subject, int] = field(default_factory=dict)
    unknown: dict[int, UnknownFact] = field(default_factory=dict)

    def read(self, entry: bytes) -> None:
        """Take in the next entry of the record."""
        index = self.size
        self.size += 1
        if self.latest is not None and self.latest.takes(index, entry):
            return
        fact: AnyFact | UnknownFact
        try:
            fact = decoder.decode(entry)
        except NOT_A_FACT:
            fact = _parse(index, entry)
        if type(fact) is CountFact and fact.schema == SCHEMA:
            self._count(index, fact)
        else:
            self._other(index, fact)

    def _count(self, index: int, fact: CountFact) -> None:
        layout = Layout.of(fact)
        figures = self.counts.get(layout)
        if figures is None:
            figures = self.counts[layout] = Figures(layout)
        figures.add(index, fact)
        self.latest = figures

    def _other(self, index: int, fact: AnyFact | UnknownFact) -> None:
        if not isinstance(fact, UnknownFact) and fact.schema != SCHEMA:
            fact = UnknownFact(kind_of(fact), fact.schema)
        if not isinstance(fact, UnknownFact):
            self.latest_of[subject_of(fact)] = index
        match fact:
            case DefinitionFact():
                self.definition, self.definition_entry = fact, index
                self.definitions[index] = fact
            case AnnulmentFact():
                self.annulments[index] = fact
            case ReinstatementFact():
                self.annulments = {i: a for i, a in self.annulments.items() if a.scope != fact.scope}
            case GroupFact():
                self.group[index] = fact
            case _:
                self._kept[type(fact)][index] = fact

    @cached_property
    def _kept(self) -> dict[type, dict[int, Any]]:
        """Where facts are kept of which nothing is made."""
        return {
            DocumentFact: self.documents,
            RefusedCopyFact: self.refused_copies,
            PublicationFact: self.publications,
            AnchorFact: self.anchors,
            KeyFact: self.keys,
            StopFact: self.stops,
            AllowanceFact: self.allowances,
            DecisionFact: self.decisions,
            UnknownFact: self.unknown,
        }


def gather(entries: Iterable[bytes]) -> Gathered:
    """Read the entries of a record from its first on."""
    gathered = Gathered()
    read = gathered.read
    for entry in entries:
        read(entry)
    return gathered


def tabulate(gathered: Gathered, election: Election) -> Snapshot:
    """The state that the facts add up to, under a definition."""
    tables = _tables(gathered, election)
    return Snapshot(
        size=gathered.size,
        stations=_of_unit(tables, Unit.STATION),
        areas=_of_unit(tables, Unit.AREA),
        definition=gathered.definition,
        definition_entry=gathered.definition_entry,
        definitions=gathered.definitions,
        documents=gathered.documents,
        annulments=gathered.annulments,
        publications=gathered.publications,
        anchors=gathered.anchors,
        keys=gathered.keys,
        refused_copies=gathered.refused_copies,
        group=gathered.group,
        stops=gathered.stops,
        allowances=gathered.allowances,
        decisions=gathered.decisions,
        latest=gathered.latest_of,
        unknown=gathered.unknown,
    )


def replay(entries: Iterable[bytes], election: Election) -> Snapshot:
    """`gather` and `tabulate` in one."""
    return tabulate(gather(entries), election)


def _parse(index: int, entry: bytes) -> AnyFact | UnknownFact:
    try:
        return parse_fact(entry)
    except NOT_A_FACT as error:
        raise Fault(
            f"not a fact: {error}", place=f"record entry {index}", cure="restore the record from a copy"
        ) from error


def _tables(reading: Gathered, election: Election) -> dict[TableKey, Counts]:
    by_table: dict[TableKey, list[Figures]] = defaultdict(list)
    for layout, figures in reading.counts.items():
        source = Source(AccountId(layout.account), layout.holder)
        unit = Unit.AREA if layout.of_area else Unit.STATION
        by_table[layout.contest, source, unit].append(figures)
    axes = _axes(by_table, election)
    return {key: _table(key, layouts, election, axes[key[0], key[2]]) for key, layouts in by_table.items()}


def _axes(
    by_table: dict[TableKey, list[Figures]], election: Election
) -> dict[tuple[str, Unit], tuple[str, ...]]:
    """The units of each contest: those of the definition, then any others the counts name, as first met."""
    met: dict[tuple[str, Unit], dict[str, None]] = defaultdict(dict)
    for (contest, _, unit), layouts in by_table.items():
        for gathered in layouts:
            met[contest, unit].update(dict.fromkeys(gathered.units))
    axes = {}
    for (contest, unit), units in met.items():
        its = _contest(contest, election).id
        known = tuple(election.places.areas) if unit is Unit.AREA else election.stations_of(its)
        axes[contest, unit] = tuple(dict.fromkeys((*known, *units)))
    return axes


@dataclass(frozen=True, slots=True)
class _Lines:
    """The facts of one layout as arrays: table line, record entry, and how many earlier facts its unit has."""

    layout: Layout
    line: NDArray[np.int64]
    entry: NDArray[np.int64]
    figures: NDArray[np.int64]
    rank: NDArray[np.int64]


def _table(key: TableKey, layouts: list[Figures], election: Election, units: tuple[str, ...]) -> Counts:
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
    gathered = _ranked(layouts, table.position)
    lines = np.concatenate([g.line for g in gathered])
    entries = np.concatenate([g.entry for g in gathered])
    revisions = np.bincount(lines, minlength=len(units))
    latest = np.full(len(units), -1, np.int64)
    np.maximum.at(latest, lines, entries)
    before = _write(table, gathered, revisions)
    return Counts(table=table, entry=latest, revisions=revisions, before=before)


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


def _ranked(layouts: list[Figures], position: dict[str, int]) -> list[_Lines]:
    """Arrays of each layout; the rank orders the facts of one unit across layouts."""
    line = [np.fromiter(map(position.__getitem__, g.units), np.int64, len(g.units)) for g in layouts]
    entry = [np.frombuffer(g.entries, np.int64) for g in layouts]
    ranks = _ranks(np.concatenate(line), np.concatenate(entry))
    ends = np.cumsum([len(each) for each in line])
    return [
        _Lines(
            g.layout, of_line, of_entry, np.frombuffer(g.figures, np.int64).reshape(len(of_line), -1), rank
        )
        for g, of_line, of_entry, rank in zip(layouts, line, entry, np.split(ranks, ends[:-1]), strict=True)
    ]


def _ranks(line: NDArray[np.int64], entry: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many earlier facts each fact's unit has."""
    order = np.lexsort((entry, line))
    ordered = line[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ranks = np.empty(len(line), np.int64)
    ranks[order] = np.arange(len(line)) - np.repeat(starts, np.diff(np.r_[starts, len(line)]))
    return ranks


def _write(table: CountTable, gathered: list[_Lines], revisions: NDArray[np.int64]) -> CountTable | None:
    """Fill the table, first facts first; gives the table as it was before each unit's latest fact."""
    columns = {field: column for column, field in enumerate(table.fields)}
    rounds = int(revisions.max(initial=0))
    before = CountTable.empty(
        contest=table.contest,
        source=table.source,
        units=table.units,
        rows=table.rows,
        selections=table.selections,
        unit=table.unit,
    )
    for turn in range(rounds):
        last = revisions == turn + 1
        if turn:
            before.values[last], before.state[last] = table.values[last], table.state[last]
        for lines in gathered:
            now = lines.rank == turn
            if now.any():
                _write_layout(table, lines, now, columns)
    return before if rounds > 1 else None


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


def _of_unit(tables: dict[TableKey, Counts], unit: Unit) -> dict[ContestId, dict[Source, Counts]]:
    found: dict[ContestId, dict[Source, Counts]] = defaultdict(dict)
    for (contest, source, of), counts in sorted(tables.items(), key=lambda item: item[0][:2]):
        if of is unit:
            found[ContestId(contest)][source] = counts
    return dict(found)
