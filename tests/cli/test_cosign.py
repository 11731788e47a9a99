"""`sverka policy` and `sverka cosign` as the operator of a log uses them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.cli.cosign_words import SENTENCES, answer_sentence, clock_sentence
from sverka.office.asking import Answer, Reply
from sverka.office.cosigning import Standing
from sverka.office.policy_file import read_policy
from sverka.office.witness import trust
from sverka.office.witness_folder import new_witness
from sverka.publish.language import translator
from sverka.tlog.keys import COSIGNATURE, Signer, format_vkey
from tests.office.test_witness_server import Running, answering
from tests.town import MACHINE, add, files_of, town

MAIN = "from sverka.cli.app import main; main()"
SILENT = format_vkey(Signer("silent.example", COSIGNATURE, bytes(32)).verifier)

Ask = Callable[..., Any]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The town's folder."""
    add(town(tmp_path / "town").folder, MACHINE)
    return tmp_path / "town"


@pytest.fixture
def ask(here: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Runs a command on the town; gives its JSON."""

    def asked(command: str, *words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert run([command, str(here), *words, "--json"]) == code
        return json.loads(capsys.readouterr().out) if code < 2 else None

    return asked


@contextmanager
def witnessed(here: Path, ask: Ask) -> Iterator[Running]:
    """A witness of the town that answers on loopback, and is in its policy."""
    witness = new_witness("party.example/w1", here.parent / "laptop")
    trust(witness, read_policy(here).logs[0].key)
    with answering(witness) as running:
        url = f"http://127.0.0.1:{running.port}"
        ask("policy", "--add-witness", "party", format_vkey(witness.signer.verifier), url)
        yield running


def test_the_policy_says_who_is_asked_and_what_came(here: Path, ask: Ask) -> None:
    before = ask("policy")
    after = ask("policy", "--add-witness", "silent", SILENT, "http://127.0.0.1:1", "--quorum", "all")

    assert set(before) == {"origin", "size", "quorum", "quorum_met", "witnesses"}
    assert (before["witnesses"], before["quorum"], before["quorum_met"]) == ([], "none", True)
    assert after["witnesses"] == [{"name": "silent", "url": "http://127.0.0.1:1", "cosigned_at": None}]
    assert (after["quorum"], after["quorum_met"]) == ("witnesses", False)


@pytest.mark.parametrize(
    "words",
    [
        ["--add-witness", "w", "no key", "http://w"],
        ["--add-witness", "w", SILENT, "nowhere"],
        ["--quorum", "1"],
        ["--remove-witness", "w"],
        ["--add-witness", "w", SILENT, "http://w", "--quorum", "2"],
    ],
)
def test_what_cannot_be_a_policy_changes_nothing(here: Path, ask: Ask, words: list[str]) -> None:
    before = files_of(here)
    ask("policy", *words, code=2)

    assert files_of(here) == before


def test_an_old_witness_is_replaced_in_one_step(ask: Ask) -> None:
    ask("policy", "--add-witness", "silent", SILENT, "http://127.0.0.1:1", "--quorum", "all")
    other = format_vkey(Signer("other.example", COSIGNATURE, b"o" * 32).verifier)

    ask("policy", "--remove-witness", "silent", code=2)
    answer = ask(
        "policy", "--remove-witness", "silent", "--add-witness", "w2", other, "http://w", "--quorum", "1"
    )

    assert [each["name"] for each in answer["witnesses"]] == ["w2"]


def test_cosign_answers_for_every_witness(here: Path, ask: Ask) -> None:
    with witnessed(here, ask):
        ask("policy", "--add-witness", "silent", SILENT, "http://127.0.0.1:1", "--quorum", "any")
        answer = ask("cosign")

    assert set(answer) == {"origin", "size", "root", "quorum", "quorum_met", "witnesses"}
    assert [(each["name"], each["reply"]) for each in answer["witnesses"]] == [
        ("party", "cosigned"),
        ("silent", "silent"),
    ]
    assert answer["quorum_met"] is True
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answer["witnesses"][0]["cosigned_at"])
    assert answer["witnesses"][1]["cosigned_at"] is None
    assert answer["witnesses"][1]["why"]


def test_nobody_to_ask_is_no_fault(ask: Ask) -> None:
    answer = ask("cosign")

    assert (answer["witnesses"], answer["quorum_met"]) == ([], True)


def test_asked_again_and_again_it_goes_on_through_what_goes_wrong(here: Path, ask: Ask) -> None:
    with witnessed(here, ask) as running:
        command = [sys.executable, "-c", MAIN, "cosign", str(here), "--every", "1", "--json"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process:
            assert process.stdout is not None
            rounds = [json.loads(process.stdout.readline())]
            (here / "policy.txt").rename(here / "away")
            assert process.stderr is not None
            said = iter(process.stderr.readline, "")
            assert any("the policy of the record is missing" in line for line in said)
            (here / "away").rename(here / "policy.txt")
            rounds.append(json.loads(process.stdout.readline()))
            process.send_signal(signal.SIGINT)
            code = process.wait(20)

    assert [each["witnesses"][0]["reply"] for each in rounds] == ["cosigned", "cosigned"]
    assert code == 0
    assert len(running.heard) >= 2


@pytest.mark.parametrize("off, told", [(0, False), (-100, False), (100, False), (-3600, True), (3600, True)])
def test_a_clock_that_is_off_is_told(off: int, *, told: bool) -> None:
    answer = Answer(witness="w", reply=Reply.COSIGNED, cosigned_at=1_800_000_000 + off)

    assert bool(clock_sentence(translator("en"), answer, 1_800_000_000)) == told


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_reply_has_its_sentence(language: str) -> None:
    standing = Standing(origin="log", size=5, root=bytes(32), witnesses=(), quorum="none", quorum_met=True)
    t = translator(language)
    said = {
        answer_sentence(t, Answer(witness="w", reply=each, known=7, why="why"), standing) for each in Reply
    }

    assert set(SENTENCES) == set(Reply)
    assert len(said) == len(Reply)
