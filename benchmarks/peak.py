"""Run a command and say what it took: `python -S benchmarks/peak.py COMMAND …` prints its code, seconds and megabytes.

A process inherits, in the system's eyes, the peak memory of the one that starts it; so a small one starts it.
"""

from __future__ import annotations

import json
import os
import sys
import time


def taken(command: list[str]) -> tuple[int, float, float, float]:
    """Exit code, seconds by the clock, of processor time, and megabytes at the peak."""
    nothing = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    wall = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=nothing)
    _, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - wall
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)  # getrusage(2): bytes there
    return os.waitstatus_to_exitcode(status), seconds, used.ru_utime + used.ru_stime, peak


if __name__ == "__main__":
    sys.stdout.write(json.dumps(taken(sys.argv[1:])))
