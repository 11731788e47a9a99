"""`fsck` names the file that is wrong, and no other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sverka.office.fsck import fsck
from sverka.record.defects import DefectCode as Code
from sverka.record.facts import canonical_bytes, hash_of
from sverka.record.lock_database import Held, LockDatabase
from sverka.tlog.bundles import format_bundle, parse_bundle
from sverka.tlog.keys import ED25519, new_signer
from sverka.tlog.note import format_note
from sverka.tlog.tiles import Edge
from sverka.tlog.tree import leaf_hash
from tests.office.signed_folder import (
    ORIGIN,
    TAPE,
    checkpoint_of,
    count,
    definition,
    document,
    facts,
    signed_folder,
    write,
)

SIZE = 700
FULL, PARTIAL = "record/tile/entries/001", "record/tile/entries/002.p/188"
Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing wrong in it."""
    return signed_folder(tmp_path_factory.mktemp("sound") / "town", facts(SIZE))


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(sound, tmp_path / "town"))


def found(folder: Path) -> set[tuple[str, str]]:
    return {(each.file, each.code.value) for each in fsck(folder).defects}


def test_a_sound_folder_is_sound(sound: Path) -> None:
    verified = fsck(sound)

    assert verified.sound
    assert verified.defects == ()
    assert (verified.entries, verified.tiles, verified.evidence) == (SIZE, 4, 3)


def flip(folder: Path, path: str, at: int = 40) -> None:
    """Change one bit of a file."""
    content = bytearray((folder / path).read_bytes())
    content[at] ^= 1
    (folder / path).write_bytes(content)


def change_entry(folder: Path, path: str, place: int, *, tile: str = "") -> None:
    """Change one vote in a bundle, and, where it is asked for, the hash of the entry in its tile."""
    entries = parse_bundle((folder / path).read_bytes())
    entries[place] = entries[place].replace(b'"apple":30', b'"apple":31')
    (folder / path).write_bytes(format_bundle(entries))
    if tile:
        hashes = bytearray((folder / tile).read_bytes())
        hashes[32 * place : 32 * place + 32] = leaf_hash(entries[place])
        (folder / tile).write_bytes(hashes)


def change_entry_and_hash(folder: Path, entry: int, place: int) -> None:
    """Change an entry of a bundle, and another hash in its tile: neither file is right as a whole."""
    change_entry(folder, FULL, entry)
    flip(folder, "record/tile/0/001", 32 * place)


DAMAGES: dict[str, tuple[Damage, set[tuple[str, Code]]]] = {
    "an entry": (lambda f: change_entry(f, FULL, 9), {(FULL, Code.ENTRY_CHANGED)}),
    "an entry of the last bundle": (
        lambda f: change_entry(f, PARTIAL, 9),
        {(PARTIAL, Code.ENTRY_CHANGED)},
    ),
    "an entry with its tile": (
        lambda f: change_entry(f, FULL, 9, tile="record/tile/0/001"),
        {(FULL, Code.BUNDLE_CHANGED), ("record/tile/0/001", Code.TILE_CHANGED)},
    ),
    "an entry, and another hash in its tile": (
        lambda f: change_entry_and_hash(f, 9, 20),
        {(FULL, Code.ENTRY_CHANGED), ("record/tile/0/001", Code.TILE_CHANGED)},
    ),
    "a tile": (lambda f: flip(f, "record/tile/0/001"), {("record/tile/0/001", Code.TILE_CHANGED)}),
    "a partial tile": (
        lambda f: flip(f, "record/tile/0/002.p/188"),
        {("record/tile/0/002.p/188", Code.TILE_CHANGED)},
    ),
    "a tile above": (
        lambda f: flip(f, "record/tile/1/000.p/2"),
        {("record/tile/1/000.p/2", Code.TILE_CHANGED)},
    ),
    "a tile cut short": (
        lambda f: write(f / "record/tile/0/000", (f / "record/tile/0/000").read_bytes()[:-1]),
        {("record/tile/0/000", Code.TILE_CHANGED)},
    ),
    "a missing tile": (
        lambda f: (f / "record/tile/0/001").unlink(),
        {("record/tile/0/001", Code.TILE_MISSING)},
    ),
    "a missing bundle": (lambda f: (f / FULL).unlink(), {(FULL, Code.BUNDLE_MISSING)}),
    "a bundle cut short": (
        lambda f: write(f / FULL, (f / FULL).read_bytes()[:-1]),
        {(FULL, Code.BUNDLE_UNREADABLE)},
    ),
    "a bundle without its last entry": (
        lambda f: write(f / PARTIAL, format_bundle(parse_bundle((f / PARTIAL).read_bytes())[:-1])),
        {(PARTIAL, Code.BUNDLE_UNREADABLE)},
    ),
    "no checkpoint": (
        lambda f: (f / "record/checkpoint").unlink(),
        {("record/checkpoint", Code.CHECKPOINT_MISSING)},
    ),
    "a checkpoint with a changed size": (
        lambda f: write(
            f / "record/checkpoint", (f / "record/checkpoint").read_bytes().replace(b"\n700\n", b"\n699\n")
        ),
        {
            ("record/checkpoint", Code.CHECKPOINT_UNSIGNED),
            ("record/checkpoint", Code.ROOT_OTHER),
        },
    ),
    "a checkpoint with an extension": (
        lambda f: write(
            f / "record/checkpoint", (f / "record/checkpoint").read_bytes().replace(b"\n700\n", b"\n700\nx\n")
        ),
        {("record/checkpoint", Code.CHECKPOINT_UNREADABLE)},
    ),
    "no key": (lambda f: (f / "log.vkey").unlink(), {("log.vkey", Code.KEY_MISSING)}),
    "a broken key": (lambda f: write(f / "log.vkey", b"town\n"), {("log.vkey", Code.KEY_UNREADABLE)}),
    "a broken policy": (
        lambda f: write(f / "policy.txt", b"quorum all\n"),
        {("policy.txt", Code.POLICY_UNREADABLE)},
    ),
    "a policy of another log": (
        lambda f: write(f / "policy.txt", b"quorum none\n"),
        {("record/checkpoint", Code.POLICY_UNMET)},
    ),
    "changed evidence": (
        lambda f: write(f / "evidence" / hash_of(TAPE), TAPE + b" "),
        {(f"evidence/{hash_of(TAPE)}", Code.EVIDENCE_CHANGED)},
    ),
    "missing evidence": (
        lambda f: (f / "evidence" / hash_of(TAPE)).unlink(),
        {(f"evidence/{hash_of(TAPE)}", Code.EVIDENCE_MISSING)},
    ),
    "evidence that no fact names": (
        lambda f: write(f / "evidence" / hash_of(b"x"), b"x"),
        {(f"evidence/{hash_of(b'x')}", Code.EVIDENCE_UNNAMED)},
    ),
    "a strange file of evidence": (
        lambda f: write(f / "evidence/scan.jpg", b"x"),
        {("evidence/scan.jpg", Code.FILE_STRANGE)},
    ),
    "a changed definition": (
        lambda f: write(f / "election.toml", (f / "election.toml").read_bytes() + b"\n"),
        {("election.toml", Code.PAPER_CHANGED)},
    ),
    "a missing table": (lambda f: (f / "stations.csv").unlink(), {("stations.csv", Code.PAPER_MISSING)}),
    "a table of aliases that is not recorded": (
        lambda f: write(f / "aliases.csv", b"x"),
        {("aliases.csv", Code.PAPER_UNRECORDED)},
    ),
    "a strange file of the record": (
        lambda f: write(f / "record/tile/0/1", b"x"),
        {("record/tile/0/1", Code.FILE_STRANGE)},
    ),
    "a key": (
        lambda f: write(f / "notes.txt", b"PRIVATE+KEY+town+00000000+AAAA"),
        {("notes.txt", Code.KEY_IN_FOLDER)},
    ),
    "a lock database": (lambda f: write(f / "locks.sqlite", b"x"), {("locks.sqlite", Code.KEY_IN_FOLDER)}),
    "a home of keys": (
        lambda f: write(f / "home/keys/town/00000000.skey", b"x"),
        {("home/keys/town/00000000.skey", Code.KEY_IN_FOLDER)},
    ),
    "a folder beside": (lambda f: write(f / "letters/a.txt", b"x"), {("letters", Code.FILE_BESIDE)}),
    "a key as evidence": (
        lambda f: write(f / "evidence" / hash_of(b"PRIVATE+KEY+x"), b"PRIVATE+KEY+x"),
        {
            (f"evidence/{hash_of(b'PRIVATE+KEY+x')}", Code.KEY_IN_FOLDER),
            (f"evidence/{hash_of(b'PRIVATE+KEY+x')}", Code.EVIDENCE_UNNAMED),
        },
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_the_file_that_is_wrong_is_named(name: str, folder: Path) -> None:
    damage, expected = DAMAGES[name]
    damage(folder)

    assert found(folder) == {(file, code.value) for file, code in expected}


def test_what_writers_leave_behind_is_harmless(folder: Path) -> None:
    entries = facts(SIZE + 60)
    later = signed_folder(folder.parent / "later", entries)
    left = ["record/tile/entries/002.p/248", "record/tile/0/002.p/248", "record/tile/0/001.tmp"]
    for path in left[:2]:
        write(folder / path, (later / path).read_bytes())
    write(folder / left[2], b"half of a ti")

    assert fsck(folder).sound
    assert found(folder) == {(path, Code.FILE_LEFT_BEHIND.value) for path in left}


def test_files_of_earlier_checkpoints_must_begin_those_that_continue_them(folder: Path) -> None:
    earlier = signed_folder(folder.parent / "earlier", facts(SIZE - 50))
    tile, bundle = "record/tile/0/002.p/138", "record/tile/entries/002.p/138"
    for path in (tile, bundle):
        write(folder / path, (earlier / path).read_bytes())
    assert found(folder) == set()
    flip(folder, tile)
    change_entry(folder, bundle, 3)

    assert found(folder) == {(tile, Code.EARLIER_CHANGED.value), (bundle, Code.EARLIER_CHANGED.value)}


def test_full_files_stand_in_for_partial_ones(tmp_path: Path) -> None:
    folder, later = (signed_folder(tmp_path / name, facts(size)) for name, size in (("a", 700), ("b", 800)))
    for path, full in (
        ("record/tile/entries/002", PARTIAL),
        ("record/tile/0/002", "record/tile/0/002.p/188"),
    ):
        (folder / full).unlink()
        write(folder / path, (later / path).read_bytes())

    assert found(folder) == set()


def test_a_rewritten_record_has_another_root(tmp_path: Path) -> None:
    """Everything but the checkpoint made anew: the files agree with each other, and nobody signed them."""
    folder = signed_folder(tmp_path / "town", facts(SIZE))
    checkpoint = (folder / "record/checkpoint").read_bytes()
    changed = facts(SIZE)
    changed[300] = canonical_bytes(count(298, apple=31))
    rewritten = signed_folder(tmp_path / "rewritten", changed)
    write(rewritten / "record/checkpoint", checkpoint)

    assert found(rewritten) == {("record/checkpoint", Code.ROOT_OTHER.value)}


def test_the_key_given_decides_not_that_of_the_folder(sound: Path) -> None:
    other = new_signer(ORIGIN, ED25519, bytes(32)).verifier
    defects = {(each.file, each.code) for each in fsck(sound, vkey=other).defects}

    assert defects == {("log.vkey", Code.KEY_OTHER), ("record/checkpoint", Code.CHECKPOINT_UNSIGNED)}


FACTS: dict[str, tuple[bytes, Code]] = {
    "no JSON": (b"{", Code.FACT_UNREADABLE),
    "a negative figure": (
        canonical_bytes(count(5000)).replace(b'"apple":30', b'"apple":-3'),
        Code.FACT_UNREADABLE,
    ),
    "a space": (canonical_bytes(count(5000)).replace(b",", b", ", 1), Code.FACT_NOT_CANONICAL),
    "a key twice": (
        canonical_bytes(count(5000)).replace(b'"apple":30', b'"apple":30,"apple":30'),
        Code.FACT_NOT_CANONICAL,
    ),
    "another kind": (
        b'{"kind":"rumour","received":"2026-05-17T21:00:00+06:00","schema":1}',
        Code.FACT_UNKNOWN,
    ),
    "a later schema": (
        canonical_bytes(count(5000)).replace(b'"schema":1', b'"schema":2'),
        Code.FACT_UNKNOWN,
    ),
    "no time": (
        canonical_bytes(count(5000)).replace(b"2026-05-17T21:00:00+06:00", b"yesterday"),
        Code.FACT_WITHOUT_TIME,
    ),
    "a chain that begins elsewhere": (
        canonical_bytes(count(5000, supersedes="0" * 64)),
        Code.CHAIN_BROKEN,
    ),
    "a second beginning": (canonical_bytes(count(0, apple=29)), Code.CHAIN_BROKEN),
    "a file that is named by no hash": (
        canonical_bytes(document(TAPE)).replace(hash_of(TAPE).encode(), b"../../log.vkey"),
        Code.EVIDENCE_NO_HASH,
    ),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_that_is_wrong_is_named_though_it_was_signed(name: str, tmp_path: Path) -> None:
    entry, code = FACTS[name]
    defects = fsck(signed_folder(tmp_path / "town", [*facts(20), entry])).defects

    assert [(each.file, each.code) for each in defects] == [("record/tile/entries/000.p/21", code)]
    assert defects[0].context["entry"] == 20


def test_a_correction_goes_on_from_the_fact_before(tmp_path: Path) -> None:
    before = canonical_bytes(count(0))
    correction = canonical_bytes(count(0, apple=29, supersedes=hash_of(before)))

    assert found(signed_folder(tmp_path / "town", [*facts(20), correction])) == set()


def test_withheld_evidence_is_said_and_may_be_missing(tmp_path: Path) -> None:
    withheld = document(
        TAPE, supersedes=hash_of(canonical_bytes(document(TAPE))), withheld="a telephone number"
    )
    folder = signed_folder(tmp_path / "town", [*facts(20), canonical_bytes(withheld)], evidence=())
    verified = fsck(folder)

    assert verified.sound
    assert [(each.code, each.context["reason"]) for each in verified.defects] == [
        (Code.EVIDENCE_WITHHELD, "a telephone number")
    ]


def test_an_empty_record_is_sound(tmp_path: Path) -> None:
    folder = signed_folder(tmp_path / "town", [canonical_bytes(definition())], evidence=())

    assert fsck(folder).sound


LOCKS: dict[str, tuple[int, bytes | None, Code | None]] = {
    "the same": (20, None, None),
    "behind": (10, None, Code.LOCK_BEHIND),
    "ahead": (30, None, Code.LOCK_AHEAD),
    "of another history": (20, bytes(32), Code.LOCK_OTHER),
}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_of_this_machine_is_held_against_the_folder(name: str, tmp_path: Path) -> None:
    size, root, code = LOCKS[name]
    folder = signed_folder(tmp_path / "town", facts(20))
    edge = Edge().grown([leaf_hash(each) for each in facts(20)])[0]
    lock = LockDatabase(tmp_path / "locks.sqlite")
    note = format_note(checkpoint_of(edge))
    lock.adopt(Held(origin=ORIGIN, size=size, root=root or edge.root, checkpoint=note))

    assert [each.code for each in fsck(folder, lock=lock).defects] == ([code] if code else [])
