"""Kill writers at random moments, again and again, and hold the record against what was acknowledged.

One election folder after the other grows under writers that are killed with SIGKILL, `LIVES` times each: by the
clock, or at a step of the disk or of the lock that the seed chooses; alone, or with all who hand in. Everything is
forked from one warm process, so that a life takes a fraction of a second.

`python -m tests.crash.kills SEED N` prints what was seen, as JSON; `wrong` counts what must never be.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sverka.office.writing import write
from sverka.record.disk import RealDisk
from sverka.record.lock_database import LockDatabase
from tests.crash.checks import Witnessed
from tests.crash.clients import Client, Notes
from tests.record.power_losses import folder_in_memory
from tests.town import town

LIVES = 20  # of writers on one folder
LONGEST = 0.04  # seconds of a life that the clock ends, from when it writes
STEPS = 120  # of a life that a step ends
PATIENCE = 1.0  # seconds in which a writer comes to its last step, or is killed

WRITER, COMMANDS = "writer", "commands"


@dataclass
class Folder:
    """One folder, its witness, and all who write to it."""

    path: Path
    random: Random
    found: Counter[str] = field(default_factory=Counter)
    clients: int = 0
    living: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder = town(self.path / "e").folder
        self.witnessed = Witnessed(self.folder, self.path / "notes")
        (self.path / "notes").mkdir()

    def live(self) -> None:
        """One life: writers and clients start, the writer is killed, and the record is looked at."""
        through_writer = self.random.random() < 0.7
        self.found[WRITER if through_writer else COMMANDS] += 1
        last = self.random.randrange(STEPS) if self.random.random() < 0.5 else None
        if through_writer:
            writer = self._writer(last)
            self._begin_clients(through_writer=True)
        else:
            writer = self._client(last, through_writer=False)
        self._end(writer, by_step=last is not None)
        if not through_writer or self.random.random() < 0.5:
            self.end_clients()  # else they go on handing in to the next writer
        self.found.update(self.witnessed.look())

    def end_clients(self) -> None:
        """Kill everyone else, all at once."""
        for process in self.living:
            os.kill(process, signal.SIGKILL)
        for process in self.living:
            self._buried(os.waitpid(process, 0)[1])
        self.living.clear()

    def _writer(self, last: int | None) -> int:
        """Start the one writer; gives its process when it listens."""
        come, listens = os.pipe()

        def be_writer() -> None:
            die_at(last)
            write(self.folder.path, ready=lambda origin, size: os.close(listens))

        process = forked(be_writer)
        os.close(listens)
        os.read(come, 1)  # ends when the other end is closed: it listens, or was killed before
        os.close(come)
        return process

    def _begin_clients(self, *, through_writer: bool) -> None:
        while len(self.living) < 3:
            self.living.append(self._client(None, through_writer=through_writer))

    def _client(self, last: int | None, *, through_writer: bool) -> int:
        self.clients += 1
        name = f"client {self.clients}"
        client = Client(self.folder, name, Notes(self.path / "notes" / name), Random(self.random.random()))

        def hand_in() -> None:
            die_at(last)
            client.hand_in_for_ever(through_writer=through_writer)

        return forked(hand_in)

    def _end(self, writer: int, *, by_step: bool) -> None:
        """Kill a writer by the clock, or wait until it has killed itself, and no longer than it may take."""
        until = time.monotonic() + (PATIENCE if by_step else self.random.random() * LONGEST)
        while time.monotonic() < until:
            process, status = os.waitpid(writer, os.WNOHANG)
            if process:
                self._buried(status)
                return
            time.sleep(0.0005)
        self.found["by the clock"] += 1
        os.kill(writer, signal.SIGKILL)
        self._buried(os.waitpid(writer, 0)[1])

    def _buried(self, status: int) -> None:
        """Nobody may have ended but by SIGKILL."""
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            self.found.update(["wrong", f"wrong: a process ended by itself, status {status}"])


def forked(work: Callable[[], None]) -> int:
    """Another process that does something, and ends without what this one would still do."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it was, it must not unwind into the copy of the tests
        traceback.print_exc()
    finally:
        os._exit(code)


def die_at(last: int | None, *, also: Sequence[tuple[Any, tuple[str, ...]]] = ()) -> None:
    """Have this process kill itself instead of one of its steps: of the disk, a commit of the lock, or others named."""
    left = last

    def ending(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any) -> Any:
            nonlocal left
            assert left is not None
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given)

        return step

    if last is not None:
        steps = (
            (RealDisk, ("write", "sync", "rename", "make_folder", "remove")),
            (LockDatabase, ("advance",)),
            *also,
        )
        for kind, names in steps:
            for name in names:
                setattr(kind, name, ending(getattr(kind, name)))


def kills(seed: int, number: int) -> Counter[str]:
    """Kill writers so many times; gives how often what was seen."""
    random, found = Random(seed), Counter[str]({"kills": number, "wrong": 0})
    for first in range(0, number, LIVES):
        with folder_in_memory() as path:
            os.environ["SVERKA_HOME"], tempfile.tempdir = str(path / "home"), str(path)
            folder = Folder(path, random)
            try:
                for _ in range(min(LIVES, number - first)):
                    folder.live()
                folder.end_clients()
                found.update(folder.witnessed.look_through())
            finally:
                folder.end_clients()
            found.update(folder.found)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(kills(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
