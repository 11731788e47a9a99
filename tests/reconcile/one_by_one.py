"""The slow twin of the controls: one unit, plain whole numbers, None for what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Contest, Control
from sverka.domain.expressions import (
    Absolute,
    Aggregate,
    Arithmetic,
    Children,
    Demand,
    Expression,
    Function,
    Group,
    Number,
    OfAccount,
    OfContest,
    Operator,
    Previous,
    Registered,
    RowFigure,
    SelectionFigure,
    parse_control,
)

Cells = Mapping[str, tuple[int, State]]
"""One unit of one table: value and state per field; empty where the table has no count of it."""


@dataclass(frozen=True)
class Paper:
    """One unit with everything around it."""

    contest: Contest
    cells: Cells
    accounts: Mapping[str, Cells] = field(default_factory=dict)
    contests: Mapping[str, list[Cells]] = field(default_factory=dict)
    children: Cells = field(default_factory=dict)
    previous: Cells = field(default_factory=dict)
    registered: int | None = None

    def with_cells(self, cells: Cells) -> Paper:
        return replace(self, cells=cells)


def cells_of(table: CountTable | None, unit: str) -> Cells:
    """The cells of one unit; empty where there is no count of it."""
    if table is None or unit not in table.units:
        return {}
    line = table.units.index(unit)
    states = [State(int(state)) for state in table.state[line]]
    values = [int(value) for value in table.values[line]]
    cells = dict(zip(table.fields, zip(values, states, strict=True), strict=True))
    return {} if State.NO_COUNT in states else {str(name): cell for name, cell in cells.items()}


def judge(control: Control, paper: Paper) -> tuple[bool | None, int, int]:
    """Whether the control holds (None: unknown), and the two sides."""
    rule = parse_control(control.rule)
    left, right = value(rule.left, paper), value(rule.right, paper)
    if left is None or right is None or not paper.cells:
        return None, 0, 0
    miss = {
        Demand.EQUAL: abs(left - right) <= control.tolerance,
        Demand.UNEQUAL: abs(left - right) > control.tolerance,
        Demand.AT_MOST: left <= right + control.tolerance,
        Demand.AT_LEAST: left + control.tolerance >= right,
        Demand.BELOW: left < right + control.tolerance,
        Demand.ABOVE: left + control.tolerance > right,
    }
    return miss[rule.demand], left, right


def value(node: Expression, paper: Paper) -> int | None:  # noqa: PLR0911 - a table of cases
    """The figure of one unit."""
    match node:
        case Number(number):
            return number
        case RowFigure(name) | SelectionFigure(name):
            number, state = paper.cells.get(name, (0, State.ABSENT))
            return number if state is State.READ else None
        case Registered():
            return paper.registered
        case Absolute(part):
            found = value(part, paper)
            return None if found is None else abs(found)
        case Arithmetic(left, operator, right):
            return combined(operator, value(left, paper), value(right, paper))
        case Aggregate(function, of):
            return several(
                function, [group(function, p, paper) if isinstance(p, Group) else value(p, paper) for p in of]
            )
        case OfAccount(account, part):
            return value(part, paper.with_cells(paper.accounts.get(account, {})))
        case Children(part):
            return value(part, paper.with_cells(paper.children))
        case Previous(part):
            return value(part, paper.with_cells(paper.previous))
        case OfContest(contest, part):
            counted = [cells for cells in paper.contests.get(contest, []) if cells]
            return value(part, paper.with_cells(counted[0])) if len(counted) == 1 else None


def combined(operator: Operator, left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return None
    return {Operator.PLUS: left + right, Operator.MINUS: left - right, Operator.TIMES: left * right}[operator]


def several(function: Function, numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    match function:
        case Function.SUM:
            return sum(known)
        case Function.MIN:
            return min(known)
        case Function.MAX:
            return max(known)


def group(function: Function, which: Group, paper: Paper) -> int | None:
    wanted = [s.id for s in paper.contest.selections if which is Group.SELECTIONS or s.kind.contends]
    cells = [paper.cells.get(name, (0, State.ABSENT)) for name in wanted]
    if any(state is State.UNREAD for _, state in cells):
        return None
    read: list[int | None] = [number for number, state in cells if state is State.READ]
    return several(function, read) if read else None
