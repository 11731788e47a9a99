"""Several accounts of one contest at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId, ContestId, RowId, SelectionId
from sverka.reconcile.compare import compare
from sverka.reconcile.many import compare_many, fields_of

Cells = Mapping[str, tuple[int | None, ...]]


def table(account: str, counts: Cells, *, rows: tuple[str, ...] = ()) -> CountTable:
    """Stations with figures for the rows, then for selections a and b; None is unread."""
    figures = [[-1 if cell is None else cell for cell in cells] for cells in counts.values()]
    values = np.array(figures, np.int64).reshape(len(counts), -1)
    state = np.where(values < 0, State.UNREAD, State.READ).astype(np.uint8)
    return CountTable(
        contest=ContestId("c"),
        source=Source(AccountId(account)),
        units=tuple(counts),
        rows=tuple(map(RowId, rows)),
        selections=(SelectionId("a"), SelectionId("b")),
        values=np.maximum(values, 0),
        state=state,
    )


def by_source(*tables: CountTable) -> dict[Source, CountTable]:
    return {one.source: one for one in tables}


def test_three_accounts_that_agree_everywhere_agree() -> None:
    tables = [table(name, {"1": (5, 3), "2": (0, 7)}) for name in ("tape", "server", "protocol")]

    assert compare_many(by_source(*tables)).agrees


def test_a_field_that_one_of_three_has_otherwise_is_named() -> None:
    tables = [table("tape", {"1": (5, 3)}), table("server", {"1": (5, 3)}), table("protocol", {"1": (5, 4)})]
    many = compare_many(by_source(*tables))

    assert many.stations["different"] == 1
    assert fields_of(many, 0) == ("b",)


def test_a_station_with_one_count_neither_agrees_nor_differs() -> None:
    many = compare_many(by_source(table("tape", {"1": (5, 3)}), table("server", {"2": (5, 3)})))

    assert many.stations == {
        "any": 2,
        "one": 2,
        "several": 0,
        "identical": 0,
        "different": 0,
        "not_comparable": 0,
    }
    assert not many.agrees


def test_a_row_that_an_account_does_not_carry_is_not_zero_there() -> None:
    many = compare_many(
        by_source(table("tape", {"1": (5, 3)}), table("protocol", {"1": (8, 5, 3)}, rows=("10",)))
    )

    assert many.agrees


def test_an_unread_field_makes_a_station_not_comparable_unless_another_differs() -> None:
    many = compare_many(
        by_source(
            table("tape", {"1": (5, None), "2": (5, None)}),
            table("server", {"1": (5, 3), "2": (6, 3)}),
        )
    )

    assert (many.stations["not_comparable"], many.stations["different"]) == (1, 1)


def test_two_accounts_say_the_same_as_their_comparison() -> None:
    rng = np.random.default_rng(20211128)
    counts = [{str(s): tuple(rng.integers(0, 3, 2).tolist()) for s in range(60)} for _ in range(2)]
    left, right = table("tape", counts[0]), table("server", counts[1])
    many, pair = compare_many(by_source(left, right)), compare(left, right)

    assert many.stations["different"] == pair.stations["different"]
    assert many.stations["identical"] == pair.stations["identical"]
