"""Facts handed in by many at once, 200 per second: how long each waits until it is on disk under a signed checkpoint.

`sverka writer` runs in a process of its own and answers over its local socket; every fact is a connection of its own,
as each command makes one. A wait begins when its fact was *due*, whether or not the client was free by then. The
yardstick is what a disk allows at best: one file of the same bytes written and synced.
"""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.clock import by_turns
from benchmarks.commands import SVERKA, sverka
from benchmarks.outcome import Outcome, Timed
from benchmarks.speed.records import ENTRY_BYTES, entry
from sverka.office.folder import ElectionFolder
from sverka.office.handing_over import hand_over
from sverka.office.writer_address import connected
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import CountFact, canonical_bytes
from sverka.record.sequencer import Submission

PER_SECOND = 200
CLIENTS = 32  # that wait for their answer at the same time
PATIENCE = 30  # seconds until the writer must listen


def measure(*, quick: bool) -> Outcome:
    """One run at a steady pace."""
    seconds = 1 if quick else 30
    facts = [_fact(number) for number in range(seconds * PER_SECOND)]
    with TemporaryDirectory() as place:
        os.environ["SVERKA_HOME"] = str(Path(place) / "home")
        folder = _election(Path(place))
        before = _children()
        with _writer(folder) as origin:
            waits = _handed_in(origin, facts)
        writing = _children() - before
        _check(folder, facts)
        (synced,) = by_turns(partial(_sync, Path(place) / "one"), runs=100)
    milliseconds = {share: 1000 * float(np.percentile(waits, share)) for share in (50, 99, 100)}
    return Outcome(
        what=f"wait for the receipt of a fact, {PER_SECOND} handed in per second for {seconds} s (the median)",
        timed=Timed(wall=tuple(waits), cpu=(writing / len(facts),)),
        yardstick="one file of the same bytes written and synced",
        yardstick_timed=synced,
        further={
            "p50_milliseconds": milliseconds[50],
            "p99_milliseconds": milliseconds[99],
            "longest_milliseconds": milliseconds[100],
        },
    )


def _election(place: Path) -> Path:
    """A practice election that takes facts in."""
    sverka("practice", place / "practice")
    files = (
        "--definition",
        place / "practice/definition.toml",
        "--stations",
        place / "practice/stations.csv",
    )
    sverka("new", place / "election", *files)
    return place / "election"


def _fact(number: int) -> bytes:
    """A count that no other is like."""
    count = CountFact(
        schema=SCHEMA,
        received="2000-01-01T20:00:00+00:00",
        account="protocol",
        contest="parties",
        station="0001",
        reason=entry(number, ENTRY_BYTES - 150).decode(),
    )
    return canonical_bytes(count)


@contextmanager
def _writer(folder: Path) -> Iterator[str]:
    """The writer, while it listens; gives the origin of its record."""
    origin, quiet = ElectionFolder(folder).origin, subprocess.DEVNULL
    with subprocess.Popen([SVERKA, "writer", str(folder)], stdout=quiet, stderr=quiet) as process:
        try:
            _wait_for(origin, process)
            yield origin
        finally:
            process.terminate()


def _wait_for(origin: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE * 10):
        with connected(origin) as connection:
            if connection is not None:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the writer does not listen")


def _handed_in(origin: str, facts: Sequence[bytes]) -> list[float]:
    """Hand facts in at their pace; gives the seconds that each waited."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        begin = time.perf_counter()
        waits = []
        for number, fact in enumerate(facts):
            due = begin + number / PER_SECOND
            time.sleep(max(0, due - time.perf_counter()))
            waits.append(clients.submit(_hand_in, origin, fact, due))
        return [wait.result() for wait in waits]


def _hand_in(origin: str, fact: bytes, due: float) -> float:
    receipt = hand_over(origin, Submission(entries=(fact,)))
    if receipt is None:
        raise RuntimeError("the writer is gone")
    return time.perf_counter() - due


def _check(folder: Path, facts: Sequence[bytes]) -> None:
    """Every fact is there, once."""
    held = list(ElectionFolder(folder).store.entries())
    if sorted(held[1:]) != sorted(facts):
        raise AssertionError("the record has not what was acknowledged")


def _sync(file: Path) -> None:
    with file.open("wb") as opened:
        opened.write(bytes(ENTRY_BYTES))
        opened.flush()
        os.fsync(opened.fileno())


def _children() -> float:
    """Processor time of the processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
