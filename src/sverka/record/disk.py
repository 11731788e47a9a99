"""The disk as the record uses it: five steps, of which only a sync promises anything.

What was written may be lost with the power until its file is synced, and so may a new name until its
folder is. `put` is the one way in which files of a record come to be::

    write .tmp … (each file) -> sync (all files) -> rename (each file) -> sync (all folders)

so that a name stands for whole files only, and when it returns they are there after any failure.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Protocol

UNFINISHED = ".tmp"
MOST_AT_ONCE = 8  # syncs


class Disk(Protocol):
    """The steps; tests put in others that fail, or forget what was not synced."""

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, in place of what was there."""

    def sync(self, path: Path) -> None:
        """Return when a file's bytes, or a folder's names, are there after a loss of power."""

    def sync_all(self, paths: Sequence[Path]) -> None:
        """The same of many, in any order."""

    def rename(self, path: Path, target: Path) -> None:
        """Give a file another name, in place of what had it, in one step."""

    def make_folder(self, path: Path) -> None:
        """Make a folder whose parent there is."""

    def remove(self, path: Path) -> None:
        """Remove a file."""


class RealDisk:
    """The disk of this machine."""

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, in place of what was there."""
        with _said_of(path):
            path.write_bytes(content)

    def sync(self, path: Path) -> None:
        """Return when a file's bytes, or a folder's names, are there after a loss of power."""
        if sys.platform == "win32" and path.is_dir():
            return  # NTFS journals names, and Windows lets nobody sync a folder
        flags = os.O_RDWR if sys.platform == "win32" else os.O_RDONLY
        descriptor = os.open(path, flags)
        try:
            with _said_of(path):
                os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def sync_all(self, paths: Sequence[Path]) -> None:
        """The same of many, at the same moment: a file system with a journal commits it once for all of them."""
        if not paths:
            return
        *others, last = paths
        waiting = [_syncing().submit(self.sync, path) for path in others]
        try:
            self.sync(last)
        finally:
            wait(waiting)
        for each in waiting:
            each.result()

    def rename(self, path: Path, target: Path) -> None:
        """Give a file another name, in place of what had it, in one step."""
        path.replace(target)

    def make_folder(self, path: Path) -> None:
        """Make a folder whose parent there is."""
        path.mkdir(exist_ok=True)

    def remove(self, path: Path) -> None:
        """Remove a file."""
        path.unlink(missing_ok=True)


class HastyDisk(RealDisk):
    """A disk that promises nothing: for measuring, and for what can be made again from its beginning."""

    def sync(self, path: Path) -> None:
        """Promise nothing."""

    def sync_all(self, paths: Sequence[Path]) -> None:
        """Promise nothing, one after the other."""
        for path in paths:
            self.sync(path)


@cache
def _syncing() -> ThreadPoolExecutor:
    """The threads that sync."""
    return ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="sync")


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_syncing.cache_clear)  # a child has none of the threads of its parent


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    """Name the file in errors that the system gives without one: a full disk, a disk that fails."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def put(disk: Disk, files: Sequence[tuple[Path, bytes]], *, unfinished: str = UNFINISHED) -> None:
    """Write files durably: all under their names when this returns; where it fails, no name stands for half."""
    folders = _folders(disk, dict.fromkeys(path.parent for path, _ in files))
    temporaries = [path.with_name(path.name + unfinished) for path, _ in files]
    try:
        for temporary, (_, content) in zip(temporaries, files, strict=True):
            disk.write(temporary, content)
        disk.sync_all(temporaries)
        for temporary, (path, _) in zip(temporaries, files, strict=True):
            disk.rename(temporary, path)
    except BaseException:
        _clear(disk, temporaries)
        raise
    disk.sync_all(folders)


def settle_path(disk: Disk, folder: Path) -> None:
    """Make it durable that a folder is there, whoever made it: its name, and those of all above it."""
    for each in folder.absolute().parents:
        with suppress(PermissionError):  # above a home the system's folders need not be readable
            disk.sync(each)


def settle_below(disk: Disk, folder: Path) -> None:
    """Make a folder and every name below it durable: a process that was killed may have given names and synced none."""
    disk.sync(folder.parent)
    for here, _, _ in os.walk(folder):
        disk.sync(Path(here))


def _folders(disk: Disk, wanted: Iterable[Path]) -> list[Path]:
    """All folders whose names change: those wanted, made where missing, and the parents of those made."""
    found: dict[Path, None] = {}
    for folder in wanted:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        for each in reversed(missing):
            disk.make_folder(each)
            found[each.parent] = None
        found[folder] = None
    return list(found)


def _clear(disk: Disk, temporaries: Iterable[Path]) -> None:
    for temporary in temporaries:
        with suppress(OSError):
            disk.remove(temporary)
