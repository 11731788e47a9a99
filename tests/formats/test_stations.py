"""The table of stations reads as people write it, and what is written reads back the same."""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.election import Election
from sverka.domain.ids import AreaId, LevelId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Machine, Places, Station
from sverka.errors import Fault
from sverka.formats.definition import parse_definition
from sverka.formats.stations import format_stations, read_station_table, read_stations
from tests.formats.bad_definitions import GOOD

TOWN = parse_definition(GOOD, name="town.toml")
TABLE = """\
id,name_ky,name_ru,area,registered,machine,counted_at,aliases,external:cik
0001,Мектеп,Школа,w1,1240,own,,S-1 | School,417001
0002,Клуб,Клуб,w1,,none,,,
0003,,Больница,w2,112,elsewhere,0001,,
"""


def stations(text: str | bytes, election: Election = TOWN) -> list[Station]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_stations(data, name="stations.csv", election=election).stations.values())


def test_a_row_is_a_station() -> None:
    assert stations(TABLE)[0] == Station(
        id=StationId("0001"),
        names=Names(ky="Мектеп", ru="Школа"),
        area=AreaId("w1"),
        registered=1240,
        aliases=("S-1", "School"),
        external_ids={"cik": "417001"},
    )


def test_what_is_not_known_stays_unknown() -> None:
    assert [station.registered for station in stations(TABLE)] == [1240, None, 112]


def test_a_station_counted_elsewhere_says_where() -> None:
    found = stations(TABLE)

    assert [station.machine for station in found] == [Machine.OWN, Machine.NONE, Machine.ELSEWHERE]
    assert found[2].counted_at == "0001"


def test_counted_at_alone_says_that_it_has_no_machine() -> None:
    assert stations("id,area,counted_at\n1,w1,\n2,w1,1\n")[1].machine is Machine.ELSEWHERE


def test_a_number_of_machines_is_an_answer() -> None:
    assert [s.machine for s in stations("id,area,machine\n1,w1,2\n2,w1,0\n")] == [Machine.OWN, Machine.NONE]


def test_a_station_without_a_name_is_called_by_its_id() -> None:
    assert stations("id,area\n017,w1\n")[0].names == Names.same("017")


@pytest.mark.parametrize(
    "data",
    [
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode("utf-8-sig"),
        TABLE.replace("\n", "\r\n").encode("utf-16"),
        TABLE.replace("Мектеп", "Школа").replace("Клуб,Клуб", "Клуб,Клуб").encode("cp1251"),
        gzip.compress(TABLE.encode()),
    ],
    ids=["semicolons", "tabs", "utf-16", "cp1251", "gzip"],
)
def test_a_table_is_read_however_a_spreadsheet_saves_it(data: bytes) -> None:
    assert [(s.id, s.names.ru) for s in stations(data)] == [
        ("0001", "Школа"),
        ("0002", "Клуб"),
        ("0003", "Больница"),
    ]


def test_the_definition_says_what_the_columns_are_called() -> None:
    told = '[stations]\nid = "No."\nname = "House"\narea = "Ward"\nexternal_ids = { cik = "CIK" }\n'
    election = parse_definition(GOOD.replace("[stations]\n", told), name="town.toml")

    assert stations("No.;House;Ward;CIK\n01;School;w2;77\n", election) == [
        Station(id=StationId("01"), names=Names.same("School"), area=AreaId("w2"), external_ids={"cik": "77"})
    ]


def test_a_column_that_the_definition_names_must_be_there() -> None:
    election = parse_definition(
        GOOD.replace("[stations]\n", '[stations]\nname = "House"\n'), name="town.toml"
    )

    with pytest.raises(Fault, match=r"there is no column 'House'"):
        stations("id;area\n01;w1\n", election)


def test_areas_may_come_from_the_table() -> None:
    told = (
        '[stations]\narea = "ward"\n'
        'areas_from = { level = "ward", id = "ward", name = "ward name", parent = "all" }\n'
    )
    election = parse_definition(GOOD.replace("[stations]\n", told), name="town.toml")
    places = read_stations(
        b"id,ward,ward name\n1,07,North\n2,07,North\n3,05,\n", name="stations.csv", election=election
    )

    wards = places.at_level(LevelId("ward"))

    assert [(ward.id, ward.names.en, ward.parent) for ward in wards] == [
        ("w1", "Ward 1", "all"),
        ("w2", "Ward 2", "all"),
        ("05", "05", "all"),
        ("07", "North", "all"),
    ]


def notices(text: str) -> list[str]:
    table = read_station_table(text.encode(), name="stations.csv", election=TOWN)
    return [notice.code for notice in table.notices]


def test_numbers_of_unequal_length_are_noticed() -> None:
    assert notices("id,area\n0101,w1\n102,w1\n0203,w2\n") == ["station-ids-uneven"]


FROM_ONE = [str(number) for number in range(1, 12)]


@pytest.mark.parametrize(
    "ids", [["0101", "0102"], FROM_ONE, ["1a", "12b"]], ids=["even", "from 1", "letters"]
)
def test_other_ids_are_not(ids: list[str]) -> None:
    assert notices("id,area\n" + "".join(f"{each},w1\n" for each in ids)) == []


def test_what_we_write_reads_back_under_a_definition_with_names_of_its_own() -> None:
    told = '[stations]\nid = "section_id"\nname = "city"\narea = "ward_code"\n'
    election = parse_definition(GOOD.replace("[stations]\n", told), name="town.toml")
    places = read_stations(b"section_id,city,ward_code\n01,X,w1\n", name="a", election=election)

    assert read_stations(format_stations(places), name="b", election=election) == places


def test_a_workbook_is_asked_for_as_csv() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(Fault, match="as CSV"):
        read_stations(content.getvalue(), name="stations.xlsx", election=TOWN)


def test_an_alias_with_our_sign_between_aliases_cannot_be_written() -> None:
    station = Station(id=StationId("1"), names=Names.same("1"), aliases=("a|b",))

    with pytest.raises(Fault, match="alias"):
        format_stations(Places(stations={station.id: station}))


# --- twins -----------------------------------------------------------------------------------------------------------

WORDS = (
    st.text("абвgh ÄңөүІ,;\"'.-№1", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
NAMES = st.one_of(
    WORDS.map(Names.same), st.builds(Names, ky=WORDS, ru=WORDS, en=WORDS), st.builds(Names, ru=WORDS)
)


@st.composite
def tables_of_stations(draw: st.DrawFn) -> Places:
    ids = draw(
        st.lists(st.from_regex(r"[0-9]{1,4}[a-z]?", fullmatch=True), min_size=1, max_size=8, unique=True)
    )
    stations = {}
    for number, id_ in enumerate(ids):
        elsewhere = number > 0 and draw(st.booleans())
        machine = (
            Machine.OWN
            if number == 0
            else Machine.ELSEWHERE
            if elsewhere
            else draw(st.sampled_from([Machine.OWN, Machine.NONE]))
        )
        stations[StationId(id_)] = Station(
            id=StationId(id_),
            names=draw(NAMES),
            area=AreaId(draw(st.sampled_from(["w1", "w2", "all"]))),
            registered=draw(st.none() | st.integers(0, 10_000)),
            machine=machine,
            counted_at=StationId(ids[0]) if elsewhere else None,
            external_ids={"cik": f"x{number}"} if draw(st.booleans()) else {},
            aliases=tuple(f"alias {number} {at}" for at in range(draw(st.integers(0, 2)))),
        )
    return replace(TOWN.places, stations=stations)


@given(tables_of_stations())
def test_a_written_table_reads_back_as_the_same_stations(places: Places) -> None:
    again = read_stations(format_stations(places), name="stations.csv", election=TOWN)

    assert again == places
    assert format_stations(again) == format_stations(places)
