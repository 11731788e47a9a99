"""`sverka group document`, `sign`, `opinion`, `refuse`: what they answer, what they write, how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import perform
from sverka.office.group_document import make_document
from sverka.office.member_keys import write_member_key
from sverka.record.facts import hash_of
from tests.group_town import KEYS, group_town, keys, step
from tests.town import files_of

MADE, RECEIVED, DEADLINE = "2026-05-20T10:00", "2026-05-20T10:01", "2026-05-25T18:00"

Ask = Callable[..., Any]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The town with its group, and a key file of each member."""
    group_town(tmp_path / "town")
    for name, key in KEYS.items():
        write_member_key(key, tmp_path / f"{name}.key")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ask(here: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run `sverka group … town`; gives its JSON, and checks its exit code."""

    def answered(command: str, *words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert run(["group", command, "town", *words, "--json"]) == code
        return json.loads(capsys.readouterr().out or "null")

    return answered


@pytest.fixture
def made(ask: Ask) -> dict[str, Any]:
    """The document, made by the apple party."""
    answer: dict[str, Any] = ask("document", *making())
    return answer


def making(*words: str) -> list[str]:
    """How a document is made."""
    return ["--deadline", DEADLINE, "--claimed", MADE, "--received", RECEIVED, "--key", "apple.key", *words]


def test_a_document_is_made_over_the_record_and_named_by_its_hashes(here: Path, made: dict[str, Any]) -> None:
    evidence = ElectionFolder(here / "town").evidence

    assert made["record_size"] == made["entry"]
    assert json.loads(evidence.get(made["document"]))["root"] == made["root"]
    assert all(evidence.get(sha256).startswith(b"%PDF") for sha256 in made["papers"].values())
    assert set(made["papers"]) == {"ky", "ru", "en"}


def test_it_is_made_again_and_found_the_same(ask: Ask, made: dict[str, Any]) -> None:
    answer = ask("document", "--check")

    assert answer == {"document": made["document"], "record_size": made["record_size"], "differs": []}


def test_one_that_does_not_follow_ends_with_1_and_says_where(here: Path, ask: Ask) -> None:
    state = ElectionFolder(here / "town").open()
    made = make_document(state, made=f"{MADE}:00+06:00", deadline=f"{DEADLINE}:00+06:00")
    fact = replace(
        made.fact, root="a" * 64, papers={"ky": made.fact.papers["ky"], "ru": made.fact.papers["ky"]}
    )
    perform(state, [fact], keys("apple"), received=f"{RECEIVED}:00+06:00", evidence=made.evidence)

    differs = ask("document", "--check", code=1)["differs"]
    assert {"what": "root", "where": ""} in differs
    assert {"what": "paper", "where": "ru"} in differs
    assert {"what": "paper", "where": "en"} in differs


def test_it_is_written_out_to_be_printed_and_the_record_stays(
    here: Path, ask: Ask, made: dict[str, Any]
) -> None:
    before = files_of(here / "town")
    ask("document", "--out", "papers")

    assert files_of(here / "town") == before
    assert {path.name for path in (here / "papers").iterdir()} == {
        "final-document.json",
        *(
            f"{paper}-{language}.pdf"
            for paper in ("final-document", "answers")
            for language in ("ky", "ru", "en")
        ),
    }
    assert hash_of((here / "papers" / "final-document.json").read_bytes()) == made["document"]


def test_at_an_earlier_size_it_is_the_document_of_then(here: Path, ask: Ask) -> None:
    state = ElectionFolder(here / "town").open()
    perform(state, [step("0002", "opened")], keys("pear"), received=f"{RECEIVED}:00+06:00")
    answer = ask("document", *making("--at", str(state.snapshot.size)))

    assert answer["record_size"] == state.snapshot.size
    assert ask("document", "--check")["differs"] == []


def test_members_answer_with_their_keys(ask: Ask, made: dict[str, Any]) -> None:
    signed = ask("sign", "--key", "apple.key", "--received", RECEIVED)
    opined = ask("opinion", "--key", "pear.key", "--reason", "an opinion", "--received", RECEIVED)
    refused = ask("refuse", "--key", "quince.key", "--reason", "a reason", "--received", RECEIVED)
    reported = ask(
        "refuse",
        "--key",
        "apple.key",
        "--member",
        "observers",
        "--reason",
        "did not come",
        "--received",
        RECEIVED,
    )

    answers = [signed, opined, refused, reported]
    assert [each["answer"] for each in answers] == ["signature", "opinion", "refusal", "refusal"]
    assert [each["member"] for each in answers] == ["apple", "pear", "quince", "observers"]
    assert {each["document"] for each in answers} == {made["document"]}


@pytest.mark.parametrize(
    "command, words",
    [
        ("sign", ["--key", "stranger.key"]),
        ("sign", ["--key", "apple.key", "--member", "pear"]),
        ("sign", ["--key", "apple.key", "--key", "pear.key"]),
        ("opinion", ["--key", "apple.key", "--reason", " "]),
        ("refuse", ["--key", "apple.key", "--member", "nobody", "--reason", "a reason"]),
        ("sign", []),
        ("document", ["--key", "apple.key"]),
        ("document", ["--key", "apple.key", "--deadline", "soon"]),
        ("document", ["--key", "apple.key", "--deadline", "2020-01-01"]),
    ],
)
def test_what_the_rules_do_not_allow_ends_with_2_and_changes_nothing(
    here: Path, ask: Ask, made: dict[str, Any], command: str, words: list[str]
) -> None:
    before = files_of(here / "town")
    ask(command, *words, code=2)

    assert files_of(here / "town") == before


def test_before_there_is_a_document_nothing_is_answered_checked_or_written_out(ask: Ask) -> None:
    ask("sign", "--key", "apple.key", code=2)
    ask("document", "--check", code=2)
    ask("document", "--out", "papers", code=2)


def test_an_answer_can_be_signed_on_another_machine(here: Path, ask: Ask, made: dict[str, Any]) -> None:
    ask("sign", "--member", "apple", "--unsigned", "sign.txt")

    assert made["document"] in (here / "sign.txt").read_text("utf-8")
