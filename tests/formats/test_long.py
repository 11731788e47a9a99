"""The long shape: one row per figure."""

from __future__ import annotations

import pytest

from sverka.domain.counts import State, Unit
from sverka.errors import Fault
from sverka.formats.mappings import mapping_of
from tests.formats.test_wide import codes, read
from tests.small_election import small_election

LONG = "station,selection,votes\n0001,gerb,10\n0001,row:10,12\n0002,gerb,5\n0001,against,2\n"


def test_a_row_per_figure_is_a_table_in_the_order_of_the_form() -> None:
    [read_table] = read(LONG).tables

    assert read_table.table.units == ("0001", "0002")
    assert read_table.table.fields == ("10", "gerb", "against")
    assert read_table.table.values.tolist() == [[12, 10, 2], [0, 5, 0]]
    assert read_table.table.state[1].tolist() == [State.ABSENT, State.READ, State.ABSENT]
    assert read_table.lines == (2, 4)


def test_many_contests_in_one_file_are_told_by_a_column() -> None:
    text = "station,contest,selection,votes\n0001,parties,1,10\n0001,single,Candidate 1,5\n"
    mapping = mapping_of(
        {
            "shape": "long",
            "station": "station",
            "contest_column": "contest",
            "selection": "selection",
            "votes": "votes",
            "selections": {"Candidate 1": "a-1", "1": "gerb"},
        },
        "map",
    )
    parties, single = read(text, mapping, election=small_election()).tables

    assert (parties.table.contest, parties.table.fields) == ("parties", ("gerb",))
    assert (single.table.contest, single.table.values.tolist()) == ("single-a", [[5]])


def test_one_column_may_be_the_count_of_a_whole_area() -> None:
    mapping = mapping_of(
        {
            "shape": "column",
            "unit": {"area": "a"},
            "contest": "parties",
            "selection": "party_name",
            "votes": "total",
        },
        "map",
    )
    reading = read("party_name;machine;total\nГЕРБ;1;10\nАта-Мекен;2;20\nНДСВ;3;\n", mapping)
    [read_table] = reading.tables

    assert (read_table.table.unit, read_table.table.units) == (Unit.AREA, ("a",))
    assert read_table.table.values.tolist() == [[10, 20]]
    assert "selections-unknown-empty" in codes(reading)


def test_a_figure_twice_is_noticed_and_another_figure_is_refused() -> None:
    assert "rows-repeated" in codes(read(LONG + "0001,gerb,10\n"))
    with pytest.raises(Fault, match="'0001' has another figure for 'gerb' here than in row 2") as raised:
        read(LONG + "0001,Герб,11\n")
    assert raised.value.place == "votes.csv, row 6"


def test_an_unknown_selection_with_votes_is_refused_where_it_stands_first() -> None:
    with pytest.raises(Fault, match="'gerd' is no selection of contest parties") as raised:
        read(LONG + "0002,gerd,1\n0101,gerd,1\n")

    assert raised.value.place == "votes.csv, row 6, column B (selection)"
    assert 'did you mean "gerb"' in raised.value.cure
