"""Records that grow on a machine that loses its power: after each step, and again while they are opened anew."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sverka.errors import SverkaError
from sverka.record.disk import RealDisk
from sverka.tlog.checkpoint import open_checkpoint
from sverka.tlog.tree import check_consistency, prove_consistency
from tests.record.ledgers import SIGNER, Record
from tests.record.power import Killed, Luck, Machine, lucks

WIDTHS = (1, 2, 3, 60, 200, 255, 256, 257, 300, 520)
SHM = Path("/dev/shm")


@dataclass
class Growing:
    """A record that grows by pieces; what of it was acknowledged, and what is on the way."""

    machine: Machine
    seed: int
    parts: int
    acknowledged: list[bytes] = field(default_factory=list)
    asked: list[bytes] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)

    @property
    def record(self) -> Record:
        """The record on the machine."""
        return Record(self.machine.root / "e", RealDisk())

    def begin(self) -> None:
        """Begin it; the folder itself is there for good."""
        self.record.folder.mkdir()
        RealDisk().sync(self.machine.root)
        self.record.begin()

    def grow(self, width: int) -> None:
        """Append a piece by a new writer, which finds what was killed before it whole or not at all."""
        ledger = self.record.open()
        there = list(ledger.store.entries(0, ledger.size)) if ledger.size else []
        _check(there in (self.acknowledged, self.asked), "an entry lost, doubled or in part")
        self.acknowledged = there
        piece = [b"entry %d of %d" % (at, self.machine.steps) for at in range(width)]
        self.asked = [*there, *piece]
        ledger.append(piece)
        self.acknowledged = self.asked

    def lose_power(self, _: Machine) -> None:
        """Look at the record as it would be if the power went now."""
        for luck in lucks(self.seed + self.machine.steps, self.parts):
            with folder_in_memory() as folder:
                self.machine.restore(folder / "m", luck)
                self.found.update(self._outcomes(Record(folder / "m" / "e"), luck))

    def _outcomes(self, record: Record, luck: Luck) -> Iterator[str]:
        yield "power losses"
        try:
            if record.lock.held(SIGNER.name) is None and not self.acknowledged:
                yield "not begun"
                return
            yield self._reopened(record, luck)
        except (SverkaError, AssertionError, OSError) as error:
            self.found[f"wrong: {str(error).replace(str(record.folder), '')}".split("\n")[0]] += 1
            yield "wrong"

    def _reopened(self, record: Record, luck: Luck) -> str:
        ledger = record.open()
        there = list(ledger.store.entries(0, ledger.size)) if ledger.size else []
        _check(there in (self.acknowledged, self.asked), "an entry lost, doubled or in part")
        first = ledger.append([b"more %d" % at for at in range(luck.random.choice(WIDTHS))]).start
        _check(list(ledger.store.entries())[:first] == there, "an entry changed by the next writer")
        _check_grown(record, len(self.acknowledged), first)
        return "in flight, and there" if len(there) > len(self.acknowledged) else "as acknowledged"


def _check_grown(record: Record, *sizes: int) -> None:
    """The checkpoint verifies, and a witness that saw any of these sizes sees growth."""
    note = record.store.note()
    assert note is not None
    checkpoint, _ = open_checkpoint(note, [SIGNER.verifier])
    _check(record.store.root(checkpoint.size) == checkpoint.root, "tiles that do not lead to the root")
    read = record.store.hashes(checkpoint.size)
    for size in filter(None, sizes):
        check_consistency(
            prove_consistency(size, checkpoint.size, read),
            old=size,
            old_root=record.store.root(size),
            size=checkpoint.size,
            root=checkpoint.root,
        )


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


def power_losses(seed: int, *, widths: Sequence[int], kills: int, parts: int) -> Counter[str]:
    """Let a record grow, killed `kills` times at random steps on its way, and lose power after each step."""
    random = Random(seed)
    with folder_in_memory() as root:
        machine = Machine(root)
        growing = Growing(machine, seed, parts)
        machine.after = growing.lose_power
        with machine.running():
            growing.begin()
            for width in widths:
                growing.grow(width)
            for _ in range(kills):
                machine.left = random.randrange(40)
                with suppress(Killed):
                    growing.grow(random.choice(widths))
                machine.left = None
            growing.grow(1)
    growing.found["steps"] += machine.steps
    return growing.found


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    """A temporary folder, in memory where the system has it: thousands of records come and go."""
    with TemporaryDirectory(dir=SHM if os.access(SHM, os.W_OK) else None, prefix="sverka-") as folder:
        yield Path(folder)
