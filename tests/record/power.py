"""A machine that loses its power: what its disk has then, when only what was synced is promised.

It follows the steps of `sverka.record.disk` and keeps, beside what a running process sees, what is durable::

    a file's bytes          after sync(file)
    a name in a folder      after sync(folder): a new file or folder, a new name, a removal
    a commit of the lock    at once: SQLite with synchronous=EXTRA

What was not synced may have reached the disk or not, each by itself: none of it, all, or any part (`Luck`).
A file that was not synced may be whole, empty, cut off, or its length in zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from sverka.record.disk import HastyDisk, RealDisk
from sverka.record.lock_database import LockDatabase

STEPS = ("write", "sync", "rename", "make_folder", "remove")
COMMITS = ("begin", "advance", "adopt", "close")


class Killed(BaseException):
    """The process ended here; nothing of it runs any more, not even what clears away."""


@dataclass(eq=False)
class File:
    """A file: its bytes as processes see them, and those that are durable."""

    content: bytes = b""
    durable: bytes | None = None


@dataclass(eq=False)
class Folder:
    """A folder: its names as processes see them, those that are durable, and the changes in between."""

    names: dict[str, File | Folder] = field(default_factory=dict)
    durable: dict[str, File | Folder] = field(default_factory=dict)
    changes: list[dict[str, File | Folder | None]] = field(default_factory=list)

    def change(self, names: dict[str, File | Folder | None]) -> None:
        """Give or take names, in one step."""
        self.changes.append(names)
        self.names = _changed(self.names, names)


@dataclass(frozen=True)
class Luck:
    """What became of that which was not synced: `share` of it reached the disk."""

    share: float
    random: Random = field(default_factory=lambda: Random(0))

    def reached(self) -> bool:
        """Whether one thing did."""
        return self.random.random() < self.share

    def content(self, file: File) -> bytes:
        """The bytes of a file."""
        if self.reached() or file.content == file.durable:
            return file.content
        cut = self.random.randrange(len(file.content) + 1) if self.share else 0
        torn = (file.content[:cut], bytes(len(file.content)), file.durable or b"")
        return self.random.choice(torn) if self.share else file.durable or b""


NONE, ALL = Luck(0), Luck(1)


@dataclass
class Machine:
    """The disk below one folder; `after` is called after each step, and `left` are the steps until it is killed."""

    root: Path
    after: Callable[[Machine], None] = lambda _: None
    left: int | None = None
    top: Folder = field(default_factory=Folder)
    steps: int = 0

    def restore(self, target: Path, luck: Luck) -> None:
        """Make a folder as the disk has it after the power was lost now."""
        _restore(self.top, target, luck)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Follow every disk and lock of this process."""
        followed = [mock.patch.object(RealDisk, name, self._step(name)) for name in STEPS]
        in_turn = mock.patch.object(
            RealDisk, "sync_all", HastyDisk.sync_all
        )  # one after the other: each is a step
        commits = [mock.patch.object(LockDatabase, name, self._commit(name)) for name in COMMITS]
        with ExitStack() as stack:
            for each in (*followed, in_turn, *commits):
                stack.enter_context(each)
            yield

    def _step(self, name: str) -> Callable[..., None]:
        real = getattr(RealDisk, name)

        def step(disk: RealDisk, path: Path, *more: Any) -> None:
            if not path.absolute().is_relative_to(self.root):
                if name != "sync":
                    real(disk, path, *more)
                return
            self._live()
            if name != "sync":
                real(disk, path, *more)
            getattr(self, f"_{name}")(path.absolute(), *more)
            self._done()

        return step

    def _commit(self, name: str) -> Callable[..., Any]:
        real = getattr(LockDatabase, name)

        def commit(lock: LockDatabase, *given: Any) -> Any:
            if not lock.path.is_relative_to(self.root):
                return real(lock, *given)
            self._live()
            answer = real(lock, *given)
            self._committed(lock.path)
            self._done()
            return answer

        return commit

    def _live(self) -> None:
        if self.left is not None and self.left <= 0:
            raise Killed

    def _done(self) -> None:
        self.steps += 1
        if self.left is not None:
            self.left -= 1
        self.after(self)

    def _write(self, path: Path, content: bytes) -> None:
        folder = self._folder(path.parent)
        there = folder.names.get(path.name)
        if isinstance(there, File):
            there.content = content
        else:
            folder.change({path.name: File(content)})

    def _sync(self, path: Path) -> None:
        node = self._node(path)
        if isinstance(node, File):
            node.content = node.durable = path.read_bytes()
            return
        for each in path.iterdir():  # what was made without the disk, such as a key
            if each.name not in node.names:
                node.change({each.name: Folder() if each.is_dir() else File(each.read_bytes())})
        node.durable, node.changes = dict(node.names), []

    def _rename(self, path: Path, target: Path) -> None:
        source, folder = self._folder(path.parent), self._folder(target.parent)
        node = source.names[path.name]
        if source is folder:
            folder.change({path.name: None, target.name: node})
        else:
            folder.change({target.name: node})
            source.change({path.name: None})

    def _make_folder(self, path: Path) -> None:
        folder = self._folder(path.parent)
        if path.name not in folder.names:
            folder.change({path.name: Folder()})

    def _remove(self, path: Path) -> None:
        self._folder(path.parent).change({path.name: None})

    def _committed(self, path: Path) -> None:
        folder, content = self._folder(path.parent), path.read_bytes()
        file = folder.names.setdefault(path.name, File())
        assert isinstance(file, File)
        file.content = file.durable = content
        folder.durable[path.name] = file

    def _folder(self, path: Path) -> Folder:
        node = self._node(path)
        assert isinstance(node, Folder)
        return node

    def _node(self, path: Path) -> File | Folder:
        """A file or folder; one that was made without the disk is there, and nothing of it is durable."""
        if path == self.root:
            return self.top
        folder = self._folder(path.parent)
        if path.name not in folder.names:
            folder.change({path.name: Folder() if path.is_dir() else File(path.read_bytes())})
        return folder.names[path.name]


def _changed(
    names: dict[str, File | Folder], change: dict[str, File | Folder | None]
) -> dict[str, File | Folder]:
    return {name: node for name, node in {**names, **change}.items() if node is not None}


def _restore(folder: Folder, target: Path, luck: Luck) -> None:
    target.mkdir()
    names = folder.durable
    for change in folder.changes:
        if luck.reached():
            names = _changed(names, change)
    for name, node in names.items():
        if isinstance(node, Folder):
            _restore(node, target / name, luck)
        else:
            (target / name).write_bytes(luck.content(node))
            (target / name).chmod(0o600)


def lucks(seed: int, number: int) -> list[Luck]:
    """None of it, all of it, and any part so many times."""
    return [NONE, ALL, *(Luck(0.5, Random(seed * 1000 + at)) for at in range(number))]
