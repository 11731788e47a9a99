"""`sverka witness` as its owner uses it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.cli.witness_words import SENTENCES, heard_sentence, shown
from sverka.office.serve import server_of
from sverka.office.witness import Answer, Outcome, add_checkpoint
from sverka.office.witness_folder import MEMORY, open_witness
from sverka.publish.language import translator
from sverka.tlog.keys import parse_vkey
from tests.office.logs import Log

NAME = "party.example/w1"
LOG, FORKED = Log(), Log(forked_at=5)
NOW = 1_800_000_000
MAIN = "from sverka.cli.app import main; main()"

Ask = Callable[..., Any]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs `sverka witness` in a home of its own; gives what it says on stdout, read if it is JSON."""

    def asked(*words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert run(["witness", *words, "--home", str(tmp_path)]) == code
        out = capsys.readouterr().out
        return json.loads(out) if "--json" in words and out else out

    asked("new", NAME)
    return asked


def test_a_new_witness_says_its_vkey_and_keeps_its_key_to_itself(ask: Ask) -> None:
    made = ask("new", "w2", "--json")
    printed = ask("new", "w3")

    assert set(made) == {"name", "vkey", "folder"}
    assert parse_vkey(made["vkey"]).name == "w2"
    assert parse_vkey(printed.removesuffix("\n")).name == "w3"
    assert "PRIVATE" not in printed
    ask("new", "w2", code=2)


@pytest.mark.parametrize("given", ["vkey", "file", "address", "address of the file"])
def test_a_log_is_trusted_by_its_vkey_its_file_or_its_address(ask: Ask, tmp_path: Path, given: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("")
    (site / "log.vkey").write_text(f"{LOG.vkey}\n")
    with server_of(site, port=0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        ways = {
            "vkey": LOG.vkey,
            "file": str(site / "log.vkey"),
            "address": f"{address}/",
            "address of the file": f"{address}/log.vkey",
        }
        fresh = ask("trust", NAME, ways[given], "--json")
        again = ask("trust", NAME, ways[given], "--json")
        server.shutdown()

    assert fresh == {"origin": LOG.origin, "vkey": LOG.vkey, "new": True}
    assert again == {**fresh, "new": False}


@pytest.mark.parametrize(
    "given, why",
    [
        ("nowhere", "not a name, an id and a key"),
        (LOG.vkey[:-1], "base64"),
        ("weak.example+00000000+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "small order"),
        (Log(seed=bytes(32)).vkey, "R233"),
    ],
)
def test_a_key_that_cannot_be_trusted_is_refused(
    ask: Ask, capsys: pytest.CaptureFixture[str], tmp_path: Path, given: str, why: str
) -> None:
    ask("trust", NAME, LOG.vkey)
    capsys.readouterr()

    assert run(["witness", "trust", NAME, given, "--home", str(tmp_path)]) == 2
    assert why in capsys.readouterr().err


def test_show_says_what_was_cosigned_last(ask: Ask, tmp_path: Path) -> None:
    ask("trust", NAME, LOG.vkey)
    before = ask("show", NAME, "--json")
    add_checkpoint(open_witness(NAME, tmp_path), LOG.question(0, 10), now=NOW)
    after = ask("show", NAME, "--json")

    assert set(after) == {"name", "vkey", "folder", "signs_nothing_because", "logs", "forks"}
    never = {"vkeys": [LOG.vkey], "size": None, "root": None, "cosigned_at": None}
    assert before["logs"] == {LOG.origin: never}
    signed = {"size": 10, "root": LOG.root(10).hex(), "cosigned_at": "2027-01-15T08:00:00Z"}
    assert after["logs"] == {LOG.origin: never | signed}
    assert LOG.origin in ask("show", NAME)


def test_show_ends_with_1_and_both_notes_where_a_log_forked(ask: Ask, tmp_path: Path) -> None:
    ask("trust", NAME, LOG.vkey)
    witness = open_witness(NAME, tmp_path)
    for log, old, size in ((LOG, 0, 10), (FORKED, 10, 10), (FORKED, 10, 12)):
        add_checkpoint(witness, log.question(old, size), now=NOW)

    told = ask("show", NAME, code=1)
    forks = ask("show", NAME, "--json", code=1)["forks"]

    assert [fork["proven"] for fork in forks] == [True, False]
    assert "TWO HISTORIES" in told
    assert told.count("— town.example/log ") == 4
    for fork in forks:
        assert fork["ours"] in told
        assert fork["theirs"] in told


def test_a_witness_without_its_memory_is_refused_with_the_cure(
    ask: Ask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "witness" / "party.example~w1" / MEMORY).unlink()
    for command in ("run", "show"):
        assert run(["witness", command, NAME, "--home", str(tmp_path)]) == 2
        err = capsys.readouterr().err
        assert "R232" in err
        assert "new name" in err


def test_a_retired_witness_still_shows_its_forks(ask: Ask, tmp_path: Path) -> None:
    ask("trust", NAME, LOG.vkey)
    witness = open_witness(NAME, tmp_path)
    for log in (LOG, FORKED):
        add_checkpoint(witness, log.question(0 if log is LOG else 10, 10), now=NOW)
    with witness.deciding() as memory:
        memory.retire("it was lent out")

    answer = ask("show", NAME, "--json", code=1)

    assert answer["signs_nothing_because"] == "it was lent out"
    assert len(answer["forks"]) == 1


def test_it_runs_says_each_request_and_stops_at_ctrl_c(ask: Ask, tmp_path: Path) -> None:
    ask("trust", NAME, LOG.vkey)
    command = [sys.executable, "-c", MAIN, "witness", "run", NAME, "--port", "0", "--home", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        said = [process.stderr.readline() for _ in range(3)]
        address = re.search(r"http://\S+", said[2])
        assert address
        with urllib.request.urlopen(
            f"{address[0]}/add-checkpoint", LOG.question(0, 10), timeout=20
        ) as answer:
            assert answer.read().startswith("— party.example/w1".encode())
        told = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        code = process.wait(20)

    assert re.fullmatch(
        r"\d\d:\d\d:\d\d  town\.example/log: seen for the first time, with entries: 10\. Co-signed\.\n", told
    )
    assert (code, rest) == (0, "Stopped.\n")


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_outcome_has_its_sentence(language: str) -> None:
    t = translator(language)
    said = {
        heard_sentence(
            t, Answer(status=0, text="", outcome=each, origin="log", known=1, size=2, reason="why")
        )
        for each in Outcome
    }

    assert set(SENTENCES) == set(Outcome)
    assert len(said) == len(Outcome)


def test_a_strange_name_cannot_write_on_the_screen() -> None:
    assert shown("a\x1b[2J\u202eb") == "a\\u001b[2J\\u202eb"
    assert len(shown("x" * 1000)) < 200
