"""Measuring: work and its yardstick by turns, commands with their start, and memory."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.outcome import Timed

Work = Callable[[], object]


def by_turns(*works: Work, runs: int) -> list[Timed]:
    """Each work `runs` times, one after the other, so that a busy moment hits all of them."""
    seconds: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(runs):
        for work, found in zip(works, seconds, strict=True):
            gc.collect()
            found.append(once(work))
    return [timed(found) for found in seconds]


def commands_by_turns(*commands: Sequence[str], runs: int) -> list[Timed]:
    """The same for commands, each in a process of its own from its start to its end."""
    seconds: list[list[tuple[float, float]]] = [[] for _ in commands]
    for _ in range(runs):
        for command, found in zip(commands, seconds, strict=True):
            found.append(_once_as_process(command))
    return [timed(found) for found in seconds]


def once(work: Work) -> tuple[float, float]:
    """Seconds by the clock, and of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    kept = work()
    taken = time.perf_counter() - wall, time.process_time() - cpu
    del kept  # taking down what was built is no part of the work
    return taken


def _once_as_process(command: Sequence[str]) -> tuple[float, float]:
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    finished = subprocess.run(command, capture_output=True, check=False, timeout=600)
    taken, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_CHILDREN)
    if finished.returncode not in {0, 1}:  # 1: ran and found a difference
        raise RuntimeError(
            f"{' '.join(command)} ended with {finished.returncode}: {finished.stderr.decode()}"
        )
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def timed(seconds: Sequence[tuple[float, float]]) -> Timed:
    """What several runs took."""
    return Timed(wall=tuple(wall for wall, _ in seconds), cpu=tuple(cpu for _, cpu in seconds))


def allocated(work: Work) -> float:
    """Megabytes that Python and numpy allocate for the work at its peak; tracing slows it, so it is not timed."""
    gc.collect()
    tracemalloc.start()
    kept = work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return peak / 2**20


def memory_beyond(work: Work) -> float:
    """Megabytes by which the process grows at its peak, libraries in other languages included."""
    gc.collect()
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # Linux: forget the peak so far; elsewhere it counts
    before = _held_now()
    kept = work()
    peak = _peak()
    del kept
    return (peak - before) / 2**20


def _held_now() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return _peak()


def _peak() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # getrusage(2): bytes there, kilobytes here
