"""Records for tests: one key, one lock, a disk that does not wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sverka.record.disk import Disk, HastyDisk
from sverka.record.ledger import Ledger
from sverka.record.lock_database import LockDatabase
from sverka.record.store import Store
from sverka.tlog.keys import ED25519, new_signer

SIGNER = new_signer("example.com/record", ED25519, bytes(32))


@dataclass(frozen=True)
class Record:
    """A folder with a record, and the lock beside it."""

    folder: Path
    disk: Disk = field(default_factory=HastyDisk)

    @property
    def store(self) -> Store:
        """The record for reading."""
        return Store(self.folder / "record")

    @property
    def lock(self) -> LockDatabase:
        """Its lock."""
        return LockDatabase(self.folder / "locks.sqlite")

    def begin(self) -> Ledger:
        """The record, begun."""
        return Ledger.begin(self.store, [SIGNER], self.lock, self.disk)

    def open(self) -> Ledger:
        """The record as its next writer opens it."""
        return Ledger.open(self.store, [SIGNER], self.lock, self.disk)

    def append(self, *pieces: Sequence[bytes]) -> list[range]:
        """Append in pieces, each by a new writer."""
        return [self.open().append(piece) for piece in pieces]

    def files(self) -> dict[str, bytes]:
        """Every file of the record by its path."""
        paths = [path for path in self.store.folder.rglob("*") if path.is_file()]
        return {path.relative_to(self.store.folder).as_posix(): path.read_bytes() for path in paths}


def record_of(folder: Path, *pieces: Sequence[bytes]) -> Record:
    """A record that was begun and grew by pieces, each by a new writer."""
    record = Record(folder)
    folder.mkdir(parents=True, exist_ok=True)
    record.begin()
    record.append(*pieces)
    return record


def entries(number: int) -> list[bytes]:
    """So many different entries."""
    return [b"entry %d" % index for index in range(number)]
