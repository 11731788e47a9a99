"""Plants differences into two counts and keeps the list of what was planted.

Kinds, stations, accounts, rows and amounts are drawn by `numpy.random.Generator(PCG64(seed))`; the same
tables and seed give the same mistakes. A station gets one mistake at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State
from sverka.errors import Fault
from sverka.practice.mechanisms import PART, WHOLE

IntArray = NDArray[np.int64]

MISSING = ("only-left", "only-right")
UNREAD = "not-comparable"
KINDS: tuple[str, ...] = (*MISSING, UNREAD, *WHOLE, *PART)
"""Every kind that can be planted; a test holds it against the kinds of the comparison."""

MIRRORED = {"several-lower": "several-higher", "several-higher": "several-lower"}
"""Kinds that say in which direction right differs from left: on the left the opposite goes wrong."""

ROWS_SHARE = 0.1  # so many of the mistakes that hit a part hit the form's rows, the others the votes
DRAWS = 40  # so often a mistake is drawn again at one station before it is planted elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One planted mistake: in which account of a station, of which kind, what stood there and what stands.

    `fields` are the columns that changed, none where the whole count is missing; None in `after` is unread.
    """

    station: str
    kind: str
    source: str
    fields: tuple[str, ...]
    before: tuple[int, ...]
    after: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Two counts with mistakes in them, and the list of the mistakes."""

    left: CountTable
    right: CountTable
    mistakes: tuple[Mistake, ...]


def plant(
    left: CountTable,
    right: CountTable,
    *,
    mistakes: int,
    seed: int,
    weights: Mapping[str, float] | None = None,
    sides: Sequence[int] = (0, 1),
) -> Planted:
    """Copies of two counts that agree, with so many mistakes planted, each at a station of its own.

    `left`, `right` : the same units and selections; rows that only one of them has are left alone
    `weights` : how often each kind of `KINDS` occurs, all alike by default
    `sides` : where figures go wrong, 0 left and 1 right; a count goes missing as its kind says
    """
    draw = Generator(PCG64(seed))
    tables = [_Table(left, right, is_left=True), _Table(right, left, is_left=False)]
    agreeing = np.flatnonzero(_agreeing(tables))
    stations = iter(draw.permutation(agreeing))
    found = []
    for kind in _drawn_kinds(mistakes, weights, draw):
        planted = (_plant_one(kind, tables, int(line), sides, draw) for line in stations)
        mistake = next((each for each in planted if each is not None), None)
        if mistake is None:
            raise Fault(
                f"{mistakes} mistakes do not fit into {len(agreeing)} stations where both counts agree",
                cure="Ask for fewer mistakes or more stations.",
            )
        found.append(mistake)
    return Planted(left=tables[0].planted, right=tables[1].planted, mistakes=tuple(found))


class _Table:
    """A copy of a table that mistakes are planted into; `rows`, `votes`: the columns both tables have."""

    def __init__(self, table: CountTable, other: CountTable, *, is_left: bool) -> None:
        if (table.units, table.selections) != (other.units, other.selections):
            raise AssertionError("mistakes are planted into two tables of the same stations and selections")
        self.table = table
        self.is_left = is_left
        self.values = table.values.copy()
        self.state = table.state.copy()
        self.rows = np.array([table.fields.index(row) for row in table.rows if row in other.rows], np.intp)
        self.votes = np.arange(len(table.rows), len(table.fields))
        self.fields = np.concatenate((self.rows, self.votes))

    @property
    def planted(self) -> CountTable:
        return self.table.with_cells(self.values, self.state)

    def change(self, kind: str, line: int, columns: NDArray[np.intp], after: IntArray) -> Mistake | None:
        """Write the figures of some columns; None, and nothing written, where they are what they were."""
        before = self.values[line, columns]
        changed = before != after
        if not changed.any():
            return None
        self.values[line, columns] = after
        return self.mistake(kind, line, columns[changed], before[changed], [int(a) for a in after[changed]])

    def mistake(
        self, kind: str, line: int, columns: NDArray[np.intp], before: IntArray, after: Sequence[int | None]
    ) -> Mistake:
        return Mistake(
            station=self.table.units[line],
            kind=kind,
            source=str(self.table.source),
            fields=tuple(str(self.table.fields[column]) for column in columns),
            before=tuple(map(int, before)),
            after=tuple(after),
        )


def _agreeing(tables: Sequence[_Table]) -> NDArray[np.bool_]:
    """The stations whose shared figures are read and equal in both counts."""
    left, right = tables
    read = (left.state[:, left.fields] == State.READ) & (right.state[:, right.fields] == State.READ)
    equal = left.values[:, left.fields] == right.values[:, right.fields]
    agreeing: NDArray[np.bool_] = (read & equal).all(axis=1)
    return agreeing


def _drawn_kinds(mistakes: int, weights: Mapping[str, float] | None, draw: Generator) -> Iterator[str]:
    unknown = set(weights or ()) - set(KINDS)
    if unknown:
        raise Fault(f"no kinds of mistake: {', '.join(sorted(unknown))}", cure=f"Known: {', '.join(KINDS)}.")
    share = np.array([1.0 if weights is None else weights.get(kind, 0.0) for kind in KINDS])
    if share.min() < 0 or share.sum() == 0:
        raise Fault("the weights of the kinds are not zero or more, or all zero", cure="Give one above zero.")
    return (KINDS[each] for each in draw.choice(len(KINDS), mistakes, p=share / share.sum()))


def _plant_one(
    kind: str, tables: Sequence[_Table], line: int, sides: Sequence[int], draw: Generator
) -> Mistake | None:
    """One mistake of a kind at one station; None where none was possible in `DRAWS` draws."""
    if kind in MISSING:
        return _lose(kind, tables[1 - MISSING.index(kind)], line)
    for _ in range(DRAWS):
        table = tables[int(draw.choice(sides))]
        if kind == UNREAD:
            return _smudge(table, line, draw)
        mistake = _spoil(kind, table, line, draw)
        if mistake is not None:
            return mistake
    return None


def _lose(kind: str, table: _Table, line: int) -> Mistake:
    """The whole count is missing."""
    table.values[line] = 0
    table.state[line] = State.NO_COUNT
    nothing = np.zeros(0, np.intp)
    return table.mistake(kind, line, nothing, nothing, ())


def _smudge(table: _Table, line: int, draw: Generator) -> Mistake:
    """Some figures cannot be read: mostly one, sometimes several."""
    count = min(len(table.fields), int(draw.geometric(0.6)))
    columns = np.sort(draw.choice(table.fields, count, replace=False))
    before = table.values[line, columns]
    table.values[line, columns] = 0
    table.state[line, columns] = State.UNREAD
    return table.mistake(UNREAD, line, columns, before, [None] * count)


def _spoil(kind: str, table: _Table, line: int, draw: Generator) -> Mistake | None:
    """Figures go wrong; None where this draw was impossible or changed nothing."""
    if kind in WHOLE:
        return _spoil_whole(kind, table, line, draw)
    hits_rows = len(table.rows) > 0 and draw.random() < ROWS_SHARE
    columns = table.rows if hits_rows else table.votes
    figures = table.values[line, columns]
    happens = MIRRORED.get(kind, kind) if table.is_left else kind
    after = PART[happens](figures, draw) if len(figures) > 1 else None
    return None if after is None else table.change(kind, line, columns, after)


def _spoil_whole(kind: str, table: _Table, line: int, draw: Generator) -> Mistake | None:
    """The votes go wrong as the mechanism says, and the form's rows in the same proportion."""
    votes = table.values[line, table.votes]
    after = WHOLE[kind](votes, draw)
    if after is None or not votes.sum():
        return None
    rows = table.values[line, table.rows] * after.sum() // votes.sum()
    return table.change(kind, line, table.fields, np.concatenate((rows, after)))
