"""`sverka papers`: copies that were refused are facts, and the inventory says what there is of every station."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.record.facts import RefusedCopyFact
from tests.formats.photographed import photo
from tests.town import town

SAID = ["--account", "observer", "--holder", "Fair Count"]
WHY = ["--reason", "no copier", "--claimed", "2026-05-18"]


@pytest.fixture
def election(tmp_path: Path) -> str:
    return str(town(tmp_path / "town").folder.path)


def refusals(election: str) -> list[RefusedCopyFact]:
    return list(ElectionFolder(Path(election)).open().snapshot.refused_copies.values())


def refuse(election: str, *said: str) -> int:
    return run(["papers", "refused", election, *said])


def listed(tmp_path: Path, text: str) -> str:
    (tmp_path / "list.csv").write_text(text, "utf-8")
    return str(tmp_path / "list.csv")


def test_a_refused_copy_is_a_fact_with_the_reason_that_was_given(election: str) -> None:
    assert (
        refuse(election, "0001", "0002", *SAID, *WHY, "--accredited-through", "North", "--role", "observer")
        == 0
    )
    first, second = refusals(election)

    assert (first.station, second.station) == ("0001", "0002")
    assert (first.account, first.holder, first.through) == ("observer", "Fair Count", "North")
    assert (first.reason, first.claimed) == ("no copier", "2026-05-18")
    assert first.entered_by is not None
    assert first.entered_by.role == "observer"
    assert fsck(Path(election)).sound


def test_the_same_refusal_twice_changes_nothing_and_another_one_follows_it(
    election: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        refuse(election, "0001", *SAID, *WHY, "--json")
    refuse(election, "0001", *SAID, "--reason", "no paper", "--json")
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert answers == [
        {"new": 1, "changed": 0, "known": 0},
        {"new": 0, "changed": 0, "known": 1},
        {"new": 0, "changed": 1, "known": 0},
    ]
    assert [each.reason for each in refusals(election)] == ["no copier", "no paper"]
    assert fsck(Path(election)).sound


def test_a_list_brings_many_and_the_options_stand_where_it_says_nothing(
    election: str, tmp_path: Path
) -> None:
    text = "station,reason,claimed,contest\n1,,2026-05-17T23:10,council\n0002,no paper,,\n"

    assert refuse(election, "--list", listed(tmp_path, text), *SAID, *WHY) == 0
    assert [(each.station, each.reason, each.claimed, each.contest) for each in refusals(election)] == [
        ("0001", "no copier", "2026-05-17T23:10:00+06:00", "council"),
        ("0002", "no paper", "2026-05-18", ""),
    ]


def test_everything_wrong_with_a_list_is_said_together_and_nothing_is_recorded(
    election: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "station,reason,contest\n0001,no copier,\n9999,no copier,\n0002,,\n0003,no paper,senate\n"

    assert refuse(election, "--list", listed(tmp_path, text), *SAID) == 2
    said = capsys.readouterr().err
    for each in ("row 3", "'9999' is no station", "row 4", "no reason is given", "row 5", "'senate'"):
        assert each in said
    assert refusals(election) == []


@pytest.mark.parametrize(
    "said, what",
    [
        ([*SAID, *WHY], "no station is named"),
        (["0001", *SAID], "--reason: nothing is given"),
        (["9999", *SAID, *WHY], "no station '9999'"),
        (["0001", "--account", "observer", *WHY], "who holds these papers?"),
        (["0001", *SAID, *WHY, "--contest", "senate"], "no contest 'senate'"),
        (["0001", *SAID, "--reason", "no copier", "--claimed", "at night"], "not a time"),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    said: list[str], what: str, election: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refuse(election, *said) == 2
    assert what in capsys.readouterr().err
    assert refusals(election) == []


@pytest.fixture
def held(election: str, tmp_path: Path) -> str:
    """The town with a paper that is there, one that is withdrawn, and a refusal."""
    for station in ("0001", "0002"):
        path = tmp_path / f"{station}.jpg"
        path.write_bytes(photo(station).content)
        assert run(["add", election, str(path), *SAID, "--signed", "yes"]) == 0
    documents = ElectionFolder(Path(election)).open().snapshot.documents.values()
    original = list(documents)[-1].original
    withdrawn = ["--by", "Fair Count", "--reason", "of another station", "--withdrawn"]
    assert run(["withhold", election, original, *withdrawn]) == 0
    assert refuse(election, "0003", *SAID, *WHY) == 0
    return election


def test_the_inventory_counts_every_station_of_every_holder(
    held: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["papers", "inventory", held, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)

    assert answer["holders"] == [
        {
            "account": "observer",
            "holder": "Fair Count",
            "stations": {"present": 1, "withheld": 0, "withdrawn": 1, "copy-refused": 1, "missing": 2},
            "papers": 1,
            "signed": 1,
            "stamped": 0,
        }
    ]
    assert [(each["station"], each["held"]) for each in answer["lines"]] == [
        ("0001", "present"),
        ("0002", "withdrawn"),
        ("0003", "copy-refused"),
        ("0101", "missing"),
        ("0102", "missing"),
    ]


def test_the_inventory_is_a_table_for_people_and_a_file_for_others(
    held: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["papers", "inventory", held, "--holder", "Fair Count"]) == 0
    shown = capsys.readouterr().out
    assert run(["papers", "inventory", held, "--csv", str(tmp_path / "inventory.csv")]) == 0
    lines = list(csv.DictReader((tmp_path / "inventory.csv").read_text("utf-8").splitlines()))

    assert "of another station" in shown
    assert "copy refused" in shown
    assert [each["reason"] for each in lines] == ["", "of another station", "no copier", "", ""]


def test_the_inventory_of_then_is_that_of_then(held: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["papers", "inventory", held, "--at", "2", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["holders"][0]["stations"]["missing"] == 4


def test_a_holder_of_nothing_is_said(held: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["papers", "inventory", held, "--holder", "Fair Cuont"]) == 2
    assert 'did you mean "Fair Count"?' in capsys.readouterr().err


def test_pictures_that_look_alike_are_named_and_the_command_ends_with_1(
    held: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["papers", "alike", held]) == 0
    (tmp_path / "0003.jpg").write_bytes(photo("0001", take=1).content)
    assert run(["add", held, str(tmp_path / "0003.jpg"), *SAID]) == 0
    capsys.readouterr()

    assert run(["papers", "alike", held, "--json"]) == 1
    out, err = capsys.readouterr()
    assert [(each["one"]["station"], each["other"]["station"]) for each in json.loads(out)["alike"]] == [
        ("0001", "0003")
    ]
    assert "look at both" in err
