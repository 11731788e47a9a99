"""Counts handed in over HTTP by 50 connections at once, while what came in is published.

The night runs in a process of its own: intake, the one writer, and the publisher, which publishes again as soon as it
has published. `wrk` keeps 50 connections busy on loopback, each with counts that no other has; a count is answered
when it is on disk under a signed checkpoint. The yardstick is what a disk allows at best: one file of the size of a
count, written and synced.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from benchmarks.clock import by_turns
from benchmarks.commands import sverka
from benchmarks.outcome import Asked, Outcome, Skipped, Timed
from sverka.office.folder import ElectionFolder
from sverka.office.night.gating import OpenGate
from sverka.office.night.outcomes import Published
from sverka.office.night.publisher import Publisher
from sverka.office.night.recording import through
from sverka.office.night.senders import SenderEntry, add_sender, senders_file
from sverka.office.night.taking_in import Settings, TakingIn
from sverka.office.writer import Writer
from sverka.office.writer_lock import only_writer

CONNECTIONS, THREADS = 50, 2
SECONDS = 15
STATIONS, PARTIES = 20_000, 29
ACCOUNTS = ("machine", "hand")
PER_SECOND, P99 = 1_000, 1.0  # asked for
ENOUGH = 100_000_000  # counts a minute: the limit of a sender is not what is measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What `wrk` saw."""

    requests: int
    seconds: float
    others: int  # answers that are not 2xx, and connections that broke
    p50: float
    p99: float
    longest: float


def measure(*, quick: bool) -> Outcome:
    """One run."""
    if shutil.which("wrk") is None:
        raise Skipped("wrk is not installed")
    with TemporaryDirectory() as place:
        folder = _election(Path(place), 300 if quick else STATIONS)
        with _night(folder) as (address, token, published):
            load = _loaded(Path(place), folder, address, token, seconds=1 if quick else SECONDS)
            publications = published()
        recorded = _check(folder, load)
        (synced,) = by_turns(partial(_sync, Path(place) / "one"), runs=100)
    per_second = recorded / load.seconds
    return Outcome(
        what=f"a count handed in, {CONNECTIONS} at a time, while {publications} batches were published",
        timed=Timed(wall=(load.seconds / recorded,), cpu=(load.seconds / recorded,)),
        yardstick="one file of the size of a count written and synced",
        yardstick_timed=synced,
        asked=(
            Asked(
                what="acknowledged durable",
                measured=per_second,
                limit=PER_SECOND,
                unit="counts/s",
                at_least=True,
            ),
            Asked(what="the 99th percentile of waits", measured=load.p99, limit=P99),
        ),
        further={
            "p50_milliseconds": 1000 * load.p50,
            "p99_milliseconds": 1000 * load.p99,
            "longest_milliseconds": 1000 * load.longest,
            "publications": publications,
            "counts": recorded,
        },
    )


def _election(place: Path, stations: int) -> ElectionFolder:
    os.environ["SVERKA_HOME"] = str(place / "home")
    sverka(
        "practice",
        place / "practice",
        "--stations",
        str(stations),
        "--parties",
        str(PARTIES),
        "--mistakes",
        "0",
    )
    files = (
        "--definition",
        place / "practice/definition.toml",
        "--stations",
        place / "practice/stations.csv",
    )
    sverka("new", place / "election", *files)
    return ElectionFolder(place / "election")


@contextmanager
def _night(folder: ElectionFolder) -> Iterator[tuple[str, str, Callable[[], int]]]:
    """The night, in a process of its own; gives where it answers, a token, and how often it published."""
    entry = SenderEntry(token="", organisation="A bench", accounts=ACCOUNTS, stations="all", rate=ENOUGH)
    token = add_sender(senders_file(folder.origin), "bench", entry, folder.open().election)
    command = [sys.executable, "-m", __name__, str(folder.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        said = process.stdout

        def end() -> int:
            process.stdin.close()  # type: ignore[union-attr] # a pipe
            return int(said.readline())

        try:
            yield address, token, end
        finally:
            process.terminate()


def _loaded(place: Path, folder: ElectionFolder, address: str, token: str, *, seconds: int) -> Load:
    script = place / "counts.lua"
    script.write_text(_lua(folder, token), "utf-8")
    command = [
        "wrk",
        f"-t{THREADS}",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--timeout",
        "10s",
        "-s",
        str(script),
        f"{address}/counts",
    ]
    finished = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60)
    said = json.loads(finished.stdout.splitlines()[-1])
    return Load(**said)


def _lua(folder: ElectionFolder, token: str) -> str:
    """A script for wrk: each request a count of a station and account that no other request has."""
    election = folder.open().election
    contest = next(iter(election.contests.values()))
    stations = ",".join(f'"{each}"' for each in election.stations_of(contest.id))
    votes = ",".join(f'"{each}":%d' for each in contest.selection_ids)
    body = f'{{"contest":"{contest.id}","station":"%s","account":"%s","selections":{{{votes}}}}}'
    accounts = ",".join(f'"{each}"' for each in ACCOUNTS)
    return dedent(f"""
        local stations, accounts = {{{stations}}}, {{{accounts}}}
        local threads, number, step = 0, 0, {THREADS}
        function setup(thread) thread:set("first", threads) threads = threads + 1 end
        function init()
            number = first
            wrk.method = "POST"
            wrk.headers["Authorization"] = "Bearer {token}"
            wrk.headers["Content-Type"] = "application/json"
        end
        function request()
            local votes, each = {{}}, number % (#stations * #accounts) -- in a second round the same figures again
            for at = 1, {len(contest.selection_ids)} do votes[at] = (each * 7 + at * 13) % 400 end
            local station = stations[each % #stations + 1]
            local account = accounts[math.floor(each / #stations) + 1]
            number = number + step
            return wrk.format(nil, nil, nil, string.format('{body}', station, account, unpack(votes)))
        end
        function done(summary, latency)
            local e = summary.errors
            io.write(string.format('{{"requests":%d,"seconds":%.3f,"others":%d,"p50":%.6f,"p99":%.6f,"longest":%.6f}}\\n',
                summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.timeout + e.status,
                latency:percentile(50) / 1e6, latency:percentile(99) / 1e6, latency.max / 1e6))
        end
    """)


def _check(folder: ElectionFolder, load: Load) -> int:
    """Everything that was answered is in the record; gives how many counts that are."""
    if load.others:
        raise AssertionError(f"{load.others} of {load.requests} answers say something else")
    recorded = sum(1 for entry in folder.store.entries() if b'"kind":"count"' in entry)
    asked = min(load.requests, len(ACCOUNTS) * len(folder.open().election.places.stations))
    if recorded < asked:
        raise AssertionError(f"{asked} counts were acknowledged, the record has {recorded}")
    return recorded


def _sync(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"x" * 800)
        file.flush()
        os.fsync(file.fileno())


def run(path: Path) -> None:
    """A night, until standard input ends; says where it answers, and at the end how often it published."""
    folder = ElectionFolder(path)
    writer = Writer(folder.origin, folder.sequencer, lambda lines: None)
    taking_in = TakingIn(Settings(port=0))
    publisher = Publisher(folder, path / "public", OpenGate(), languages=("ru",), append=through(writer))
    publications: list[Published] = []
    ended = threading.Event()

    def publish() -> None:
        while not ended.is_set():
            outcome = publisher.publish_next()
            if isinstance(outcome, Published):
                publications.append(outcome)
            time.sleep(0.2)

    with only_writer(path):
        writing = threading.Thread(target=writer.run)
        writing.start()
        publisher.site.claim()
        publisher.publish_next()
        taking_in.start(writer, folder)
        print(taking_in.address, flush=True)
        publishing = threading.Thread(target=publish)
        publishing.start()
        sys.stdin.read()
        ended.set()
        taking_in.stop()
        print(len(publications), flush=True)
        publishing.join(120)
        writer.ended.set()
        writing.join(30)


if __name__ == "__main__":
    run(Path(sys.argv[1]))
