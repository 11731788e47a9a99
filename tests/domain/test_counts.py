"""Tables of counts on other axes: every cell lands where its field says."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId, ContestId, FieldId, RowId, SelectionId

ROWS, SELECTIONS = tuple(map(RowId, ("1", "10", "11"))), tuple(map(SelectionId, ("a", "b", "c")))
NEW_ROWS = st.lists(st.sampled_from([*ROWS, RowId("9")]), unique=True)
NEW_SELECTIONS = st.lists(st.sampled_from([*SELECTIONS, SelectionId("d")]), min_size=1, unique=True)


def table() -> CountTable:
    """Three stations: all read, one cell unread, no count."""
    values = np.arange(18, dtype=np.int64).reshape(3, 6)
    state = np.full((3, 6), State.READ, np.uint8)
    state[1, 4], values[1, 4] = State.UNREAD, 0
    state[2], values[2] = State.NO_COUNT, 0
    return CountTable(
        contest=ContestId("c"),
        source=Source(AccountId("hand")),
        units=("0101", "0102", "0103"),
        rows=ROWS,
        selections=SELECTIONS,
        values=values,
        state=state,
    )


@given(NEW_ROWS, NEW_SELECTIONS)
def test_other_columns_carry_the_same_cells(rows: list[RowId], selections: list[SelectionId]) -> None:
    old = table()

    new = old.with_columns(rows, selections)

    assert new.fields == (*rows, *selections)
    for line in range(3):
        for field in new.fields:
            assert cell(new, line, field) == cell(old, line, field)


@given(st.permutations(["0101", "0102", "0103", "0999"]))
def test_other_units_carry_the_same_counts(units: list[str]) -> None:
    old = table()

    new = old.reindexed(units)

    assert new.units == tuple(units)
    for unit in units:
        for field in old.fields:
            there = cell(old, old.position[unit], field) if unit in old.position else (0, State.NO_COUNT)
            assert cell(new, new.position[unit], field) == there


def cell(of: CountTable, line: int, field: FieldId) -> tuple[int, int]:
    """Value and state; a field that the table lacks is absent where there is a count."""
    if field not in of.fields:
        return 0, State.ABSENT if of.counted[line] else State.NO_COUNT
    column = of.fields.index(field)
    return int(of.values[line, column]), int(of.state[line, column])
