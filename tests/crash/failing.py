"""A system that will not do one thing: open, fill, sync or name a file of one kind, or commit the lock."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

KINDS = {
    "evidence": r"/evidence/[0-9a-f]{64}",
    "bundle": r"/tile/entries/",
    "tile": r"/tile/\d+/",
    "checkpoint": r"/record/checkpoint",
    "key": r"\.skey",
    "paper": r"/(election\.toml|stations\.csv|log\.vkey|policy\.txt)",
    "address": r"/run/[0-9a-f]{16}\.json",
    "everything": r"^/(?!dev/null|proc)",
    "lock": r"locks\.sqlite",
    "site": r"/(\.public\.\d+\.new|public)/",
}
MOMENTS = ("before it", "half of it", "its sync", "before its name", "after its name")
ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EROFS)
OF_THE_LOCK = {
    errno.EIO: "disk I/O error",
    errno.ENOSPC: "database or disk is full",
    errno.EACCES: "unable to open database file",
    errno.EROFS: "attempt to write a readonly database",
}


@contextmanager
def failing(kind: str, moment: str, error: int) -> Iterator[None]:
    """Fail at a moment of every file of a kind."""
    if kind == "lock":
        connect = partial(sqlite3.connect, factory=partial(_Lock, moment, OF_THE_LOCK[error]))
        with mock.patch("sverka.record.lock_database.sqlite3.connect", connect):
            yield
        return
    here = _System(re.compile(KINDS[kind]), moment, error)
    with ExitStack() as stack:
        for owner, name, stub in (
            (Path, "write_bytes", here.write_bytes),
            (Path, "replace", here.replace),
            (os, "open", here.open),
            (os, "fsync", here.fsync),
        ):
            stack.enter_context(mock.patch.object(owner, name, stub(getattr(owner, name))))
        yield


class _System:
    """The calls that make files durable, as the system that fails has them."""

    def __init__(self, kind: re.Pattern[str], moment: str, error: int) -> None:
        self.kind, self.moment, self.error = kind, moment, error
        self.opened: dict[int, Path] = {}

    def write_bytes(self, real: Callable[[Path, bytes], int]) -> Callable[[Path, bytes], int]:
        """Write nothing, or half of it."""

        def write_bytes(path: Path, content: bytes) -> int:
            self._fail("before it", path, named=True)
            if self._is_now("half of it", path):
                real(path, content[: len(content) // 2])
                self._fail("half of it", path)
            return real(path, content)

        return write_bytes

    def open(self, real: Callable[..., int]) -> Callable[..., int]:
        """Open nothing to be written to."""

        def open_(path: Any, flags: int, *more: int, **named: Any) -> int:
            if flags & os.O_CREAT:
                self._fail("before it", Path(path), named=True)
            descriptor = real(path, flags, *more, **named)
            self.opened[descriptor] = Path(path)
            return descriptor

        return open_

    def fsync(self, real: Callable[[int], None]) -> Callable[[int], None]:
        """Sync no file; the system does not say which."""

        def fsync(descriptor: int) -> None:
            path = self.opened.get(descriptor)
            if path is not None and path.is_file():
                self._fail("its sync", path)
            real(descriptor)

        return fsync

    def replace(self, real: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        """Give no name, or give it and fail nevertheless."""

        def replace(path: Path, target: Path) -> Path:
            self._fail("before its name", path, named=True)
            given = real(path, target)
            self._fail("after its name", target, named=True)
            return given

        return replace

    def _is_now(self, moment: str, path: Path) -> bool:
        return moment == self.moment and self.kind.search(path.as_posix()) is not None

    def _fail(self, moment: str, path: Path, *, named: bool = False) -> None:
        if self._is_now(moment, path):
            raise OSError(self.error, os.strerror(self.error), *([str(path)] if named else []))


class _Lock(sqlite3.Connection):
    """A lock database that does not take a new state, or takes it and fails nevertheless."""

    def __init__(self, moment: str, message: str, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.moment, self.message, self.changes = moment, message, False

    def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
        """Fail before or after the commit of a change."""
        self.changes = self.changes or sql.startswith("UPDATE")
        if not (self.changes and sql == "COMMIT"):
            return super().execute(sql, *given)
        if self.moment == "after its name":
            super().execute(sql, *given)
        raise sqlite3.OperationalError(self.message)


def moments_of(kind: str) -> tuple[str, ...]:
    """When a file of a kind can fail."""
    if kind == "lock":
        return (MOMENTS[0], MOMENTS[4])
    return tuple(
        each for each in MOMENTS if (kind, each) != ("key", "half of it")
    )  # it is not written by name
