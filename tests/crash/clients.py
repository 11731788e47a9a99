"""Who hands in facts while writers are killed, and what was acknowledged to them, noted in files of their own.

A line of notes is written after each acknowledgement and says at which index each entry stands::

    [[17,"8a5e…"],[18,"03fc…"]]
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from sverka.errors import SverkaError
from sverka.office.folder import ElectionFolder
from sverka.office.handing_over import hand_over
from sverka.record.facts import CountFact, DocumentFact, canonical_bytes, hash_of
from sverka.record.sequencer import Receipt, Submission

NIGHT = "2026-05-17T21:00:00+06:00"
MOST = (1, 2, 7, 40, 300)


@dataclass
class Notes:
    """What was acknowledged to one client; it outlives a killed process, which is all that these tests kill."""

    path: Path

    def write(self, receipt: Receipt, entries: tuple[bytes, ...]) -> None:
        """Note where entries stand, in one write."""
        pairs = [[index, hash_of(entry)] for index, entry in zip(receipt.indexes, entries, strict=True)]
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, json.dumps(pairs).encode() + b"\n")
        os.close(descriptor)

    def read(self) -> Iterator[tuple[int, str]]:
        """Index and hash of everything that was acknowledged; a line that was cut off was never noted."""
        if self.path.exists():
            for line in self.path.read_text().splitlines(keepends=True):
                if line.endswith("\n"):
                    yield from ((index, entry) for index, entry in json.loads(line))


@dataclass
class Client:
    """One who hands in: counts, and papers with their files; hands in again what was not acknowledged."""

    folder: ElectionFolder
    name: str
    notes: Notes
    random: Random
    made: int = field(default=0)

    def hand_in_for_ever(self, *, through_writer: bool) -> None:
        """Hand in until killed; through the running writer only, or as a command does, which writes where none runs."""
        hand_in = self._to_the_writer if through_writer else self._as_a_command
        while True:
            entries, files = self._new()
            receipt: Receipt | None = None
            while receipt is None:
                try:
                    receipt = hand_in(entries, files)
                except SverkaError:
                    time.sleep(0.001)
            self.notes.write(receipt, entries)

    def _as_a_command(self, entries: tuple[bytes, ...], files: list[bytes]) -> Receipt | None:
        return self.folder.append(entries, after=self.folder.store.size, evidence=files)

    def _to_the_writer(self, entries: tuple[bytes, ...], files: list[bytes]) -> Receipt | None:
        def keep() -> None:
            for content in files:
                self.folder.evidence.put(content)

        return hand_over(self.folder.origin, Submission(entries=entries), when_found=keep)

    def _new(self) -> tuple[tuple[bytes, ...], list[bytes]]:
        """A few counts that nobody made before; now and then a paper."""
        number = self.random.randint(1, self.random.choice(MOST))
        counts = tuple(self._count() for _ in range(number))
        paper = f"a paper of {self.name}, {self.made}".encode()
        return (*counts, _document(paper)), [paper]

    def _count(self) -> bytes:
        self.made += 1
        return canonical_bytes(
            CountFact(
                schema=1,
                received=NIGHT,
                account="observer",
                contest="council",
                station="0001",
                holder=f"{self.name} {self.made}",
                selections={"apple": self.made},
            )
        )


def _document(paper: bytes) -> bytes:
    digest = sha256(paper).hexdigest()
    return canonical_bytes(
        DocumentFact(schema=1, received=NIGHT, sha256=digest, bytes=len(paper), media_type="text/plain")
    )
