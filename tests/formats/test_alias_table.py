"""A reviewed alias joins a foreign name to one station; a name alone joins nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sverka.domain.ids import AccountId, StationId
from sverka.errors import Fault
from sverka.formats.alias_table import read_aliases, with_aliases
from sverka.formats.definition import parse_definition
from sverka.formats.reading import read_counts
from sverka.formats.stations import read_stations
from tests.formats.bad_definitions import GOOD

TOWN = parse_definition(GOOD, name="town.toml")
PLACES = read_stations(b"id,name,area\n01,School,w1\n02,Club,w1\n", name="s", election=TOWN)
HEADER = "system,foreign_id,station,reviewed_by,reviewed_on\n"
GOOD_LINE = "observers,School hall,01,reconciliation group,2026-05-18\n"


def test_an_alias_keeps_who_reviewed_it_and_when() -> None:
    (alias,) = read_aliases((HEADER + GOOD_LINE).encode(), name="aliases.csv", places=PLACES)

    assert (alias.system, alias.foreign_id, alias.station) == ("observers", "School hall", "01")
    assert (alias.reviewed_by, alias.reviewed_on) == ("reconciliation group", date(2026, 5, 18))


def test_an_alias_is_the_systems_id_and_further_ones_are_other_spellings() -> None:
    more = GOOD_LINE + GOOD_LINE.replace("School hall", "Hall of the school")
    aliases = read_aliases((HEADER + more).encode(), name="aliases.csv", places=PLACES)
    station = with_aliases(PLACES, aliases).stations[StationId("01")]

    assert station.external_ids == {"observers": "School hall"}
    assert station.aliases == ("Hall of the school",)


def test_saying_it_twice_changes_nothing() -> None:
    aliases = read_aliases((HEADER + GOOD_LINE * 2).encode(), name="aliases.csv", places=PLACES)

    assert with_aliases(with_aliases(PLACES, aliases), aliases) == with_aliases(PLACES, aliases[:1])


def test_a_foreign_file_joins_by_a_reviewed_alias_and_not_by_a_name() -> None:
    aliases = read_aliases((HEADER + GOOD_LINE).encode(), name="aliases.csv", places=PLACES)
    closed = replace(TOWN, open_stations=False, places=with_aliases(PLACES, aliases))
    hand = AccountId("hand")

    read = read_counts(b"station,red,blue\nSchool hall,1,2\n", name="v", election=closed, account=hand)
    assert read.tables[0].table.units == ("01",)

    with pytest.raises(Fault, match="name alone"):
        read_counts(b"station,red,blue\nClub,1,2\n", name="v", election=closed, account=hand)


BAD = {
    "an unknown station": (
        GOOD_LINE.replace(",01,", ",07,"),
        "row 2, column C (station)",
        "'07' is no station",
    ),
    "no date": (GOOD_LINE.replace("2026-05-18", "yesterday"), "row 2, column E (reviewed_on)", "no date"),
    "nobody who reviewed it": (
        GOOD_LINE.replace("reconciliation group", ""),
        "row 2, column D (reviewed_by)",
        "empty",
    ),
    "one name for two stations": (
        GOOD_LINE + GOOD_LINE.replace(",01,", ",02,"),
        "row 3, column B (foreign_id)",
        "leads to two stations",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_broken_alias_table_is_refused_at_its_place(name: str) -> None:
    lines, place, words = BAD[name]

    with pytest.raises(Fault) as caught:
        read_aliases((HEADER + lines).encode(), name="aliases.csv", places=PLACES)

    assert place in caught.value.place
    assert words in str(caught.value)
    assert caught.value.cure


def test_a_table_without_its_columns_says_which_they_are() -> None:
    with pytest.raises(Fault, match="reviewed_by"):
        read_aliases(b"name,station\nSchool,01\n", name="aliases.csv", places=PLACES)
