"""What must hold whenever a writer was killed: everything acknowledged is there once, and the log only grew."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sverka.errors import Refused, SverkaError
from sverka.office.folder import ElectionFolder
from sverka.office.fsck import fsck
from sverka.office.home import lock_database
from sverka.office.writer_lock import only_writer
from sverka.record.facts import hash_of
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.tree import check_consistency, prove_consistency
from tests.crash.clients import Notes

PATIENCE = 20.0  # seconds


class Witnessed:
    """A folder, the last checkpoint of it that a witness saw, and the notes of those who handed in."""

    def __init__(self, folder: ElectionFolder, notes: Path) -> None:
        self.folder, self.notes = folder, notes
        self.seen = self._checkpoint()

    def look(self) -> Iterator[str]:
        """What is seen after a writer was killed, before and after the next one opens the record."""
        try:
            self._witness()  # what a reader sees now
            before = self.seen.size
            with self._as_the_next_writer():
                self._witness()
                if self.seen.size > before:
                    yield "signed, and put in place by the next writer"
                yield from self._compare()
        except (SverkaError, TlogError, AssertionError) as error:
            yield f"wrong: {error}"
            yield "wrong"

    def look_through(self) -> Iterator[str]:
        """What the folder's own check says in the end, evidence and lock and all."""
        verified = fsck(self.folder.path, lock=lock_database())
        for each in verified.defects:
            if each.harmless:
                yield each.code.value
            else:
                yield f"wrong: {each.code.value} {each.file}"
                yield "wrong"
        yield "folders verified"

    @contextmanager
    def _as_the_next_writer(self) -> Iterator[None]:
        """Hold the lock, which someone who writes as a command may have for a moment, and open the record."""
        until = time.monotonic() + PATIENCE
        with ExitStack() as stack:
            while True:
                try:
                    stack.enter_context(only_writer(self.folder.path))
                    break
                except Refused:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.001)
            self.folder.sequencer()
            yield

    def _witness(self) -> None:
        now = self._checkpoint()
        read = self.folder.store.hashes(now.size)
        proof = prove_consistency(self.seen.size, now.size, read)
        check_consistency(proof, old=self.seen.size, old_root=self.seen.root, size=now.size, root=now.root)
        self.seen = now

    def _checkpoint(self) -> Checkpoint:
        note = self.folder.store.note()
        assert note is not None
        return open_checkpoint(note, [self.folder.key])[0]

    def _compare(self) -> Iterator[str]:
        """The record against all notes."""
        there = [hash_of(entry) for entry in self.folder.store.entries()]
        times = Counter(there)
        if len(times) != len(there):
            yield "wrong: an entry twice"
            yield "wrong"
        for file in self.notes.iterdir():
            for index, entry in Notes(file).read():
                yield "acknowledged entries held against the record"
                if index >= len(there) or there[index] != entry or times[entry] != 1:
                    yield f"wrong: entry {index} of {file.name}"
                    yield "wrong"
