"""The record for reading: what its checkpoint covers, all of it, and nothing that is broken."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.errors import Fault
from sverka.record.store import Store
from sverka.tlog.bundles import format_bundle
from sverka.tlog.tree import check_consistency, check_inclusion, leaf_hash, prove_consistency, prove_inclusion
from tests.record.ledgers import entries, record_of


def test_a_record_that_has_not_begun_has_no_entries(tmp_path: Path) -> None:
    store = Store(tmp_path / "record")

    assert store.size == 0
    assert list(store.entries()) == []


@pytest.mark.parametrize("size", [1, 4, 5, 6])
def test_a_bundle_is_read_to_a_size_that_no_checkpoint_ever_had(tmp_path: Path, size: int) -> None:
    record = record_of(tmp_path, entries(4))
    record.append(entries(7)[4:])

    assert record.store.bundle(0, size) == entries(7)[:size]


@given(st.integers(0, 600), st.integers(0, 600))
def test_any_stretch_of_entries_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, start: int, stop: int
) -> None:
    folder = tmp_path_factory.getbasetemp() / "stretches"
    if not folder.exists():
        record_of(folder, entries(600))
    store = Store(folder / "record")

    assert list(store.entries(start, stop)) == entries(600)[start:stop]
    assert [store.entry(index) for index in range(start, min(start + 3, stop))] == entries(600)[start:stop][
        :3
    ]


def test_tiles_prove_every_entry_and_the_growth_from_every_size(tmp_path: Path) -> None:
    store = record_of(tmp_path, entries(10), entries(300)[10:]).store
    read, root = store.hashes(300), store.root(300)

    for index in range(0, 300, 7):
        proof = prove_inclusion(index, 300, read)
        check_inclusion(proof, index=index, leaf=leaf_hash(store.entry(index)), size=300, root=root)
    for old in range(0, 301, 13):
        proof = prove_consistency(old, 300, read)
        check_consistency(proof, old=old, old_root=store.root(old), size=300, root=root)


def drop(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def narrow(path: Path) -> None:
    """A bundle gives way to a partial one, as in a copy of two moments."""
    path.unlink()
    path.with_name(path.name + ".p").mkdir()
    (path.with_name(path.name + ".p") / "7").write_bytes(format_bundle(entries(7)))


def short(path: Path) -> None:
    path.write_bytes(format_bundle(entries(9)))


@pytest.mark.parametrize("broken", [drop, cut, narrow, short])
@pytest.mark.parametrize("name", ["000", "001"])
def test_a_broken_record_is_refused_and_never_read_in_part(
    tmp_path: Path, broken: Callable[[Path], None], name: str
) -> None:
    store = record_of(tmp_path, entries(600)).store
    broken(store.folder / "tile" / "entries" / name)

    with pytest.raises(Fault) as raised:
        list(store.entries())
    assert name in raised.value.place
    assert "copy" in raised.value.cure


@pytest.mark.parametrize(
    "note, message",
    [
        (b"", "no checkpoint"),
        (b"example.com/record\n3\n", "no checkpoint"),
        ("example.com/record\n03\n\n— a aaaaaaaa\n".encode(), "a leading zero|2 lines"),
    ],
)
def test_a_checkpoint_that_is_none_is_refused(tmp_path: Path, note: bytes, message: str) -> None:
    store = record_of(tmp_path, entries(3)).store
    (store.folder / "checkpoint").write_bytes(note)

    with pytest.raises(Fault, match=message):
        _ = store.size


def test_a_record_without_its_checkpoint_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    store = record_of(tmp_path, entries(3)).store
    (store.folder / "checkpoint").unlink()

    with pytest.raises(Fault, match="has no checkpoint"):
        _ = store.size


@pytest.mark.parametrize("widths", [(1,) * 300, (200, 100)])
def test_a_reader_sees_a_beginning_of_the_record_while_it_grows(
    tmp_path: Path, widths: tuple[int, ...]
) -> None:
    whole = entries(sum(widths) + 40)
    record = record_of(tmp_path, whole[:40])
    ledger = record.open()

    def write() -> None:
        for width in widths:
            ledger.append(whole[ledger.size :][:width])

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while writer.is_alive():
        seen.append(list(record.store.entries()))
    writer.join()
    assert all(some == whole[: len(some)] for some in seen)
    assert list(record.store.entries()) == whole


def test_a_record_is_the_same_wherever_it_is_copied(tmp_path: Path) -> None:
    store = record_of(tmp_path, entries(300)).store
    shutil.copytree(store.folder, tmp_path / "a copy with spaces" / "record")

    assert list(Store(tmp_path / "a copy with spaces" / "record").entries()) == entries(300)


@pytest.mark.parametrize("left", ["tile/0/000", "tile/0/000.p/4", "tile/0/000.p/7"])
def test_what_an_interrupted_writer_left_is_in_no_tree(tmp_path: Path, left: str) -> None:
    record = record_of(tmp_path, entries(3), entries(6)[3:])
    expected = [record.store.root(size) for size in range(7)]
    (record.store.folder / left).write_bytes(b"?" * 32 * 256)

    assert [record.store.root(size) for size in range(7)] == expected


def test_a_file_that_was_never_signed_does_not_outlive_the_ones_beside_it(tmp_path: Path) -> None:
    record = record_of(tmp_path, entries(3))
    for kind in ("0", "entries"):
        (record.store.folder / "tile" / kind / "000.p" / "4").write_bytes(b"never signed")
        (record.store.folder / "tile" / kind / "000.p" / "9.tmp").write_bytes(b"half")
    record.append(entries(6)[3:])

    names = [f"tile/{kind}/000.p/{width}" for kind in ("0", "entries") for width in (3, 6)]
    assert sorted(record.files()) == ["checkpoint", *names]
