"""The expressions of controls and bases as SQL over the columns of a table of counts.

::

    [10] + [11]          (CASE WHEN t.f3 >= 0 THEN t.f3 END + CASE WHEN t.f4 >= 0 THEN t.f4 END)
    sum(selections)      CASE WHEN least(t.f5, t.f6) >= 0 THEN coalesce(t.f5, 0) + coalesce(t.f6, 0) END

A column holds a figure, -1 where it is unread, NULL where it is not on the sheet; an expression is NULL where it is not
known, and SQL takes NULL through every sum by itself: what is not known of a part is not known of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sverka.domain.election import Contest
from sverka.domain.expressions import (
    Absolute,
    Aggregate,
    Arithmetic,
    Demand,
    Expression,
    Function,
    Group,
    Number,
    OfAccount,
    OfContest,
    Registered,
    Relation,
    RowFigure,
    SelectionFigure,
)

ANY = "NULL::HUGEINT"


class Blind(Exception):
    """A rule looks at something that is not in the published tables: what stood before, or sums beneath an area."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see: the columns of one count, and those of other counts of the same station.

    `columns` : field to column · `account`, `contest` : the scope of another account, or of another contest's count
    """

    columns: Mapping[str, str]
    selections: Mapping[Group, Sequence[str]]
    registered: str = ANY
    account: Callable[[str], Scope | None] = field(default=lambda _: None)
    contest: Callable[[str], Scope | None] = field(default=lambda _: None)

    @classmethod
    def of(cls, contest: Contest, prefix: str, columns: Mapping[str, str], registered: str = ANY) -> Scope:
        """The scope of one relation that has the columns of a contest."""
        found = {name: f"{prefix}{column}" for name, column in columns.items()}
        groups = {
            Group.SELECTIONS: [found[each.id] for each in contest.selections],
            Group.CONTENDERS: [found[each.id] for each in contest.selections if each.kind.contends],
        }
        return cls(found, groups, registered)

    def figure(self, name: str) -> str:
        """One figure; NULL where it is unread or not on the sheet."""
        column = self.columns.get(name)
        return ANY if column is None else f"CASE WHEN {column} >= 0 THEN {column}::HUGEINT END"


def sql_of(node: Expression, scope: Scope) -> str:  # noqa: PLR0911 - one line for every kind of node
    """The SQL of an expression."""
    match node:
        case Number(value):
            return f"{value}::HUGEINT"
        case RowFigure(name) | SelectionFigure(name):
            return scope.figure(name)
        case Registered():
            return scope.registered
        case Arithmetic(left, operator, right):
            return f"(({sql_of(left, scope)}) {operator.value} ({sql_of(right, scope)}))"
        case Absolute(part):
            return f"abs({sql_of(part, scope)})"
        case Aggregate(function, parts):
            return _several(function, [_part(function, part, scope) for part in parts])
        case OfAccount(account, part):
            other = scope.account(account)
            return ANY if other is None else sql_of(part, other)
        case OfContest(contest, part):
            other = scope.contest(contest)
            return ANY if other is None else sql_of(part, other)
        case _:
            raise Blind


def _part(function: Function, part: Expression | Group, scope: Scope) -> str:
    if not isinstance(part, Group):
        return sql_of(part, scope)
    columns = scope.selections[part]
    if not columns:
        return ANY
    least = _of("least", columns)
    made = {
        Function.SUM: " + ".join(f"coalesce({column}, 0)::HUGEINT" for column in columns),
        Function.MIN: f"{least}::HUGEINT",
        Function.MAX: f"{_of('greatest', columns)}::HUGEINT",
    }
    return f"CASE WHEN {least} >= 0 THEN {made[function]} END"


def _several(function: Function, parts: Sequence[str]) -> str:
    if function is Function.SUM:
        return f"({' + '.join(f'({part})' for part in parts)})"
    known = " AND ".join(f"({part}) IS NOT NULL" for part in parts)
    word = "least" if function is Function.MIN else "greatest"
    return f"CASE WHEN {known} THEN {_of(word, parts)} END"


def _of(word: str, columns: Sequence[str]) -> str:
    return columns[0] if len(columns) == 1 else f"{word}({', '.join(columns)})"


def fails(rule: Relation, tolerance: int, scope: Scope) -> str:
    """Whether a control is shown to fail: false where a figure that it needs is not known."""
    over = f"(({sql_of(rule.left, scope)}) - ({sql_of(rule.right, scope)}))"
    holds = {
        Demand.EQUAL: f"abs({over}) <= {tolerance}",
        Demand.UNEQUAL: f"abs({over}) > {tolerance}",
        Demand.AT_MOST: f"{over} <= {tolerance}",
        Demand.AT_LEAST: f"{over} >= -{tolerance}",
        Demand.BELOW: f"{over} < {tolerance}",
        Demand.ABOVE: f"{over} > -{tolerance}",
    }[rule.demand]
    return f"coalesce(NOT ({holds}), false)"
