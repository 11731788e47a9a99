"""A file that says more than the mapping knows is not read in silence."""

from __future__ import annotations

from typing import Any

import pytest

from sverka.formats.json_left_out import left_out
from sverka.formats.json_paths import parse_path, read_json_text
from sverka.formats.mappings import mapping_of

STATIONS = {
    "stations": [{"id": "1", "votes": {"a": 1, "b": 2}}, {"id": "2", "votes": {"a": 3}, "hand": {"a": 3}}]
}
BY_KEY = {"stations": {"0001": {"a": 1, "seal": "x"}, "0002": {"a": 2}}, "at": 5}


@pytest.mark.parametrize(
    "value, paths, expected",
    [
        (STATIONS, ["stations[*].id", "stations[*].votes.a"], ["stations[*].votes.b", "stations[*].hand"]),
        (STATIONS, ["stations[*].id", "stations[*].votes[*]", "stations[*].hand.a"], []),
        (BY_KEY, ["stations[*].@key", "stations[*].a"], ["stations[*].seal", "at"]),
        ([{"id": "1", "a": 1, "c": 2}], ["[*].id", "[*].a"], ["[*].c"]),
        ({"meta": {"deep": [1, {"x": 2}]}, "s": [{"i": 1}]}, ["s[*].i"], ["meta"]),
        (5, [""], []),
    ],
)
def test_what_no_path_leads_to_is_named_as_high_up_as_possible(
    value: Any, paths: list[str], expected: list[str]
) -> None:
    assert left_out(value, [parse_path(path, "a test").steps for path in paths]) == expected


def test_a_reader_says_so_once_and_not_of_what_the_mapping_ignores() -> None:
    said = {"format": "json", "station": "stations[*].id", "selections": {"stations[*].votes.a": "apple"}}
    data = b'{"stations": [{"id": "1", "votes": {"a": 1, "g": 7}, "note": ""}, {"id": "2", "votes": {"a": 1, "g": 8}}]}'
    noticed = [
        [
            each.context["columns"]
            for each in read_json_text(data, "x.json", mapping_of({**said, "ignore": ignore}, "m")).notices
        ]
        for ignore in ([], ["stations[*].note"])
    ]

    assert noticed == [["stations[*].votes.g, stations[*].note"], ["stations[*].votes.g"]]
