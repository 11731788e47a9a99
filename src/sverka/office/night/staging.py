"""Files of the next publication: whole on the disk beside the site first, then put in their places one by one.

What a reader finds under a name is always a whole file of one publication. Files come in an order in which nobody who
follows a link from a page finds less than the page speaks of: figures, then stations, areas, contests, the overview,
and last what says that all of it is there. A full disk is met while files are laid beside the site, and the site
stays as it is.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from sverka.errors import Fault
from sverka.publish.manifest import MANIFEST
from sverka.publish.site.build import MARK
from sverka.publish.site.kept import AT
from sverka.record.disk import RealDisk

A_DAY = 24 * 60 * 60  # seconds
MANY = 10_000  # files
AT_HAND = 64 * 1024 * 1024  # bytes

ORDER = (
    ("static/", "data/", "charts/", "record/", "evidence/"),
    ("station/", "case/", "drawing/", "papers/"),
    ("area/",),
    ("differences/", "contest/"),
    (),  # any other page
    ("index.html",),
    (f"{AT}/",),
    ("manifests/",),
    (MANIFEST,),
    (MARK,),
)
ANY_OTHER = 4
"""In which turn a file is put in place, by the beginning of its path in the site or in the folder of a language."""


def turn_of(path: str) -> int:
    """The turn of a file.

    >>> [turn_of(path) for path in ("data/results.json", "ky/station/0001.html", "ky/index.html", "at/7/ky/index.html")]
    [0, 1, 5, 6]
    """
    language, _, page = path.partition("/")
    inner = page if len(language) == 2 and language != AT else path
    found = (turn for turn, beginnings in enumerate(ORDER) if inner.startswith(beginnings))
    return next(found, ANY_OTHER)


class Staged(Mapping[str, bytes]):
    """Files that lie beside a site, by their path in it.

    Those of a batch are looked at by the gate and by the archive, and therefore held in memory as well; of a whole
    site, which may be larger than the memory, only the first ones are.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out.with_name(f".{out.name}.{os.getpid()}.new")
        self._files: dict[str, Path] = {}
        self._at_hand: dict[str, bytes] = {}
        self._room = AT_HAND
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def put(self, path: str, content: bytes) -> None:
        """Lay one file beside the site."""
        file = self._files.setdefault(path, self.folder / str(len(self._files)))
        try:
            file.write_bytes(content)
        except OSError as error:
            raise _cannot_be_written(self.out / path, error) from error
        self._hold(path, content)

    def _hold(self, path: str, content: bytes) -> None:
        self._room += len(self._at_hand.pop(path, b"")) - len(content)
        if self._room >= 0:
            self._at_hand[path] = content

    def place(self) -> int:
        """Put all files in their places, in order; gives how many."""
        paths = sorted(self._files, key=turn_of)
        for path in paths:
            put_in_place(self._files[path], self.out / path)
        self._forget()
        return len(paths)

    def settle(self) -> None:
        """Return when what was laid beside the site is on the disk; its places are then a matter of names.

        File by file: to flush the whole machine would have senders wait for what others write. A whole site, of which
        there is one in a night, is so many files that the machine is faster.
        """
        try:
            if len(self._files) > MANY and hasattr(os, "sync"):
                os.sync()
            elif self._files:
                RealDisk().sync_all(list(self._files.values()))
        except OSError as error:
            raise _cannot_be_written(self.out, error) from error

    def drop(self) -> None:
        """Forget all of it."""
        self._forget()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _forget(self) -> None:
        self._files.clear()
        self._at_hand.clear()
        self._room = AT_HAND

    def __getitem__(self, path: str) -> bytes:
        held = self._at_hand.get(path)
        return self._files[path].read_bytes() if held is None else held

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def put_in_place(file: Path, target: Path) -> None:
    """Give a whole file its name in a site, in one step."""
    try:
        try:
            file.replace(target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
    except OSError as error:
        raise _cannot_be_written(target, error) from error


def clear_left_behind(out: Path) -> None:
    """Remove what processes that were killed left beside a site."""
    for folder in out.parent.glob(f".{out.name}.*.new"):
        number = folder.name.removeprefix(f".{out.name}.").removesuffix(".new")
        if number.isdecimal() and not _may_work_on(folder, int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _may_work_on(folder: Path, process: int) -> bool:
    """Whether another process may still work on a folder: it runs; or, where nobody can tell, it began within a day."""
    if process == os.getpid():
        return False
    if sys.platform == "win32":
        return time.time() - folder.stat().st_mtime < A_DAY
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _cannot_be_written(path: Path, error: OSError) -> Fault:
    return Fault(
        f"cannot be written: {error.strerror or error}",
        place=str(path),
        cure="make room on the disk, or let the folder be written to; the night goes on by itself",
    )
