"""Counts: who says which figures, of one station or of a whole country at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from sverka.domain.ids import AccountId, ContestId, FieldId, RowId, SelectionId

ABSENT_WORD = "absent"  # how "not on the sheet" is written in every JSON answer


class Unit(StrEnum):
    """What a count is of. Figures of an area are never added to those of stations beneath it."""

    STATION = "station"
    AREA = "area"


class State(IntEnum):
    """What is known of one cell. Unread, not on the sheet, and zero are three different things."""

    NO_COUNT = 0  # this account has no count of the station at all
    READ = 1
    UNREAD = 2  # on the sheet, and nobody could read it
    ABSENT = 3  # not on this station's sheet


WITHOUT_FIGURE: dict[int, str | None] = {
    State.NO_COUNT: ABSENT_WORD,
    State.UNREAD: None,
    State.ABSENT: ABSENT_WORD,
}
"""How a cell without a figure is shown, by its state."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """An account as one holder has it; written `account` or `account@holder`."""

    account: AccountId
    holder: str = ""

    def __str__(self) -> str:
        return f"{self.account}@{self.holder}" if self.holder else str(self.account)

    @classmethod
    def parse(cls, text: str) -> Source:
        """From `account` or `account@holder`."""
        account, _, holder = text.partition("@")
        return cls(AccountId(account), holder)


@dataclass(frozen=True, kw_only=True)
class CountTable:
    """One source's count of one contest, for many units at once.

    `values` : int64, shape (units, rows + selections), >= 0; always 0 where `state` is not READ
    `state` : uint8 of `State`, same shape; NO_COUNT in the whole row or nowhere in it
    Columns are the form's rows first, then the selections, in the order of the contest.
    """

    contest: ContestId
    source: Source
    units: tuple[str, ...]
    rows: tuple[RowId, ...]
    selections: tuple[SelectionId, ...]
    values: NDArray[np.int64]
    state: NDArray[np.uint8]
    unit: Unit = Unit.STATION

    def __post_init__(self) -> None:
        shape = (len(self.units), len(self.rows) + len(self.selections))
        if self.values.shape != shape or self.state.shape != shape:
            raise AssertionError(
                f"table of {shape} with values {self.values.shape}, state {self.state.shape}"
            )

    @cached_property
    def fields(self) -> tuple[FieldId, ...]:
        """The column names: rows, then selections."""
        return (*map(FieldId, self.rows), *map(FieldId, self.selections))

    @property
    def selection_columns(self) -> slice:
        """The columns that hold votes for selections."""
        return slice(len(self.rows), len(self.rows) + len(self.selections))

    @cached_property
    def position(self) -> dict[str, int]:
        """Unit to its line in the table."""
        return {unit: line for line, unit in enumerate(self.units)}

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Shape (units,): whether this source has a count of the unit."""
        counted: NDArray[np.bool_] = self.state[:, 0] != State.NO_COUNT
        return counted

    def reindexed(self, units: Sequence[str]) -> CountTable:
        """The same counts on another axis of units; NO_COUNT where this table has none."""
        if units is self.units or tuple(units) == self.units:
            return self
        where = np.fromiter(map(self.position.get, units, repeat(-1)), np.int64, len(units))
        have = where >= 0
        if have.all():
            return self.with_cells(self.values[where], self.state[where], units=tuple(units))
        values = np.zeros((len(units), self.values.shape[1]), np.int64)
        state = np.zeros(values.shape, np.uint8)
        values[have], state[have] = self.values[where[have]], self.state[where[have]]
        return self.with_cells(values, state, units=tuple(units))

    def with_columns(self, rows: Sequence[RowId], selections: Sequence[SelectionId]) -> CountTable:
        """The same counts with other columns; one that this table lacks is ABSENT wherever it has a count.

        Columns that lie side by side here are shared with the new table, not copied.
        """
        if (tuple(rows), tuple(selections)) == (self.rows, self.selections):
            return self
        at = {field: column for column, field in enumerate(self.fields)}
        columns = np.array([at.get(FieldId(field), -1) for field in (*rows, *selections)], np.intp)
        values, state = self._cells_in(columns)
        return CountTable(
            contest=self.contest,
            source=self.source,
            units=self.units,
            rows=tuple(rows),
            selections=tuple(selections),
            values=values,
            state=state,
            unit=self.unit,
        )

    def _cells_in(self, columns: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """The cells of some columns; -1 stands for one that this table lacks."""
        if len(columns) and columns[0] >= 0 and (np.diff(columns) == 1).all():
            beside = slice(columns[0], columns[-1] + 1)
            return self.values[:, beside], self.state[:, beside]
        values, state = self.values[:, columns], self.state[:, columns]
        lacking = columns < 0
        values[:, lacking] = 0
        state[:, lacking] = np.where(self.counted, State.ABSENT, State.NO_COUNT)[:, None]
        return values, state

    def with_cells(
        self, values: NDArray[np.int64], state: NDArray[np.uint8], *, units: tuple[str, ...] | None = None
    ) -> CountTable:
        """The same table with other cells (and, if given, other units)."""
        table = CountTable(
            contest=self.contest,
            source=self.source,
            units=self.units if units is None else units,
            rows=self.rows,
            selections=self.selections,
            values=values,
            state=state,
            unit=self.unit,
        )
        if table.units is self.units and "position" in self.__dict__:
            table.__dict__["position"] = self.position  # the index of a country is costly, and the same
        return table

    @classmethod
    def empty(
        cls,
        *,
        contest: ContestId,
        source: Source,
        units: Sequence[str],
        rows: Sequence[RowId],
        selections: Sequence[SelectionId],
        unit: Unit = Unit.STATION,
    ) -> CountTable:
        """A table without any count."""
        shape = (len(units), len(rows) + len(selections))
        return cls(
            contest=contest,
            source=source,
            units=tuple(units),
            rows=tuple(rows),
            selections=tuple(selections),
            values=np.zeros(shape, np.int64),
            state=np.zeros(shape, np.uint8),
            unit=unit,
        )


def cell_of(value: int, state: int) -> int | str | None:
    """One cell as a JSON answer shows it: a number, None for unread, "absent" for not on the sheet."""
    return WITHOUT_FIGURE[state] if state in WITHOUT_FIGURE else int(value)
