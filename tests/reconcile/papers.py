"""Small contests, tables and papers, by hand and by chance, for tests of controls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest, ContestKind, Control, Row, Selection, SelectionKind, Severity
from sverka.domain.ids import AccountId, ContestId, FieldId, RowId, SelectionId
from sverka.domain.names import Names
from sverka.reconcile.controls import Context
from tests.reconcile.one_by_one import Paper, cells_of

Cell = int | str | None
HAND, MACHINE = Source(AccountId("hand")), Source(AccountId("machine"))


def control(code: str, rule: str, *suppresses: str, tolerance: int = 0) -> Control:
    return Control(
        code=code,
        severity=Severity.ERROR,
        rule=rule,
        names=Names.same(code),
        suppresses=suppresses,
        tolerance=tolerance,
    )


def contest(
    *controls: Control, rows: str = "1 2 3", parties: str = "a b", against: str = "against"
) -> Contest:
    """A contest with the rows and parties named, and "against all" unless that is empty."""
    selections = [
        Selection(id=SelectionId(p), names=Names.same(p), kind=SelectionKind.PARTY) for p in parties.split()
    ]
    if against:
        kind = SelectionKind.AGAINST_ALL
        selections.append(Selection(id=SelectionId(against), names=Names.same(against), kind=kind))
    return Contest(
        id=ContestId("list"),
        kind=ContestKind.PARTY,
        names=Names.same("list"),
        selections=tuple(selections),
        rows=tuple(Row(id=RowId(row), names=Names.same(row)) for row in rows.split()),
        controls=controls,
    )


def table(
    of: Contest,
    units: Mapping[str, Sequence[Cell]],
    source: Source = HAND,
    unit: Unit = Unit.STATION,
) -> CountTable:
    """A count from cells per unit: a number, None for unread, "absent"; an empty sequence is no count."""
    rows, selections = of.row_ids, of.selection_ids
    shape = (len(units), len(rows) + len(selections))
    values, state = np.zeros(shape, np.int64), np.zeros(shape, np.uint8)
    for line, cells in enumerate(units.values()):
        for column, cell in enumerate(cells):
            values[line, column] = cell if isinstance(cell, int) else 0
            state[line, column] = {int: State.READ, str: State.ABSENT}.get(type(cell), State.UNREAD)
    return CountTable(
        contest=of.id,
        source=source,
        units=tuple(units),
        rows=rows,
        selections=selections,
        values=values,
        state=state,
        unit=unit,
    )


def typed(of: Contest, *cells: Cell) -> dict[FieldId, Cell]:
    """Cells as a typist gives them, in the order of the form; what comes after is not typed yet."""
    names = [FieldId(name) for name in (*of.row_ids, *of.selection_ids)]
    return dict(zip(names, cells, strict=False))


def paper_of(line: int, counts: CountTable, of: Contest, context: Context) -> Paper:
    """One unit of a table with its surroundings, for the slow twin."""
    unit = counts.units[line]
    voters = -1 if context.registered is None else int(context.registered[line])
    return Paper(
        contest=of,
        cells=cells_of(counts, unit),
        accounts={name: cells_of(other, unit) for name, other in context.accounts.items()},
        contests={name: [cells_of(o, unit) for o in others] for name, others in context.contests.items()},
        children=cells_of(context.children, unit),
        previous=cells_of(context.previous, unit),
        registered=None if voters < 0 else voters,
    )


# --- by chance --------------------------------------------------------------------------------------------------

RULES = (
    "[1] = [2] + [3]",
    "[1] = sum(selections)",
    "sum(contenders) + {against} = [2]",
    "max(selections) <= [1]",
    "min(selections, [2]) < [3]",
    "min(contenders) >= {a} * {b} - [2]",
    "abs([1] - [2]) * 2 < [3]",
    "sum([1], [2]) != max([3], 4)",
    "{a} > [1]",
    "machine:[1] >= [1]",
    "machine:sum(selections) = sum(selections)",
    "second/[2] = [2]",
    "second/max(selections) >= {a}",
    "children([1] + 2 * {a}) = [1] + {a} * 2",
    "children(sum(selections)) = sum(selections)",
    "previous([1]) <= [1]",
    "previous(max(selections) * [2]) <= [1]",
    "[1] <= registered",
    "[1] * [2] * [3] * {a} = {b} * {b}",
    "nobody:[1] = 1",
    "nothing/[1] = 1",
)
CODES = tuple(f"R{number}" for number in range(len(RULES)))
SMALL: st.SearchStrategy[Cell] = st.integers(0, 4)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    SMALL, SMALL, SMALL, st.sampled_from([None, "absent"]), st.sampled_from([2**53, 2**31, 10**6])
)


@st.composite
def contests(draw: st.DrawFn) -> Contest:
    """A contest with some of the rules, with suppressions that only point onward."""
    chosen = sorted(draw(st.sets(st.integers(0, len(RULES) - 1), min_size=1, max_size=8)))
    controls = [
        control(
            CODES[number],
            RULES[number],
            *draw(st.sets(st.sampled_from(CODES[number + 1 :] or ("none",)), max_size=4)),
            tolerance=draw(st.integers(0, 2)),
        )
        for number in chosen
    ]
    return contest(*draw(st.permutations(controls)))


@st.composite
def tables(draw: st.DrawFn, of: Contest, names: Sequence[str]) -> CountTable:
    """A count of some units, in any order; some without a count, some cells unread or not on the sheet."""
    width = len(of.row_ids) + len(of.selection_ids)
    nothing: list[Cell] = []
    cells = st.one_of(st.lists(CELLS, min_size=width, max_size=width), st.just(nothing))
    return table(of, {name: draw(cells) for name in draw(st.permutations(names))})


@st.composite
def situations(draw: st.DrawFn) -> tuple[Contest, CountTable, Context]:
    """A contest, a count, and some of what may stand around it."""
    of = draw(contests())
    counts = draw(tables(of, "stu"))
    around = st.none() | tables(of, "utsw")
    accounts = {AccountId("machine"): found} if (found := draw(around)) is not None else {}
    voters = draw(st.none() | st.lists(st.integers(-1, 5), min_size=3, max_size=3))
    context = Context(
        accounts=accounts,
        contests={ContestId("second"): draw(st.lists(tables(of, "st"), max_size=2))},
        children=draw(around),
        previous=draw(around),
        registered=None if voters is None else np.array(voters, np.int64),
    )
    return of, counts, context
