"""JSON by paths: nested records become rows, and a fault is shown by its path."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sverka.errors import Fault
from sverka.formats.mappings import mapping_of
from tests.formats.test_wide import read
from tests.small_election import small_election

NESTED = {
    "regions": [
        {
            "id": "a",
            "stations": [{"id": "0001", "results": [{"party": "1", "votes": 10}, {"party": 2, "votes": 20}]}],
        },
        {"id": "b", "stations": [{"id": "1001", "results": [{"party": "1", "votes": 30}]}]},
    ]
}
LONG = {
    "format": "json",
    "shape": "long",
    "station": "regions[*].stations[*].id",
    "selection": "regions[*].stations[*].results[*].party",
    "votes": "regions[*].stations[*].results[*].votes",
}


def read_json(value: Any, mapping: dict[str, Any] | None = None, **more: Any) -> Any:
    text = value if isinstance(value, str) else json.dumps(value)
    return read(text, mapping_of(mapping, "map.toml") if mapping else None, name="votes.json", **more)


def test_nested_records_become_rows_with_what_lies_above_them() -> None:
    [read_table] = read_json(NESTED, LONG).tables

    assert read_table.table.units == ("0001", "1001")
    assert read_table.table.values.tolist() == [[10, 20], [30, 0]]


def test_a_mapping_saved_for_json_is_taken_by_itself() -> None:
    election = small_election(contests=1, mappings={"api": LONG})

    assert read_json(NESTED, election=election).tables[0].table.units == ("0001", "1001")


def test_the_keys_of_an_object_may_be_the_stations() -> None:
    mapping = {
        "format": "json",
        "shape": "long",
        "station": "stations[*].@key",
        "selection": "stations[*].votes[*].@key",
        "votes": "stations[*].votes[*]",
    }
    [read_table] = read_json({"stations": {"0001": {"votes": {"gerb": 1, "ata": 2}}}}, mapping).tables

    assert read_table.table.values.tolist() == [[1, 2]]


def test_a_plain_list_of_records_needs_no_mapping() -> None:
    [read_table] = read_json(
        [{"station": "0001", "gerb": 3}, {"station": "0002", "gerb": 4, "ata": None}]
    ).tables

    assert read_table.table.values.tolist() == [[3, 0], [4, 0]]


def test_a_wrong_figure_is_shown_by_its_path() -> None:
    wrong = {
        "regions": [
            NESTED["regions"][0],
            {"stations": [{"id": "1001", "results": [{"party": "1", "votes": 2.5}]}]},
        ]
    }
    with pytest.raises(Fault, match=r"'2\.5' is not a whole number") as raised:
        read_json(wrong, LONG)

    assert raised.value.place == "votes.json, regions[1].stations[0].results[0].votes"


def test_a_path_that_leads_nowhere_says_where_it_leaves_the_file() -> None:
    with pytest.raises(Fault, match="there is no 'result'") as raised:
        read_json(
            NESTED,
            {**LONG, "votes": "regions[*].stations[*].result[*].votes"}
            | {"selection": "regions[*].stations[*].result[*].party"},
        )

    assert "id, results" in raised.value.cure


@pytest.mark.parametrize(
    "text, says",
    [
        ('{"a": 1,}', "this is not JSON"),
        ('{"station": "1", "station": "2"}', "the key 'station' twice"),
        ("[" * 100_000, "this is not JSON|too deep"),
        ('{"a": [1, 2]}', "no plain list of records"),
        ('[{"station": "0001", "gerb": {"votes": 1}}]', "there is a table where one value is expected"),
    ],
)
def test_broken_json_says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(Fault, match=says):
        read_json(text)
