"""What every script beside this file does: read a line, do its work, say how long it took. Standard library only."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable


def answer(work: Callable[..., object]) -> None:
    """Work once per line of standard input, until it ends."""
    for line in sys.stdin:
        arguments = json.loads(line)
        wall, cpu = time.perf_counter(), time.process_time()
        work(*arguments)
        taken = time.perf_counter() - wall, time.process_time() - cpu
        sys.stdout.write(json.dumps(taken) + "\n")
        sys.stdout.flush()
