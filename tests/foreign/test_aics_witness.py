"""The Python package aics-witness co-signs a record of ours; our witness co-signs a log that aics-tlog makes.

It needs Python 3.12, so these tests are collected only where one is found (`conftest.py`).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from sverka.office.asking import Reply
from sverka.office.cosigning import ask_all, put_under, standing_of
from sverka.office.folder import ElectionFolder
from sverka.office.policy_file import change_policy, read_policy, with_quorum, with_witness
from sverka.office.witness import trust
from sverka.office.witness_folder import new_witness
from sverka.tlog.keys import format_vkey, parse_vkey
from sverka.tlog.note import parse_note
from tests.foreign.environment import NotInstalled, environment, newer_python
from tests.foreign.python_package import Package
from tests.office.test_witness_server import answering
from tests.town import HAND, MACHINE, add, town

REQUIREMENTS = ("aics-witness==0.1.0", "aics-tlog==0.2.1")
NAME = "witness.example/foreign"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with both packages."""
    place = tmp_path_factory.mktemp("aics") / "environment"
    try:
        return environment(place, *REQUIREMENTS, python=newer_python() or sys.executable)
    except NotInstalled as error:
        pytest.skip(str(error))


@dataclass(frozen=True)
class Foreign:
    """A witness of the package, while it runs."""

    vkey: str
    url: str


@contextmanager
def foreign_witness(python: Path, place: Path, log_vkey: str) -> Iterator[Foreign]:
    """Made, told to trust a log, and started on loopback with the package's own commands."""
    place.mkdir()
    command: list[str | Path] = [python, "-I", "-m", "aics_witness"]
    config: list[str | Path] = ["--config", place / "witness.json"]

    def said(*words: str | Path) -> str:
        return subprocess.run(
            [*command, *words], check=True, capture_output=True, text=True, timeout=60
        ).stdout

    vkey = said("init", *config, "--name", NAME).strip()
    said("add-log", *config, "--origin", parse_vkey(log_vkey).name, "--vkey", log_vkey)
    serve = [*command, "serve", *config, "--listen", "127.0.0.1:0"]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        found = (re.search(r"listening on (http://\S+)", line) for line in process.stderr)
        url = next(match[1] for match in found if match)
        reading = threading.Thread(target=process.stderr.read)  # so that it never waits for us to read
        reading.start()
        try:
            yield Foreign(vkey, url)
        finally:
            process.terminate()
            process.wait(30)
            reading.join()


def replies(folder: ElectionFolder) -> dict[str, Reply]:
    """One round of asking."""
    answers = ask_all(folder.path)
    put_under(folder, answers)
    return {answer.witness: answer.reply for answer in answers}


def test_theirs_and_ours_cosign_our_record_as_it_grows(python: Path, tmp_path: Path) -> None:
    folder = town(tmp_path / "town").folder
    ours = new_witness("party.example/w1", tmp_path / "home")
    trust(ours, folder.key)
    our_vkey, log_vkey = format_vkey(ours.signer.verifier), format_vkey(folder.key)
    with foreign_witness(python, tmp_path / "foreign", log_vkey) as theirs, answering(ours) as running:
        policy = with_witness(read_policy(folder.path), "ours", our_vkey, f"http://127.0.0.1:{running.port}")
        policy = with_quorum(with_witness(policy, "theirs", theirs.vkey, theirs.url), "all")
        change_policy(folder.path, policy)
        for counts, account in ((MACHINE, "machine"), (HAND, "hand"), ("", "")):
            if counts:
                add(folder, counts, account)
            running.now()
            assert replies(folder) == {"ours": Reply.COSIGNED, "theirs": Reply.COSIGNED}

    assert standing_of(folder.path).quorum_met
    checkpoint = folder.path / "record" / "checkpoint"
    counted = Package(python, "with_aics_witness.py").run(
        "count", checkpoint, log_vkey, our_vkey, theirs.vkey
    )
    assert (counted.stderr, json.loads(counted.stdout)) == ("", sorted([ours.signer.name, NAME]))


def test_theirs_tells_our_asker_that_a_record_was_rolled_back(python: Path, tmp_path: Path) -> None:
    folder = town(tmp_path / "town").folder
    log_vkey = format_vkey(folder.key)
    with foreign_witness(python, tmp_path / "foreign", log_vkey) as theirs:
        change_policy(folder.path, with_witness(read_policy(folder.path), "theirs", theirs.vkey, theirs.url))
        assert replies(folder) == {"theirs": Reply.COSIGNED}
        checkpoint = folder.path / "record" / "checkpoint"
        old = checkpoint.read_bytes()
        add(folder, MACHINE)
        assert replies(folder) == {"theirs": Reply.COSIGNED}
        checkpoint.write_bytes(old)

        assert replies(folder) == {"theirs": Reply.AHEAD}


def test_ours_cosigns_a_log_of_theirs_that_their_own_client_brings(python: Path, tmp_path: Path) -> None:
    maker, seed, origin = Package(python, "with_aics_tlog.py"), bytes(range(32)), "example.org/elsewhere"
    for name, sizes in (("small", (10,)), ("large", (10, 700))):
        vkey = maker.make(tmp_path / name, origin, seed, sizes)
    ours = new_witness("party.example/w1", tmp_path / "home")
    trust(ours, parse_vkey(vkey))
    our_vkey = format_vkey(ours.signer.verifier)
    with answering(ours) as running:
        running.now()
        feeding = Package(python, "with_aics_witness.py").run(
            *("feed", tmp_path / "large", f"http://127.0.0.1:{running.port}", our_vkey),
            *(tmp_path / name / "checkpoint" for name in ("small", "large", "large")),
        )

    assert feeding.returncode == 0, feeding.stderr
    notes = [parse_note(text.encode()) for text in json.loads(feeding.stdout)]
    assert [note.text.split("\n")[1] for note in notes] == ["10", "700", "700"]
    assert all(note.signatures[-1].name == ours.signer.name for note in notes)
    assert [answer.status for answer in running.heard] == [200, 200, 200]
