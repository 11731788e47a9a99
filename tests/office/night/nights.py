"""A night in the toy town, batch by batch, for tests of what publishes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sverka.office.folder import ElectionFolder
from sverka.office.night.gating import OpenGate
from sverka.office.night.publisher import Publisher
from sverka.office.publish import reproduce
from sverka.publish.gate.candidate import Candidate, Stop
from sverka.record.facts import CountFact, canonical_bytes
from tests.town import town

EVENING = "2026-05-17T21:{:02}:00+06:00"
STATIONS = ("0001", "0002", "0003", "0101", "0102")


@dataclass
class ShutGate:
    """A gate that fails the checks it was given, as long as it has any."""

    failing: list[Stop] = field(default_factory=list)
    accepted: list[int] = field(default_factory=list)

    def check(self, candidate: Candidate) -> Sequence[Stop]:
        """What was given."""
        return tuple(self.failing)

    def accept(self, candidate: Candidate) -> None:
        """Note the size."""
        self.accepted.append(candidate.results.snapshot.size)


@dataclass
class Evening:
    """The folder of the town and its publisher, with a clock that goes on by a minute whenever it is looked at."""

    path: Path
    gate: Any = field(default_factory=OpenGate)
    languages: tuple[str, ...] = ("en", "ky")
    minute: int = 0

    def __post_init__(self) -> None:
        self.folder = ElectionFolder(self.path / "e")
        if not self.folder.path.exists():
            town(self.folder.path)
        self.out = self.path / "public"
        self.publisher = self.again()

    def again(self) -> Publisher:
        """The publisher of another process."""
        self.publisher = Publisher(
            self.folder, self.out, self.gate, languages=self.languages, clock=self.clock
        )
        return self.publisher

    def clock(self, _timezone: str) -> str:
        """The next minute."""
        self.minute += 1
        return EVENING.format(self.minute)

    def count(self, *stations: str, account: str = "machine", votes: int = 10, **more: Any) -> None:
        """Record what an account counts at stations."""
        facts = [
            canonical_bytes(
                CountFact(
                    schema=1,
                    received=EVENING.format(self.minute),
                    account=account,
                    contest="council",
                    station=station,
                    rows={"2": votes + 3, "3": 0},
                    selections={"apple": votes, "pear": 1, "quince": 1, "against": 1},
                    **more,
                )
            )
            for station in stations
        ]
        self.folder.append(facts, after=self.folder.store.size)

    def now(self) -> dict[str, Any]:
        """What `now.json` says."""
        said: dict[str, Any] = json.loads((self.out / "now.json").read_bytes())
        return said

    def whole(self, size: int) -> dict[str, bytes]:
        """The site of a size, made from the record alone, in these languages."""
        folder = self.path / f"whole-{size}"
        reproduce(self.folder.open(size=size), folder, languages=self.languages)
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def files(self) -> dict[str, bytes]:
        """Everything that stands in the folder of the site."""
        return {
            path.relative_to(self.out).as_posix(): path.read_bytes()
            for path in self.out.rglob("*")
            if path.is_file()
        }


def listed(files: dict[str, bytes]) -> dict[str, str]:
    """Path and hash of every file of a publication, as its lists say."""
    found: dict[str, str] = {}
    waiting = ["files.sha256"]
    while waiting:
        for line in files[waiting.pop()].decode().splitlines():
            sha256, _, path = line.partition("  ")
            found[path] = sha256
            waiting += [path] if path.endswith(".sha256") else []
    return found


def sha256(content: bytes) -> str:
    """Of some bytes, in hex."""
    return hashlib.sha256(content).hexdigest()
