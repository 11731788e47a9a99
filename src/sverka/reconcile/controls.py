"""Control ratios: whether the figures of one count agree with each other and with what stands around it.

The same controls, with the same codes, over a whole country at once and for one protocol as it is typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import ABSENT_WORD, CountTable, Source, State, Unit
from sverka.domain.election import Contest, Control
from sverka.domain.expressions import Demand, Group, Named, Relation, names_in, parse_control
from sverka.domain.findings import FindingTable
from sverka.domain.ids import FieldId, RowId, SelectionId
from sverka.errors import Fault
from sverka.reconcile.evaluation import evaluate
from sverka.reconcile.figures import BoolArray, Figures, IntArray, minus
from sverka.reconcile.sheets import Context, Surroundings

__all__ = ["Context", "check_count", "check_table"]

LARGEST = 2**53  # whole numbers of JSON are exact up to here (RFC 8785)
BLOCK = 8192  # units at a time: their figures stay in the second-level cache


def check_table(table: CountTable, contest: Contest, context: Context | None = None) -> FindingTable:
    """What the contest's controls say of every unit of one source's count.

    A control fails where its rule does not hold, and is unknown where a figure it speaks of is unread,
    not on the sheet, or not counted; a unit without a count has no findings.
    """
    if table.contest != contest.id:
        raise AssertionError(f"controls of contest {contest.id} on a count of {table.contest}")
    checked = [_Checked.of(control, contest) for control in contest.controls if _applies(control, table)]
    answers = _Answers.empty(len(checked), len(table.units))
    around = Surroundings.of(table, contest, context or Context())
    for start in range(0, len(table.units), BLOCK):
        block = slice(start, start + BLOCK)
        near = around.at(block)
        for place, one in enumerate(checked):
            answers.put(place, block, near, one)
    return FindingTable(
        contest=table.contest,
        source=table.source,
        unit=table.unit,
        units=table.units,
        controls=tuple(c.control for c in checked),
        rows=tuple(c.rows for c in checked),
        selections=tuple(c.selections for c in checked),
        failed=answers.failed,
        unknown=answers.unknown,
        left=answers.left,
        right=answers.right,
    )


def check_count(
    contest: Contest,
    source: Source,
    unit: str,
    typed: Mapping[FieldId, int | str | None],
    *,
    context: Context | None = None,
    of: Unit = Unit.STATION,
) -> FindingTable:
    """What the controls say of one protocol as it is typed; the same codes as for a whole country.

    `typed` : per row and selection a figure, None for unread, "absent" for not on the sheet; what is
        not typed yet is left out, and the controls that need it are unknown
    """
    names = [FieldId(name) for name in (*contest.row_ids, *contest.selection_ids)]
    if strange := [name for name in typed if name not in names]:
        known = ", ".join(names)
        raise Fault(f"the form has no field {strange[0]!r}", place=unit, cure=f"its fields are {known}")
    cells = [_cell(unit, name, typed.get(name)) for name in names]
    table = CountTable(
        contest=contest.id,
        source=source,
        units=(unit,),
        rows=contest.row_ids,
        selections=contest.selection_ids,
        values=np.array([[value for value, _ in cells]], np.int64),
        state=np.array([[state for _, state in cells]], np.uint8),
        unit=of,
    )
    return check_table(table, contest, context)


def _cell(unit: str, name: str, typed: int | str | None) -> tuple[int, State]:
    match typed:
        case None:
            return 0, State.UNREAD
        case int() if 0 <= typed <= LARGEST:
            return typed, State.READ
        case str() if typed == ABSENT_WORD:
            return 0, State.ABSENT
        case _:
            cure = f'give a whole number from 0 to {LARGEST}, "{ABSENT_WORD}", or nothing for unread'
            raise Fault(f"{typed!r} is no count", place=f"{unit}, field {name}", cure=cure)


def _applies(control: Control, table: CountTable) -> bool:
    """Whether a control is checked on this account and kind of unit."""
    of_account = not control.accounts or table.source.account in control.accounts
    return of_account and (not control.units or table.unit.value in control.units)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A control with its rule read, and the rows and selections the rule speaks of."""

    control: Control
    rule: Relation
    rows: tuple[RowId, ...]
    selections: tuple[SelectionId, ...]

    @classmethod
    def of(cls, control: Control, contest: Contest) -> _Checked:
        rule = parse_control(control.rule)
        named = names_in(rule)
        return cls(control, rule, named.rows, _selections(named, contest))


def _selections(named: Named, contest: Contest) -> tuple[SelectionId, ...]:
    """The selections named one by one or as a group, in the order of the ballot where it is a group."""
    whole = Group.SELECTIONS in named.groups
    grouped = [s.id for s in contest.selections if whole or s.kind.contends] if named.groups else []
    return tuple(dict.fromkeys((*grouped, *named.selections)))


@dataclass(frozen=True, slots=True)
class _Answers:
    """The arrays of a `FindingTable` while they are filled, block by block."""

    failed: BoolArray
    unknown: BoolArray
    left: IntArray
    right: IntArray

    @classmethod
    def empty(cls, controls: int, units: int) -> _Answers:
        shape = (controls, units)
        return cls(
            np.zeros(shape, np.bool_),
            np.zeros(shape, np.bool_),
            np.zeros(shape, np.int64),
            np.zeros(shape, np.int64),
        )

    def put(self, place: int, block: slice, around: Surroundings, checked: _Checked) -> None:
        left, right = evaluate(checked.rule.left, around), evaluate(checked.rule.right, around)
        unknown = left.unknown | right.unknown | ~around.here.counted
        holds = _holds(left, checked.rule.demand, right, checked.control.tolerance)
        self.unknown[place, block] = unknown
        self.failed[place, block] = ~holds & ~unknown
        self.left[place, block] = np.where(unknown, 0, left.narrow())
        self.right[place, block] = np.where(unknown, 0, right.narrow())


def _holds(left: Figures, demand: Demand, right: Figures, tolerance: int) -> BoolArray:
    """Whether the demand is met; `left` may miss it by the tolerance."""
    over: NDArray[Any] = minus(left, right).values
    holds: BoolArray
    match demand:
        case Demand.EQUAL:
            holds = np.abs(over) <= tolerance
        case Demand.UNEQUAL:
            holds = np.abs(over) > tolerance
        case Demand.AT_MOST:
            holds = over <= tolerance
        case Demand.AT_LEAST:
            holds = over >= -tolerance
        case Demand.BELOW:
            holds = over < tolerance
        case Demand.ABOVE:
            holds = over > -tolerance
    return holds
