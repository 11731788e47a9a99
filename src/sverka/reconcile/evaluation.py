"""The figures an expression says, for many units at once. What is not known of a part is not known of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from sverka.domain.counts import CountTable
from sverka.domain.election import Contest
from sverka.domain.expressions import (
    Absolute,
    Aggregate,
    Arithmetic,
    Children,
    Expression,
    Group,
    Number,
    OfAccount,
    OfContest,
    Previous,
    Registered,
    RowFigure,
    SelectionFigure,
)
from sverka.reconcile.figures import ARITHMETIC, OF_SEVERAL, Figures, IntArray, absolute
from sverka.reconcile.sheets import Context, Sheet, Surroundings


def figures_of(
    expression: Expression, table: CountTable, contest: Contest, context: Context | None = None
) -> Figures:
    """The figures an expression says for every unit of a table."""
    return evaluate(expression, Surroundings.of(table, contest, context or Context()))


def evaluate(node: Expression, around: Surroundings) -> Figures:
    """The figures of one expression for the units of its surroundings."""
    match node:
        case Arithmetic(left, operator, right):
            return ARITHMETIC[operator](evaluate(left, around), evaluate(right, around))
        case Absolute(part):
            return absolute(evaluate(part, around))
        case Aggregate():
            return _of_several(node, around)
        case Number() | RowFigure() | SelectionFigure() | Registered():
            return _one(node, around)
        case _:
            return _elsewhere(node, around)


def _one(node: Number | RowFigure | SelectionFigure | Registered, around: Surroundings) -> Figures:
    """A figure that stands in the expression by itself."""
    units = len(around.here.values)
    match node:
        case Number(value):
            return Figures.same(value, units)
        case RowFigure(name) | SelectionFigure(name):
            return around.here.figure(name)
        case Registered():
            return _registered(around.registered, units)


def _registered(voters: IntArray | None, units: int) -> Figures:
    if voters is None:
        return Figures.nothing(units)
    return Figures.counted(np.maximum(voters, 0), voters < 0)


def _of_several(node: Aggregate, around: Surroundings) -> Figures:
    parts = (
        around.here.group(node.function, part) if isinstance(part, Group) else evaluate(part, around)
        for part in node.of
    )
    return reduce(OF_SEVERAL[node.function], parts)


def _elsewhere(node: OfAccount | OfContest | Children | Previous, around: Surroundings) -> Figures:
    """Figures of other sheets of the same units. An expression goes one step away, never two."""
    units = len(around.here.values)
    match node:
        case OfAccount(account, part):
            sheet = around.accounts.get(account)
        case OfContest(contest, part):
            sheets = around.contests.get(contest, ())
            return _of_one_in_a_family([(s, evaluate(part, Surroundings(s))) for s in sheets], units)
        case Children(part):
            sheet = around.children
        case Previous(part):
            sheet = around.previous
    return Figures.nothing(units) if sheet is None else evaluate(part, Surroundings(sheet))


def _of_one_in_a_family(found: Sequence[tuple[Sheet, Figures]], units: int) -> Figures:
    """The figure of the one contest that a unit has a count of; unknown where it has several."""
    result, seen = Figures.nothing(units), np.zeros(units, np.int64)
    for sheet, figures in found:
        seen += sheet.counted
        result = Figures(
            np.where(sheet.counted, figures.values, result.values),
            np.where(sheet.counted, figures.unknown, result.unknown),
            max(result.largest, figures.largest),
        )
    return Figures(result.values, result.unknown | (seen > 1), result.largest)
