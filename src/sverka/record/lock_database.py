"""The lock: the last checkpoint that this machine signed of each log, apart from the logs themselves.

A log must never sign two histories (c2sp.org/tlog-checkpoint, "Signatures"). A folder can be restored from a
copy, or copied and written to twice; the lock cannot, since it lies elsewhere, and it takes a new
checkpoint only in the place of the one that it grew from.

One row per log, in SQLite, committed with `synchronous=EXTRA`: what is committed survives a loss of power. The journal
is kept (`PERSIST`, its head overwritten and synced), so that a commit waits for its own bytes alone, and not for the
names of all files that others write on the same disk at that moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.record.disk import RealDisk, settle_path
from sverka.tlog.tree import EMPTY_ROOT

SECONDS = 30  # to wait for another process that commits
OPEN, CLOSED = "open", "closed"
HANDED_OVER = "handed-over"  # another machine goes on with the log; it may be taken back, never by itself

_TABLE = """
CREATE TABLE IF NOT EXISTS logs (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, checkpoint BLOB NOT NULL, state TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The last signed state of a log: `checkpoint` is the note, empty before the first."""

    origin: str
    size: int = 0
    root: bytes = EMPTY_ROOT
    checkpoint: bytes = b""
    state: str = OPEN


@dataclass(frozen=True, slots=True)
class LockDatabase:
    """The lock database of this machine."""

    path: Path

    def held(self, origin: str) -> Held | None:
        """What was last signed of a log; None where this machine never signed it."""
        if not self.path.exists():
            return None
        with self._connected(begin="BEGIN") as database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'logs'").fetchone():
                return None
            row = database.execute(
                "SELECT origin, size, root, checkpoint, state FROM logs WHERE origin = ?", (origin,)
            ).fetchone()
        return None if row is None else _held(row)

    def begin(self, origin: str) -> Held:
        """Begin a log; an origin under which something was signed is never begun again."""
        with self._connected() as database:
            row = database.execute("SELECT size FROM logs WHERE origin = ?", (origin,)).fetchone()
            if row is not None and row[0] > 0:
                raise Refused(
                    "R201",
                    f"a record with the origin {origin!r} was begun on this machine before",
                    cure="give another: --origin NAME; one origin never has two histories",
                )
            self._insert(database, Held(origin=origin))
        settle_path(RealDisk(), self.path.parent)
        return Held(origin=origin)

    def advance(self, before: Held, after: Held) -> None:
        """Put a checkpoint in the place of the one that it grew from; refused where that is no longer the last."""
        with self._connected() as database:
            changed = database.execute(
                "UPDATE logs SET size = ?, root = ?, checkpoint = ? "
                "WHERE origin = ? AND size = ? AND root = ? AND state = 'open'",
                (after.size, after.root, after.checkpoint, before.origin, before.size, before.root),
            ).rowcount
        if changed != 1:
            raise Refused(
                "R202",
                f"the record {before.origin!r} has grown since it was read, by another copy of its folder",
                cure="write to one folder only; this copy can be renewed: `sverka mirror`",
            )

    def adopt(self, held: Held) -> None:
        """Take a state as the last one, whatever the lock said: only by a person who knows that it is."""
        with self._connected() as database:
            self._insert(database, held)
        settle_path(RealDisk(), self.path.parent)

    def hand_over(self, before: Held) -> None:
        """Let a log grow no more on this machine; refused where the state is no longer the last."""
        with self._connected() as database:
            changed = database.execute(
                "UPDATE logs SET state = ? WHERE origin = ? AND size = ? AND root = ? AND state = 'open'",
                (HANDED_OVER, before.origin, before.size, before.root),
            ).rowcount
        if changed != 1:
            raise Refused(
                "R104", f"the record {before.origin!r} has just grown", cure="run the command again"
            )

    def close(self, origin: str) -> None:
        """Never let a log grow again."""
        with self._connected() as database:
            database.execute("UPDATE logs SET state = ? WHERE origin = ?", (CLOSED, origin))

    def _insert(self, database: sqlite3.Connection, held: Held) -> None:
        row = (held.origin, held.size, held.root, held.checkpoint, held.state)
        database.execute("INSERT OR REPLACE INTO logs VALUES (?, ?, ?, ?, ?)", row)

    @contextmanager
    def _connected(self, begin: str = "BEGIN IMMEDIATE") -> Iterator[sqlite3.Connection]:
        """One transaction, committed when it returns; one that only reads needs no right to write."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = sqlite3.connect(self.path, timeout=SECONDS, isolation_level=None)
            try:
                database.execute("PRAGMA synchronous = EXTRA")
                database.execute("PRAGMA journal_mode = PERSIST")
                database.execute(begin)
                if begin != "BEGIN":
                    database.execute(_TABLE)
                yield database
                database.execute("COMMIT")
            finally:
                database.close()  # which rolls back what was not committed
        except sqlite3.Error as error:
            raise Fault(
                f"the lock database cannot be used: {error}",
                place=str(self.path),
                cure='see docs/keys.md, "The lock database"',
            ) from error


def check_open(held: Held) -> None:
    """Refuse a log that grows no more on this machine."""
    if held.state == CLOSED:
        raise Refused(
            "R204",
            f"the record {held.origin!r} was closed on this machine: its key was declared lost",
            cure="write to the record that goes on from it",
        )
    if held.state == HANDED_OVER:
        raise Refused(
            "R567",
            f"the record {held.origin!r} was handed over with {held.size} facts: another machine goes on with it",
            cure="write there; to go on here again: `sverka takeover`",
        )


def _held(row: tuple[str, int, bytes, bytes, str]) -> Held:
    origin, size, root, checkpoint, state = row
    return Held(origin=origin, size=size, root=root, checkpoint=checkpoint, state=state)
