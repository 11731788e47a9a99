"""What people type in a hurry, and how commands are ended from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sverka.cli.app import run
from tests.town import DEFINITION, HAND, STATIONS


@pytest.fixture
def town(tmp_path: Path) -> str:
    for name, text in (("town.toml", DEFINITION), ("stations.csv", STATIONS), ("hand.csv", HAND)):
        (tmp_path / name).write_text(text, "utf-8")
    options = ["--definition", str(tmp_path / "town.toml"), "--stations", str(tmp_path / "stations.csv")]
    assert run(["new", str(tmp_path / "town"), *options]) == 0
    return str(tmp_path / "town")


def test_an_account_and_its_holder_may_be_said_in_one(town: str, capsys: pytest.CaptureFixture[str]) -> None:
    hand = str(Path(town).with_name("hand.csv"))

    assert run(["add", town, hand, "--account", "hand@Observers"]) == 0
    assert run(["add", town, hand, "--account", "hand@Observers", "--holder", "A party"]) == 2
    assert "two holders" in capsys.readouterr().err
    assert run(["compare", town, "--right", "hand@Observers"]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without asking them")
def test_a_command_that_is_ended_from_outside_cleans_up(town: str) -> None:
    assert run(["add", town, str(Path(town).with_name("hand.csv")), "--account", "hand"]) == 0
    script = (
        "import sys, signal, sverka.office.night.maker as maker\n"
        "def stop(files, site, staged, **_):\n"
        "    staged.put('half', b''); signal.raise_signal(signal.SIGTERM)\n"
        "maker.lay_beside = stop\n"
        "from sverka.cli.app import main\n"
        "sys.argv = ['sverka', 'publish', sys.argv[1]]\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", script, town], check=False, capture_output=True, timeout=60)

    assert done.returncode == 2
    assert b"interrupted" in done.stderr
    assert not list(Path(town).glob(".public*"))


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
def test_a_command_without_streams_ends_with_its_code(town: str) -> None:
    script = f"{sys.executable} -c 'from sverka.cli.app import main; main()' compare '{town}' >&- 2>&-"

    assert subprocess.run(["sh", "-c", script], check=False, timeout=60).returncode == 1


def test_an_account_that_is_none_is_not_found_without_fault(
    town: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", town]) == 0
    assert capsys.readouterr().err == "No count has come in yet.\n"
    assert run(["check", town, "--account", "hnd"]) == 2
    assert 'did you mean "hand"?' in capsys.readouterr().err


@pytest.mark.parametrize("said", [["--lang", "ru"], ["--lang=ru"]])
def test_the_language_may_be_said_behind_the_command(
    town: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", town, *said]) == 0
    assert "подсчёта ещё нет" in capsys.readouterr().err


def test_counts_given_as_the_station_table_are_noticed(
    town: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--definition", str(tmp_path / "town.toml"), "--stations", str(tmp_path / "hand.csv")]

    run(["new", str(tmp_path / "other"), *options])
    assert "Columns that were not read" in capsys.readouterr().err


def test_definitions_that_come_along_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "e"), "--definition", "kg-2021"]) == 2
    assert "kg-2021-11-28" in capsys.readouterr().err


def test_one_station_is_shown_in_the_words_of_a_reader(town: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", town, str(Path(town).with_name("hand.csv")), "--account", "hand"]) == 0
    assert run(["--lang", "ru", "show", town, "0001"]) == 0
    assert "Вручную" in capsys.readouterr().out


def test_an_exercise_of_few_stations_needs_no_fewer_mistakes_to_be_asked_for(tmp_path: Path) -> None:
    assert run(["practice", str(tmp_path / "few"), "--stations", "20"]) == 0
