"""Expressions of control ratios and bases as frozen trees (their text form: `sverka.domain.expressions`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from sverka.domain.ids import AccountId, ContestId, RowId, SelectionId


class Demand(StrEnum):
    """What a control demands of its two sides."""

    EQUAL = "="
    UNEQUAL = "!="
    AT_MOST = "<="
    AT_LEAST = ">="
    BELOW = "<"
    ABOVE = ">"


class Operator(StrEnum):
    """Arithmetic between two expressions. There is no division: shares are made elsewhere, as fractions."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"


class Function(StrEnum):
    """What may be made of several figures."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"


class Group(StrEnum):
    """Many selections in one word; those that are not on a station's sheet are skipped."""

    SELECTIONS = "selections"
    CONTENDERS = "contenders"  # without "against all"


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    value: int


@dataclass(frozen=True, slots=True)
class RowFigure:
    """The figure in a row of the form: `[10]`."""

    row: RowId


@dataclass(frozen=True, slots=True)
class SelectionFigure:
    """The votes for one selection: `{ata-jurt}`."""

    selection: SelectionId


@dataclass(frozen=True, slots=True)
class Registered:
    """The voters on the list, as the table of stations says: `registered`."""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One figure made of several: `sum(selections)`, `max([3], [4])`."""

    function: Function
    of: tuple[Expression | Group, ...]


@dataclass(frozen=True, slots=True)
class Absolute:
    """The size of a figure without its sign: `abs([3] - [4])`."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two expressions added, subtracted or multiplied."""

    left: Expression
    operator: Operator
    right: Expression


@dataclass(frozen=True, slots=True)
class OfAccount:
    """Another account's figure of the same unit and contest: `machine:[9]`."""

    account: AccountId
    of: Expression


@dataclass(frozen=True, slots=True)
class OfContest:
    """The same account's figure of the same unit in another contest: `list/[6]`."""

    contest: ContestId
    of: Expression


@dataclass(frozen=True, slots=True)
class Children:
    """The sum over the stations beneath an area: `children([10])`."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Previous:
    """The figure before the last count of the unit: `previous([10])`."""

    of: Expression


Expression = (
    Number
    | RowFigure
    | SelectionFigure
    | Registered
    | Aggregate
    | Absolute
    | Arithmetic
    | OfAccount
    | OfContest
    | Children
    | Previous
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A control ratio: left and right, and what must hold between them."""

    left: Expression
    demand: Demand
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What an expression names; `contests` holds the other contests, with what is named of each."""

    rows: tuple[RowId, ...] = ()
    selections: tuple[SelectionId, ...] = ()
    groups: tuple[Group, ...] = ()
    accounts: tuple[AccountId, ...] = ()
    contests: Mapping[ContestId, Named] = field(default_factory=dict)


def names_in(expression: Expression | Relation) -> Named:
    """The rows, selections, accounts and contests an expression names, each once, in order."""
    nodes = tuple(_nodes(expression))
    away = [node for node in nodes if isinstance(node, OfContest)]
    return Named(
        rows=_once(node.row for node in nodes if isinstance(node, RowFigure)),
        selections=_once(node.selection for node in nodes if isinstance(node, SelectionFigure)),
        groups=_once(node for node in nodes if isinstance(node, Group)),
        accounts=_once(node.account for node in nodes if isinstance(node, OfAccount)),
        contests={
            contest: names_in(Aggregate(Function.SUM, tuple(n.of for n in away if n.contest == contest)))
            for contest in _once(node.contest for node in away)
        },
    )


def parts_of(node: Expression | Relation | Group) -> tuple[Expression | Group, ...]:
    """What stands directly beneath a node."""
    match node:
        case Relation(left, _, right) | Arithmetic(left, _, right):
            return (left, right)
        case Aggregate(_, of):
            return of
        case Absolute(one) | OfAccount(_, one) | OfContest(_, one) | Children(one) | Previous(one):
            return (one,)
        case _:
            return ()


def _nodes(node: Expression | Relation | Group) -> Iterator[Expression | Relation | Group]:
    """The node and all beneath it, but not what lies in another contest."""
    yield node
    if not isinstance(node, OfContest):
        for part in parts_of(node):
            yield from _nodes(part)


T = TypeVar("T")


def _once(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))
