"""The accounts of one contest at one station, one column each, for the page of a case.

A figure that is not the one of the default pair's right account is marked with ≠ in words and sign. Where the group
has decided, the last column shows the figures that stand, each from the account that the decision names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup, escape

from sverka.domain.counts import CountTable, Source, State
from sverka.publish.language import NOTHING, Translator
from sverka.publish.site.cells import Cells, rows
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.sheets import SHOWN, Lines, Sheets

DIFFERENT = "≠"
RIGHT = 1  # the place of the default pair's right account among the columns


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision says: the source that stands, and per field another one, each with its name on the page."""

    stands: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def source_of(self, field: str) -> str:
        """The source whose figure stands for a field."""
        return self.fields.get(field, self.stands)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The figures of one source, and where they are not those of the account that all are held against.

    `joint` : the figures are added up with those of a neighbour whose ballots the same scanner counts
    """

    source: Source
    values: Sequence[int]
    states: Sequence[int]
    differs: Sequence[bool]
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of the tables: votes, rows of the form, and preferences apart from them."""

    votes: Markup
    form: Markup
    marks: Markup
    marks_differ: bool


@dataclass(frozen=True, eq=False)
class CaseSheets:
    """The columns of one contest, station by station, in one language."""

    t: Translator
    figures: ContestFigures
    sheets: Sheets
    cells: Cells
    lines: Lines

    def columns(self, station: str) -> tuple[Column, ...]:
        """The sources that have a count of the station, and the two compared ones, in the order of the definition."""
        line = self.figures.position[station]
        found = list(self._columns(line))
        order = {source: place for place, source in enumerate(self.figures.results.sources)}
        return tuple(sorted(found, key=lambda column: (order.get(column.source, -1), column.joint)))

    def _columns(self, line: int) -> Iterator[Column]:
        joint = self.sheets.together if line in self.sheets.hosts else None
        for place in self.sheets.columns_at(line):
            yield _column(self.sheets.tables[place], line, self._differs(place, line, joint))
        if joint is not None:
            apart = joint.source == self.figures.left
            yield _column(joint, line, self._told(0, line) if apart else self._nowhere, joint=True)

    def _differs(self, place: int, line: int, joint: CountTable | None) -> list[bool]:
        """Where a column has another figure than the right account; where one scanner counts two stations, together."""
        source, table = self.figures.columns[place], self.sheets.tables[place]
        if source == self.figures.right or (joint is not None and source == joint.source):
            return self._nowhere
        of_two = joint is not None and self.figures.results.by_machine(source)
        reference = joint if joint is not None and of_two else self.sheets.tables[RIGHT]
        read = (table.state[line] == State.READ) & (reference.state[line] == State.READ)
        told = self._told(0 if place == 0 else place - 1, line)
        return [differs and both for differs, both in zip(told, read.tolist(), strict=True)]

    @property
    def _nowhere(self) -> list[bool]:
        return [False] * len(self.sheets.tables[RIGHT].fields)

    def _told(self, pair: int, line: int) -> list[bool]:
        deltas, told = self.sheets.deltas_at(pair, line)
        return [bool(delta) and tell for delta, tell in zip(deltas, told, strict=True)]

    def rows(
        self, columns: Sequence[Column], standing: Standing | None, names: Mapping[str, str], without: int
    ) -> Figures:
        """The rows of a station's tables.

        `names` : what each source is called where another one stands · `without` : columns that have no count
        """
        figures = [list(map(self._cell, c.values, c.states, c.differs)) for c in columns]
        differs = [any(each) for each in zip(*(c.differs for c in columns), strict=True)]
        somewhere = [any(s in SHOWN for s in each) for each in zip(*(c.states for c in columns), strict=True)]
        nothing = [self.cells.figure(0, State.NO_COUNT)] * len(self.sheets.tables[0].fields)
        last = [nothing] * without
        last += [self._standing(columns, standing, names)] if standing else []
        parts = [[row for row in part if somewhere[row.column]] for part in self.lines.parts]
        votes, form, marks = (rows(part, figures, last, differs) for part in parts)
        return Figures(votes, form, marks, any(differs[row.column] for row in parts[2]))

    def _cell(self, value: int, state: int, differs: bool) -> str:
        if not differs:
            return self.cells.figure(value, state)
        return f'<td class="d">{self.mark}{self._shown(value, state)}</td>'

    @cached_property
    def mark(self) -> str:
        """The sign, and what it says to those who do not see it."""
        said = escape(self.t._("another figure:"))
        return (
            f'<span class="other" aria-hidden="true">{DIFFERENT}</span> <span class="unseen">{said} </span>'
        )

    def _shown(self, value: int, state: int) -> str:
        known = self.cells.figure(value, state)
        return known[known.index(">") + 1 : -len("</td>")]

    def _standing(self, columns: Sequence[Column], standing: Standing, names: Mapping[str, str]) -> list[str]:
        """The last column: of every field the figure that stands, and whose it is where it is not the others'."""
        held = {str(column.source): column for column in columns if not column.joint}
        return [
            self._stands(
                held.get(standing.source_of(each)), place, names.get(standing.fields.get(each, ""), "")
            )
            for place, each in enumerate(self.sheets.tables[0].fields)
        ]

    def _stands(self, column: Column | None, place: int, whose: str) -> str:
        if column is None or column.states[place] == State.NO_COUNT:
            return f'<td class="stands">{NOTHING}</td>'
        small = f"<small>{escape(whose)}</small>" if whose else ""
        return f'<td class="stands">{self._shown(column.values[place], column.states[place])}{small}</td>'


def _column(table: CountTable, line: int, differs: Sequence[bool], *, joint: bool = False) -> Column:
    values, states = table.values[line].tolist(), table.state[line].tolist()
    return Column(source=table.source, values=values, states=states, differs=differs, joint=joint)
