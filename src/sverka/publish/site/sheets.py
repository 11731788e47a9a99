"""The counts of one contest side by side, station by station: arrays once, a page's tables from one line of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import RowKind
from sverka.domain.ids import FieldId
from sverka.publish.language import Translator
from sverka.publish.site.cells import Cells, Line, head, rows
from sverka.publish.site.figures import ContestFigures

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of a station's tables: votes, rows of the form, and preferences apart from them."""

    votes: Markup
    form: Markup
    marks: Markup
    marks_differ: bool


@dataclass(frozen=True, eq=False)
class Sheets:
    """All counts of a contest on one axis of stations and with all columns of the form."""

    figures: ContestFigures

    @cached_property
    def tables(self) -> tuple[CountTable, ...]:
        """Per column of the page, the figures of its source."""
        results = self.figures.results
        return tuple(self._whole(results.table(str(source))) for source in self.figures.columns)

    def deltas_at(self, pair: int, line: int) -> tuple[list[int], list[bool]]:
        """Per field of a station, the difference of one pair, and whether there is one to tell."""
        of, columns = self.figures.pairs[pair], self._columns[pair]
        states = of.left.state[line], of.right.state[line]
        unread = (states[0] == State.UNREAD) | (states[1] == State.UNREAD)
        nowhere = (states[0] == State.ABSENT) & (states[1] == State.ABSENT)
        deltas, told = self._nothing.copy(), self._nothing.astype(np.bool_)
        deltas[columns] = of.deltas_at(line)
        told[columns] = of.both[line] & ~unread & ~nowhere
        return deltas.tolist(), told.tolist()

    @cached_property
    def _nothing(self) -> IntArray:
        return np.zeros(len(self.tables[0].fields), np.int64)

    @cached_property
    def _columns(self) -> tuple[NDArray[np.intp], ...]:
        """Per pair, where its fields stand on the page."""
        at = {field: column for column, field in enumerate(self.tables[0].fields)}
        return tuple(
            np.array([at[field] for field in pair.left.fields], np.intp) for pair in self.figures.pairs
        )

    def _whole(self, table: CountTable) -> CountTable:
        contest = self.figures.contest
        return table.reindexed(self.figures.results.stations).with_columns(
            contest.row_ids, contest.selection_ids
        )

    @cached_property
    def counted(self) -> BoolArray:
        """Shape (columns, stations): whether the source has a count of the station."""
        return np.array([table.counted for table in self.tables])

    @cached_property
    def together(self) -> CountTable | None:
        """The side of the default pair that was added up where a scanner counts a neighbour's ballots too."""
        pair, results = self.figures.pairs[0], self.figures.results
        if not pair.joined.any():
            return None
        return self._whole(pair.right if results.by_machine(pair.left.source) else pair.left)

    @cached_property
    def hosts(self) -> frozenset[int]:
        """The stations whose scanner counts a neighbour's ballots too."""
        return frozenset(self.figures.results.joint.hosts.tolist()) if self.together else frozenset()

    def columns_at(self, line: int) -> list[int]:
        """The columns that a station's page shows: the default pair, and every other count there is."""
        return [place for place in range(len(self.tables)) if place < 2 or self.counted[place, line]]

    def pairs_at(self, line: int) -> list[int]:
        """The pairs whose differences a station's page shows."""
        if line in self.hosts:
            return [0]  # the one of which the page also shows the added figures
        return [0, *(place - 1 for place in self.columns_at(line) if place >= 2)]

    def tables_at(self, line: int, lines: Lines, cells: Cells) -> Tables:
        """The tables of one station."""
        columns, pairs = self.columns_at(line), self.pairs_at(line)
        tables = [self.tables[place] for place in columns]
        if self.together is not None and line in self.hosts:
            tables.insert(TOGETHER_PLACE, self.together)
        values = [table.values[line].tolist() for table in tables]
        states = [table.state[line].tolist() for table in tables]
        figures = [list(map(cells.figure, *both)) for both in zip(values, states, strict=True)]
        told = [self._told(place, line) for place in pairs]
        differences = [list(map(cells.difference, each)) for each in told]
        differs = [any(each) for each in zip(*told, strict=True)]
        somewhere = [any(state in SHOWN for state in each) for each in zip(*states, strict=True)]
        parts = [[row for row in part if somewhere[row.column]] for part in lines.parts]
        votes, form, marks = (rows(part, figures, differences, differs) for part in parts)
        return Tables(votes, form, marks, any(differs[row.column] for row in parts[2]))

    def _told(self, pair: int, line: int) -> list[int | None]:
        deltas, told = self.deltas_at(pair, line)
        return [delta if tell else None for delta, tell in zip(deltas, told, strict=True)]

    def sources_at(self, line: int) -> list[Source]:
        """The sources in the columns of a station's page."""
        return [self.figures.columns[place] for place in self.columns_at(line)]


TOGETHER_PLACE = 2  # after the default pair, before other accounts
SHOWN = frozenset((int(State.READ), int(State.UNREAD)))


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a contest's tables in one language: votes, rows of the form, preferences."""

    parts: tuple[list[Line], list[Line], list[Line]]

    @classmethod
    def of(cls, t: Translator, sheets: Sheets) -> Lines:
        """In the order of the ballot and of the form."""
        contest = sheets.figures.contest
        at = {field: column for column, field in enumerate(sheets.tables[0].fields)}
        votes = [
            Line(each.id, head(t.name(each.names), each.number), at[FieldId(each.id)])
            for each in contest.selections
        ]
        marks: list[Line] = []
        form: list[Line] = []
        for row in contest.rows:
            numbered = row.id if row.id[:1].isdigit() else ""
            part = marks if row.kind is RowKind.MARKS else form
            part.append(Line(row.id, head(t.name(row.names), numbered), at[FieldId(row.id)]))
        return cls((votes, form, marks))
