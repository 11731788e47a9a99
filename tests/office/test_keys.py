"""Keys: for their owner's eyes only, never in an election folder, rotated, retired and lost without losing a fact."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sverka.errors import Fault, Refused
from sverka.office.anchoring import Authority as Asked
from sverka.office.anchoring import anchor
from sverka.office.anchors import check_anchors
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.home import lock_database
from sverka.office.key_loss import declare_lost
from sverka.office.key_rotation import retire, rotate
from sverka.office.key_standing import Standing, key_state
from sverka.office.keys import keep, keys_folder, make_key, set_aside, signers_held, signers_of
from sverka.office.policy_file import read_policy
from sverka.office.writer_lock import only_writer
from sverka.record.facts import KeyFact, canonical_bytes, hash_of, parse_fact
from sverka.record.lock_database import CLOSED
from sverka.tlog.checkpoint import open_checkpoint
from sverka.tlog.errors import SignatureError
from sverka.tlog.keys import Verifier, format_vkey, parse_vkey
from sverka.tlog.tree import check_consistency, prove_consistency
from tests.office.authority import Authority
from tests.town import HAND, MACHINE, MORNING, add, files_of, town

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    monkeypatch.setenv("SVERKA_HOME", str(home))
    return home


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    folder = town(tmp_path / "e").folder
    add(folder, MACHINE)
    return folder


def clock(_: str) -> str:
    return MORNING


def signed(folder: ElectionFolder, *verifiers: Verifier) -> list[bool]:
    """Which of the keys signed the folder's checkpoint."""
    note = folder.store.note() or b""

    def by(verifier: Verifier) -> bool:
        try:
            open_checkpoint(note, [verifier])
        except SignatureError:
            return False
        return True

    return [by(verifier) for verifier in verifiers]


def key_facts(folder: ElectionFolder) -> list[KeyFact]:
    return list(folder.open().snapshot.keys.values())


# files


@POSIX
def test_a_key_is_for_its_owners_eyes_only(folder: ElectionFolder) -> None:
    (file,) = keys_folder(folder.origin).glob("*.skey")

    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_signs_nothing(mode: int, folder: ElectionFolder) -> None:
    (file,) = keys_folder(folder.origin).glob("*.skey")
    file.chmod(mode)

    with pytest.raises(Refused, match="can be read by others") as refused:
        add(folder, HAND, "hand")
    assert refused.value.code == "R222"


def test_no_key_lies_in_the_folder(folder: ElectionFolder) -> None:
    assert not [name for name, content in files_of(folder.path).items() if b"PRIVATE" in content]


@pytest.mark.parametrize("below", ["home", "public/home", "."])
def test_a_home_inside_an_election_folder_is_refused(
    below: str, folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVERKA_HOME", str(folder.path / below))
    before = files_of(folder.path)

    for attempt in (lambda: add(folder, HAND, "hand"), lambda: make_key("a/b"), lambda: signers_held("a/b")):
        with pytest.raises(Refused, match="lies in the election folder") as refused:
            attempt()
        assert refused.value.code == "R223"
    assert files_of(folder.path) == before


def test_a_home_where_an_election_is_to_be_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "new" / "keys"))

    with pytest.raises(Refused, match="lies in the election folder"):
        town(tmp_path / "new")
    assert not list(tmp_path.rglob("*.skey"))


def test_what_is_no_key_or_another_records_is_refused(folder: ElectionFolder) -> None:
    (file,) = keys_folder(folder.origin).glob("*.skey")
    skey = file.read_text()
    file.write_text("PRIVATE+KEY+nonsense")
    with pytest.raises(Fault, match="not a key") as fault:
        signers_of(folder.origin)
    assert "nonsense" not in str(fault.value)
    file.write_text(skey)
    other = make_key("another/log").verifier
    (keys_folder(other.name) / f"{other.key_id:08x}.skey").rename(file.parent / "00000000.skey")

    with pytest.raises(Fault, match="a key of 'another/log'"):
        signers_of(folder.origin)


def test_a_key_is_never_written_over(folder: ElectionFolder) -> None:
    with pytest.raises(Fault, match="a key already"):
        keep(signers_of(folder.origin)[0])


# rotation


def test_a_new_key_signs_beside_the_old_one(folder: ElectionFolder) -> None:
    old, size = folder.key, folder.store.size
    new = rotate(folder, reason="yearly", now=clock)

    assert folder.key == new != old
    assert folder.origin == old.name
    assert signed(folder, old, new) == [True, True]
    fact = parse_fact(folder.store.entry(size))
    assert isinstance(fact, KeyFact)
    assert (fact.vkey, fact.state, fact.reason) == (format_vkey(new), "in-force", "yearly")
    add(folder, HAND, "hand")
    assert signed(folder, old, new) == [True, True]
    assert [log.key for log in read_policy(folder.path).logs] == [new, old]


def test_a_retired_key_signs_no_longer(folder: ElectionFolder) -> None:
    old, new = folder.key, rotate(folder, reason="yearly", now=clock)
    assert retire(folder, reason="all have it", now=clock) == [old]

    assert signed(folder, old, new) == [True, True]  # the checkpoint that says so
    add(folder, HAND, "hand")
    assert signed(folder, old, new) == [False, True]
    assert [(fact.vkey, fact.state) for fact in key_facts(folder)] == [
        (format_vkey(new), "in-force"),
        (format_vkey(old), "retired"),
    ]
    assert [log.key for log in read_policy(folder.path).logs] == [new]
    assert (keys_folder(old.name) / "retired" / f"{old.key_id:08x}.skey").is_file()
    assert not fsck(folder.path).defects


def test_which_key_is_in_force_does_not_depend_on_when_its_file_was_copied(folder: ElectionFolder) -> None:
    old, new = folder.key, rotate(folder, reason="yearly", now=clock)
    os.utime(keys_folder(old.name) / f"{old.key_id:08x}.skey")

    assert signers_of(folder.origin)[0].verifier == old
    assert retire(folder, reason="all have it", now=clock) == [old]
    assert folder.key == new


def test_keys_follow_each_other_and_each_fact_names_the_one_before(folder: ElectionFolder) -> None:
    rotate(folder, reason="first", now=clock)
    newest = rotate(folder, reason="second", now=clock)
    assert len(retire(folder, reason="done", now=clock)) == 2
    facts = key_facts(folder)

    assert [fact.supersedes for fact in facts] == [
        "",
        *(hash_of(canonical_bytes(fact)) for fact in facts[:-1]),
    ]
    assert [signer.verifier for signer in signers_of(folder.origin)] == [newest]


def test_the_only_key_is_not_retired(folder: ElectionFolder, tmp_path: Path) -> None:
    before = files_of(tmp_path)

    with pytest.raises(Refused) as refused:
        retire(folder, reason="why not", now=clock)
    assert refused.value.code == "R224"
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_key_is_changed_for_a_reason(reason: str, folder: ElectionFolder, tmp_path: Path) -> None:
    before = files_of(tmp_path)

    for change in (rotate, retire, declare_lost):
        with pytest.raises(Fault, match="nothing is given"):
            change(folder, reason=reason, now=clock)
    assert files_of(tmp_path) == before


class Stop(Exception):
    """A process that ends in the middle."""


@pytest.fixture(params=["append", "keep", "show_keys"])
def stopped(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The next rotation ends at one of its steps."""

    def stop(*_: object, **__: object) -> None:
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(f"sverka.office.key_rotation.{request.param}", stop)
        yield patch


def test_an_interrupted_rotation_is_finished_by_the_same_command(
    folder: ElectionFolder, stopped: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Stop):
        rotate(folder, reason="yearly", now=clock)
    stopped.undo()
    add(folder, HAND, "hand")
    with pytest.raises(Refused) as refused:
        retire(folder, reason="too early", now=clock)
    assert refused.value.code == "R224"
    new = rotate(folder, reason="yearly", now=clock)

    assert folder.key == new
    assert {file.suffix for file in keys_folder(folder.origin).iterdir()} == {".skey"}
    assert len(signers_of(folder.origin)) == 2
    assert [fact.vkey for fact in key_facts(folder)] == [format_vkey(new)]


def test_an_interrupted_retirement_is_finished_by_the_same_command(
    folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    rotate(folder, reason="yearly", now=clock)

    def stop(*_: object) -> None:
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr("sverka.office.key_rotation.set_aside", stop)
        with pytest.raises(Stop):
            retire(folder, reason="all have it", now=clock)
    retire(folder, reason="all have it", now=clock)

    assert [fact.state for fact in key_facts(folder)] == ["in-force", "retired"]
    assert len(signers_of(folder.origin)) == 1


def test_without_the_key_that_the_folder_shows_nothing_is_rotated(folder: ElectionFolder) -> None:
    old = signers_of(folder.origin)[0]
    rotate(folder, reason="yearly", now=clock)
    set_aside(next(each for each in signers_of(folder.origin) if each != old), "elsewhere")

    assert signers_of(folder.origin) == [old]
    for change in (rotate, retire):
        with pytest.raises(Fault, match=r"log\.vkey shows"):
            change(folder, reason="again", now=clock)
    assert not list(keys_folder(folder.origin).glob("*.new"))


def test_no_key_is_changed_while_a_writer_has_the_old_ones_in_its_hands(folder: ElectionFolder) -> None:
    with only_writer(folder.path):
        for change in (rotate, retire, declare_lost):
            with pytest.raises(Refused) as refused:
                change(folder, reason="yearly", now=clock)
            assert refused.value.code == "R104"


# loss


def test_a_lost_key_ends_its_log_and_a_new_one_begins_with_the_same_facts(folder: ElectionFolder) -> None:
    lost, last, note = folder.key, folder.store.checkpoint(), folder.store.note()
    assert last is not None
    assert note is not None
    before = list(folder.store.entries())
    new = declare_lost(folder, reason="the laptop was stolen", now=clock)
    now = folder.store.checkpoint()
    assert now is not None
    (fact,) = key_facts(folder)

    assert (folder.key, folder.origin, now.origin) == (new, new.name, new.name)
    assert new.name != lost.name
    assert new.name.rsplit("/", 1)[0] == lost.name.rsplit("/", 1)[0]
    assert signed(folder, lost, new) == [False, True]
    assert list(folder.store.entries())[:-1] == before
    proof = prove_consistency(last.size, now.size, folder.store.hashes(now.size))
    check_consistency(proof, old=last.size, old_root=last.root, size=now.size, root=now.root)
    assert fact.predecessor is not None
    assert fact.predecessor.origin == lost.name
    assert parse_vkey(fact.predecessor.vkey) == lost
    assert (fact.predecessor.size, fact.predecessor.root) == (last.size, last.root.hex())
    assert folder.evidence.get(fact.predecessor.checkpoint) == note
    assert (fact.vkey, fact.state, fact.reason) == (format_vkey(new), "in-force", "the laptop was stolen")


def test_the_new_log_is_written_to_and_the_old_one_is_closed_for_ever(
    folder: ElectionFolder, tmp_path: Path
) -> None:
    old_folder = copy_of(folder, tmp_path / "old")
    lost = folder.key
    declare_lost(folder, reason="stolen", now=clock)
    add(folder, HAND, "hand")

    assert not fsck(folder.path).defects
    held = lock_database().held(lost.name)
    assert held is not None
    assert held.state == CLOSED
    assert signers_held(lost.name) == []
    assert [log.key for log in read_policy(folder.path).logs] == [folder.key]
    restored = next((keys_folder(lost.name) / "lost").iterdir())
    restored.replace(keys_folder(lost.name) / restored.name)
    with pytest.raises(Refused) as refused:
        add(old_folder, HAND, "hand")
    assert refused.value.code == "R204"


def test_a_mirror_without_key_or_lock_is_enough(
    folder: ElectionFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = copy_of(folder, tmp_path / "mirror")
    monkeypatch.setenv("SVERKA_HOME", str(tmp_path / "another machine"))
    lost = mirror.key
    declare_lost(mirror, reason="the machine burned", now=clock, origin="kg/again")
    add(mirror, HAND, "hand")

    assert mirror.origin == "kg/again"
    assert key_state(mirror).standing is Standing.WRITER
    held = lock_database().held(lost.name)
    assert held is not None
    assert held.state == CLOSED


def test_an_old_copy_is_not_gone_on_from_where_more_is_known_to_be_signed(
    folder: ElectionFolder, tmp_path: Path
) -> None:
    old = copy_of(folder, tmp_path / "old")
    add(folder, HAND, "hand")
    before = files_of(tmp_path)

    with pytest.raises(Refused) as refused:
        declare_lost(old, reason="stolen", now=clock)
    assert refused.value.code == "R226"
    assert files_of(tmp_path) == before


def test_a_name_that_was_used_is_not_used_again(folder: ElectionFolder, tmp_path: Path) -> None:
    other = town(tmp_path / "other").folder

    before = files_of(tmp_path)

    for used in (folder.origin, other.origin):
        with pytest.raises(Refused) as refused:
            declare_lost(folder, reason="stolen", now=clock, origin=used)
        assert refused.value.code == "R201"
    assert files_of(tmp_path) == before


def test_a_checkpoint_by_another_key_is_not_gone_on_from(folder: ElectionFolder, tmp_path: Path) -> None:
    other = town(tmp_path / "other").folder
    (folder.path / "log.vkey").write_bytes((other.path / "log.vkey").read_bytes())

    with pytest.raises((Fault, Refused)):
        declare_lost(folder, reason="stolen", now=clock)


@pytest.mark.parametrize("origin", ["", "kg/again"])
@pytest.mark.parametrize(
    "step", ["lock_database.LockDatabase.advance", "key_loss.append", "key_loss.show_keys"]
)
def test_an_interrupted_declaration_is_finished_by_the_same_command(
    step: str, origin: str, folder: ElectionFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, size = folder.key, folder.store.size
    room = "record" if step.startswith("lock") else "office"

    def stop(*_: object, **__: object) -> None:
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(f"sverka.{room}.{step}", stop)
        with pytest.raises(Stop):
            declare_lost(folder, reason="stolen", now=clock, origin=origin)
    new = declare_lost(folder, reason="stolen", now=clock, origin=origin)
    add(folder, HAND, "hand")

    assert folder.key == new
    assert not fsck(folder.path).defects
    (fact,) = key_facts(folder)
    assert fact.predecessor is not None
    assert (fact.predecessor.origin, fact.predecessor.size) == (lost.name, size)


def test_twice_lost_is_a_chain_of_logs_and_the_stamps_of_all_hold(
    folder: ElectionFolder, tmp_path: Path
) -> None:
    authority = Authority.at(tmp_path / "authority")

    def stamp() -> None:
        asked = Asked("http://tsa.example.org/", (authority.above.certificate,))
        assert anchor(folder.open(), [asked], now=clock, send=lambda _, query: authority.reply(query)).stamped

    stamp()
    for reason in ("stolen", "stolen again"):
        declare_lost(folder, reason=reason, now=clock)
        stamp()

    assert [each.problem for each in check_anchors(folder.open())] == ["", "", ""]
    first, second = (fact.predecessor for fact in key_facts(folder))
    assert first is not None
    assert second is not None
    assert first.size < second.size
    assert len({first.origin, second.origin, folder.origin}) == 3


def copy_of(folder: ElectionFolder, path: Path) -> ElectionFolder:
    """A copy of an election folder, file by file."""
    for name, content in files_of(folder.path).items():
        target = path / name
        if (folder.path / name).is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            os.utime(target)
    return ElectionFolder(path)
