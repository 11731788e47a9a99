"""Records to append to and to read: entries as large as the facts of Bulgaria 2023, and a ledger in a new folder."""

from __future__ import annotations

from pathlib import Path

from sverka.record.disk import Disk
from sverka.record.ledger import Ledger
from sverka.record.lock_database import LockDatabase
from sverka.record.store import Store
from sverka.tlog.keys import ED25519, new_signer

ENTRY_BYTES = 540  # what a count of 22 lists takes on average
SIGNER = new_signer("benchmark", ED25519, bytes(32))


def entry(number: int, size: int = ENTRY_BYTES) -> bytes:
    """An entry that no other is like."""
    return str(number).encode().rjust(size, b".")


def new_ledger(folder: Path, disk: Disk) -> Ledger:
    """A record that begins, with a lock database beside it."""
    return Ledger.begin(Store(folder / "record"), [SIGNER], LockDatabase(folder / "locks.sqlite"), disk)
