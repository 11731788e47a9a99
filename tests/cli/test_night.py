"""`sverka night` as a person runs it: what lies in the inbox is published, through the gate, and it can be ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from tests.town import HAND, MACHINE, town

RULES = (
    '[[inbox]]\npattern = "m*.csv"\naccount = "machine"\n[[inbox]]\npattern = "h*.csv"\naccount = "hand"\n'
)
MAIN = "from sverka.cli.app import main; main()"
PATIENCE = 60.0  # seconds


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town, with a file of the scanner in its inbox."""
    there = town(tmp_path / "e").folder
    (there.path / "night.toml").write_text(RULES)
    (there.path / "inbox").mkdir()
    (there.path / "inbox" / "m1.csv").write_text(MACHINE)
    return there


def once(folder: ElectionFolder, *more: str) -> int:
    """Take in what waits and publish it, in one language."""
    return run(["night", str(folder.path), "--once", "--language", "en", "--json", *more])


def test_once_takes_in_what_lies_in_the_inbox_and_publishes_it_through_the_gate(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert once(folder) == 0
    first = json.loads(capsys.readouterr().out)
    (folder.path / "inbox" / "h1.csv").write_text(HAND)
    assert once(folder) == 0
    second = json.loads(capsys.readouterr().out)

    assert (first["publications"], first["stopped"]) == (1, None)
    assert second["last"]["record_size"] > first["last"]["record_size"]
    assert json.loads((folder.public / "now.json").read_bytes())["size"] == second["last"]["record_size"]
    assert (folder.path / "inbox" / "taken" / "h1.csv").is_file()
    assert not (folder.public / "ky").exists()


def test_once_with_nothing_new_publishes_nothing(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    once(folder)
    capsys.readouterr()

    assert once(folder) == 0
    assert json.loads(capsys.readouterr().out) == {
        "publications": 0,
        "last": None,
        "stopped": None,
        "put_aside": 0,
    }


@pytest.mark.parametrize(
    "more, said",
    [
        (("--language", "fr"), "no language of pages: 'fr'"),
        (("--listen", "8400"), "not an address: '8400'"),
        (("--table", "no.such:table"), "there is no display table 'no.such:table'"),
        (("--listen", "127.0.0.1:0", "--key", "k.pem"), "a certificate and its key belong together"),
        (("--certificate", "c.pem", "--key", "k.pem"), "say where: --listen"),
        (("--received", "yesterday"), "--received"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_written(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], said: str
) -> None:
    assert run(["night", str(folder.path), "--once", *more]) == 2
    assert said in capsys.readouterr().err
    assert not list(folder.public.iterdir())
    assert folder.store.size == 1


def test_a_folder_of_other_files_is_not_written_into(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.public / "letter.txt").write_text("mine")

    assert once(folder) == 2
    assert "R103" in capsys.readouterr().err
    assert [each.name for each in folder.public.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal to one process there")
def test_it_runs_until_ctrl_c_with_a_page_for_its_operator(folder: ElectionFolder) -> None:
    options = ["--language", "en", "--every", "0.2", "--operator", "0"]
    command = [sys.executable, "-c", MAIN, "night", str(folder.path), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ}) as night:
        assert night.stderr is not None
        address = night.stderr.readline().rpartition(" ")[2].strip()
        until = time.monotonic() + PATIENCE
        while not (folder.public / "now.json").exists() and time.monotonic() < until:
            time.sleep(0.05)
        with urllib.request.urlopen(f"{address}state.json") as answer:
            state = json.loads(answer.read())
        night.send_signal(signal.SIGINT)
        said = night.stderr.read()

    assert night.returncode == 0, said
    assert state["origin"] == folder.origin
    assert state["process"] == night.pid
    assert "Published: facts" in said
    assert said.endswith("Stopped.\n")


def test_a_file_that_is_not_taken_in_is_told_with_what_to_write_into_night_toml(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / "inbox" / "other.csv").write_text(HAND)

    assert once(folder) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["put_aside"] == 1
    assert "Not taken in: refused/other.csv" in said.err
    assert "`account` in night.toml" in said.err
    assert "--account" not in (folder.path / "inbox" / "refused" / "other.csv.txt").read_text()


def test_rules_that_cannot_be_read_are_told_and_the_files_wait(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.path / "night.toml").write_text("[[inbox")

    assert once(folder) == 1
    assert "Not taken in: night.toml" in capsys.readouterr().err
    assert (folder.path / "inbox" / "m1.csv").is_file()


@pytest.mark.parametrize("inbox", [".", "..", "record", "public/data"])
def test_the_files_of_the_election_itself_are_never_taken_for_counts(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str], inbox: str
) -> None:
    assert once(folder, "--inbox", str(folder.path / inbox)) == 2
    assert "would be moved away" in capsys.readouterr().err
    assert (folder.path / "election.toml").is_file()


def test_a_publication_does_not_come_before_the_one_in_force(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    once(folder)
    (folder.path / "inbox" / "h1.csv").write_text(HAND)
    size = folder.store.size

    assert once(folder, "--received", "2026-05-01T10:00") == 2
    assert "R524" in capsys.readouterr().err
    assert folder.store.size == size


def test_a_port_that_is_taken_is_named_with_its_option(
    folder: ElectionFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert once(folder, "--listen", f"127.0.0.1:{port}") == 2
        assert "give another --listen" in capsys.readouterr().err
        assert once(folder, "--operator", port) == 2
        assert "give another --operator" in capsys.readouterr().err
