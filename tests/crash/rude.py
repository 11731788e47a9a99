"""Senders who are rude to a night that runs: each is answered, none does harm, and right counts go on being published.

Bodies that are no counts, counts of stations that there are not, figures older than those of the record, a body of a
gigabyte with and without its length, and any number of wrong tokens.

`python -m tests.crash.rude SEED N` prints what was seen with N wrong tokens, as JSON; `wrong` counts what may not be.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from sverka.office.clock import now
from sverka.office.folder import ElectionFolder
from sverka.office.night.doors import Intakes
from sverka.office.night.gating import OpenGate
from sverka.office.night.night import Night, Plan
from sverka.office.night.senders import SenderEntry, add_sender, senders_file
from sverka.office.night.taking_in import Settings, TakingIn
from tests.crash.nights import fast_charts
from tests.record.power_losses import folder_in_memory
from tests.town import town

PATIENCE = 60.0  # seconds
GIGABYTE = 10**9
REFUSED = frozenset({400, 401, 403, 404, 405, 408, 413, 422, 429})
GARBAGE = (
    b"",
    b"{",
    b"[]" * 1000,
    b"[" * 100_000,
    b"\xff\xfe\x00garbage",
    b'{"contest": "council"}',
    b'{"contest": "council", "station": "0001", "selections": {"apple": -1}}',
    b'{"contest": "council", "station": "0001", "selections": {"apple": 1e99}}',
    b'{"contest": "council", "station": "0001", "selections": {"no such": 1}}',
    b'{"contest": "no such", "station": "0001", "selections": {"apple": 1}}',
    b'{"contest": "council", "station": "0001", "selections": {"apple": "1; DROP TABLE"}}',
    json.dumps({"contest": "council", "station": "0" * 5000, "selections": {"apple": 1}}).encode(),
)
UNKNOWN = b'{"contest": "council", "station": "9999", "account": "hand", "selections": {"apple": 7}}'


@dataclass
class Sender:
    """One who sends over HTTP, with a token that is right or is not."""

    address: str
    token: str
    found: Counter[str] = field(default_factory=Counter)

    def send(self, body: Any, *, token: str = "", length: int | None = None, chunked: bool = False) -> int:
        """The status of the answer; 0 where the connection was closed without one."""
        there = urlsplit(self.address)
        connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {token or self.token}"}
        if length is not None:
            headers["Content-Length"] = str(length)
        try:
            connection.request("POST", "/counts", body, headers, encode_chunked=chunked)
            return connection.getresponse().status
        except OSError:  # it was answered and hung up on before all was sent
            return 0
        finally:
            connection.close()


@dataclass
class Rudeness:
    """A night that runs, and all that is sent to it."""

    path: Path
    random: Random
    tokens: int
    found: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        """Send everything, and after each kind a right count, which must be published."""
        with self._night() as (night, sender):
            self.night, self.sender = night, sender
            self._right("0001", 10)
            for name, send in self._kinds().items():
                send()
                self.found[name] += 1
                self._right(f"{len(self.found) % 3 + 1:04}", 20 + len(self.found))
            if night.board.troubles:
                self._wrong(f"a trouble: {night.board.troubles[0].what}")
            if any(entry.count(b"9999") for entry in night.plan.folder.store.entries()):
                self._wrong("a count of an unknown station was recorded")

    def _kinds(self) -> dict[str, Callable[[], None]]:
        return {
            "garbage": self._garbage,
            "an unknown station": lambda: self._refused(self.sender.send(UNKNOWN), "an unknown station"),
            "a stale file": self._stale,
            "a gigabyte that says so": lambda: self._refused(
                self.sender.send(b"[", length=GIGABYTE), "a gigabyte that says so"
            ),
            "a gigabyte in pieces": lambda: self._refused(
                self.sender.send(_pieces(), chunked=True), "a gigabyte in pieces", closed=True
            ),
            "wrong tokens": self._wrong_tokens,
        }

    def _garbage(self) -> None:
        for body in GARBAGE:
            self._refused(self.sender.send(body), repr(body[:30]))

    def _stale(self) -> None:
        """A file with the figures of an hour ago: it is put aside, and the record's stand."""
        inbox = self.night.plan.folder.path / "inbox"
        (inbox / "old-hand.csv").write_text(
            "station,row:2,row:3,apple,pear,quince,against\n0001,3,0,0,1,1,1\n"
        )
        self._until((inbox / "refused" / "old-hand.csv.txt").exists, "a stale file is put aside")

    def _wrong_tokens(self) -> None:
        for _ in range(self.tokens):
            status = self.sender.send(b"{}", token=f"sverka_{self.random.getrandbits(256):064x}")
            self._refused(status, "a wrong token")
            self.found[f"wrong tokens answered {status}"] += 1

    def _right(self, station: str, votes: int) -> None:
        """A right count is acknowledged, and published before long."""
        count = {
            "contest": "council",
            "station": station,
            "account": "hand",
            "rows": {"2": votes + 3, "3": 0},
            "selections": {"apple": votes, "pear": 1, "quince": 1, "against": 1},
            "reason": "counted again",
        }
        status = self.sender.send(json.dumps(count).encode())
        if status not in (200, 201):
            self._wrong(f"a right count was answered {status}")
        shown = self.night.plan.out / "data/results.json"
        size = self.night.plan.folder.store.size
        self._until(
            lambda: json.loads(shown.read_bytes())["record_size"] >= size - 1 if shown.exists() else False,
            "a right count is published",
        )
        self.found["right counts published"] += 1

    def _refused(self, status: int, what: str, *, closed: bool = False) -> None:
        if status not in REFUSED and not (closed and status == 0):
            self._wrong(f"{what} was answered {status}")

    def _until(self, true: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > until:
                self._wrong(f"not within {PATIENCE:.0f} s: {what}")
                return
            time.sleep(0.02)

    def _wrong(self, what: str) -> None:
        self.found.update(["wrong", f"wrong: {what}"])

    @contextmanager
    def _night(self) -> Iterator[tuple[Night, Sender]]:
        """The night of the town, with one sender who may correct."""
        state = town(self.path / "e")
        rule = '[[inbox]]\npattern = "*hand*.csv"\naccount = "hand"\n'
        (state.folder.path / "night.toml").write_text(rule)
        entry = SenderEntry(
            token="",
            organisation="Commission",
            accounts=("hand",),
            stations="all",
            rate=10**6,
            may_correct=True,
        )
        token = add_sender(senders_file(state.folder.origin), "all", entry, state.election)
        taking_in = TakingIn(Settings(port=0, settled=0.1, look_every=0.05))
        night = _night_of(state.folder, self.path / "public", taking_in)
        thread = threading.Thread(target=night.run, daemon=True)
        thread.start()
        self._until(lambda: night.board.begun is not None, "the night begins")
        try:
            yield night, Sender(taking_in.address, token)
        finally:
            night.ended.set()
            thread.join(PATIENCE)


def _night_of(folder: ElectionFolder, out: Path, taking_in: TakingIn) -> Night:
    plan = Plan(
        folder=folder, out=out, gate=OpenGate(), languages=("en",), every=0.1, ask_every=PATIENCE, clock=now
    )
    return Night(plan, doors=[Intakes(taking_in)])


def _pieces() -> Iterator[bytes]:
    """A gigabyte, a megabyte at a time, as long as anyone takes it."""
    piece = b" " * 2**20
    for _ in range(GIGABYTE // 2**20):
        yield piece


def rudeness(seed: int, tokens: int) -> Counter[str]:
    """Be rude once in every way, with so many wrong tokens; gives how often what was seen."""
    fast_charts()
    with folder_in_memory() as path:
        os.environ["SVERKA_HOME"], tempfile.tempdir = str(path / "home"), str(path)
        rude = Rudeness(path, Random(seed), tokens, Counter({"wrong": 0}))
        rude.run()
        return rude.found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(rudeness(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
