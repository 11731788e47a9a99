"""A file of counts without a mapping: what its header and its ids say."""

from __future__ import annotations

import pytest

from sverka.errors import Fault
from tests.formats.test_wide import codes, read
from tests.small_election import small_election


@pytest.mark.parametrize("title", ["Station", "POLLING_STATION", "№ участка", "УИК", "Шайлоо участкасы"])
def test_the_station_is_known_by_its_title(title: str) -> None:
    assert read(f"{title};gerb\n0001;5\n").tables[0].table.units == ("0001",)


def test_the_station_is_known_by_its_ids_where_no_title_says_it() -> None:
    assert read("where;gerb\n0001;5\n0002;6\n").tables[0].table.units == ("0001", "0002")


def test_two_columns_of_ids_are_a_question() -> None:
    with pytest.raises(Fault, match="several columns may be the stations: here, there"):
        read("here;there;gerb\n0001;0002;5\n0002;0001;6\n")


def test_the_contest_is_known_by_its_selections() -> None:
    election = small_election()
    parties = read("station;gerb;against\n0001;5;1\n", election=election)

    assert parties.tables[0].table.contest == "parties"
    assert "mapping-guessed" in codes(parties)


def test_numbers_that_stand_on_several_ballots_tell_no_contest() -> None:
    with pytest.raises(Fault, match="nothing says which contest"):
        read("station;1;2\n0001;5;1\n", election=small_election())


def test_a_contest_that_nothing_tells_is_a_question() -> None:
    with pytest.raises(Fault, match="nothing says which contest"):
        read("station;Выдумка\n0001;5\n", election=small_election())


def test_sums_among_stations_and_selections_are_left_out_aloud() -> None:
    reading = read("station;gerb;ata;Всего\n0001;5;6;11\nИтого;5;6;11\n")

    assert reading.tables[0].table.units == ("0001",)
    assert reading.tables[0].table.selections == ("gerb", "ata")
    assert "summary-rows-excluded" in codes(reading)


def test_names_of_stations_and_areas_are_no_selections() -> None:
    reading = read("station;area;name;gerb\n0001;a;School 1;5\n")

    assert reading.tables[0].table.selections == ("gerb",)
    assert "columns-ignored" in codes(reading)


def test_counts_of_areas_are_known_by_the_ids_of_areas() -> None:
    [read_table] = read("area;gerb\na;5\nDb;6\n").tables

    assert read_table.table.unit == "area"
    assert read_table.table.units == ("a", "b")
