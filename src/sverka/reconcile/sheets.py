"""What an expression can see: the count itself, and what stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Contest
from sverka.domain.expressions import Function, Group
from sverka.domain.ids import AccountId, ContestId
from sverka.reconcile.figures import BoolArray, Figures, IntArray, wide

Columns = slice | NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands around one count; what is not given is unknown.

    `accounts` : other accounts of the same contest
    `contests` : the same source's count of other contests; under the name of a family, all of its contests
    `children` : per area, the sums over the stations beneath (UNREAD where one of them is not known)
    `previous` : the figures before the last count of each unit
    `registered` : shape (units,) of the table checked, voters on the list, -1 where not known
    """

    accounts: Mapping[AccountId, CountTable] = field(default_factory=dict)
    contests: Mapping[ContestId, Sequence[CountTable]] = field(default_factory=dict)
    children: CountTable | None = None
    previous: CountTable | None = None
    registered: IntArray | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as expressions read it: values and states of some units, and which column is what."""

    values: IntArray
    state: NDArray[np.uint8]
    columns: Mapping[str, int]
    groups: Mapping[Group, Columns]

    @classmethod
    def of(cls, table: CountTable, contenders: frozenset[str]) -> Sheet:
        """The whole table; `contenders` are the selections that can win something."""
        first = len(table.rows)
        stand = [column for column, name in enumerate(table.selections, first) if name in contenders]
        groups = {Group.SELECTIONS: table.selection_columns, Group.CONTENDERS: _side_by_side(stand)}
        return cls(table.values, table.state, {name: i for i, name in enumerate(table.fields)}, groups)

    def at(self, block: slice) -> Sheet:
        """The same for some of the units."""
        return Sheet(self.values[block], self.state[block], self.columns, self.groups)

    @property
    def counted(self) -> BoolArray:
        """Shape (units,): whether there is a count of the unit."""
        counted: BoolArray = self.state[:, 0] != State.NO_COUNT
        return counted

    def figure(self, name: str) -> Figures:
        """One row or selection; unknown where it is unread, not on the sheet, or not counted."""
        column = self.columns.get(name)
        if column is None:
            return Figures.nothing(len(self.values))
        return Figures.counted(self.values[:, column], self.state[:, column] != State.READ)

    def group(self, function: Function, group: Group) -> Figures:
        """Many selections as one figure: those not on the sheet are skipped, one unread makes it unknown."""
        values, state = self.values[:, self.groups[group]], self.state[:, self.groups[group]]
        read = state == State.READ
        unknown = (state == State.UNREAD).any(axis=1) | ~read.any(axis=1)
        largest = int(values.max(initial=0))
        match function:
            case Function.SUM:
                largest *= values.shape[1]
                return Figures(wide(values, largest).sum(axis=1), unknown, largest)
            case Function.MAX:
                return Figures(values.max(axis=1, initial=0), unknown, largest)
            case Function.MIN:
                on_sheet = np.where(read, values, largest)
                return Figures(on_sheet.min(axis=1, initial=largest), unknown, largest)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All sheets an expression may name, on one axis of units."""

    here: Sheet
    accounts: Mapping[AccountId, Sheet] = field(default_factory=dict)
    contests: Mapping[ContestId, tuple[Sheet, ...]] = field(default_factory=dict)
    children: Sheet | None = None
    previous: Sheet | None = None
    registered: IntArray | None = None

    @classmethod
    def of(cls, table: CountTable, contest: Contest, context: Context) -> Surroundings:
        """A table and its context, on the table's units."""
        contenders = frozenset(s.id for s in contest.selections if s.kind.contends)

        def sheet(other: CountTable) -> Sheet:
            return Sheet.of(other.reindexed(table.units), contenders)

        return cls(
            here=sheet(table),
            accounts={name: sheet(other) for name, other in context.accounts.items()},
            contests={name: tuple(map(sheet, others)) for name, others in context.contests.items()},
            children=None if context.children is None else sheet(context.children),
            previous=None if context.previous is None else sheet(context.previous),
            registered=context.registered,
        )

    def at(self, block: slice) -> Surroundings:
        """The same for some of the units."""
        return Surroundings(
            here=self.here.at(block),
            accounts={name: sheet.at(block) for name, sheet in self.accounts.items()},
            contests={name: tuple(s.at(block) for s in sheets) for name, sheets in self.contests.items()},
            children=None if self.children is None else self.children.at(block),
            previous=None if self.previous is None else self.previous.at(block),
            registered=None if self.registered is None else self.registered[block],
        )


def _side_by_side(columns: Sequence[int]) -> Columns:
    """Neighbouring columns as a slice, which numpy reads without copying."""
    if columns and columns[-1] - columns[0] == len(columns) - 1:
        return slice(columns[0], columns[-1] + 1)
    return np.array(columns, np.intp)
