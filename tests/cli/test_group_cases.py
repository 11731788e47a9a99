"""The commands about cases and applications: what they answer, and that nothing is written where they refuse."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import linked
from sverka.office.member_keys import write_member_key
from sverka.record.facts import canonical_bytes
from sverka.record.signing import sign
from tests.group_town import KEYS, group_town, step
from tests.town import files_of

Do = Callable[..., Any]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The town with its group, and the key of each member beside it."""
    group_town(tmp_path / "town")
    for name, key in KEYS.items():
        write_member_key(key, tmp_path / f"{name}.key")
    return tmp_path


@pytest.fixture
def do(here: Path, capsys: pytest.CaptureFixture[str]) -> Do:
    """Run `sverka group COMMAND town … --key …`; gives its answer, and checks its exit code."""

    def done(command: str, *words: str, by: str = "", code: int = 0) -> Any:
        keys = [word for name in by.split() for word in ("--key", str(here / f"{name}.key"))]
        before = files_of(here / "town")
        capsys.readouterr()
        assert run(["group", command, str(here / "town"), *words, *keys, "--json"]) == code
        said = capsys.readouterr()
        if code == 2:
            assert files_of(here / "town") == before
            return said.err
        return json.loads(said.out)

    return done


def test_a_case_goes_from_the_opening_to_the_dissent(do: Do) -> None:
    assert do("open", "--differing", by="observers")["stations"] == ["0002"]
    do("check", "0002", "--reason", "the protocol", by="observers")
    decided = do("decide", "0002", "--stands", "hand", "--field", "pear=machine", by="apple pear")
    do("dissent", "0002", "--reason", "the tape is clear", by="quince")

    assert set(decided) == {"step", "contest", "stations", "entries", "record_size"}
    (case,) = do("status")["cases"]
    assert set(case) == {
        "contest", "station", "state", "steps", "decision", "dissents", "documents",
    }  # fmt: skip
    assert (case["state"], [each["step"] for each in case["steps"]]) == (
        "decided",
        ["opened", "paper-checked", "decided", "dissent"],
    )
    assert (case["decision"]["stands"], case["decision"]["fields"]) == ("hand", {"pear": "machine"})
    assert case["decision"]["members"] == ["apple", "pear"]
    assert [each["reason"] for each in case["dissents"]] == ["the tape is clear"]


def test_every_other_way_a_case_can_go(do: Do) -> None:
    do("open", "0001", "0002", "0003", "--reason", "a look", by="apple")
    do("ask", "0001", "0002", "--reason", "the tape is torn", by="apple")
    do("recount", "0001", "--account", "hand", "--reason", "counted on 20 May", by="pear")
    do("dispute", "0002", "--reason", "no recount was held", by="pear")
    do("court", "0003", "--authority", "the district court", "--reason", "no copy was given", by="apple")
    do("reopen", "0002", "--reason", "the bags were found", by="apple quince")

    states = {case["station"]: case["state"] for case in do("status")["cases"]}
    assert states == {"0001": "recounted", "0002": "reopened", "0003": "in-court"}


def test_an_application_is_made_taken_back_and_answered(do: Do) -> None:
    words = ["--applicant", "apple", "--reason", "the copies differ"]
    made = do("apply", "0001", "0002", "0003", *words, by="apple")
    taken_back = do("withdraw", "1", "0003", by="apple")
    answered = do("answer", "1", "--granted", "0001", "--declined", "0002", "--reason", "r", by="apple pear")

    assert made == {
        "number": "1",
        "contest": "council",
        "stations": ["0001", "0002", "0003"],
        "cases_opened": 3,
        "record_size": made["record_size"],
    }
    assert taken_back == {
        "number": "1",
        "withdrawn": ["0003"],
        "record_size": made["record_size"] + 1,
    }
    assert (answered["granted"], answered["declined"]) == (["0001"], ["0002"])
    assert answered["recount_asked"] == ["0001"]
    (application,) = do("status")["applications"]
    assert (application["withdrawn"], application["waiting"]) == (["0003"], [])


@pytest.mark.parametrize(
    "content",
    ["0001\n0002\n", "station\n0001\n0002\n", "name;station\r\nSchool;0001\r\nLyceum;0002\r\n"],
    ids=["lines", "column", "table"],
)
def test_stations_come_from_a_list(do: Do, here: Path, content: str) -> None:
    (here / "list.csv").write_text(content, "utf-8", newline="")
    words = ["--stations", str(here / "list.csv"), "0003", "--reason", "a look"]

    assert do("open", *words, by="apple")["stations"] == ["0003", "0001", "0002"]


def test_stations_come_through_a_pipe(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"0001\n0002\n")))

    assert do("open", "--stations", "-", "--reason", "a look", by="apple")["stations"] == ["0001", "0002"]


@pytest.mark.parametrize(
    "words, said",
    [
        (["open"], "no station is named"),
        (["open", "0001", "--differing"], "two things"),
        (["open", "0009", "--reason", "a look"], "no station '0009' in council"),
        (["open", "0001", "--contest", "mayor", "--reason", "r"], "no contest 'mayor'"),
        (["open", "0001"], "R423"),
        (["check", "0001", "--reason", "r"], "R411"),
        (["check", "0001", "--document", "ab" * 32], "no paper of the record"),
        (["decide", "0002", "--stands", "plum"], "no account 'plum'"),
        (["decide", "0002", "--stands", "hand", "--field", "pear"], "not FIELD=SOURCE"),
        (["recount", "0001", "--reason", "r"], "no account of recounts"),
        (["answer", "1"], "no station is named"),
        (["answer", "1", "--granted", "0001"], "R426"),
        (["withdraw", "1"], "R426"),
        (["open", "0002", "--claimed", "yesterday"], "not a time"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said_and_changes_nothing(do: Do, words: list[str], said: str) -> None:
    assert said in do(*words, by="apple", code=2)


def test_who_signs_with_no_key_is_told_how_to_sign_elsewhere(do: Do) -> None:
    assert "--unsigned" in do("open", "0002", code=2)


def test_acts_can_be_written_to_be_signed_elsewhere(do: Do, here: Path) -> None:
    answer = do("open", "0002", "--unsigned", str(here / "acts.txt"))

    assert answer == {"unsigned": str(here / "acts.txt"), "acts": 1}
    assert '"step":"opened"' in (here / "acts.txt").read_text("utf-8")
    assert do("status")["cases"] == []


def test_the_queue_says_what_a_difference_could_change(do: Do) -> None:
    do("open", "0002", "0001", "--reason", "a look", by="apple")

    first, second = do("status")["queue"]
    assert (first["station"], first["gross"]) == ("0002", 2)
    assert first["could"] == {
        "condition": "threshold",
        "selection": "pear",
        "other": None,
        "area": "north",
        "holds": True,
        "missing": "1727/50",
        "moved": "1",
        "source": "machine",
    }
    assert (second["station"], second["could"]) == ("0001", None)


@pytest.mark.parametrize(
    "language, words",
    [
        ("en", ("Cases", "recount asked for", "Pear passes the threshold in North")),
        ("ru", ("запрошен повторный подсчёт", "Pear проходит порог")),
        ("ky", ("кайра саноо", "Pear босогодон өтөт")),
    ],
)
def test_a_person_reads_the_status(
    do: Do, here: Path, capsys: pytest.CaptureFixture[str], language: str, words: tuple[str, ...]
) -> None:
    do("apply", "0002", "0001", "--applicant", "apple", "--reason", "the copies differ", by="apple")
    do("answer", "1", "--granted", "0001", by="apple pear")
    assert run(["--lang", language, "group", "status", str(here / "town")]) == 0

    shown = " ".join(capsys.readouterr().out.split())
    assert [word for word in words if word not in shown] == []


def test_a_status_as_of_an_earlier_size_knows_nothing_later(do: Do) -> None:
    opened = do("open", "0002", by="apple")
    do("check", "0002", "--reason", "the protocol", by="apple")

    (case,) = do("status", "--at", str(opened["record_size"]))["cases"]
    assert case["state"] == "opened"


def test_what_the_rules_do_not_allow_is_named_and_the_exit_code_says_so(do: Do, here: Path) -> None:
    folder = ElectionFolder(here / "town")
    state = folder.open()
    (bad,) = linked(state, [step("0002", "decided", stands="hand")])
    signed = sign(bad, "town-2026-05-17", [KEYS["apple"], KEYS["pear"]])
    folder.append([canonical_bytes(signed)], after=state.snapshot.size)

    (wrong,) = do("status", code=1)["wrong"]
    assert (wrong["entry"], wrong["kind"], wrong["code"]) == (state.snapshot.size, "case", "R411")
