"""The latest figures of every subject, as arrays: what a count that comes in is held against.

Built once from a replayed record and kept current entry by entry, so that nothing is read again for a count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Election
from sverka.domain.ids import AccountId, ContestId
from sverka.office.folder import State as FolderState
from sverka.office.night.incoming import Subject
from sverka.record.facts import NOT_A_FACT, CountFact, DefinitionFact, DocumentFact, decoder
from sverka.record.snapshot import Counts

MORE = 256  # lines that a table grows by, where stations come in that no table names


@dataclass(frozen=True, slots=True)
class Known:
    """The figures that the record has of one subject, by field; `entry` is where the last of its facts stands."""

    entry: int
    columns: dict[str, int]
    values: list[int]
    state: list[int]


@dataclass(slots=True)
class LatestCounts:
    """One source's latest figures of one contest; `entry` is -1 where a unit has none."""

    columns: dict[str, int]
    position: dict[str, int]
    values: NDArray[np.int64]
    state: NDArray[np.uint8]
    entry: NDArray[np.int64]
    _places: dict[tuple[str, ...], NDArray[np.intp] | slice] = field(default_factory=dict)

    @classmethod
    def of(cls, table: CountTable, entry: NDArray[np.int64]) -> LatestCounts:
        """A copy of a table of the record, which may change."""
        columns = {str(field): column for column, field in enumerate(table.fields)}
        return cls(columns, dict(table.position), table.values.copy(), table.state.copy(), entry.copy())

    def known(self, unit: str) -> Known | None:
        """What is known of a unit; None where it has no count."""
        line = self.position.get(unit)
        if line is None or self.entry[line] < 0:
            return None
        return Known(
            int(self.entry[line]), self.columns, self.values[line].tolist(), self.state[line].tolist()
        )

    def take(self, index: int, fact: CountFact) -> None:
        """Write the figures that a fact states over those before."""
        line = self._line(fact.area or fact.station)
        if self.entry[line] < 0:
            self.state[line] = State.ABSENT
        self.entry[line] = index
        self._put(line, (*fact.rows, *fact.selections), [*fact.rows.values(), *fact.selections.values()])
        for fields, state in ((fact.unread, State.UNREAD), (fact.absent, State.ABSENT)):
            if fields:
                self._put(line, fields, 0, state)

    def _put(
        self, line: int, fields: tuple[str, ...], figures: list[int] | int, state: State = State.READ
    ) -> None:
        at = self._places.get(fields)
        if at is None:
            at = self._places[fields] = _place([self.columns[each] for each in fields])
        self.values[line, at] = figures
        self.state[line, at] = state

    def _line(self, unit: str) -> int:
        line = self.position.setdefault(unit, len(self.position))
        if line == len(self.entry):
            self.values = np.pad(self.values, ((0, MORE), (0, 0)))
            self.state = np.pad(self.state, ((0, MORE), (0, 0)))
            self.entry = np.pad(self.entry, (0, MORE), constant_values=-1)
        return line


def _place(columns: list[int]) -> NDArray[np.intp] | slice:
    """Where columns lie; those side by side, in half the time."""
    beside = list(range(columns[0], columns[0] + len(columns))) if columns else []
    return slice(columns[0], columns[0] + len(columns)) if columns == beside else np.array(columns, np.intp)


class Latest:
    """The latest count of every subject, and the papers that are known, at one size of the record.

    `outdated` : a definition came in since; the fields and stations may be others now
    """

    def __init__(self, state: FolderState) -> None:
        self.folder, self.election = state.folder, state.election
        self.size = state.snapshot.size
        self.outdated = False
        self.documents = {fact.sha256 for fact in state.snapshot.documents.values()}
        self._tables: dict[tuple[str, Source, Unit], LatestCounts] = {}
        for unit, by_contest in ((Unit.STATION, state.snapshot.stations), (Unit.AREA, state.snapshot.areas)):
            for contest, by_source in by_contest.items():
                for source, counts in by_source.items():
                    self._tables[contest, source, unit] = _of(counts)

    def known(self, subject: Subject) -> Known | None:
        """What the record has of a subject."""
        table = self._tables.get((subject.contest, subject.source, subject.kind))
        return None if table is None else table.known(subject.unit)

    def take(self, entries: Iterable[bytes]) -> None:
        """Take in the entries that follow."""
        for entry in entries:
            self._read(self.size, entry)
            self.size += 1

    def _read(self, index: int, entry: bytes) -> None:
        try:
            fact = decoder.decode(entry)
        except NOT_A_FACT:
            return  # of a kind that another version knows: no count of ours
        match fact:
            case CountFact():
                self._count(index, fact)
            case DocumentFact():
                self.documents.add(fact.sha256)
            case DefinitionFact():
                self.outdated = True

    def _count(self, index: int, fact: CountFact) -> None:
        source = Source(AccountId(fact.account), fact.holder)
        key = fact.contest, source, Unit.AREA if fact.area else Unit.STATION
        if key not in self._tables:
            if fact.contest not in self.election.contests:
                return
            self._tables[key] = _empty(*key, self.election)
        self._tables[key].take(index, fact)


def _of(counts: Counts) -> LatestCounts:
    return LatestCounts.of(counts.table, counts.entry)


def _empty(contest_id: str, source: Source, unit: Unit, election: Election) -> LatestCounts:
    contest = election.contests[ContestId(contest_id)]
    units = tuple(election.places.areas) if unit is Unit.AREA else election.stations_of(contest.id)
    table = CountTable.empty(
        contest=contest.id,
        source=source,
        units=units,
        rows=contest.row_ids,
        selections=contest.selection_ids,
        unit=unit,
    )
    return LatestCounts.of(table, np.full(len(units), -1, np.int64))
