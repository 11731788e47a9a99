"""The published figures: one file, in the form of facts, that says what the answers of the command say."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from sverka.domain.ids import AreaId, ContestId
from sverka.office.annul import Decision, annul, scopes_of
from sverka.office.folder import ElectionFolder
from sverka.publish.answers import total_answer
from sverka.publish.area_file import AreaFiles, area_hashes
from sverka.publish.blocks import blocks_of
from sverka.publish.differences_file import format_differences
from sverka.publish.figures_file import format_results
from sverka.publish.results import Results
from sverka.record.facts import hash_of, is_canonical
from tests.town import DEFINITION, HAND, MACHINE, MAYOR, MORNING, add, town

ROOT = bytes(range(32))
COUNCIL = ContestId("council")


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """Both counts; one figure differs, one station waits for its scanner."""
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    return folder


def results(folder: ElectionFolder) -> Results:
    state = folder.open()
    return Results(state.election, state.snapshot)


def figures(folder: ElectionFolder) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(format_results(results(folder), root=ROOT))
    return said


def of_area(folder: ElectionFolder, area: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(AreaFiles(results(folder)).format(AreaId(area)))
    return said


def differences(folder: ElectionFolder) -> bytes:
    of = results(folder).of(COUNCIL)
    return format_differences(of.comparison, blocks_of(of).order)


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def without_null(document: Any) -> Any:
    """Facts have no null; everything else of their form the file must keep."""
    match document:
        case None:
            return "null"
        case dict():
            return {key: without_null(value) for key, value in document.items()}
        case list():
            return [without_null(each) for each in document]
        case _:
            return document


def test_the_file_has_the_form_of_facts(folder: ElectionFolder) -> None:
    written = format_results(results(folder), root=ROOT)

    again = json.dumps(json.loads(written), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == written
    plain = json.dumps(without_null(json.loads(written)), sort_keys=True, separators=(",", ":"))
    assert is_canonical(plain.encode())


def test_it_names_the_facts_it_was_computed_from(folder: ElectionFolder) -> None:
    said = figures(folder)

    assert (said["election"], said["record_size"], said["root"]) == (
        "town-2026-05-17",
        folder.store.size,
        ROOT.hex(),
    )
    assert list(said["contests"]) == ["council"]


def test_totals_are_those_of_the_command_for_the_whole_and_every_area(folder: ElectionFolder) -> None:
    said, of = figures(folder)["contests"]["council"]["totals"], results(folder).of(COUNCIL)
    areas = {
        area: of_area(folder, area)["contests"]["council"]["totals"] for area in ("town", "north", "south")
    }

    assert set(said) == {"machine", "hand", "legal"}
    for source, totals in of.totals.items():
        assert set(said[str(source)]) == {""}
        for area in totals.areas:
            total = totals.of(area)
            published = areas[area][str(source)] if area else said[str(source)][""]
            assert total is not None
            assert {name: each for name, each in published.items() if name != "shares"} == total_answer(total)


def test_the_figures_name_those_of_every_area_by_their_hash(folder: ElectionFolder) -> None:
    found = results(folder)

    assert figures(folder)["areas"] == area_hashes(found)
    assert area_hashes(found)[AreaId("north")] == hash_of(AreaFiles(found).format(AreaId("north")))


def test_what_happens_elsewhere_changes_no_byte_of_an_area(folder: ElectionFolder) -> None:
    before = AreaFiles(results(folder)).format(AreaId("north"))
    add(folder, "station,apple\n0101,51\n", "hand", reason="the paper says 51")
    after = AreaFiles(results(folder))

    assert after.format(AreaId("north")) == before
    assert json.loads(after.format(AreaId("south")))["contests"]["council"]["comparison"]["different"] == 1


def test_shares_are_over_the_stations_that_have_the_base(folder: ElectionFolder) -> None:
    assert of_area(folder, "south")["contests"]["council"]["totals"]["hand"]["shares"]["apple"] == {
        "votes": 70,
        "of": 136,
    }


def test_where_papers_push_the_votes_past_their_base_there_are_no_shares(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, "station,row:2,row:3,apple,pear,quince,against\n0001,40,2,30,20,5,3\n", "hand")
    hand = figures(folder)["contests"]["council"]["totals"]["hand"][""]

    assert (hand["selections"]["apple"], hand["bases"]["valid"], hand["shares"]) == (30, 38, {})


def test_votes_of_a_station_without_the_rows_of_the_base_are_in_no_share(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, "station,row:2,row:3,apple,pear,quince,against\n0001,60,2,30,20,5,3\n", "hand")
    add(folder, "station,apple,pear,quince,against\n0002,40,11,14,5\n", "hand")
    hand = figures(folder)["contests"]["council"]["totals"]["hand"][""]

    assert hand["selections"]["apple"] == 70
    assert hand["shares"]["apple"] == {"votes": 30, "of": 58}


def test_the_comparison_is_null_until_someone_counted(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder

    assert figures(folder)["contests"]["council"]["comparison"] is None
    assert of_area(folder, "north")["contests"]["council"]["comparison"] is None


def test_the_comparison_says_how_many_stations_and_votes(folder: ElectionFolder) -> None:
    assert figures(folder)["contests"]["council"]["comparison"] == {
        "left": "machine",
        "right": "hand",
        "both": 4,
        "identical": 3,
        "different": 1,
        "only_left": 0,
        "only_right": 1,
        "gross": 2,
        "net": 0,
    }


def test_seats_follow_from_every_source_that_can_have_them(folder: ElectionFolder) -> None:
    seats = figures(folder)["contests"]["council"]["seats"]

    assert seats["legal"] == {
        "seats": {"apple": 3, "pear": 1, "quince": 1},
        "lots": [],
        "no_one_elected": None,
    }
    assert set(seats) == {"machine", "hand", "legal"}


def test_a_tie_is_a_lot(tmp_path: Path) -> None:
    folder = town(tmp_path / "e", definition=DEFINITION + MAYOR).folder
    add(folder, "contest,station,aida,bakyt\nmayor-north,0001,7,7\n", "hand")

    assert figures(folder)["contests"]["mayor-north"]["seats"]["legal"] == {
        "seats": {},
        "lots": [{"between": ["aida", "bakyt"], "seats": 1}],
        "no_one_elected": None,
    }


def test_votes_beside_a_base_of_nothing_give_no_seats_and_stop_nothing(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, "station,row:2,row:3,apple,pear,quince,against\n0001,2,2,30,20,5,3\n", "observer")

    assert "observer" not in figures(folder)["contests"]["council"]["seats"]


def test_every_cell_that_differs_is_listed_and_no_other(folder: ElectionFolder) -> None:
    assert differences(folder) == (b"station,field,left,right\n0002,pear,10,11\n0002,quince,15,14\n")


def test_unread_and_not_on_the_sheet_are_told_apart(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, "station,row:2,row:3,apple,pear,quince,against\n0001,60,?,,20,5,?\n0002,70,0,40,10,15,5\n")
    add(
        folder,
        "station,row:2,row:3,apple,pear,quince,against\n0001,60,2,30,20,,?\n0002,70,0,40,10,15,5\n",
        "hand",
    )

    assert lines(differences(folder)) == [
        {"station": "0001", "field": "row:3", "left": "unread", "right": "2"},
        {"station": "0001", "field": "apple", "left": "", "right": "30"},
        {"station": "0001", "field": "quince", "left": "5", "right": ""},
    ]


def test_nothing_against_zero_is_no_difference(tmp_path: Path) -> None:
    folder = town(tmp_path / "e").folder
    add(folder, "station,row:2,row:3,apple,pear,quince,against\n0001,60,0,30,20,,3\n")
    add(folder, "station,row:2,row:3,apple,pear,quince,against\n0001,60,0,30,20,0,3\n", "hand")

    assert lines(differences(folder)) == []


def test_tolerated_differences_are_listed_and_annulled_stations_too(tmp_path: Path) -> None:
    tolerant = DEFINITION.replace(
        'source = "a test"\n\n[[contests]]',
        'source = "a test"\n\n[policies.tolerance]\nvotes = 5\nsource = "a test"\n\n[[contests]]',
        1,
    )
    assert tomllib.loads(tolerant)["policies"]["tolerance"]["votes"] == 5
    folder = town(tmp_path / "e", definition=tolerant).folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    scopes = scopes_of(["0002"], area="", contest="", selection="", box="")
    annul(folder.open(), scopes, Decision(authority="CEC", number="1", reason="open"), received=MORNING)

    assert [line["field"] for line in lines(differences(folder))] == [
        "pear",
        "quince",
    ]


def sums(documents: Iterable[dict[str, Any]], name: str) -> int:
    return sum(each["stations"][name] for each in documents)


def test_areas_of_one_level_add_up_to_the_whole(folder: ElectionFolder) -> None:
    parts = [of_area(folder, area)["contests"]["council"]["totals"] for area in ("north", "south")]
    for source, totals in figures(folder)["contests"]["council"]["totals"].items():
        for name in totals[""]["stations"]:
            assert sums((part[source] for part in parts), name) == totals[""]["stations"][name]


def test_parts_of_the_differences_put_together_are_the_whole(folder: ElectionFolder) -> None:
    of = results(folder).of(COUNCIL)
    head, *parts = [format_differences(of.comparison, blocks_of(of).order[at : at + 2]) for at in (0, 2, 4)]

    assert head + b"".join(part.partition(b"\n")[2] for part in parts) == differences(folder)
