"""The JSON of a comparison: every cell that differs or is unread, and no other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source, State, cell_of
from sverka.domain.ids import AccountId, ContestId, FieldId, RowId, SelectionId
from sverka.publish.comparison_answer import comparison_answer, difference_answer
from sverka.reconcile.compare import compare

Cell = int | str | None
CELL = st.one_of(st.integers(0, 3), st.none(), st.just("absent"))
SHEET = st.one_of(st.none(), st.lists(CELL, min_size=4, max_size=4))


def table(account: str, sheets: Sequence[Sequence[Cell] | None]) -> CountTable:
    """A count of stations "0", "1", …; None instead of a sheet is no count."""
    values, state = np.zeros((len(sheets), 4), np.int64), np.zeros((len(sheets), 4), np.uint8)
    states = {int: State.READ, str: State.ABSENT, type(None): State.UNREAD}
    for line, sheet in enumerate(sheets):
        for column, cell in enumerate(sheet or ()):
            values[line, column] = cell if isinstance(cell, int) else 0
            state[line, column] = states[type(cell)]
    return CountTable(
        contest=ContestId("c"),
        source=Source(AccountId(account)),
        units=tuple(map(str, range(len(sheets)))),
        rows=(RowId("10"),),
        selections=(SelectionId("a"), SelectionId("b"), SelectionId("c")),
        values=values,
        state=state,
    )


def test_a_station_answers_with_its_kind_and_the_cells_that_differ() -> None:
    left = table("machine", [[9, 1, 2, 3], [9, 4, None, "absent"], None, [9, 1, 1, 1]])
    right = table("hand", [[9, 1, 2, 3], [9, 3, 7, 0], [1, 1, 0, 0], [9, 1, 0, 2]])

    answer = comparison_answer(compare(left, right))

    assert answer["differences"] == [
        {
            "station": "1",
            "kind": "one-field-by-one",
            "also": [],
            "gross": 1,
            "net": -1,
            "fields": {"a": [4, 3], "b": [None, 7]},
        },
        {"station": "2", "kind": "only-right", "also": [], "gross": 0, "net": 0, "fields": {}},
        {
            "station": "3",
            "kind": "one-ballot-moved",
            "also": [],
            "gross": 2,
            "net": 0,
            "fields": {"b": [1, 0], "c": [1, 2]},
        },
    ]


@given(st.lists(st.tuples(SHEET, SHEET), min_size=1, max_size=8))
def test_one_cell_at_a_time_gives_the_same_fields(
    pairs: list[tuple[list[Cell] | None, list[Cell] | None]],
) -> None:
    left, right = (table(name, [pair[i] for pair in pairs]) for i, name in enumerate(("left", "right")))
    comparison = compare(left, right)

    answers = comparison_answer(comparison)["differences"]

    assert [answer["station"] for answer in answers] == [left.units[line] for line in comparison.lines]
    for place, answer in enumerate(answers):
        assert answer == difference_answer(comparison, place)
        assert answer["fields"] == _fields(left, right, int(answer["station"]))


def _fields(left: CountTable, right: CountTable, line: int) -> dict[FieldId, list[Cell]]:
    cells = {
        field: [cell_of(int(one.values[line, at]), int(one.state[line, at])) for one in (left, right)]
        for at, field in enumerate(left.fields)
    }
    both = bool(left.counted[line] and right.counted[line])
    return {field: pair for field, pair in cells.items() if both and not _agree(*pair)}


def _agree(left: Cell, right: Cell) -> bool:
    """Absent against 0 is equal; what nobody could read agrees with nothing."""
    numbers = [0 if cell == "absent" else cell for cell in (left, right)]
    return None not in numbers and numbers[0] == numbers[1]
