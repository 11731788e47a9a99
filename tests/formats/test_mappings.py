"""The saved mapping of a file's columns: what it may say, and what it says wrong."""

from __future__ import annotations

import pytest

from sverka.domain.counts import State
from sverka.errors import Fault, Faults
from sverka.formats.mappings import load_mapping, mapping_of, saved_mapping
from tests.formats.test_wide import codes, read
from tests.small_election import small_election

TWO_COUNTS = """
station = "section_id"
contest = "parties"
account = {column = "source", values = {machine_data = "machine", protocol = "hand"}}
holder = "kept by"
claimed = "counted at"
summary_rows = [{column = "section_id", values = ["Всего"]}, {column = "source", values = ["sum"]}]
absent = ["x"]
unread = ["illegible"]

[selections]
p1 = "gerb"
p2 = "ata"

[rows]
valid = "10"
"""


def test_a_mapping_says_what_every_column_is() -> None:
    text = (
        "section_id;source;kept by;counted at;p1;p2;valid\n"
        "0001;machine_data;;2021-11-28T20:05:00+06:00;1;x;3\n"
        "0001;protocol;OBSE;;illegible;5;9\n"
        "0001;sum;;;1;5;12\n"
        "всего;machine_data;;;1;;3\n"
    )
    machine, hand = (reading := read(text, load_mapping(TWO_COUNTS, "map.toml"))).tables

    assert str(machine.table.source) == "machine"
    assert str(hand.table.source) == "hand@OBSE"
    assert machine.table.state[0].tolist() == [State.READ, State.READ, State.ABSENT]
    assert hand.table.state[0].tolist() == [State.READ, State.UNREAD, State.READ]
    assert machine.claimed == ("2021-11-28T20:05:00+06:00",)
    assert [each.context["count"] for each in reading.notices if each.code == "summary-rows-excluded"] == [2]


def test_the_one_saved_mapping_that_fits_is_taken_and_named() -> None:
    saved = {"two-counts": {"station": "section_id", "selections": {"p1": "gerb"}}}
    reading = read("section_id,p1\n0001,5\n", election=small_election(contests=1, mappings=saved))

    assert reading.tables[0].table.values.tolist() == [[5]]
    assert "mapping-chosen" in codes(reading)


def test_two_saved_mappings_that_fit_are_a_question() -> None:
    saved = {name: {"station": "section_id", "selections": {"p1": "gerb"}} for name in ("first", "second")}
    with pytest.raises(Fault, match="2 saved mappings fit this file") as raised:
        read("section_id,p1\n0001,5\n", election=small_election(contests=1, mappings=saved))

    assert "--mapping first or --mapping second" in raised.value.cure


def test_a_mapping_that_the_definition_lacks_says_which_there_are() -> None:
    election = small_election(mappings={"two-counts": {"station": "s"}})
    with pytest.raises(Fault, match="no mapping 'two-count'") as raised:
        saved_mapping(election, "two-count")

    assert 'did you mean "two-counts"' in raised.value.cure


def test_a_mapping_may_say_only_what_cannot_be_guessed() -> None:
    koi8 = "участок;Герб имени Токтогула;Сумма\n0001;5;7\n".encode("koi8-r")
    told = {"encoding": "koi8-r", "selections": {"Герб имени Токтогула": "gerb"}}
    [read_table] = read(koi8, mapping_of(told, "map.toml")).tables

    assert read_table.table.units == ("0001",)
    assert read_table.table.values.tolist() == [[5]]


def test_all_that_is_wrong_with_a_mapping_is_said_at_once() -> None:
    with pytest.raises(Faults) as raised:
        load_mapping('shape = "tall"\nstaton = "x"\nempty = 0\n', "map.toml")

    assert [each.place for each in raised.value.faults] == [
        "map.toml, shape",
        "map.toml, staton",
        "map.toml, empty",
    ]


@pytest.mark.parametrize(
    "data, says",
    [
        ({"unit": {}}, "needs a station or an area"),
        ({"shape": "column", "selection": "a", "votes": "b"}, '"unit" is missing'),
        (
            {"station": "a", "contest": "p", "contest_column": "c"},
            '"contest" and "contest_column" are given together',
        ),
        ({"station": "a", "votes": "v"}, '"votes" has no meaning in shape "wide"'),
    ],
)
def test_keys_that_contradict_each_other_are_refused(data: dict[str, object], says: str) -> None:
    with pytest.raises(Fault, match=says):
        mapping_of(data, "map.toml")
