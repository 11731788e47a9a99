"""`sverka anchor`: stamps over HTTP, what is owed where nobody answers, and the check without a network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from tests.office.authority import Authority, honest, root, serving
from tests.town import HAND, MACHINE, add, files_of, town

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.at(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def address(authority: Authority) -> Iterator[str]:
    with serving(honest(authority)) as address:
        yield address


@pytest.fixture
def here(tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder `town`, and the certificate to trust."""
    for name in ("SVERKA_TSA", "SVERKA_TSA_CA"):
        monkeypatch.delenv(name, raising=False)
    add(town(tmp_path / "town").folder, MACHINE)
    (tmp_path / "ca.pem").write_bytes(authority.above.pem)
    (tmp_path / "other.pem").write_bytes(root("Another").pem)
    return tmp_path


@pytest.fixture
def ask(here: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run `sverka anchor` on the folder; gives its JSON, and checks its exit code."""

    def answered(*words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert run(["anchor", str(here / "town"), *words, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return answered


@pytest.fixture
def nobody() -> str:
    with serving(lambda _: (500, {}, b"")) as address:
        return address  # where nobody listens any longer


def test_a_stamp_is_kept_and_checked(here: Path, ask: Ask, address: str) -> None:
    answer = ask("--tsa", address, "--ca", str(here / "ca.pem"))

    assert set(answer) == {"record_size", "root", "stamped", "known", "queued"}
    assert [each["authority"] for each in answer["stamped"]] == [address]
    for trust in ([], ["--ca", str(here / "ca.pem")]):
        check = ask("--check", *trust)
        assert check["trusted"] == ("given" if trust else "evidence")
        assert [each["problem"] for each in check["anchors"]] == [None]
        assert check["anchors"][0]["record_size"] == answer["record_size"]


def test_the_options_stand_in_the_environment_too(
    here: Path, ask: Ask, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVERKA_TSA", address)
    monkeypatch.setenv("SVERKA_TSA_CA", str(here / "ca.pem"))

    assert ask()["stamped"]
    assert ask()["known"] == [address]


def test_the_certificate_is_needed_the_first_time_only(
    here: Path, ask: Ask, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(here)
    assert run(["anchor", str(here / "town"), "--tsa", address]) == 2
    assert "R221" in capsys.readouterr().err
    assert files_of(here) == before

    ask("--tsa", address, "--ca", str(here / "ca.pem"))
    assert run(["add", str(here / "town"), str(write(here, HAND)), "--account", "hand"]) == 0
    assert len(ask("--tsa", address)["stamped"]) == 1


def test_nobody_there_is_a_notice_and_no_stop(
    here: Path, nobody: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files_of(here)
    code = run(["anchor", str(here / "town"), "--tsa", nobody, "--ca", str(here / "ca.pem")])
    out, err = capsys.readouterr()

    assert (code, out) == (0, "")
    assert "It is owed" in err
    assert files_of(here) == before


def test_what_is_owed_is_asked_by_the_next_command(here: Path, ask: Ask, address: str, nobody: str) -> None:
    trust = ["--ca", str(here / "ca.pem")]
    assert [each["authority"] for each in ask("--tsa", nobody, *trust)["queued"]] == [nobody]
    answer = ask("--tsa", address, *trust)

    assert [each["authority"] for each in answer["stamped"]] == [address]
    assert answer["queued"] == [
        {"authority": nobody, "reason": answer["queued"][0]["reason"], "broken": False}
    ]
    assert [each["authority"] for each in ask("--retry")["queued"]] == [nobody]


def test_nothing_owed_is_nothing_to_retry(ask: Ask) -> None:
    answer = ask("--retry")

    assert answer["stamped"] == answer["queued"] == []


def test_an_answer_that_does_not_hold_is_a_difference(
    here: Path, ask: Ask, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask("--tsa", address, "--ca", str(here / "other.pem"), code=1)

    assert answer["queued"][0]["broken"]
    assert ask("--check")["anchors"] == []


def test_an_anchor_that_does_not_hold_is_a_difference(here: Path, ask: Ask, address: str) -> None:
    ask("--tsa", address, "--ca", str(here / "ca.pem"))

    (anchor,) = ask("--check", "--ca", str(here / "other.pem"), code=1)["anchors"]
    assert (anchor["root_certificate"], "trusted" in anchor["problem"]) == (None, True)


def test_a_copy_of_the_folder_is_checked_as_well(here: Path, ask: Ask, address: str, tmp_path: Path) -> None:
    ask("--tsa", address, "--ca", str(here / "ca.pem"))
    shutil.copytree(here / "town", here / "mirror")

    assert run(["anchor", str(here / "mirror"), "--check"]) == 0


@pytest.mark.parametrize("lang", ["ky", "ru", "en"])
def test_it_speaks_three_languages(
    lang: str, here: Path, address: str, nobody: str, capsys: pytest.CaptureFixture[str]
) -> None:
    town = str(here / "town")
    for words in (
        ["--check"],
        ["--tsa", address, "--tsa", nobody, "--ca", str(here / "ca.pem")],
        ["--check"],
    ):
        assert run(["--lang", lang, "anchor", town, *words]) == 0
    err = capsys.readouterr().err

    assert address in err
    assert ("The record has no anchor" in err) == (lang == "en")


UNUSABLE = {
    "no authority": ([], "no authority is named"),
    "no certificate": (["--tsa", "http://127.0.0.1:9/", "--ca", "town/election.toml"], "PEM"),
    "no such file": (["--tsa", "http://127.0.0.1:9/", "--ca", "missing.pem"], "cannot be read"),
    "no address": (["--tsa", "tsa", "--ca", "ca.pem"], "not an http"),
    "a password": (["--tsa", "http://a:b@127.0.0.1/", "--ca", "ca.pem"], "no password"),
}


@pytest.mark.parametrize("words, why", UNUSABLE.values(), ids=UNUSABLE)
def test_a_misuse_is_said_and_changes_nothing(
    words: list[str],
    why: str,
    here: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(here)
    before = files_of(here)

    assert run(["anchor", "town", *words]) == 2
    assert why in capsys.readouterr().err
    assert files_of(here) == before


def write(folder: Path, text: str) -> Path:
    """A file of counts."""
    file = folder / "counts.csv"
    file.write_text(text, "utf-8")
    return file
