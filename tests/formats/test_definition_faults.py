"""Broken definitions and tables are refused with a place, words and a cure: one fault for one mistake."""

from __future__ import annotations

import pytest

from sverka.errors import Fault, Faults
from sverka.formats.definition import parse_definition
from sverka.formats.stations import read_stations
from tests.formats.bad_definitions import DEFINITIONS, GOOD, STATIONS


def test_the_good_one_is_good() -> None:
    election = parse_definition(GOOD, name="town.toml")

    assert list(election.contests) == ["lists", "deputy-w1", "deputy-w2"]


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_broken_definition_is_refused_at_its_place_with_a_cure(name: str) -> None:
    bad = DEFINITIONS[name]
    assert GOOD.count(bad.old) == 1, "the change must have one place"

    with pytest.raises(Fault) as caught:
        parse_definition(GOOD.replace(bad.old, bad.new), name="town.toml")

    fault = _of(caught.value, bad.place)
    assert bad.words in str(fault)
    assert fault.cure


@pytest.mark.parametrize("name", STATIONS)
def test_a_broken_station_table_is_refused_at_its_place_with_a_cure(name: str) -> None:
    data, place, words = STATIONS[name]
    election = parse_definition(GOOD, name="town.toml")

    with pytest.raises(Fault) as caught:
        read_stations(data, name="stations.csv", election=election)

    assert not isinstance(caught.value, Faults)
    assert place in caught.value.place
    assert words in str(caught.value)
    assert caught.value.cure


def _of(caught: Fault, place: str) -> Fault:
    """The fault at the place; a mistake that has echoes elsewhere must at least be named where it is."""
    faults = caught.faults if isinstance(caught, Faults) else (caught,)
    assert len(faults) <= 3, "one mistake, and many words about it"
    places = [fault.place.removeprefix("town.toml: ") for fault in faults]
    assert place in places
    return faults[places.index(place)]


def test_all_mistakes_are_named_at_once() -> None:
    broken = GOOD.replace('left = "machine"', 'left = "tape"').replace("cap = 15", "cap = 45")

    with pytest.raises(Faults) as caught:
        parse_definition(broken, name="town.toml")

    assert [each.place for each in caught.value.faults] == [
        "town.toml: policies.left",
        "town.toml: contests[1].seats.cap",
    ]


def test_all_mistakes_of_a_station_table_are_named_at_once() -> None:
    table = b"id,area,registered\n01,w1,-5\n02,w9,7\n01,w1,8\n"

    with pytest.raises(Faults) as caught:
        read_stations(table, name="s.csv", election=parse_definition(GOOD, name="x"))

    places = [each.place for each in caught.value.faults]
    assert places == ["s.csv, row 4, column A (id)", "s.csv, row 2, column C (registered)"]
