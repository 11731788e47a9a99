"""A record of ours that programs of others are to read: grown in steps, with a kept checkpoint at each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sverka.record.disk import HastyDisk
from sverka.record.ledger import Ledger
from sverka.record.lock_database import LockDatabase
from sverka.record.store import Store
from sverka.tlog.keys import ED25519, Signer, format_vkey, new_signer

ORIGIN = "example.org/an-election/2026"
SIGNER = new_signer(ORIGIN, ED25519, hashlib.sha256(b"a key for tests").digest())


@dataclass(frozen=True, slots=True)
class GrownRecord:
    """The folder of a record, the key that checks it, and the checkpoint it had at each size."""

    folder: Path
    vkey: str
    checkpoints: dict[int, Path]

    @property
    def size(self) -> int:
        return max(self.checkpoints)


def entry(number: int) -> bytes:
    """An entry that no other is like; some are empty, some are long."""
    return b"" if number % 97 == 5 else b'{"number":%d}' % number * (1 + number % 41)


def grown_record(
    place: Path, sizes: Sequence[int], signer: Signer = SIGNER, *, begin: int = 0
) -> GrownRecord:
    """The record with one checkpoint after the other; entries are numbered from `begin`."""
    record = GrownRecord(place / "record", format_vkey(signer.verifier), {})
    lock = LockDatabase(place / "locks.sqlite")
    ledger = Ledger.begin(Store(record.folder), [signer], lock, HastyDisk())
    for size in sizes:
        ledger.append([entry(begin + number) for number in range(ledger.size, size)])
        record.checkpoints[size] = place / f"checkpoint.{size}"
        record.checkpoints[size].write_bytes(ledger.held.checkpoint)
    return record
