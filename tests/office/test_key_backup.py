"""A backup of keys opens with its passphrase only, whole; an old lock is never put in the place of a newer one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.home import lock_database
from sverka.office.key_backup import KeyBackup, parse_sealed, seal, unseal
from sverka.office.key_loss import declare_lost
from sverka.office.key_restore import backup_of, restore, write_backup
from sverka.office.key_rotation import rotate
from sverka.office.key_standing import Standing, adopt, key_state
from sverka.office.keys import keys_folder, signers_of
from sverka.tlog.keys import format_skey
from tests.office.test_keys import clock, copy_of
from tests.town import HAND, MACHINE, add, files_of, town

WORDS = "correct horse battery staple"
CHEAP = 2**4
KEPT = KeyBackup(keys=("PRIVATE+KEY+a+b",), size=3, root=b"r" * 32, checkpoint=b"note", state="open")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    return folder


def sealed(passphrase: str = WORDS) -> bytes:
    return seal(KEPT, passphrase, origin="a", made="2026-05-17T21:00:00+00:00", cost=CHEAP)


BACKUP = sealed()
LETTER = st.sampled_from("ABCDxyz019")

# the file


def test_a_backup_opens_with_its_passphrase() -> None:
    assert unseal(parse_sealed(sealed(), place="b"), WORDS, place="b") == KEPT


def test_a_passphrase_is_the_same_however_its_letters_are_composed() -> None:
    composed, taken_apart = "\u0439 \u0451 four or five words", "\u0438\u0306 \u0435\u0308 four or five words"

    assert unseal(parse_sealed(sealed(composed), place="b"), taken_apart, place="b") == KEPT


def test_two_backups_of_the_same_are_two_texts_that_show_nothing() -> None:
    first, second = sealed(), sealed()

    assert json.loads(first)["sealed"] != json.loads(second)["sealed"]
    assert b"PRIVATE" not in first


@pytest.mark.parametrize("wrong", ["", WORDS + " ", WORDS.upper(), "x"])
def test_another_passphrase_opens_nothing(wrong: str) -> None:
    with pytest.raises(Fault, match="passphrase is not that"):
        unseal(parse_sealed(sealed(), place="b"), wrong, place="b")


@given(
    field=st.sampled_from(["made", "nonce", "origin", "salt", "sealed"]), at=st.integers(0, 15), letter=LETTER
)
def test_a_changed_backup_opens_nothing(field: str, at: int, letter: str) -> None:
    """Any line of it: the name of the record, too, is under the seal."""
    document = json.loads(BACKUP)
    place = document["scrypt"] if field == "salt" else document
    at %= len(place[field]) - 2 if field in ("salt", "sealed") else len(place[field])
    place[field] = place[field][:at] + letter + place[field][at + 1 :]
    content = json.dumps(document).encode()
    if json.loads(content) == json.loads(BACKUP):
        return

    with pytest.raises(Fault):
        unseal(parse_sealed(content, place="b"), WORDS, place="b")


@pytest.mark.parametrize("cost", [0, 1, 3, 2**21, 2**40])
def test_a_cost_that_nobody_chose_is_refused_before_it_is_paid(cost: int) -> None:
    document = json.loads(sealed())
    document["scrypt"]["n"] = cost

    with pytest.raises(Fault, match="not a backup of keys"):
        parse_sealed(json.dumps(document).encode(), place="b")


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[]", b'{"format":"sverka-key-backup-2"}'])
def test_what_is_no_backup_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(Fault, match="not a backup of keys"):
        parse_sealed(content, place="b")


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Fault, match="11 characters"):
        seal(KEPT, "elevenchars", origin="a", made="t", cost=CHEAP)


def test_a_backup_goes_over_nothing_and_not_into_the_election(folder: ElectionFolder, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        write_backup(b"x", folder.path / "evidence" / "keys", folder.path)
    assert refused.value.code == "R223"
    write_backup(b"x", tmp_path / "b", folder.path)
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0
    with pytest.raises(Fault, match="a file already"):
        write_backup(b"y", tmp_path / "b", folder.path)
    assert (tmp_path / "b").read_bytes() == b"x"


# restoring


def test_another_machine_writes_on_with_a_backup(
    folder: ElectionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotate(folder, reason="yearly", now=clock)
    kept, keys = backup_of(folder.origin), signers_of(folder.origin)
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "another"))
    assert key_state(folder).standing is Standing.MIRROR

    assert len(restore(kept, folder.origin)) == 2
    assert signers_of(folder.origin) == keys
    assert key_state(folder).standing is Standing.WRITER
    add(folder, HAND, "hand")


def test_a_backup_restored_twice_is_restored_once(folder: ElectionFolder, tmp_path: Path) -> None:
    kept, before = backup_of(folder.origin), files_of(tmp_path)

    assert restore(kept, folder.origin) == []
    assert {name for name in files_of(tmp_path) if "-journal" not in name} == {
        name for name in before if "-journal" not in name
    }
    assert key_state(folder).standing is Standing.WRITER


def test_an_old_lock_is_not_put_in_the_place_of_a_newer_one(folder: ElectionFolder) -> None:
    kept = backup_of(folder.origin)
    add(folder, HAND, "hand")
    held = lock_database().held(folder.origin)

    with pytest.raises(Refused, match="old lock") as refused:
        restore(kept, folder.origin)
    assert refused.value.code == "R225"
    assert lock_database().held(folder.origin) == held


def test_a_key_that_is_gone_is_put_back_beside_the_newer_lock(folder: ElectionFolder) -> None:
    kept = backup_of(folder.origin)
    add(folder, HAND, "hand")
    for file in keys_folder(folder.origin).glob("*.skey"):
        file.unlink()

    assert len(restore(kept, folder.origin, keys_only=True)) == 1
    assert key_state(folder).standing is Standing.WRITER


def test_an_old_lock_on_a_new_machine_signs_nothing_until_a_person_adopts(
    folder: ElectionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = backup_of(folder.origin)
    add(folder, HAND, "hand")
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "another"))
    restore(kept, folder.origin)

    assert key_state(folder).standing is Standing.LOCK_BEHIND
    with pytest.raises(Refused) as refused:
        add(folder, MACHINE, "observer")
    assert refused.value.code == "R205"
    assert adopt(folder).size == folder.store.size
    add(folder, MACHINE, "observer")
    assert key_state(folder).standing is Standing.WRITER


def test_a_record_that_was_closed_is_not_opened_by_a_backup(folder: ElectionFolder) -> None:
    origin, kept = folder.origin, backup_of(folder.origin)
    declare_lost(folder, reason="stolen", now=clock)

    for keys_only in (False, True):
        with pytest.raises(Refused) as refused:
            restore(kept, origin, keys_only=keys_only)
        assert refused.value.code == "R204"


def test_keys_of_another_record_are_not_put_in(folder: ElectionFolder) -> None:
    with pytest.raises(Fault, match="another record"):
        restore(backup_of(folder.origin), "another/record")


# how it stands


def test_every_way_in_which_they_disagree_has_its_name(
    folder: ElectionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, origin = copy_of(folder, tmp_path / "old"), folder.origin
    kept = backup_of(origin)
    add(folder, HAND, "hand")
    assert key_state(folder).standing is Standing.WRITER
    assert key_state(old).standing is Standing.FOLDER_BEHIND

    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "thief"))
    restore(kept, origin)
    add(old, HAND, "observer")
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "home"))
    assert old.store.size == folder.store.size
    assert key_state(old).standing is Standing.TWO_HISTORIES
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "thief"))
    add(old, HAND, "hand")
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "home"))
    assert key_state(old).standing is Standing.TWO_HISTORIES
    (tmp_path / "home" / "locks.sqlite").unlink()
    assert key_state(folder).standing is Standing.LOCK_MISSING


def test_a_fork_is_not_adopted(
    folder: ElectionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fork, kept = copy_of(folder, tmp_path / "fork"), backup_of(folder.origin)
    add(folder, HAND, "hand")
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "thief"))
    restore(kept, fork.origin)
    add(fork, MACHINE, "observer")
    add(fork, HAND, "hand")
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "home"))
    before = lock_database().held(folder.origin)

    with pytest.raises(Refused) as refused:
        adopt(fork)
    assert refused.value.code == "R227"
    assert lock_database().held(folder.origin) == before


def test_a_state_that_the_key_did_not_sign_is_not_adopted(folder: ElectionFolder, tmp_path: Path) -> None:
    other = town(tmp_path / "other").folder
    (folder.path / "record" / "checkpoint").write_bytes(other.store.note() or b"")

    with pytest.raises(Fault, match="no signature by a known key"):
        adopt(folder)


def test_tiles_that_do_not_lead_to_the_checkpoint_are_not_adopted(folder: ElectionFolder) -> None:
    tile = next((folder.path / "record" / "tile" / "0").rglob(str(folder.store.size)))
    tile.write_bytes(tile.read_bytes()[:-1] + b"\x00")

    with pytest.raises(Fault, match="do not lead"):
        adopt(folder)


def test_a_backup_holds_the_keys_and_the_lock(folder: ElectionFolder) -> None:
    kept, held = backup_of(folder.origin), lock_database().held(folder.origin)

    assert kept.keys == tuple(format_skey(signer) for signer in signers_of(folder.origin))
    assert kept.held(folder.origin) == held
