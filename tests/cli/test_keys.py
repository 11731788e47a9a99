"""`sverka keys`: what it answers, asks and refuses, and that no passphrase or key is ever shown."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sverka.cli.app import run
from tests.town import HAND, MACHINE, add, files_of, town

Ask = Callable[..., Any]
WORDS = "four words or maybe five"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that are guessed at once."""
    monkeypatch.setattr("sverka.office.key_backup.COST", 16)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder `town`, its counts and a passphrase as files."""
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "home"))
    add(town(tmp_path / "town").folder, MACHINE)
    (tmp_path / "hand.csv").write_text(HAND, "utf-8")
    (tmp_path / "words").write_text(WORDS + "\r\nnot this\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ask(here: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run `sverka keys`; gives its JSON, and checks its exit code."""

    def answered(*words: str, code: int = 0) -> Any:
        capsys.readouterr()
        assert run(["keys", *words, "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return answered


def secrets_of(home: Path) -> list[str]:
    """What must never be shown: the last part of every key."""
    return [file.read_text().split("+", 4)[4].strip() for file in home.rglob("*.skey")]


def test_show_says_where_everything_lies(here: Path, ask: Ask) -> None:
    answer = ask("show", "town")

    assert set(answer) == {
        "origin", "standing", "vkey", "keys", "folder_size", "lock_size", "home", "keys_folder", "lock_database",
    }  # fmt: skip
    assert answer["standing"] == "writer"
    assert answer["keys"] == [answer["vkey"]]
    assert answer["folder_size"] == answer["lock_size"]
    assert Path(answer["lock_database"]).is_file()
    assert len(list(Path(answer["keys_folder"]).iterdir())) == 1


def test_on_a_mirror_show_is_no_difference_and_elsewhere_a_disagreement_is_one(
    here: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree("town", "old")
    assert run(["add", "town", "hand.csv", "--account", "hand"]) == 0

    assert ask("show", "old", code=1)["standing"] == "folder-behind"
    monkeypatch.setenv("SVERKA_HOME", str(here / "nobody"))
    assert ask("show", "old")["standing"] == "mirror"


def test_a_key_is_kept_and_put_back_on_another_machine(
    here: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = ask("backup", "town", "kept.json", "--passphrase-file", "words")
    monkeypatch.setenv("SVERKA_HOME", str(here / "another"))
    restored = ask("restore", "kept.json", "--passphrase-file", "words")

    assert (kept["file"], kept["keys"]) == ("kept.json", 1)
    assert (restored["origin"], restored["size"], restored["keys"]) == (kept["origin"], kept["size"], 1)
    assert ask("show", "town")["standing"] == "writer"
    assert run(["add", "town", "hand.csv", "--account", "hand"]) == 0


def test_a_passphrase_is_asked_for_twice_and_shown_never(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def typed(prompt: str, **how: Any) -> str:
        asked.append(prompt)
        assert how["hide_input"]
        return WORDS

    monkeypatch.setattr("typer.prompt", typed)
    assert run(["keys", "backup", "town", "kept.json"]) == 0
    assert run(["keys", "restore", "kept.json"]) == 0
    out, err = capsys.readouterr()

    assert len(asked) == 2
    assert WORDS not in out + err
    assert not any(
        secret in out + err + Path("kept.json").read_text() for secret in secrets_of(here / "home")
    )


def test_no_option_takes_a_passphrase_or_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("backup", "restore"):
        assert run(["keys", command, "--help"]) == 0
        options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
        assert options <= {"--passphrase-file", "--keys-only", "--json", "--help"}


def test_a_new_key_stands_on_stdout_and_in_the_folder(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["keys", "rotate", "town", "--reason", "yearly"]) == 0
    out, err = capsys.readouterr()

    assert out == Path("town/log.vkey").read_text()
    assert "sverka keys retire town" in err


def test_keys_are_rotated_retired_and_lost(here: Path, ask: Ask) -> None:
    first = ask("show", "town")["vkey"]
    second = ask("rotate", "town", "--reason", "yearly")["vkey"]
    assert ask("show", "town")["keys"] == [second, first]
    assert ask("retire", "town", "--reason", "all have it") == {"retired": [first]}
    size = ask("show", "town")["folder_size"]
    lost = ask("lost", "town", "--reason", "stolen", "--origin", "town/again")

    assert (lost["ended"], lost["size"], lost["origin"]) == (first.split("+")[0], size, "town/again")
    assert ask("show", "town")["keys"] == [lost["vkey"]]
    assert run(["add", "town", "hand.csv", "--account", "hand"]) == 0
    assert run(["fsck", "town"]) == 0


def test_adopting_needs_a_persons_word(here: Path, ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "home" / "locks.sqlite").unlink()
    assert ask("show", "town", code=1)["standing"] == "lock-missing"
    assert run(["keys", "adopt", "town"]) == 2
    assert "R228" in capsys.readouterr().err

    assert ask("adopt", "town", "--nobody-else-writes")["size"] == ask("show", "town")["folder_size"]
    assert ask("show", "town")["standing"] == "writer"


@pytest.mark.parametrize("lang", ["ky", "ru", "en"])
def test_they_speak_three_languages(
    lang: str, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (
        ["rotate", "town", "--reason", "r"],
        ["show", "town"],
        ["retire", "town", "--reason", "r"],
        ["backup", "town", "kept.json", "--passphrase-file", "words"],
        ["restore", "kept.json", "--passphrase-file", "words"],
        ["adopt", "town", "--nobody-else-writes"],
        ["lost", "town", "--reason", "r"],
        ["show", "town"],
    ):
        assert run(["--lang", lang, "keys", *words]) == 0
    err = capsys.readouterr().err
    english = (
        "Key in force",
        "Lock database",
        "Signs no longer",
        "Try it on another",
        "An old lock",
        "Say so",
    )

    assert [words in err for words in english] == [lang == "en"] * len(english)


UNUSABLE = {
    "no election folder": (["show", "home"], "not an election folder"),
    "no reason": (["rotate", "town", "--reason", " "], "nothing is given"),
    "nothing to retire": (["retire", "town", "--reason", "r"], "R224"),
    "a backup into the folder": (
        ["backup", "town", "town/public/kept", "--passphrase-file", "words"],
        "R223",
    ),
    "a backup over a file": (["backup", "town", "words", "--passphrase-file", "words"], "a file already"),
    "a short passphrase": (["backup", "town", "kept", "--passphrase-file", "short"], "9 characters"),
    "no passphrase file": (["backup", "town", "kept", "--passphrase-file", "missing"], "cannot be read"),
    "no backup": (["restore", "words", "--passphrase-file", "words"], "not a backup of keys"),
    "a used name": (["lost", "town", "--reason", "r", "--origin", "used/name"], "R201"),
    "a name that is none": (["lost", "town", "--reason", "r", "--origin", "a+b"], "no name of a record"),
    "a name that leads elsewhere": (["lost", "town", "--reason", "r", "--origin", ".."], "no name"),
}


@pytest.mark.parametrize("words, why", UNUSABLE.values(), ids=UNUSABLE)
def test_a_misuse_is_said_and_changes_nothing(
    words: list[str], why: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "short").write_text("ninechars")
    town(here / "other", origin="used/name")
    before = files_of(here)

    assert run(["keys", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert why in err
    assert "Traceback" not in err
    assert files_of(here) == before
