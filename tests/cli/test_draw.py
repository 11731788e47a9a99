"""`sverka group commit | roll | draw` and `sverka draw`: from the list to the stations, and every step again."""

from __future__ import annotations

import hashlib
import json
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sverka.audits.drawn_list import format_drawn
from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import linked
from sverka.office.group_cases import Said
from sverka.office.group_draw import sample
from sverka.office.member_keys import write_member_key
from sverka.record.facts import AnchorFact, canonical_bytes
from sverka.record.signing import sign
from tests.group_town import AFTERNOON, KEYS, group_town
from tests.town import files_of

TEN, TEN_MORE = "3514266314", "6225316254"
Ask = Callable[..., Any]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder `town`, and keys of its members as files."""
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "home"))
    group_town(tmp_path / "town")
    for name in ("apple", "pear", "observers"):
        write_member_key(KEYS[name], tmp_path / f"{name}.key")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ask(here: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command; gives its JSON, and checks its exit code."""

    def answered(*words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert run([*words, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return answered


def committed(ask: Ask, *more: str) -> Any:
    return ask(
        *("group", "commit", "town", "--draw", "1", "--sample-size", "2"),
        *("--key", "apple.key", "--key", "observers.key", *more),
    )


def rolled(ask: Ask, digits: str) -> Any:
    return ask(
        "group", "roll", "town", "1", "--typed", f"apple.key:{digits}", "--typed", f"pear.key:{digits}"
    )


def all_done(ask: Ask) -> Any:
    """A drawing from the list to the stations."""
    committed(ask)
    rolled(ask, TEN)
    rolled(ask, TEN_MORE)
    return ask("group", "draw", "town", "1", "--key", "pear.key", "--ask")


def test_a_drawing_goes_from_the_list_to_recounts_asked_for(ask: Ask) -> None:
    assert committed(ask)["population_size"] == 5
    assert rolled(ask, TEN)["digits_missing"] == 10
    assert rolled(ask, f"{TEN_MORE[:5]} {TEN_MORE[5:]}")["digits"] == TEN_MORE
    answer = ask("group", "draw", "town", "1", "--key", "pear.key", "--ask")

    assert answer["seed"] == TEN + TEN_MORE
    assert (len(answer["stations"]), answer["recounts_asked"]) == (2, 2)
    assert len(answer["entries"]) == 5


def test_a_drawing_is_made_anew_from_the_record(ask: Ask) -> None:
    stations = all_done(ask)["stations"]
    answer = ask("draw", "town")

    assert [each["station"] for each in answer["stations"]] == stations
    assert answer["problems"] == []
    assert set(answer) == {
        "draw", "contest", "method", "sample_size", "population_size", "population", "left_out", "record_size",
        "root", "committed", "stamps", "dice", "seed", "digits_missing", "drawn", "stations", "problems",
    }  # fmt: skip


def test_one_station_can_be_made_again_by_hand(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    all_done(ask)
    steps = ask("draw", "town", "--station", "0003")["station"]
    run(["draw", "town", "--station", "0003"])
    printed = capsys.readouterr().out

    assert steps["hash"] == hashlib.sha256(steps["text"].encode()).hexdigest()
    assert steps["text"] == f"{TEN}{TEN_MORE},0003"
    assert f"printf '%s' {shlex.quote(steps['text'])} | sha256sum" in printed
    assert steps["h"] in printed
    assert steps["minus_ln"] is None  # with equal chances the hashes are sorted


def test_by_size_the_logarithm_is_shown_too(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    committed(ask, "--sizes", "[2]", "--counts", "hand")
    rolled(ask, TEN + TEN_MORE)
    steps = ask("draw", "town", "--station", "0101")["station"]
    run(["draw", "town", "--station", "0101"])

    assert steps["weight"] == "100"
    assert steps["minus_ln"] in capsys.readouterr().out


def test_the_printed_command_gives_the_hash(ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    all_done(ask)
    run(["draw", "town", "--station", "0001"])
    lines = capsys.readouterr().out.splitlines()
    (command,) = (line.strip() for line in lines if "sha256sum" in line)
    said = subprocess.run(["sh", "-c", command], capture_output=True, check=True, text=True).stdout

    assert any(line.split()[-1] == said.split()[0] for line in lines if line.startswith("SHA-256"))


def test_a_time_stamp_between_commitment_and_dice_is_named(ask: Ask, here: Path) -> None:
    def stamp(size: int, authority: str) -> None:
        state = ElectionFolder(here / "town").open()
        fact = AnchorFact(
            schema=1,
            received=AFTERNOON,
            record_size=size,
            root="0" * 64,
            authority=authority,
            token="0" * 64,
            stamped="2026-05-19T09:00:00Z",
        )
        state.folder.append([canonical_bytes(fact)], after=state.snapshot.size)

    (entry,) = committed(ask)["entries"]
    stamp(entry, "over what was before it")
    stamp(entry + 1, "over the commitment")
    rolled(ask, TEN)
    stamp(entry + 1, "after the dice")

    assert [each["authority"] for each in ask("draw", "town")["stamps"]] == ["over the commitment"]


def test_before_the_dice_there_is_nothing_to_see_but_the_commitment(ask: Ask) -> None:
    committed(ask, "--sizes", "[2]", "--counts", "machine", "--without", "south")
    answer = ask("draw", "town")

    assert (answer["method"], answer["left_out"], answer["stations"]) == ("size", {"outside": 2}, [])
    assert run(["draw", "town", "--station", "0001"]) == 2


def test_typists_who_are_not_given_digits_are_asked(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    committed(ask)
    asked: list[str] = []

    def prompt(question: str, *, hide_input: bool, err: bool) -> str:
        assert hide_input
        assert err
        asked.append(question)
        return TEN

    monkeypatch.setattr("typer.prompt", prompt)
    assert (
        ask("group", "roll", "town", "1", "--typed", "apple.key", "--typed", "observers.key")["digits"] == TEN
    )
    assert [question.split(",")[0] for question in asked] == ["apple", "observers"]


@pytest.mark.parametrize(
    "typed, said",
    [
        (["apple.key:351", "observers.key:361"], "R438"),
        (["apple.key:351"], "R435"),
        (["apple.key:351", "apple.key:351"], "apple twice"),
        (["apple.key:357", "observers.key:357"], "R434"),
        (["nobody.key:351", "apple.key:351"], "there is no such file"),
    ],
)
def test_a_roll_that_two_sides_did_not_read_alike_is_refused(
    ask: Ask, here: Path, capsys: pytest.CaptureFixture[str], typed: list[str], said: str
) -> None:
    committed(ask)
    before = files_of(here / "town")
    options = [word for each in typed for word in ("--typed", each)]

    assert run(["group", "roll", "town", "1", *options]) == 2
    assert said in capsys.readouterr().err
    assert files_of(here / "town") == before


@pytest.mark.parametrize(
    "more",
    [
        ["--method", "size"],
        ["--method", "equal", "--sizes", "[2]"],
        ["--sizes", "weight"],
        ["--only", "west"],
        ["--counts", "hand"],
        *(["--draw", name] for name in ("", " ", "a\nb", "1\u202e2", "x" * 300)),
    ],
)
def test_a_commitment_that_cannot_be_is_refused(ask: Ask, here: Path, more: list[str]) -> None:
    before = files_of(here / "town")
    words = ["group", "commit", "town", "--draw", "1", "--sample-size", "2"]

    assert run([*words, "--key", "apple.key", "--key", "observers.key", *more]) == 2
    assert files_of(here / "town") == before


def test_a_forged_sample_is_a_difference(ask: Ask, here: Path) -> None:
    """What the rules would have refused may stand in the record of a writer who does not keep to them."""
    committed(ask)
    rolled(ask, TEN)
    rolled(ask, TEN_MORE)
    state = ElectionFolder(here / "town").open()
    fact, drawn, _ = sample(state, "1", Said())
    other = format_drawn(reversed(drawn))
    (forged,) = linked(state, [replace(fact, drawn=hashlib.sha256(other).hexdigest(), received=AFTERNOON)])
    signed = sign(forged, str(state.election.id), [KEYS["pear"]])
    state.folder.append([canonical_bytes(signed)], after=state.snapshot.size, evidence=[other])

    (problem,) = ask("draw", "town", code=1)["problems"]
    assert problem["code"] == "R437"


def test_a_fact_without_effect_is_a_difference(ask: Ask, here: Path) -> None:
    all_done(ask)
    state = ElectionFolder(here / "town").open()
    fact, _, _ = sample(state, "1", Said())
    (again,) = linked(state, [replace(fact, received=AFTERNOON)])
    signed = sign(again, str(state.election.id), [KEYS["pear"]])
    state.folder.append([canonical_bytes(signed)], after=state.snapshot.size)

    assert [each["code"] for each in ask("draw", "town", code=1)["problems"]] == ["R433"]


def test_forms_are_written_in_three_languages(ask: Ask, here: Path) -> None:
    all_done(ask)
    ask("draw", "town", "--forms", "papers")

    written = sorted(path.name for path in (here / "papers").iterdir())
    assert written == [
        f"{name}-{language}.pdf" for name in ("hand-count", "pull-list") for language in ("en", "ky", "ru")
    ]


def test_nothing_is_printed_before_the_draw(ask: Ask, here: Path) -> None:
    committed(ask)

    assert run(["draw", "town", "--forms", "papers"]) == 2
    assert not (here / "papers").exists()
