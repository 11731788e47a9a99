"""`sverka compare OURS THEIRS`: exit codes, answers, addresses; and a whole country with 90 differences planted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.tlog.keys import format_vkey
from tests.cli.test_copies import answer, served
from tests.planted_records import plant
from tests.town import HAND, MACHINE, add, town

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def ours(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "ours").folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    return folder


@pytest.fixture
def theirs(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "theirs").folder
    add(folder, MACHINE)
    add(folder, HAND.replace("0001,100,60,2,30,20", "0001,100,60,2,29,21"), "hand")
    return folder


def test_a_conflict_is_an_answer_and_ends_with_1(
    ours: ElectionFolder, theirs: ElectionFolder, capsys: Capture
) -> None:
    code, found = answer(capsys, "compare", ours.path, theirs.path)

    assert code == 1
    assert found["agrees"] is False
    assert [(each["account"], each["fields"]) for each in found["counts"]] == [
        ({"ours": "hand", "theirs": "hand"}, {"apple": [30, 29], "pear": [20, 21]})
    ]
    assert found["counts"][0]["ours"]["since"]["received"] == "2026-05-18T09:00:00+06:00"


def test_what_agrees_ends_with_0(ours: ElectionFolder, theirs: ElectionFolder, capsys: Capture) -> None:
    code, found = answer(capsys, "compare", ours.path, theirs.path, "--accounts", "machine")

    assert (code, found["agrees"], found["counts"]) == (0, True, [])


def test_a_station_is_shown_with_what_agrees_there(
    ours: ElectionFolder, theirs: ElectionFolder, capsys: Capture
) -> None:
    _, found = answer(capsys, "compare", ours.path, theirs.path, "--stations", "0001")

    assert [(each["account"]["ours"], each["verdict"]) for each in found["counts"]] == [
        ("hand", "conflict"),
        ("machine", "equal"),
    ]


@pytest.mark.parametrize(
    "options",
    [
        ("--stations", "9999"),
        ("--accounts", "tape"),
        ("--contest", "mayor"),
        ("--left", "hand"),
        ("--station", "id"),
        ("--at", "3"),
        ("--our-key", "nothing"),
    ],
)
def test_nothing_that_is_asked_for_is_passed_over(
    ours: ElectionFolder, theirs: ElectionFolder, options: tuple[str, str], capsys: Capture
) -> None:
    assert run(["compare", str(ours.path), str(theirs.path), *options]) == 2
    said = capsys.readouterr().err

    assert options[0] in said or options[1] in said


def test_options_of_two_records_are_refused_elsewhere(ours: ElectionFolder, capsys: Capture) -> None:
    assert run(["compare", str(ours.path), "--as-one"]) == 2
    assert "it is for two records" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_people_read_it_in_three_languages(
    ours: ElectionFolder, theirs: ElectionFolder, language: str, capsys: Capture
) -> None:
    assert run(["--lang", language, "compare", str(ours.path), str(theirs.path), "--stations", "0001"]) == 1
    shown = capsys.readouterr()

    assert "0001" in shown.out
    assert "{" not in shown.out + shown.err


def test_a_published_site_is_compared_by_its_address_and_by_its_folder(
    ours: ElectionFolder, theirs: ElectionFolder, capsys: Capture
) -> None:
    assert run(["publish", str(theirs.path)]) == 0
    with served(theirs.public) as address:
        by_address = answer(capsys, "compare", ours.path, address)
        turned = answer(capsys, "compare", address, ours.path, "--our-key", format_vkey(theirs.key))
    by_folder = answer(capsys, "compare", ours.path, theirs.public)

    assert by_address[1]["counts"] == by_folder[1]["counts"]
    assert by_address[0] == turned[0] == 1
    assert turned[1]["ours"]["key_given"] is True
    (count,) = by_address[1]["counts"]
    assert count["theirs"]["since"]["published"]["size"] == theirs.store.size - 1
    assert count["ours"]["since"]["published"] is None


def test_all_90_planted_differences_of_a_country_are_found_with_their_times(
    tmp_path: Path, capsys: Capture
) -> None:
    assert run(["practice", str(tmp_path / "p"), "--stations", "2494", "--mistakes", "0"]) == 0
    planted = plant(tmp_path, tmp_path / "p" / "hand.csv")
    for name, table, day in (("ours", planted.ours, "28"), ("theirs", planted.theirs, "29")):
        definition, stations = tmp_path / "p" / "definition.toml", tmp_path / "p" / "stations.csv"
        _done("new", tmp_path / name, "--definition", definition, "--stations", stations)
        _done("add", tmp_path / name, table, "--account", "hand", "--received", f"2026-11-{day}T21:00+06:00")
    code, found = answer(capsys, "compare", tmp_path / "ours", tmp_path / "theirs")
    by_verdict: dict[str, dict[str, Any]] = {}
    for each in found["counts"]:
        by_verdict.setdefault(each["verdict"], {})[each["station"]] = each

    assert code == 1
    assert by_verdict["conflict"].keys() == planted.conflicts
    assert by_verdict["only-ours"].keys() == planted.only_ours
    assert by_verdict["only-theirs"].keys() == planted.only_theirs
    assert len(found["counts"]) == 90
    for side, day in (("ours", "28"), ("theirs", "29")):
        times = {each[side]["since"]["received"] for each in found["counts"] if each[side]}
        assert times == {f"2026-11-{day}T21:00:00+06:00"}
    assert found["accounts"][0]["units"]["equal"] == 2494 - 90


def _done(*arguments: object) -> None:
    assert run(list(map(str, arguments))) == 0, json.dumps(list(map(str, arguments)))
