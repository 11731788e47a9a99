"""One writer at a time, by a lock that the system lifts when its process ends, however it ends.

Nothing is left behind in the folder: on POSIX the folder itself is locked, on Windows one byte far
beyond the end of its definition, where nobody reads; for a site, whose files all may be replaced, that
of an empty file beside it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sverka.errors import Fault, Refused

ENDS = tuple(signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

if sys.platform == "win32":
    import msvcrt

    BEYOND = 2**30

    def _open(folder: Path) -> int:
        return os.open(folder / "election.toml", os.O_RDONLY | os.O_BINARY)

    def _open_site(site: Path) -> int:
        return os.open(site.with_name(f".{site.name}.lock"), os.O_RDONLY | os.O_CREAT | os.O_BINARY)

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    _open_site = _open

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the lock of an election folder; refused while another process holds it."""
    busy = Refused(
        "R104", f"someone else is writing to {folder}", cure="run the command again when they are done"
    )
    with _held(_open(folder), folder, busy):
        yield


@contextmanager
def only_publisher(site: Path) -> Iterator[None]:
    """Hold the lock of the folder of a site, which must be there; refused while another process publishes into it."""
    busy = Refused("R522", f"someone else is publishing into {site}", cure="wait until they are done")
    with _held(_open_site(site), site, busy):
        yield


@contextmanager
def to_its_end() -> Iterator[None]:
    """Hold back Ctrl-C and the end of the session until the block is done: what is begun is written whole."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is interrupted
        return
    usual = {each: signal.signal(each, signal.SIG_IGN) for each in ENDS}
    try:
        yield
    finally:
        for each, handler in usual.items():
            signal.signal(each, handler or signal.SIG_DFL)  # None: set outside Python


@contextmanager
def _held(descriptor: int, folder: Path, busy: Refused) -> Iterator[None]:
    try:
        _take(descriptor, folder, busy)
        yield
    finally:
        os.close(descriptor)  # which lifts the lock


def _take(descriptor: int, folder: Path, busy: Refused) -> None:
    try:
        _lock(descriptor)
    except BlockingIOError:
        raise busy from None
    except OSError as error:
        raise Fault(
            f"cannot be locked: {error.strerror}", place=str(folder), cure="keep it on a local disk"
        ) from error
