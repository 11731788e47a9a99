"""The writer's side of the record: whole or not at all, one history, and every old copy refused."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.errors import Fault, Refused
from sverka.record.disk import HastyDisk
from sverka.record.ledger import Ledger
from sverka.record.lock_database import Held, LockDatabase
from sverka.tlog.checkpoint import open_checkpoint
from sverka.tlog.keys import ED25519, new_signer
from sverka.tlog.tiles import tiles_of
from tests.record.ledgers import SIGNER, Record, entries, record_of


class StoppingDisk(HastyDisk):
    """A disk that fails at one of its steps."""

    def __init__(self, steps: int, error: BaseException) -> None:
        self.left, self.error = steps, error

    def step(self) -> None:
        """Fail if this is the one."""
        self.left -= 1
        if self.left < 0:
            raise self.error

    def write(self, path: Path, content: bytes) -> None:
        """Write, or leave a part of the file and fail."""
        try:
            self.step()
        except BaseException:
            path.write_bytes(content[: len(content) // 2])
            raise
        super().write(path, content)

    def sync(self, path: Path) -> None:
        """Sync, or fail."""
        self.step()

    def rename(self, path: Path, target: Path) -> None:
        """Rename, or fail."""
        self.step()
        super().rename(path, target)


@pytest.mark.parametrize("number", [1, 255, 256, 257, 511, 512, 513, 800])
@pytest.mark.parametrize("first", [0, 1, 254, 255, 256, 257, 512])
def test_appended_in_two_pieces_is_appended_at_once(tmp_path: Path, first: int, number: int) -> None:
    whole = entries(number)
    pieces = record_of(tmp_path / "pieces", whole[:first], whole[first:])
    once = record_of(tmp_path / "once", whole)

    assert once.files().items() <= pieces.files().items()
    assert list(pieces.store.entries()) == whole


@given(st.lists(st.integers(0, 300), max_size=6))
def test_pieces_of_any_width_make_the_same_record(
    tmp_path_factory: pytest.TempPathFactory, widths: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("ledger")
    whole = entries(sum(widths))
    starts = [sum(widths[:place]) for place in range(len(widths))]
    pieces = [whole[start : start + width] for start, width in zip(starts, widths, strict=True)]
    record = record_of(folder / "pieces")
    ranges = record.append(*pieces)

    assert record_of(folder / "once", whole).files().items() <= record.files().items()
    assert [index for part in ranges for index in part] == list(range(len(whole)))


def test_the_checkpoint_is_signed_and_covers_everything(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(300))
    note = record.store.note()
    assert note is not None
    checkpoint, _ = open_checkpoint(note, [SIGNER.verifier])

    assert (checkpoint.origin, checkpoint.size) == ("example.com/record", 300)
    assert checkpoint.root == record.store.root(300)
    assert {tile.path for tile in tiles_of(300)} <= set(record.files())


def test_partial_files_go_when_the_full_one_has_a_checkpoint(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(10), entries(256)[10:])

    assert sorted(record.files()) == ["checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"]


def test_an_origin_is_never_used_for_a_second_record(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    shutil.rmtree(record.store.folder)

    with pytest.raises(Refused, match="R201"):
        record.begin()


def test_an_origin_under_which_nothing_was_signed_can_be_begun_again(tmp_path: Path) -> None:
    record = Record(tmp_path)
    record.begin()

    assert record.begin().append(entries(1)) == range(1)


def test_a_machine_that_never_wrote_a_record_does_not_write_it(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    elsewhere = LockDatabase(tmp_path / "another.sqlite")

    with pytest.raises(Refused, match="R203"):
        Ledger.open(record.store, [SIGNER], elsewhere, HastyDisk())


def test_a_closed_record_never_grows(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    ledger = record.open()
    record.lock.close(SIGNER.name)

    with pytest.raises(Refused, match="R204"):
        record.open()
    with pytest.raises(Refused, match="R202"):
        ledger.append(entries(1))


def test_an_old_copy_of_the_folder_is_refused(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    shutil.copytree(record.store.folder, tmp_path / "backup")
    record.append(entries(300))
    shutil.rmtree(record.store.folder)
    shutil.move(tmp_path / "backup", record.store.folder)

    with pytest.raises(Refused, match="R207: the record has 3 facts, and 303 were signed"):
        record.open()


def test_an_old_lock_is_refused(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    shutil.copy(record.lock.path, tmp_path / "backup")
    record.append(entries(4))
    shutil.copy(tmp_path / "backup", record.lock.path)

    with pytest.raises(Refused, match="R205: the record has 7 facts, the lock on this machine knows of 3"):
        record.open()


def test_two_copies_of_a_folder_never_write_two_histories(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    one, other = record.open(), record.open()
    one.append([b"one"])

    with pytest.raises(Refused, match="R202"):
        other.append([b"other"])


def test_a_history_that_this_machine_did_not_sign_last_is_refused(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    other = record_of(tmp_path / "other", [b"another", *entries(2)])
    shutil.copy(other.store.folder / "checkpoint", record.store.folder / "checkpoint")

    with pytest.raises(Refused, match="R206: two histories of 3 facts"):
        record.open()


def test_a_checkpoint_signed_by_another_key_is_refused(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    stranger = new_signer(SIGNER.name, ED25519, b"\1" * 32)

    with pytest.raises(Fault, match="no signature by a known key"):
        Ledger.open(record.store, [stranger], record.lock, HastyDisk())


@pytest.mark.parametrize("name", ["tile/0/000.p/3", "tile/entries/000.p/3"])
def test_a_right_edge_that_was_changed_is_refused_before_anything_is_signed(
    tmp_path: Path, name: str
) -> None:
    record = record_of(tmp_path, entries(3))
    path = record.store.folder / name
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    with pytest.raises(Fault, match=r"do not lead to the root|not those of the tree"):
        record.open()


def test_an_entry_too_long_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    before = record.files()

    with pytest.raises(Fault, match="a fact of 65536 bytes"):
        record.append([b"x" * 65_536])
    assert record.files() == before


def test_a_disk_that_is_full_leaves_the_record_as_it_was(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(300))
    before = record.files()
    full = Record(tmp_path, StoppingDisk(3, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))

    with pytest.raises(OSError, match="No space"):
        full.append(entries(1000))
    assert record.files() == before


@pytest.mark.parametrize("held", [0, 10, 250, 256])
@pytest.mark.parametrize("step", range(24))
def test_stopped_at_any_step_all_or_nothing_is_there_and_the_record_goes_on(
    tmp_path: Path, held: int, step: int
) -> None:
    whole = entries(held + 300)
    record = record_of(tmp_path, whole[:held])
    with suppress(KeyboardInterrupt):
        Record(tmp_path, StoppingDisk(step, KeyboardInterrupt())).append(whole[held:])
    there = record.open().size

    assert there in (held, len(whole))
    record.append(whole[there:], [b"more"])
    assert list(record.store.entries()) == [*whole, b"more"]


def test_a_checkpoint_that_was_signed_but_not_put_in_place_is_put_there_by_the_next_writer(
    tmp_path: Path,
) -> None:
    record = record_of(tmp_path, entries(3))
    before = record.store.note()
    record.append(entries(2))
    signed = record.store.note()
    assert before is not None
    (record.store.folder / "checkpoint").write_bytes(before)

    record.open()
    assert record.store.note() == signed


def test_a_lock_that_is_no_database_is_a_fault_with_its_place(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    record.lock.path.write_bytes(b"not a database" * 100)

    with pytest.raises(Fault, match="the lock database cannot be used") as raised:
        record.open()
    assert raised.value.place == str(record.lock.path)


def test_a_lock_takes_a_state_only_in_the_place_of_its_predecessor(tmp_path: Path) -> None:
    lock = LockDatabase(tmp_path / "locks.sqlite")
    first = lock.begin("o")
    second = Held(origin="o", size=1, root=b"1" * 32, checkpoint=b"1")
    lock.advance(first, second)

    with pytest.raises(Refused, match="R202"):
        lock.advance(first, Held(origin="o", size=1, root=b"2" * 32, checkpoint=b"2"))
    assert lock.held("o") == second


def test_who_reads_the_lock_waits_for_nobody_and_changes_nothing(tmp_path: Path) -> None:
    lock = LockDatabase(tmp_path / "locks.sqlite")
    lock.path.touch()
    empty = lock.held("o")
    begun = lock.begin("o")
    content = lock.path.read_bytes()
    with closing(sqlite3.connect(lock.path, isolation_level=None)) as writing:
        writing.execute("BEGIN IMMEDIATE")

        assert lock.held("o") == begun
    assert empty is None
    assert lock.path.read_bytes() == content
