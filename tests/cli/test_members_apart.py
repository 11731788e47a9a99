"""A member on its own machine: what `show` says, what `sign` refuses, and the way back into the record."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from sverka.cli.app import run
from sverka.office.folder import ElectionFolder
from sverka.office.group_acts import group_state_of
from sverka.office.group_offline import write_acts
from sverka.office.member_keys import write_member_key
from sverka.publish.language import translator
from sverka.publish.words.acts import FIELDS, act_said
from sverka.record.group_facts import AnyGroupFact
from tests.cli.test_copies import answer
from tests.group_town import KEYS, group_town, step

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    for name in ("apple", "pear"):
        write_member_key(KEYS[name], tmp_path / f"{name}.key")
    return group_town(tmp_path / "town").folder


@pytest.fixture
def file(tmp_path: Path, folder: ElectionFolder) -> Path:
    write_acts(folder.open(), [step("0002", "opened", reason="they differ")], [], tmp_path / "open.txt")
    return tmp_path / "open.txt"


def test_from_the_file_back_into_the_record(
    tmp_path: Path, folder: ElectionFolder, file: Path, capsys: Capture
) -> None:
    for name in ("apple", "pear"):
        assert run(["member", "sign", str(file), "--key", str(tmp_path / f"{name}.key")]) == 0
    code, found = answer(capsys, "group", "enter", folder.path, file)

    (act,) = group_state_of(folder.open()).cases.acts
    assert code == 0
    assert found == {"entries": [act.entry], "record_size": folder.store.size}
    assert [member.id for member in act.members] == ["apple", "pear"]


def test_show_says_all_that_one_would_sign(file: Path, capsys: Capture) -> None:
    assert run(["member", "show", str(file)]) == 0
    shown = capsys.readouterr()

    for said in ("town-2026-05-17", "council", "0002", "they differ", "2026-05-19T12:00:00+06:00", "nobody"):
        assert said in shown.out
    assert "Nobody has checked" in shown.err


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_show_speaks_the_language_of_the_member(file: Path, language: str, capsys: Capture) -> None:
    assert run(["--lang", language, "member", "show", str(file)]) == 0
    shown = capsys.readouterr()

    assert "they differ" in shown.out
    assert "station:" not in shown.out


def test_with_a_copy_of_the_record_it_tells_what_would_be_refused(
    tmp_path: Path, folder: ElectionFolder, file: Path, capsys: Capture
) -> None:
    code, found = answer(capsys, "member", "show", file, "--record", folder.path)
    run(["member", "sign", str(file), "--key", str(tmp_path / "apple.key")])
    code_signed, found_signed = answer(capsys, "member", "show", file, "--record", folder.path)

    assert (code, found["acts"][0]["refused"][:4]) == (1, "R401")
    assert (code_signed, found_signed["acts"][0]["refused"]) == (0, None)


def test_what_would_trick_the_eye_is_shown_as_numbers(
    tmp_path: Path, folder: ElectionFolder, capsys: Capture
) -> None:
    tricky = step("0002", "opened", reason="a\x1b[2Kb\u202ec\u200bd\ne")
    write_acts(folder.open(), [tricky], [], tmp_path / "tricky.txt")
    assert run(["member", "show", str(tmp_path / "tricky.txt")]) == 0
    shown = capsys.readouterr().out

    assert "a\\u001b[2Kb\\u202ec\\u200bd" in shown
    assert not {"\x1b", "\u202e", "\u200b"} & set(shown)


def test_an_election_that_was_not_meant_is_not_signed(tmp_path: Path, file: Path, capsys: Capture) -> None:
    before = file.read_bytes()

    assert run(["member", "sign", str(file), "--key", str(tmp_path / "apple.key"), "--election", "kg"]) == 2
    assert "R476" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_every_field_of_every_act_has_its_words() -> None:
    t = translator("en")
    kinds = AnyGroupFact.__args__
    fields = {field.name for kind in kinds for field in msgspec.structs.fields(kind)}

    assert fields - {"schema", "received", "signatures", "step"} == set(FIELDS)
    assert dict(act_said(t, step("0002", "decided", stands="hand", fields={"apple": "machine"}))) == {
        "station": "0002",
        "contest": "council",
        "the account that stands": "hand",
        "but for these fields": "apple: machine",
        "when": "2026-05-19T12:00:00+06:00",
    }


def test_keys_are_enrolled_and_revoked_from_the_command_line(
    tmp_path: Path, folder: ElectionFolder, capsys: Capture
) -> None:
    run(["member", "keygen", "apple", str(tmp_path / "new.key"), "--json"])
    vkey = json.loads(capsys.readouterr().out)["vkey"]
    why = ("--reason", "a second machine")

    assert answer(capsys, "group", "enrol", folder.path, "apple", vkey, *why) == (
        0,
        {"member": "apple", "vkey": vkey, "changed": True},
    )
    assert answer(capsys, "group", "revoke", folder.path, vkey, *why) == (0, {"vkey": vkey, "changed": True})
    assert run(["group", "enrol", str(folder.path), "apple", vkey, *why]) == 2
    assert run(["group", "revoke", str(folder.path), vkey, "--reason", " "]) == 2
