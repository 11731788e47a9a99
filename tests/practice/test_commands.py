"""`sverka practice` and the demo's script, through the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.cli.demo import script

OFFICIAL_SEATS = {
    "ata-jurt-kyrgyzstan": 15,
    "ishenim": 12,
    "yntymak": 9,
    "alyans": 7,
    "butun-kyrgyzstan": 6,
    "yiman-nuru": 5,
}


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = run([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_practice_election_is_taken_in_and_its_mistakes_show(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, election = str(tmp_path / "files"), str(tmp_path / "election")
    assert run(["practice", files, "--stations", "300", "--mistakes", "30", "--seed", "9"]) == 0
    definition = ["--definition", f"{files}/definition.toml", "--stations", f"{files}/stations.csv"]
    assert run(["new", election, *definition]) == 0
    for account in ("machine", "hand"):
        sheet = f"{files}/{account}.csv"
        assert run(["add", election, sheet, "--mapping", "sheets", "--account", account]) == 0
    code, found = answer(capsys, "compare", election)
    listed = (tmp_path / "files" / "planted.csv").read_text().splitlines()[1:]
    stations = {line.split(",")[1] for line in listed}

    assert code == 1
    assert {each["station"] for each in found["differences"]} == stations
    assert len(stations) == 30


def test_the_two_sheets_compare_without_any_definition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = str(tmp_path / "files")
    run(["practice", files, "--stations", "300", "--mistakes", "30", "--seed", "9"])
    code, found = answer(capsys, "compare", f"{files}/machine.csv", f"{files}/hand.csv")

    assert code == 1
    assert found["stations"]["both"] > 290
    assert set(found["selections"]) == {*(f"party-0{n}" for n in range(1, 9)), "against-all"}


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        run(["practice", str(tmp_path / name), "--seed", "5"])
    written = [{file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("a", "b")]

    assert written[0] == written[1]
    assert len(written[0]) == 6


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["--stations", "0"], "--stations: 0 stations"),
        (["--parties", "1"], "--parties: 1 parties"),
        (["--mistakes", "500"], "500 mistakes do not fit into 240 stations"),
        (["--recipe", "nowhere"], "nowhere: cannot be read"),
        (["--recipe", "kg-2021-11-28", "--seed", "4"], "--seed: a recipe has its own sizes and seed"),
    ],
)
def test_what_cannot_be_invented_is_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    code = run(["practice", str(tmp_path / "files"), *arguments])

    assert code == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "files").exists()


def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    assert run(["practice", str(tmp_path)]) == 2
    assert "R101" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


# --- the demo --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The election folder of the demo, built by its script but for the site."""
    here, folder = Path.cwd(), tmp_path_factory.mktemp("demo")
    os.chdir(folder)
    places = {"dir": "election", "files": "files", "port": "0"}
    steps = (step for step in script(places) if step.arguments[0] not in {"publish", "serve"})
    codes = {step.line: run(list(step.arguments)) for step in steps}
    os.chdir(here)
    assert [line for line, code in codes.items() if code == 2] == []
    return str(folder / "election")


@pytest.mark.slow
def test_the_demo_gives_the_official_seats(played: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = answer(capsys, "seats", played)
    lists = found["parties"]["seats"]

    assert code == 0
    assert {party: seats for party, seats in lists.items() if seats} == OFFICIAL_SEATS


@pytest.mark.slow
def test_the_demo_leaves_two_districts_to_be_repeated(
    played: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, found = answer(capsys, "seats", played)
    seats = [sum(each["seats"].values()) for contest, each in found.items() if contest != "parties"]

    assert len(seats) == 36
    assert sorted(seats) == [0, 0, *[1] * 34]


@pytest.mark.slow
def test_the_demo_sums_to_the_official_figures(played: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = answer(capsys, "totals", played)
    protocols = found["parties"]["protocol"]

    assert protocols["selections"]["ata-jurt-kyrgyzstan"] == 222_005
    assert protocols["bases"]["took-part"] == 1_281_622
    assert protocols["bases"]["registered"] == 3_703_420
    assert (protocols["stations"]["in"], protocols["stations"]["annulled"]) == (2474, 20)


@pytest.mark.slow
def test_the_wrong_page_was_caught_as_it_came_in(played: str, capsys: pytest.CaptureFixture[str]) -> None:
    from sverka.office.folder import ElectionFolder

    entries = list(ElectionFolder(Path(played)).store.entries())
    shown = [n for n, entry in enumerate(entries, 1) if b'"account":"published-page"' in entry]
    wrong = next(n for n in shown if b'"kind":"count"' in entries[n - 1] and n > shown[1])
    code, found = answer(capsys, "check", played, "--account", "published-page", "--at", str(wrong))
    failures = {code for code, n in found["parties"]["published-page"]["failures"].items() if n}

    assert code == 1
    assert failures >= {"R5", "R8a", "S1"}
