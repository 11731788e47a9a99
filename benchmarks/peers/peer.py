"""Another program to measure against: in an environment of its own, kept running, asked line by line.

A script beside this file speaks for it: it reads one JSON list of arguments per line, works, and answers with the
seconds that the work took, by the clock and of its processor time. So neither its start nor the pipe is counted.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clock import Work, once, timed
from benchmarks.machine import ROOT
from benchmarks.outcome import Skipped, Timed
from tests.foreign.environment import NotInstalled, environment

Ask = Callable[..., tuple[float, float]]
"""Have the other program do something; gives the seconds that it took."""


@contextmanager
def peer(requirement: str, script: str) -> Iterator[Ask]:
    """The other program, installed for as long as it is needed."""
    with TemporaryDirectory() as folder:
        try:
            python = environment(Path(folder) / "environment", requirement)
        except NotInstalled as error:
            raise Skipped(str(error)) from error
        command, pipe = [str(python), "-m", f"benchmarks.peers.{script}"], subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
            yield lambda *arguments: _asked(process, arguments)
            process.communicate()


def by_turns_with(ask: Callable[[], tuple[float, float]], work: Work, *, runs: int) -> tuple[Timed, Timed]:
    """Our work and the other program's by turns, so that a busy moment hits both: ours, theirs."""
    both = [(once(work), ask()) for _ in range(runs)]
    return timed([ours for ours, _ in both]), timed([theirs for _, theirs in both])


def _asked(process: subprocess.Popen[str], arguments: tuple[object, ...]) -> tuple[float, float]:
    if process.stdin is None or process.stdout is None:
        raise AssertionError("a process without its pipes")
    process.stdin.write(json.dumps([str(each) for each in arguments]) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise RuntimeError(f"the other program ended with {process.wait()}")
    wall, cpu = json.loads(answer)
    return float(wall), float(cpu)
