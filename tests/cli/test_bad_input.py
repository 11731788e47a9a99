"""Every broken file and definition of the tables ends with exit code 2, one clear message, and nothing touched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sverka.cli.app import run
from sverka.office.papers import Papers
from tests.cli.small import DEFINITION, STATIONS
from tests.formats.bad_counts import BAD_COUNTS, BAD_PAIRS, GOOD, BadFile, BadPair
from tests.formats.bad_definitions import DEFINITIONS
from tests.formats.bad_definitions import GOOD as GOOD_DEFINITION
from tests.formats.bad_definitions import STATIONS as BAD_STATIONS
from tests.small_election import small_election
from tests.town import files_of

CRASH = ("Traceback", "crashed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small election with two good counts in it; no test may change it."""
    here = tmp_path_factory.mktemp("bad")
    (here / "small.toml").write_text(DEFINITION, "utf-8")
    (here / "stations.csv").write_text(STATIONS, "utf-8")
    (here / "good.csv").write_text(GOOD, "utf-8")
    made = here / "election"
    assert (
        run(
            [
                "new",
                str(made),
                "--definition",
                str(here / "small.toml"),
                "--stations",
                str(here / "stations.csv"),
            ]
        )
        == 0
    )
    assert run(["add", str(made), str(here / "good.csv"), "--account", "hand"]) == 0
    return made


def said(capsys: pytest.CaptureFixture[str], code: int) -> str:
    """What a refused command said; it must have ended with 2, in words, and not with a crash."""
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert not [word for word in CRASH if word in err]
    return err


def test_the_folder_is_that_of_the_small_election() -> None:
    election = Papers(definition=DEFINITION.encode(), stations=STATIONS.encode()).election()
    small = small_election(contests=1)

    assert election.places.stations == small.places.stations
    assert election.places.areas == small.places.areas
    assert election.contests == small.contests
    assert [replace(each, source="") for each in election.accounts.values()] == list(small.accounts.values())


@pytest.mark.parametrize("bad", BAD_COUNTS, ids=lambda bad: bad.name)
def test_a_broken_file_of_counts(
    bad: BadFile, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / bad.filename).write_bytes(bad.content)
    (tmp_path / "map.toml").write_text(bad.mapping, "utf-8")
    options = [option.format(mapping=tmp_path / "map.toml") for option in bad.options]
    before = files_of(folder)
    capsys.readouterr()

    code = run(["add", str(folder), str(tmp_path / bad.filename), *options])
    message = said(capsys, code)
    for words in PAPERS.get(bad.name, bad.says):
        assert words in message
    assert files_of(folder) == before


PAPERS = dict.fromkeys(("picture", "PDF"), ("who holds these papers?",))  # `add` takes them for what they are


@pytest.mark.parametrize("bad", BAD_COUNTS[:12], ids=lambda bad: bad.name)
def test_a_good_file_before_it_is_not_taken_in_either(
    bad: BadFile, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "first.csv").write_text("station,gerb\n0102,7\n", "utf-8")
    (tmp_path / bad.filename).write_bytes(bad.content)
    before = files_of(folder)
    capsys.readouterr()

    files = [str(tmp_path / "first.csv"), str(tmp_path / bad.filename)]
    said(capsys, run(["add", str(folder), *files, *bad.options]))
    assert files_of(folder) == before


@pytest.mark.parametrize("bad", BAD_PAIRS, ids=lambda bad: bad.name)
def test_two_tables_that_cannot_be_compared(
    bad: BadPair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("left.csv", bad.left), ("right.csv", bad.right)):
        (tmp_path / name).write_text(text, "utf-8")

    code = run(["compare", str(tmp_path / "left.csv"), str(tmp_path / "right.csv"), *bad.options])
    message = said(capsys, code)
    for words in bad.says:
        assert words in message


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_broken_definition(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = DEFINITIONS[name]
    (tmp_path / "town.toml").write_text(GOOD_DEFINITION.replace(bad.old, bad.new), "utf-8")
    before = files_of(tmp_path)

    code = run(["new", str(tmp_path / "e"), "--definition", str(tmp_path / "town.toml")])
    message = said(capsys, code)
    assert bad.words in message
    assert "town.toml" in message
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_broken_definition_is_never_recorded(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = DEFINITIONS[name]
    (tmp_path / "town.toml").write_text(GOOD_DEFINITION, "utf-8")
    assert run(["new", str(tmp_path / "e"), "--definition", str(tmp_path / "town.toml")]) == 0
    (tmp_path / "e" / "election.toml").write_text(GOOD_DEFINITION.replace(bad.old, bad.new), "utf-8")
    before = files_of(tmp_path)
    capsys.readouterr()

    assert bad.words in said(capsys, run(["define", str(tmp_path / "e"), "--reason", "x"]))
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("name", BAD_STATIONS)
def test_a_broken_station_table(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, place, words = BAD_STATIONS[name]
    (tmp_path / "town.toml").write_text(GOOD_DEFINITION, "utf-8")
    (tmp_path / "stations.csv").write_bytes(content)
    before = files_of(tmp_path)

    options = ["--definition", str(tmp_path / "town.toml"), "--stations", str(tmp_path / "stations.csv")]
    message = said(capsys, run(["new", str(tmp_path / "e"), *options]))
    assert place in message or not content.strip()
    assert words in message or not content.strip()
    assert files_of(tmp_path) == before


def test_the_tables_are_large_enough() -> None:
    assert len(BAD_COUNTS) + len(BAD_PAIRS) + len(DEFINITIONS) + len(BAD_STATIONS) >= 60
