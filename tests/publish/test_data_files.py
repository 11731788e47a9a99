"""The published tables come in parts, each station and area in a file of its own, and a package says what they mean."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sverka.domain.ids import ContestId
from sverka.office.folder import ElectionFolder
from sverka.publish.blocks import BLOCK, Blocks, all_stations
from sverka.publish.data_files import DataFiles
from sverka.publish.results import Results
from sverka.publish.since import Since
from sverka.publish.station_names import StationNames
from tests.town import HAND, MACHINE, MORNING, add, town

ROOT = bytes(32)
COUNCIL = ContestId("council")


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """Both counts; one station waits for its scanner."""
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    return folder


def files(folder: ElectionFolder) -> dict[str, bytes]:
    state = folder.open()
    results = Results(state.election, state.snapshot)
    names = StationNames(all_stations(results), len(results.election.places.stations))
    made = DataFiles(results, Since(results, 0), names, lambda path: "0" * 64 if "areas" in path else "")
    return dict(made.all(ROOT, lambda _: MORNING))


def test_a_part_has_a_line_for_every_count_and_columns_for_the_whole_form(folder: ElectionFolder) -> None:
    rows = list(csv.DictReader(io.StringIO(files(folder)["data/counts/council/0000.csv"].decode())))

    assert list(rows[0]) == [
        *("contest", "account", "holder", "station", "row:1", "row:2", "row:3"),
        *("apple", "pear", "quince", "against"),
    ]
    assert [(row["account"], row["station"]) for row in rows] == [
        *(("machine", station) for station in ("0001", "0002", "0003", "0101")),
        *(("hand", station) for station in ("0001", "0002", "0003", "0101", "0102")),
    ]
    assert {row["row:1"] for row in rows if row["account"] == "machine"} == {""}  # it does not carry the row


def test_parts_are_there_before_anybody_counted_and_differences_are_not(tmp_path: Path) -> None:
    made = files(town(tmp_path / "e").folder)

    assert made["data/counts/council/0000.csv"].count(b"\n") == 1
    assert not any(path.startswith("data/differences/") for path in made)


def test_a_station_has_every_count_with_the_place_of_its_fact(folder: ElectionFolder) -> None:
    station: dict[str, Any] = json.loads(files(folder)["data/stations/0002.json"])
    counts = station["contests"]["council"]["counts"]

    assert (station["station"], list(counts)) == ("0002", ["hand", "machine"])
    assert counts["machine"]["selections"] == {"apple": 40, "pear": 10, "quince": 15, "against": 5}
    assert counts["machine"]["rows"] == {"2": 70, "3": 0}
    entry = json.loads(folder.store.entry(counts["machine"]["entry"]))
    assert (entry["account"], entry["station"]) == ("machine", "0002")


def test_a_station_nobody_counted_has_a_file_without_counts(tmp_path: Path) -> None:
    station = json.loads(files(town(tmp_path / "e").folder)["data/stations/0001.json"])

    assert station == {"station": "0001", "contests": {"council": {"counts": {}}}}


def test_unread_and_not_on_the_sheet_are_told_apart(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, "station,row:2,row:3,apple,pear,quince,against\n0001,60,?,,20,5,?\n")
    count = json.loads(files(folder)["data/stations/0001.json"])["contests"]["council"]["counts"]["machine"]

    assert (count["unread"], count["absent"]) == (["3", "against"], ["apple"])


def test_the_package_names_every_part_of_every_table(folder: ElectionFolder) -> None:
    made = files(folder)
    package = json.loads(made["data/datapackage.json"])
    paths = {f"data/{path}" for table in package["resources"] for path in table["path"]}

    assert paths == {path for path in made if path.endswith(".csv")}
    for table in package["resources"]:
        head = made[f"data/{table['path'][0]}"].decode().splitlines()[0].split(",")
        assert [column["name"] for column in table["schema"]["fields"]] == head


def test_a_part_has_256_stations_and_others_come_last_by_their_ids() -> None:
    stations = [f"{number:04}" for number in range(BLOCK)] + ["z", "b"]
    blocks = Blocks.of(stations, BLOCK)

    assert len(blocks) == 2
    assert blocks.lines(0).tolist() == list(range(BLOCK))
    assert [stations[line] for line in blocks.lines(1).tolist()] == ["b", "z"]
    assert blocks.holding(np.array([3, 7, BLOCK])) == [0, 1]
    assert list(blocks.beyond_the_table()) == [1]


def test_files_of_a_station_are_in_the_list_of_its_256() -> None:
    names = StationNames(tuple(f"{number:04}" for number in range(300)), 300)

    assert names.list_of("data/stations/0255.json") == "manifests/stations-0000.sha256"
    assert names.list_of("ky/station/0256.html") == "manifests/stations-0001.sha256"
    assert names.list_of("ky/stations.html") is None
