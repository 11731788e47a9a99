"""More hands for work that falls into parts: processes that know what this one knows when they begin.

A country has tens of thousands of pages that do not look at each other. A helper is a copy of this process (`fork`): it
makes its share, gives it through a pipe and ends; it writes no file and touches no lock. If it dies or is silent, this
process does what is left of the share itself.
"""

from __future__ import annotations

import gc
import os
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

T = TypeVar("T")

Job = Callable[[], T]

MOST_HANDS = 4  # each may come to hold a good part of this process's memory
FEW_JOBS = 16  # not worth a helper
PATIENCE = 60.0  # seconds that a helper may take for one job


def with_more_hands(jobs: Sequence[Job[T]], *, hands: int | None = None) -> Iterator[T]:
    """What each job gives, in no certain order; `hands` : how many processes, by default as the machine has cores."""
    hands = _hands() if hands is None else hands
    if hands < 2 or len(jobs) < FEW_JOBS or not hasattr(os, "fork"):
        yield from (job() for job in jobs)
        return
    yield jobs[0]()  # what all jobs work out once is known to the helpers then
    helpers = [Helper.of(jobs[share::hands]) for share in range(1, hands)]
    try:
        for job in jobs[hands::hands]:
            yield job()
            for helper in helpers:
                yield from helper.ready()
        for helper in helpers:
            yield from helper.rest()
    finally:
        for helper in helpers:
            helper.end()


def _hands() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_HANDS)


@dataclass
class Helper(Generic[T]):
    """A process at work on its share, and how many of its jobs are here."""

    jobs: Sequence[Job[T]]
    pid: int
    results: Connection
    done: int = 0

    @classmethod
    def of(cls, jobs: Sequence[Job[T]]) -> Helper[T]:
        """One that has begun."""
        here, there = Pipe(duplex=False)
        with warnings.catch_warnings():
            # From 3.12 on Python warns of forks beside threads: a copy may wait for a lock that nobody gives back.
            # Such a copy is silent, and silent ones are ended.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            here.close()
            _work(jobs, there)
        there.close()
        return cls(jobs, pid, here)

    def ready(self) -> Iterator[T]:
        """What it has given so far."""
        yield from self._given(0)

    def rest(self) -> Iterator[T]:
        """All the rest: what it still gives, and what it left."""
        yield from self._given(PATIENCE)
        yield from (job() for job in self.jobs[self.done :])

    def end(self) -> None:
        """Be rid of it."""
        self.results.close()
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)  # not waited for yet, so the number is still its own
            os.waitpid(self.pid, 0)
            self.pid = 0

    def _given(self, patience: float) -> Iterable[T]:
        while self.done < len(self.jobs) and self.pid and self.results.poll(patience):
            try:
                found: T = self.results.recv()
            except (EOFError, OSError):  # it died
                return
            self.done += 1
            yield found


def _work(jobs: Iterable[Job[object]], results: Connection) -> None:
    """Do a share, and end at once: nothing of the process that this is a copy of may be tidied up here."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other one to hear
        gc.disable()
        for job in jobs:
            results.send(job())
        status = 0
    except BaseException:  # noqa: BLE001, S110 - the other process does the job again, and hears what is wrong
        pass
    finally:
        os._exit(status)
