"""What a witness remembers: the logs it trusts, every checkpoint that it co-signed, and the forks it saw.

One SQLite file. Whoever decides does so inside one immediate transaction, which no other thread or
process can enter: what is checked is what is written, and it is on disk before anyone gets an answer.
The database itself refuses to change a root or to forget a checkpoint.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sverka.tlog.tree import EMPTY_ROOT

PATIENCE = 10.0  # seconds that one transaction waits for another
MOST_FORKS = 1000  # kept for one log: only what the log itself signed is kept, each tree once

SCHEMA = """
CREATE TABLE witness (id TEXT NOT NULL, step INTEGER NOT NULL, retired TEXT NOT NULL);
CREATE TABLE logs (origin TEXT NOT NULL, vkey TEXT NOT NULL, PRIMARY KEY (origin, vkey));
CREATE TABLE checkpoints (
    origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, cosigned_at INTEGER NOT NULL,
    note BLOB NOT NULL, PRIMARY KEY (origin, size)
);
CREATE TABLE forks (
    origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, kept_at INTEGER NOT NULL,
    ours BLOB NOT NULL, theirs BLOB NOT NULL, PRIMARY KEY (origin, size, root)
);
CREATE TRIGGER no_checkpoint_is_forgotten BEFORE DELETE ON checkpoints
    BEGIN SELECT RAISE(ABORT, 'a witness forgets nothing'); END;
CREATE TRIGGER no_root_is_changed BEFORE UPDATE ON checkpoints
    WHEN NEW.root <> OLD.root OR NEW.size <> OLD.size OR NEW.origin <> OLD.origin
      OR NEW.cosigned_at < OLD.cosigned_at
    BEGIN SELECT RAISE(ABORT, 'a witness forgets nothing'); END;
CREATE TRIGGER no_smaller_tree_comes_later BEFORE INSERT ON checkpoints
    WHEN NEW.size < (SELECT max(size) FROM checkpoints WHERE origin = NEW.origin)
    BEGIN SELECT RAISE(ABORT, 'a witness forgets nothing'); END;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A checkpoint that the witness co-signed, with the log's signature and its own last cosignature."""

    size: int
    root: bytes
    cosigned_at: int  # seconds since 1970
    note: bytes


NOTHING_YET = Kept(size=0, root=EMPTY_ROOT, cosigned_at=0, note=b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """A tree that a log signed and that is not, or was not shown to be, the one the witness knows."""

    origin: str
    size: int
    root: bytes
    kept_at: int
    ours: bytes
    theirs: bytes
    proven: bool  # two roots of one size, both signed by the log: needs nobody's word


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory inside one transaction."""

    database: sqlite3.Connection

    @property
    def id(self) -> str:
        """The random name that the memory shares with the key."""
        return str(self._one("SELECT id FROM witness"))

    @property
    def step(self) -> int:
        """How often it has changed."""
        return int(self._one("SELECT step FROM witness"))

    @property
    def retired(self) -> str:
        """Why the witness signs nothing any more; empty while it does."""
        return str(self._one("SELECT retired FROM witness"))

    def retire(self, why: str) -> None:
        """Sign nothing any more, for ever."""
        self._change("UPDATE witness SET retired = ?", why)

    def logs(self) -> list[str]:
        """The origins of the logs it trusts, in order."""
        return [origin for (origin,) in self._all("SELECT DISTINCT origin FROM logs ORDER BY origin")]

    def vkeys(self, origin: str) -> list[str]:
        """The keys it trusts for a log."""
        return [
            vkey for (vkey,) in self._all("SELECT vkey FROM logs WHERE origin = ? ORDER BY rowid", origin)
        ]

    def trust(self, origin: str, vkey: str) -> None:
        """Trust a key for a log."""
        self._change("INSERT OR IGNORE INTO logs VALUES (?, ?)", origin, vkey)

    def last(self, origin: str) -> Kept:
        """The largest checkpoint co-signed for a log."""
        rows = self._kept("WHERE origin = ? ORDER BY size DESC LIMIT 1", origin)
        return rows[0] if rows else NOTHING_YET

    def of_size(self, origin: str, size: int) -> Kept | None:
        """The checkpoint of that size, if it was co-signed; a tree of nothing is known beforehand."""
        rows = self._kept("WHERE origin = ? AND size = ?", origin, size)
        return rows[0] if rows else (None if size else NOTHING_YET)

    def last_cosigned_at(self) -> int:
        """The time of the last cosignature, for whatever log."""
        return int(self._one("SELECT coalesce(max(cosigned_at), 0) FROM checkpoints"))

    def keep(self, origin: str, kept: Kept) -> None:
        """Remember a checkpoint; what was doubted about this very tree is settled by it."""
        self._change(
            "INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?) ON CONFLICT (origin, size) DO UPDATE"
            " SET root = excluded.root, cosigned_at = excluded.cosigned_at, note = excluded.note",
            *(origin, kept.size, kept.root, kept.cosigned_at, kept.note),
        )
        self.database.execute(
            "DELETE FROM forks WHERE origin = ? AND size = ? AND root = ?", (origin, kept.size, kept.root)
        )

    def keep_fork(self, fork: Fork) -> None:
        """Keep both notes of a fork; the same tree once."""
        if self._one("SELECT count(*) FROM forks WHERE origin = ?", fork.origin) < MOST_FORKS:
            self._change(
                "INSERT OR IGNORE INTO forks VALUES (?, ?, ?, ?, ?, ?)",
                *(fork.origin, fork.size, fork.root, fork.kept_at, fork.ours, fork.theirs),
            )

    def forks(self) -> list[Fork]:
        """Every fork, the oldest first. One is proven as soon as its size was co-signed under another root."""
        return [self._fork(*row) for row in self._all("SELECT * FROM forks ORDER BY rowid")]

    def _fork(self, origin: str, size: int, root: bytes, kept_at: int, ours: bytes, theirs: bytes) -> Fork:
        known = self.of_size(origin, size)
        return Fork(
            origin=origin,
            size=size,
            root=root,
            kept_at=kept_at,
            ours=known.note if known and known.note else ours,
            theirs=theirs,
            proven=known is not None,
        )

    def _kept(self, where: str, *values: object) -> list[Kept]:
        rows = self._all(f"SELECT size, root, cosigned_at, note FROM checkpoints {where}", *values)  # noqa: S608
        return [Kept(size=size, root=root, cosigned_at=at, note=note) for size, root, at, note in rows]

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self.database.execute(query, values).fetchall()

    def _one(self, query: str, *values: object) -> Any:
        return self._all(query, *values)[0][0]

    def _change(self, statement: str, *values: object) -> None:
        if self.database.execute(statement, values).rowcount:
            self.database.execute("UPDATE witness SET step = step + 1")


def make_memory(path: Path, *, id: str) -> None:  # noqa: A002 - the word of the table
    """An empty memory in a new file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = EXTRA")
        database.executescript(f"BEGIN; {SCHEMA}")
        database.execute("INSERT INTO witness VALUES (?, 0, '')", (id,))
        database.execute("COMMIT")


@contextmanager
def remembering(path: Path, *, deciding: bool = False) -> Iterator[Memory]:
    """The memory in one transaction; where something is decided, nobody else decides meanwhile.

    EXTRA, because FULL alone may lose the last commit to a power cut: in the one-file mode of SQLite
    a commit is the deletion of a journal, and only EXTRA syncs the folder behind it.
    """
    uri = f"{path.resolve().as_uri()}?mode=rw"  # never makes a new memory
    with closing(sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = EXTRA")
        database.execute("BEGIN IMMEDIATE" if deciding else "BEGIN")
        try:
            yield Memory(database)
        except BaseException:
            database.execute("ROLLBACK")
            raise
        database.execute("COMMIT")
