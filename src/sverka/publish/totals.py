"""The only birthplace of sums over stations and of shares.

Everything else - pages, tables, charts, exports, answers of the command - shows what is made here.
A sum always says which stations it is over, and a share always names its base.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest
from sverka.domain.expressions import Expression, explain, parse_expression
from sverka.domain.ids import AreaId, BaseId, ContestId, RowId, SelectionId
from sverka.publish.areas import WHOLE, Membership
from sverka.publish.standing import Standing
from sverka.reconcile.evaluation import figures_of
from sverka.reconcile.sheets import Context

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Over which stations a sum is: expected = summed + missing + annulled + set_aside.

    `unread` : cells among those summed that nobody could read, and that are therefore in no sum
    `with_findings` : stations summed although a control of theirs failed
    """

    expected: int
    summed: int
    missing: int
    annulled: int
    set_aside: int
    with_findings: int
    unread: int = 0

    @property
    def complete(self) -> bool:
        """Whether no station is missing or set aside."""
        return self.missing == 0 and self.set_aside == 0

    def as_answer(self) -> dict[str, int]:
        """The names that the command answers with."""
        return {
            "expected": self.expected,
            "in": self.summed,
            "missing": self.missing,
            "annulled": self.annulled,
            "set_aside": self.set_aside,
            "with_findings": self.with_findings,
            "unread_cells": self.unread,
        }


@dataclass(frozen=True, eq=False)
class Coverages(Mapping[AreaId, Coverage]):
    """Those of all areas, each made when it is asked for: a country has thousands, and a batch touches few.

    `lines` : area to its line · `figures` : shape (areas, numbers of a coverage in their order)
    """

    lines: Mapping[AreaId, int]
    figures: IntArray

    def __getitem__(self, area: AreaId) -> Coverage:
        numbers = self.figures[self.lines[area]].tolist()
        return Coverage(**dict(zip(COVERED, numbers, strict=True)))

    def __iter__(self) -> Iterator[AreaId]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)


COVERED = tuple(each.name for each in fields(Coverage))


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share and what it is a share of; None where the base is zero or not known."""

    votes: int
    base: BaseId
    of: int | None

    @property
    def value(self) -> Fraction | None:
        """Exact, in [0, 1] unless the figures contradict each other."""
        return Fraction(self.votes, self.of) if self.of else None


@dataclass(frozen=True, kw_only=True)
class Total:
    """The sum of one source's counts of one contest over the stations of one area.

    `rows`, `bases` : None where no count summed has the figures
    `among` : the same sum over those stations only that have some named bases
    """

    contest: ContestId
    source: Source
    area: AreaId
    selections: Mapping[SelectionId, int]
    rows: Mapping[RowId, int | None]
    bases: Mapping[BaseId, int | None]
    stations: Coverage
    among: Callable[[tuple[BaseId, ...]], Total] = field(compare=False, repr=False)

    def share(self, selection: SelectionId, base: BaseId) -> Share:
        """What share of a named base voted for a selection, both over the stations that have the base."""
        having, of = self._having(base)
        return Share(votes=having.selections[selection], base=base, of=of)

    def shares(self, base: BaseId) -> dict[SelectionId, Share]:
        """What share of a named base voted for each selection; empty where together they are past it."""
        having, of = self._having(base)
        if having.past(base):
            return {}
        return {each: Share(votes=votes, base=base, of=of) for each, votes in having.selections.items()}

    def _having(self, base: BaseId) -> tuple[Total, int | None]:
        """The sum over the stations that have a base, and the base there; None where they are past it."""
        if base not in self._with_base:
            having = self.among((base,))
            self._with_base[base] = having, None if having.past(base) else having.bases[base]
        return self._with_base[base]

    @cached_property
    def _with_base(self) -> dict[BaseId, tuple[Total, int | None]]:
        return {}

    def past(self, base: BaseId) -> bool:
        """Whether the papers themselves push the selections past a base: then no share of it is shown."""
        of = self.bases[base]
        return of is not None and self._votes > of

    @cached_property
    def _votes(self) -> int:
        """For all selections together."""
        return sum(self.selections.values())

    def share_of_bases(self, part: BaseId, whole: BaseId) -> Share:
        """One named base as a share of another, over the stations that have both: *took part* of *registered*."""
        having = self.among((part, whole))
        return Share(votes=having.bases[part] or 0, base=whole, of=having.bases[whole])

    @property
    def winner_margin(self) -> int:
        """Votes between the first and the second selection."""
        first, second, *_ = [*sorted(self.selections.values(), reverse=True), 0, 0]
        return first - second


@dataclass(frozen=True, kw_only=True)
class Totals:
    """All sums of one source's counts of one contest; one line per area, `WHOLE` first.

    `sums` : a table with areas for units
    `coverage` : per area
    `stations_only` : False where the account's figures are of areas and were not summed by us
    `over` : the stations summed and how to sum fewer of them; None where nothing was summed by us
    """

    contest: Contest
    source: Source
    sums: CountTable
    coverage: Mapping[AreaId, Coverage]
    registered: IntArray | None = None
    stations_only: bool = True
    over: Over | None = None

    @cached_property
    def bases(self) -> Mapping[BaseId, tuple[int | None, ...]]:
        """Per named base, its number in every area; None where a figure it needs is in no count."""
        context = Context(registered=self.registered)
        found = {}
        for base in self.contest.bases.values():
            figures = figures_of(parse_expression(base.expression), self.sums, self.contest, context)
            found[base.id] = tuple(
                None if unknown else int(value)
                for value, unknown in zip(figures.values, figures.unknown, strict=True)
            )
        return found

    @cached_property
    def areas(self) -> tuple[AreaId, ...]:
        """The areas that have a sum."""
        return tuple(AreaId(unit) for unit in self.sums.units)

    def of(self, area: AreaId = WHOLE) -> Total | None:
        """The total of an area, or None where this source has none."""
        if area not in self._totals:
            line = self.sums.position.get(area)
            self._totals[area] = None if line is None else self._total(area, line)
        return self._totals[area]

    @cached_property
    def _totals(self) -> dict[AreaId, Total | None]:
        """Those that were asked for."""
        return {}

    def among(self, bases: tuple[BaseId, ...]) -> Totals:
        """The sums over those stations only that have some named bases.

        A report that stands in for a protocol may lack a row, and files may come in pieces: the votes of a station
        must not be held against a base that is without it.
        """
        if bases not in self._among:
            self._among[bases] = self._over_those_with(bases)
        return self._among[bases]

    @cached_property
    def _among(self) -> dict[tuple[BaseId, ...], Totals]:
        return {}

    def _over_those_with(self, bases: tuple[BaseId, ...]) -> Totals:
        if self.over is None:
            return self
        rules = [parse_expression(self.contest.bases[base].expression) for base in bases]
        having = self.over.having([_rows_in(rule) for rule in rules])
        return self if having is None else self.over.again(having)

    def _total(self, area: AreaId, line: int) -> Total:
        votes = self.sums.values[line, self.sums.selection_columns].tolist()
        cells = zip(self.sums.values[line].tolist(), self.sums.state[line].tolist(), strict=True)
        known = [value if state == State.READ else None for value, state in cells]
        return Total(
            contest=self.contest.id,
            source=self.source,
            area=area,
            selections=dict(zip(self.sums.selections, votes, strict=True)),
            rows=dict(zip(self.sums.rows, known, strict=False)),
            bases={base: numbers[line] for base, numbers in self.bases.items()},
            stations=self.coverage[area],
            among=lambda bases: self.among(bases).of(area) or self._total(area, line),
        )


def _rows_in(rule: Expression) -> list[str]:
    """The rows of the form that an expression names."""
    return [piece.id for piece in explain(rule) if piece.kind == "row"]


@dataclass(frozen=True, kw_only=True)
class Over:
    """Which counts a sum is over, and how to make it again over fewer."""

    table: CountTable
    summed: BoolArray
    again: Callable[[BoolArray], Totals]

    def having(self, rows_of_bases: Sequence[Sequence[str]]) -> BoolArray | None:
        """The summed stations that have a row of each base; None where that is all of them."""
        having = self.summed.copy()
        for rows in rows_of_bases:
            at = [column for column, row in enumerate(self.table.rows) if row in rows]
            if rows:
                having &= (self.table.state[:, at] == State.READ).any(axis=1)
        return None if (having == self.summed).all() else having


def sum_stations(
    contest: Contest,
    table: CountTable,
    membership: Membership,
    standing: Standing,
    *,
    only: BoolArray | None = None,
    registered: IntArray | None = None,
) -> Totals:
    """Sum a source's counts over every area; with `only`, over no other stations than those.

    A field that no summed station of an area has read is *not on the sheet* there, not 0.
    """
    counted = table.counted & ~standing.annulled & ~standing.set_aside
    summed = counted if only is None else counted & only
    values, read = _sums(table, membership, summed)
    voters = None if registered is None else _voters(membership, registered, summed)
    return Totals(
        contest=contest,
        source=table.source,
        sums=CountTable(
            contest=contest.id,
            source=table.source,
            units=membership.areas,
            rows=table.rows,
            selections=table.selections,
            values=values,
            state=np.where(read, State.READ, State.ABSENT).astype(np.uint8),
            unit=Unit.AREA,
        ),
        coverage=_coverages(table, standing, membership, summed, only),
        registered=voters,
        over=Over(
            table=table,
            summed=summed,
            again=lambda having: sum_stations(
                contest, table, membership, standing, only=having, registered=registered
            ),
        ),
    )


BLOCK = 8192  # stations at a time: their figures stay in the second-level cache


def _sums(table: CountTable, membership: Membership, summed: BoolArray) -> tuple[IntArray, BoolArray]:
    """Per area and field, the sum over the stations summed, and whether one of them has the field."""
    values = np.zeros((membership.leaves, table.values.shape[1]), np.int64)
    read = np.zeros(values.shape, np.bool_)
    lines = membership.order[summed[membership.order]]
    for start in range(0, len(lines), BLOCK):
        at = lines[start : start + BLOCK]
        leaf = membership.leaf[at]
        starts = np.flatnonzero(np.r_[True, leaf[1:] != leaf[:-1]])
        here = leaf[starts]
        values[here] += np.add.reduceat(table.values[at], starts, axis=0)
        read[here] |= np.logical_or.reduceat(table.state[at] == State.READ, starts, axis=0)
    return membership.rolled_up(values), membership.any_of(read)


def _voters(membership: Membership, registered: IntArray, summed: BoolArray) -> IntArray:
    """Per area, voters on the lists of the stations summed; -1, not known, where one of them is."""
    unknown = membership.added_up((summed & (registered < 0)).astype(np.int64))
    voters: IntArray = np.where(unknown, -1, membership.added_up(np.where(summed, registered, 0)))
    return voters


def _coverages(
    table: CountTable, standing: Standing, membership: Membership, summed: BoolArray, only: BoolArray | None
) -> Coverages:
    """Per area, over which of its stations the sums are."""
    counted = table.counted
    expected = standing.expected | counted if only is None else only & (standing.expected | counted)
    unread = np.zeros(len(counted), np.int64)
    if (table.state == State.UNREAD).any():
        unread = np.where(summed, np.count_nonzero(table.state == State.UNREAD, axis=1), 0)
    figures = {
        "expected": expected,
        "summed": summed,
        "missing": expected & ~counted & ~standing.annulled,
        "annulled": expected & standing.annulled,
        "set_aside": expected & counted & standing.set_aside & ~standing.annulled,
        "with_findings": summed & standing.with_findings,
        "unread": unread,
    }
    sums = [membership.added_up(figures[name].astype(np.int64)) for name in COVERED]
    return Coverages(membership.position, np.stack(sums, axis=1))


def of_areas(contest: Contest, table: CountTable, roots: tuple[AreaId, ...]) -> Totals:
    """The figures of a source that counts areas as they are; the whole is the root area's figure, if it has one.

    They are never added to figures of stations, nor to those of other areas.
    """
    counted = [unit for unit, has in zip(table.units, table.counted, strict=True) if has]
    whole = next((root for root in roots if root in counted), None)
    of_area = table.reindexed(counted if whole is None else [whole, *counted])
    units = tuple(counted) if whole is None else (WHOLE, *counted)
    sums = of_area.with_cells(of_area.values, of_area.state, units=units)
    nothing = Coverage(expected=0, summed=0, missing=0, annulled=0, set_aside=0, with_findings=0)
    return Totals(
        contest=contest,
        source=table.source,
        sums=sums,
        coverage=dict.fromkeys(map(AreaId, units), nothing),
        stations_only=False,
    )
