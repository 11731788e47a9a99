"""What other programs rely on (docs/cli.md): answers, exit codes, and which stream says what."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from sverka.cli.app import app, run
from tests.town import DEFINITION, HAND, MACHINE, MAYOR, STATIONS, files_of

Ask = Callable[..., Any]


def commands_of(group: Any, *before: str) -> Iterator[str]:
    """The words of every command, those of groups too."""
    for name, command in group.commands.items():
        below = hasattr(command, "commands")
        yield from commands_of(command, *before, name) if below else [" ".join([*before, name])]


COMMANDS = sorted(commands_of(typer.main.get_command(app)))
WITHOUT_ANSWER = {"serve", "demo", "witness run", "writer"}  # they go on until they are stopped

COVERAGE = {"expected", "in", "missing", "annulled", "set_aside", "with_findings", "unread_cells"}
PAIR = {"left", "right", "gross", "net"}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The town's folder `a town`, and the files it was made of."""
    files = {"town.toml": DEFINITION, "stations.csv": STATIONS, "machine.csv": MACHINE, "hand.csv": HAND}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    town = str(tmp_path / "a town")
    options = ["--definition", str(tmp_path / "town.toml"), "--stations", str(tmp_path / "stations.csv")]
    assert run(["new", town, *options]) == 0
    for account in ("machine", "hand"):
        assert run(["add", town, str(tmp_path / f"{account}.csv"), "--account", account]) == 0
    return tmp_path


@pytest.fixture
def ask(here: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command on the folder; gives its JSON, and checks its exit code."""

    def answered(command: str, *words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert run([command, str(here / "a town"), *words, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return answered


# answers


def test_compare_answers_with_exactly_these_keys(ask: Ask) -> None:
    answer = ask("compare", code=1)

    assert set(answer) == {
        "contest", "left", "right", "stations", "gross", "net", "selections", "rows", "kinds", "differences",
    }  # fmt: skip
    assert set(answer["stations"]) == {
        "left", "right", "both", "identical", "different", "not_comparable", "sum_kept", "within_tolerance", "joined",
    }  # fmt: skip
    assert all(set(words) == PAIR for words in [*answer["selections"].values(), *answer["rows"].values()])
    assert (answer["contest"], answer["left"], answer["right"]) == ("council", "machine", "hand")
    assert answer["kinds"] == {"only-right": 1, "one-ballot-moved": 1}
    assert answer["differences"] == [
        {
            "station": "0002",
            "kind": "one-ballot-moved",
            "also": [],
            "gross": 2,
            "net": 0,
            "fields": {"pear": [10, 11], "quince": [15, 14]},
        },
        {"station": "0102", "kind": "only-right", "also": [], "gross": 0, "net": 0, "fields": {}},
    ]


def test_a_cell_is_a_number_null_or_absent(here: Path, ask: Ask) -> None:
    (here / "more.csv").write_text("station,apple,pear,quince\n0102,?,,3\n", "utf-8")
    assert run(["add", str(here / "a town"), str(here / "more.csv"), "--account", "machine"]) == 0

    fields = ask("compare", code=1)["differences"][1]["fields"]
    assert fields == {
        "2": ["absent", 40],
        "apple": [None, 20],
        "pear": ["absent", 15],
        "against": ["absent", 2],
    }


def test_compare_can_turn_round(ask: Ask) -> None:
    answer = ask("compare", "--left", "hand", "--right", "machine", "--contest", "council", code=1)

    assert answer["differences"][0]["fields"] == {"pear": [11, 10], "quince": [14, 15]}
    assert answer["kinds"] == {"only-left": 1, "one-ballot-moved": 1}


def test_compare_can_take_the_legal_count(ask: Ask) -> None:
    assert ask("compare", "--left", "hand", "--right", "legal")["stations"]["identical"] == 5


def test_totals_answer_with_exactly_these_keys(ask: Ask) -> None:
    answer = ask("totals")

    assert set(answer) == {"council"}
    assert set(answer["council"]) == {"machine", "hand", "legal"}
    for total in answer["council"].values():
        assert set(total) == {"selections", "rows", "bases", "stations"}
        assert set(total["stations"]) == COVERAGE
    assert answer["council"]["legal"]["bases"] == {"valid": 283, "on-list": 530}
    assert ask("totals", "--area", "north")["council"]["machine"]["stations"]["expected"] == 3


def test_seats_answer_with_exactly_these_keys(ask: Ask) -> None:
    answer = ask("seats")["council"]

    assert set(answer) == {
        "counts", "rule", "base", "base_votes", "seats", "lots", "no_one_elected", "steps", "stations",
    }  # fmt: skip
    assert answer["seats"] == {"apple": 3, "pear": 1, "quince": 1}
    assert (answer["counts"], answer["base"], answer["base_votes"]) == ("legal", "valid", 283)
    assert ask("seats", "--counts", "machine")["council"]["counts"] == "machine"


def test_a_tie_is_a_lot_to_be_drawn(here: Path, ask: Ask) -> None:
    (here / "tie.csv").write_text("station,row:2,row:3,apple,pear,quince\n0001,40,0,30,5,5\n", "utf-8")
    shutil.rmtree(here / "a town")
    options = ["--definition", str(here / "town.toml"), "--stations", str(here / "stations.csv")]
    assert run(["new", str(here / "a town"), *options]) == 0
    assert run(["add", str(here / "a town"), str(here / "tie.csv"), "--account", "hand"]) == 0

    answer = ask("seats")["council"]
    assert answer["seats"] == {"apple": 4}
    assert answer["lots"] == [{"between": ["pear", "quince"], "seats": 1}]
    assert ask("seats", "--lot", "pear,quince=quince")["council"]["seats"] == {"apple": 4, "quince": 1}


def test_check_answers_with_findings(here: Path, ask: Ask) -> None:
    text = "station,row:2\n0001,61\n"
    (here / "wrong.csv").write_text(text, "utf-8")
    wrong = [str(here / "wrong.csv"), "--account", "hand", "--reason", "typed"]
    assert run(["add", str(here / "a town"), *wrong]) == 0

    answer = ask("check", code=1)["council"]
    assert set(answer) == {"machine", "hand"}
    assert answer["machine"] == {
        "unit": "station",
        "checked": 4,
        "failures": {"E1": 0, "W1": 0},
        "findings": [],
    }
    assert answer["hand"]["findings"] == [
        {
            "station": "0001",
            "code": "E1",
            "severity": "error",
            "left": 61,
            "right": 60,
            "rows": ["2", "3"],
            "selections": ["apple", "pear", "quince", "against"],
        }
    ]
    assert set(ask("check", "--account", "machine")["council"]) == {"machine"}


def test_show_answers_at_a_glance_and_for_one_station(ask: Ask) -> None:
    assert ask("show") == {
        "election": "town-2026-05-17",
        "record_size": 12,
        "stations": 5,
        "counts": {"council": {"machine": 4, "hand": 5}},
        "annulled": 0,
        "documents": 2,
        "unknown_facts": 0,
    }
    station = ask("show", "0002")
    assert set(station) == {"station", "contests"}
    council = station["contests"]["council"]
    assert set(council) == {"annulled", "counts", "findings", "difference"}
    assert set(council["counts"]["hand"]) == {"fields", "entry", "revisions"}
    assert council["counts"]["machine"]["fields"]["pear"] == 10
    assert council["difference"]["kind"] == "one-ballot-moved"


def test_a_fact_that_is_not_known_is_said_and_counted(
    here: Path, ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    from sverka.office.folder import ElectionFolder

    folder = ElectionFolder(here / "a town")
    folder.append([b'{"kind":"statement","received":"r","schema":1}'], after=folder.store.size)

    assert ask("show")["unknown_facts"] == 1
    run(["show", str(here / "a town")])
    assert "record entry 12: a fact of kind 'statement'" in capsys.readouterr().err


def test_new_add_and_decisions_answer_too(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(*words: str) -> Any:
        capsys.readouterr()
        assert run([*words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    paths = ["--definition", str(here / "town.toml"), "--stations", str(here / "stations.csv")]
    assert answer("new", str(here / "b"), *paths, "--origin", "example.com/b") == {
        "folder": str(here / "b"),
        "election": "town-2026-05-17",
        "origin": "example.com/b",
        "contests": ["council"],
        "accounts": ["machine", "hand", "observer"],
        "areas": 3,
        "stations": 5,
    }
    [added] = answer("add", str(here / "b"), str(here / "hand.csv"), "--account", "hand", "--dry-run")
    assert set(added) == {"file", "format", "new", "changed", "unchanged", "notices", "tables"}
    assert (added["file"], added["format"], added["new"]) == ("hand.csv", "csv", 5)
    decision = ["--authority", "CEC", "--number", "1", "--reason", "x"]
    assert answer("annul", str(here / "b"), "0001", *decision) == {"annulled": 1, "known": 0}
    assert answer("reinstate", str(here / "b"), "0001", *decision) == {"reinstated": 1}
    assert answer("define", str(here / "b"), "--reason", "x") == {"changed": False}


def test_as_of_any_size_of_the_record(ask: Ask) -> None:
    assert ask("show", "--at", "4")["counts"] == {"council": {"machine": 2}}
    assert ask("compare", "--at", "6", code=1)["stations"]["right"] == 0
    assert ask("totals", "--at", "3")["council"]["legal"]["stations"]["in"] == 1


# exit codes


def test_exit_0_only_if_every_station_has_both_counts_and_all_agree(here: Path, ask: Ask) -> None:
    (here / "same.csv").write_text(HAND.replace("row:1,", "").replace("row:1", ""), "utf-8")
    head, *rows = HAND.splitlines()
    columns = [line.split(",") for line in (head, *rows)]
    text = "\n".join(",".join([cells[0], *cells[2:]]) for cells in columns) + "\n"
    (here / "same.csv").write_text(text, "utf-8")
    same = [str(here / "same.csv"), "--account", "machine", "--reason", "the tapes were read again"]
    assert run(["add", str(here / "a town"), *same]) == 0

    assert ask("compare")["differences"] == []


MISUSES: dict[str, list[str]] = {
    "no such command": ["recount"],
    "no such option": ["compare", "x", "--frobnicate"],
    "no folder": ["totals"],
    "no such folder": ["totals", "nowhere"],
    "no such file": ["add", "{town}", "nowhere.csv", "--account", "hand"],
    "a folder for a file": ["add", "{town}", "{here}", "--account", "hand"],
    "no such contest": ["compare", "{town}", "--contest", "mayor"],
    "no such account": ["compare", "{town}", "--left", "robot"],
    "no such holder": ["compare", "{town}", "--left", "hand@nobody"],
    "no such area": ["totals", "{town}", "--area", "west"],
    "no such station": ["show", "{town}", "9999"],
    "no such size": ["show", "{town}", "--at", "99"],
    "a size that is none": ["show", "{town}", "--at", "many"],
    "no such language": ["--lang", "de", "show", "{town}"],
    "no such format": ["add", "{town}", "{here}/hand.csv", "--account", "hand", "--format", "papyrus"],
    "no such mapping": ["add", "{town}", "{here}/hand.csv", "--account", "hand", "--mapping", "nowhere"],
    "no such definition": ["new", "{here}/n", "--definition", "nowhere"],
    "no counts to seat from": ["seats", "{town}", "--counts", "observer"],
    "a contest without a seat rule": ["seats", "{town}", "--contest", "nothing"],
    "an option without its value": ["compare", "{town}", "--left"],
    "one table": ["compare", "{here}/hand.csv"],
    "three tables": ["compare", "a", "b", "c"],
    "a decision without its number": ["annul", "{town}", "0001", "--authority", "CEC", "--reason", "x"],
    "an address without a server": ["add", "{town}", "http://127.0.0.1:1/x.csv", "--account", "hand"],
    "no site to serve": ["serve", "{town}", "--port", "0"],
}  # fmt: skip


@pytest.mark.parametrize("words", MISUSES.values(), ids=MISUSES)
@pytest.mark.parametrize("lang", ["en", "ky"])
def test_what_cannot_be_done_ends_with_2_in_words_and_touches_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str], lang: str
) -> None:
    before = files_of(here)
    capsys.readouterr()
    given = [word.format(town=here / "a town", here=here) for word in words]

    assert run(given if given[0] == "--lang" else ["--lang", lang, *given]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()
    assert "Traceback" not in err
    assert files_of(here) == before


def test_a_crash_is_no_difference(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("bad math")

    monkeypatch.setattr("sverka.publish.results.Results.of", crash)

    assert run(["compare", str(here / "a town"), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "ZeroDivisionError" in err
    assert "fault of ours" in err


def test_a_full_disk_is_said_in_words(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    before = files_of(here)
    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        assert run(["add", str(here / "a town"), str(here / "hand.csv"), "--account", "observer"]) == 2
    err = capsys.readouterr().err
    assert "No space left on device" in err
    assert "Traceback" not in err
    assert files_of(here) == before


def test_an_interrupt_is_no_agreement(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sverka.publish.results.Results.of", interrupt)

    assert run(["totals", str(here / "a town")]) == 2
    assert "interrupted" in capsys.readouterr().err


def test_a_broken_invariant_of_ours_is_a_crash(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise AssertionError("bad math in a test")

    monkeypatch.setattr("sverka.publish.results.Results.of", broken)

    assert run(["totals", str(here / "a town")]) == 2


# streams


@pytest.mark.parametrize("command", ["compare", "totals", "seats", "check", "show"])
def test_answers_go_to_stdout_and_nothing_else_does(
    here: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang in ("en", "ru", "ky"):
        capsys.readouterr()
        run(["--lang", lang, command, str(here / "a town"), "--json"])
        out = capsys.readouterr().out

        assert out.endswith("\n")
        assert out.count("\n") == 1
        json.loads(out)


def test_the_answer_is_the_same_in_every_language(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("compare", "totals", "seats", "check", "show"):
        answers = set()
        for lang in ("en", "ru", "ky"):
            capsys.readouterr()
            run(["--lang", lang, command, str(here / "a town"), "--json"])
            answers.add(capsys.readouterr().out)
        assert len(answers) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    out = capsys.readouterr().out
    assert "Usage" in out
    assert ("--json" in out) == (command not in WITHOUT_ANSWER)


def test_the_language_may_stand_in_the_environment(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVERKA_LANG", "ru")
    capsys.readouterr()
    run(["compare", str(here / "a town")])

    assert "Совет" in capsys.readouterr().out


def test_two_contests_are_answered_one_by_one(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "both.toml").write_text(DEFINITION + MAYOR, "utf-8")
    (here / "votes.csv").write_text("station,Candidate 1,Candidate 2\n0001,30,31\n", "utf-8")
    both = str(here / "both")
    options = ["--definition", str(here / "both.toml"), "--stations", str(here / "stations.csv")]
    assert run(["new", both, *options]) == 0
    assert run(["add", both, str(here / "votes.csv"), "--account", "hand", "--mapping", "mayor"]) == 0
    capsys.readouterr()

    assert run(["seats", both, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {contest: of["seats"] for contest, of in answer.items()} == {"mayor-north": {"bakyt": 1}}
    assert run(["compare", both, "--contest", "mayor-north", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["kinds"] == {"only-right": 1}


# as a process


def process(*words: str, **more: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sverka.cli.app", *words]
    code = "import sys; from sverka.cli.app import main; main()"
    command = [sys.executable, "-c", code, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


@pytest.mark.parametrize("options", [["--json"], []], ids=["json", "table"])
def test_a_pipe_that_nobody_reads_is_no_agreement(here: Path, options: list[str]) -> None:
    with process("totals", str(here / "a town"), *options) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        err = running.stderr.read().decode()

    assert running.returncode == 2
    assert "Traceback" not in err
    assert "Exception ignored" not in err


def test_names_are_cyrillic_whatever_the_terminal_speaks(here: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    with process("--lang", "ky", "compare", str(here / "a town"), env=environment) as running:
        out, err = running.communicate(timeout=60)

    assert running.returncode == 1
    assert "Кеңеш" in out.decode("utf-8")
    assert "Traceback" not in err.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_name_in_another_encoding_is_taken_in(here: Path) -> None:
    name = os.fsencode(here) + b"/\xf3\xf7\xe0\xf1\xf2\xee\xea.csv"  # "участок" in cp1251
    Path(os.fsdecode(name)).write_text("station,apple\n0001,30\n0102,5\n", "utf-8")
    with process("add", str(here / "a town"), os.fsdecode(name), "--account", "observer") as running:
        _, err = running.communicate(timeout=60)

    assert running.returncode == 0, err.decode("utf-8", "replace")


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_of_any_system(here: Path, ending: str) -> None:
    (here / "windows.csv").write_bytes(HAND.replace("\n", ending).encode())

    assert run(["add", str(here / "a town"), str(here / "windows.csv"), "--account", "observer"]) == 0


def test_two_processes_at_the_same_moment_lose_nothing(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    holders = [f"holder {number}" for number in range(4)]
    words = ["add", str(here / "a town"), str(here / "hand.csv"), "--account", "observer", "--holder"]
    running = [process(*words, holder) for holder in holders]
    codes = {}
    for holder, one in zip(holders, running, strict=True):
        _, err = one.communicate(timeout=120)
        codes[holder] = (one.returncode, err.decode())
    capsys.readouterr()
    run(["show", str(here / "a town"), "--json"])
    counts = json.loads(capsys.readouterr().out)["counts"]["council"]

    assert {f"observer@{holder}" for holder, (code, _) in codes.items() if code == 0} == {
        source for source in counts if source.startswith("observer")
    }
    assert all(code == 0 or (code == 2 and "R104" in err) for code, err in codes.values())
