"""The record on disk: appended in any pieces it is the same, and what is broken or strange is refused."""

from __future__ import annotations

import errno
import os
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


def entries(number: int) -> list[bytes]:
    return [b"entry %d" % index for index in range(number)]


def files(store: Store) -> dict[str, bytes]:
    """Every file of a record by its path."""
    paths = [path for path in store.folder.rglob("*") if path.is_file()]
    return {path.relative_to(store.folder).as_posix(): path.read_bytes() for path in paths}


def store_of(folder: Path, *pieces: list[bytes]) -> Store:
    store = Store(folder / "record")
    for piece in pieces:
        store.append(piece)
    return store


def test_an_empty_record_has_no_entries(tmp_path: Path) -> None:
    store = store_of(tmp_path, [])

    assert store.size == 0
    assert list(store.entries()) == []
    assert files(store) == {}


@pytest.mark.parametrize("number", [1, 255, 256, 257, 511, 512, 513, 800])
@pytest.mark.parametrize("first", [0, 1, 254, 255, 256, 257, 512])
def test_appended_in_two_pieces_is_appended_at_once(tmp_path: Path, first: int, number: int) -> None:
    whole = entries(number)
    pieces = store_of(tmp_path / "pieces", whole[:first], whole[first:])
    at_once = store_of(tmp_path / "once", whole)

    assert files(pieces) == files(at_once)
    assert list(pieces.entries()) == whole
    assert pieces.size == number


@given(st.lists(st.integers(0, 300), max_size=6))
def test_pieces_of_any_width_make_the_same_record(
    tmp_path_factory: pytest.TempPathFactory, widths: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    whole = entries(sum(widths))
    starts = [sum(widths[:place]) for place in range(len(widths))]
    pieces = [whole[start : start + width] for start, width in zip(starts, widths, strict=True)]
    ranges = [store_of(folder / "pieces").append(piece) for piece in pieces]

    assert files(store_of(folder / "pieces")) == files(store_of(folder / "once", whole))
    assert [index for part in ranges for index in part] == list(range(len(whole)))


@given(st.integers(0, 700), st.integers(0, 700))
def test_any_stretch_of_entries_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, start: int, stop: int
) -> None:
    folder = tmp_path_factory.getbasetemp() / "stretches"
    store = Store(folder / "record")
    if not folder.exists():
        store.append(entries(600))
    stop = min(stop, 600)

    assert list(store.entries(start, stop)) == entries(600)[start:stop]
    assert [store.entry(index) for index in range(start, min(start + 3, stop))] == entries(600)[start:stop][
        :3
    ]


def interrupted(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """The next appends are interrupted when so many files are in their place."""
    replace: Callable[[Path, Path], Path] = Path.replace
    done = iter(range(after))

    def stop(path: Path, target: Path) -> Path:
        if next(done, None) is None:
            raise KeyboardInterrupt
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", stop)


@pytest.mark.parametrize("held", [0, 10, 250, 256])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_interrupted_anywhere_a_beginning_is_there_and_the_rest_can_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int, after: int
) -> None:
    whole = entries(held + 800)
    store = store_of(tmp_path, whole[:held])
    with monkeypatch.context() as patch:
        interrupted(patch, after)
        with pytest.raises(KeyboardInterrupt):
            store.append(whole[held:])

    there = list(store.entries())
    assert held <= len(there) < len(whole)
    assert there == whole[: len(there)]
    store.append(whole[len(there) :])
    assert list(store.entries()) == whole


def test_a_disk_that_is_full_leaves_the_record_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(tmp_path, entries(300))
    before = files(store)
    write, written = Path.write_bytes, []

    def full(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        store.append(entries(1000))

    assert files(store) == before


def test_what_an_interrupted_writer_left_is_gone_when_its_bundle_is_full(tmp_path: Path) -> None:
    store = store_of(tmp_path, entries(10))
    (tmp_path / "record/tile/entries/000.p/12.tmp").write_bytes(b"half")

    assert store.size == 10
    store.append(entries(256)[10:])
    assert files(store) == files(store_of(tmp_path / "once", entries(256)))


@pytest.mark.parametrize(
    "name", ["tile/entries/README", "tile/entries/000.p/notes.txt", "tile/entries/0.p/5"]
)
def test_a_strange_file_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    store = store_of(tmp_path, entries(5))
    (store.folder / name).parent.mkdir(parents=True, exist_ok=True)
    (store.folder / name).write_bytes(b"")

    with pytest.raises(Fault, match="no part of a record") as raised:
        store.append(entries(1))
    assert raised.value.place == str(store.folder / name)


def drop(store: Store, name: str) -> None:
    (store.folder / "tile/entries" / name).unlink()


def cut(store: Store, name: str) -> None:
    path = store.folder / "tile/entries" / name
    path.write_bytes(path.read_bytes()[:-1])


def narrow(store: Store, name: str) -> None:
    """A bundle gives way to a partial one, as in a copy of two moments."""
    path = store.folder / "tile/entries" / name
    path.unlink()
    path.with_name(name + ".p").mkdir()
    (path.with_name(name + ".p") / "7").write_bytes(format_bundle(entries(7)))


def short(store: Store, name: str) -> None:
    (store.folder / "tile/entries" / name).write_bytes(format_bundle(entries(9)))


@pytest.mark.parametrize("broken", [drop, cut, narrow, short])
@pytest.mark.parametrize("name", ["000", "001"])
def test_a_broken_record_is_refused_and_never_read_in_part(
    tmp_path: Path, broken: Callable[[Store, str], None], name: str
) -> None:
    store = store_of(tmp_path, entries(600))
    broken(store, name)

    with pytest.raises(Fault) as raised:
        list(store.entries())
    assert name in raised.value.place
    assert "copy" in raised.value.cure


@pytest.mark.parametrize("widths", [(1,) * 300, (200, 100)])
def test_a_reader_sees_a_beginning_of_the_record_while_it_grows(
    tmp_path: Path, widths: tuple[int, ...]
) -> None:
    whole = entries(sum(widths) + 40)
    store = store_of(tmp_path, whole[:40])

    def write() -> None:
        for width in widths:
            store.append(whole[store.size :][:width])

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while writer.is_alive():
        seen.append(list(store.entries()))
    writer.join()
    assert all(some == whole[: len(some)] for some in seen)
    assert list(store.entries()) == whole


def test_a_record_is_the_same_wherever_it_is_copied(tmp_path: Path) -> None:
    store = store_of(tmp_path, entries(300))
    shutil.copytree(store.folder, tmp_path / "a copy with spaces" / "record")

    assert list(Store(tmp_path / "a copy with spaces" / "record").entries()) == entries(300)
