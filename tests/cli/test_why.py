"""`sverka why`: the facts that moved a total."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from tests.town import HAND, MACHINE, add, town


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town: machines first, then the count by hand, then a correction."""
    folder = town(tmp_path / "town").folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    add(folder, HAND.replace("100,60,2,30,20", "100,60,2,29,21"), "hand", reason="the paper says 29")
    return folder


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["why", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_facts_add_up_to_the_change(folder: ElectionFolder, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, str(folder.path), "council", "--from", "1")
    apples = sum(fact["selections"].get("apple", 0) for fact in said["facts"])

    assert said["change"]["selections"]["apple"] == apples == 149
    assert {fact["did"] for fact in said["facts"]} == {"came-in", "corrected"}


def test_a_correction_is_named_with_its_reason(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    end = folder.store.size
    said = answer(capsys, str(folder.path), "--account", "hand", "--from", str(end - 2), "--to", str(end))
    (fact,) = said["facts"]

    assert (fact["did"], fact["reason"], fact["station"]) == ("corrected", "the paper says 29", "0001")
    assert fact["selections"] == {"apple": -1, "pear": 1}


def test_of_an_area_only_its_stations_are_told(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    said = answer(capsys, str(folder.path), "--area", "south", "--account", "machine", "--from", "1")

    assert [fact["station"] for fact in said["facts"]] == ["0101"]


def test_a_person_reads_a_table(folder: ElectionFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", str(folder.path), "--from", "1", "--selection", "apple"]) == 0
    shown = capsys.readouterr().out

    assert "What moved the total" in shown
    assert "corrected" in shown


@pytest.mark.parametrize(
    "options, said",
    [
        (("--from", "9", "--to", "3"), "comes after"),
        (("--to", "9999"), "has held 1 to"),
        (("--area", "west"), "no area"),
        (("--selection", "plum"), "no selection"),
    ],
)
def test_what_cannot_be_asked_is_said(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], said: str
) -> None:
    assert run(["why", str(folder.path), *options]) == 2
    assert said in capsys.readouterr().err
