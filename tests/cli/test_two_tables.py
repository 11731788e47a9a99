"""`sverka compare A B`: what a person sees, and how the command ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sverka.cli.app import run

TABLE = "station,A,B\n001,10,20\n002,30,40\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "left.csv", tmp_path / "right.csv"]
    for path in paths:
        path.write_text(TABLE, "utf-8")
    return [str(path) for path in paths]


def contests(names: list[str]) -> str:
    rows = [f"S{at},{name},{choice},{at * 3 % 7}" for name in names for at in range(9) for choice in "AB"]
    return "\n".join(["station,contest,selection,votes", *rows])


def test_a_contest_that_only_one_table_has_is_no_agreement(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for path, other in zip(files, ("Senate", "Council"), strict=True):
        Path(path).write_text(contests(["Mayor", other]), "utf-8")

    assert run(["compare", *files]) == 1
    assert "Senate" in capsys.readouterr().err
    assert run(["compare", *files, "--contest", "Mayor"]) == 0


@pytest.mark.parametrize("option", ["--left", "--right", "--accounts", "--at"])
def test_what_is_for_folders_is_not_passed_over(
    files: list[str], option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", *files, option, "1"]) == 2
    assert f"{option}: it is for an election folder" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--station", "--selections", "--ignore", "--sheet"])
def test_what_is_for_tables_is_not_passed_over(
    tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["compare", str(tmp_path), option, "A"]) == 2
    assert f"{option}: it is for two tables" in capsys.readouterr().err


def test_of_fifty_contests_the_first_are_named(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["station,contest,selection,votes"]
    rows += [f"S{at},Race {race},Ann {race},{at}" for race in range(50) for at in range(9)]
    Path(files[0]).write_text("\n".join(rows), "utf-8")

    assert run(["compare", files[0], files[0], "--json"]) == 0
    shown = capsys.readouterr()
    assert len(json.loads(shown.out)["contests"]) == 50
    assert shown.err.count("Columns compared") == 4
    assert "+46" in shown.err
