"""A picture's name says its station, or nothing: a wrong station is worse than a question."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from sverka.domain.election import Election
from sverka.errors import Fault
from sverka.formats.pictures.file_names import NameReader
from sverka.formats.pictures.station_list import Listed, read_station_list
from tests.town import DEFINITION, MAYOR, town

STATIONS = """\
id,name,area,registered,aliases
0001,School 1,north,100,
0012,School 2,north,100,
1107,School 3,north,100,Горная школа
1128,School 4,south,100,
2021,School 5,south,100,
7133,Hospital,south,100,
KG-1001,Embassy,south,100,
"""


@pytest.fixture(scope="module")
def election(tmp_path_factory: pytest.TempPathFactory) -> Election:
    folder = tmp_path_factory.mktemp("town") / "town"
    return town(folder, definition=DEFINITION + MAYOR, stations=STATIONS).election


SAID = {
    "0001.jpg": "0001",
    "0001_0001.jpg": "0001",
    "1107_p1.jpg": "1107",
    "1107 копия.jpg": "1107",
    "1107(1107).jpg": "1107",
    "1107-IMG_0001.jpg": "1107",
    "IMG_УИК-7133 (2).JPG": "7133",
    "уик7133-2.jpg": "7133",
    "УИК №12.pdf": "0012",
    "ушк_0012_1128.png": "0012",
    "участок_1128_стр2.jpg": "1128",
    "Горная школа.jpg": "1107",
    "KG-1001_b.png": "KG-1001",
    "0001-council-2.jpg": "0001",
    "2021.jpg": "2021",
}
SILENT = [
    "IMG_1107.jpg",
    "DSC01107.JPG",
    "p1107.jpg",
    "scan0001.pdf",
    "20211128_1107.jpg",
    "IMG_20211128_110712.jpg",
    "2021-11-28.jpg",
    "2021-11-28 1107.jpg",
    "28.11.2021.jpg",
    "WhatsApp Image 2021-11-28 at 20.14.07 (1).jpeg",
    "12.jpg",
    "0001 0012.jpg",
    "УИК 9999.jpg",
    "УИК 9999 0001.jpg",
    "council.jpg",
    "protocol.jpg",
    "00010012.jpg",
]


@pytest.mark.parametrize("name", SAID)
def test_a_name_that_says_its_station(name: str, election: Election) -> None:
    assert NameReader(election).station(PurePath(name).stem) == SAID[name]


@pytest.mark.parametrize("name", SILENT)
def test_a_name_that_does_not_surely_say_one(name: str, election: Election) -> None:
    assert NameReader(election).station(PurePath(name).stem) == ""


def test_a_contest_is_its_id_in_the_name(election: Election) -> None:
    names = NameReader(election)

    assert names.contest("0001-council-2") == "council"
    assert names.contest("mayor-north_1107") == "mayor-north"
    assert names.contest("0001") == names.contest("0001-council-mayor-north") == ""


def test_a_list_says_station_and_what_the_paper_bears(election: Election) -> None:
    text = "File;Station;Signed;Stamped\nIMG_1.jpg;0001;yes;нет\nroll 2\\IMG_1.jpg;12;;\n"

    assert read_station_list(text.encode(), name="list.csv", election=election) == {
        "IMG_1.jpg": Listed(station="0001", signed="yes", stamped="no"),
        "roll 2/IMG_1.jpg": Listed(station="0012"),
    }


def test_everything_wrong_with_a_list_is_said_together(election: Election) -> None:
    text = "file,station,contest,signed\na.jpg,0001,,maybe\na.jpg,0012,senate,\n,9999,,yes\n"

    with pytest.raises(Fault) as raised:
        read_station_list(text.encode(), name="list.csv", election=election)
    said = str(raised.value)
    for each in ("row 2", "'maybe'", "row 3", "'senate'", "stands twice", "row 4", "names no file", "'9999'"):
        assert each in said


def test_a_list_without_its_columns_is_refused(election: Election, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="station"):
        read_station_list(b"file,place\na.jpg,0001\n", name="list.csv", election=election)
