"""An election folder: everything about one election, complete enough that a copy is a mirror.

::

    election.toml    the definition          record/      the facts, appended
    stations.csv     the station table       evidence/    files by their hash
    aliases.csv      reviewed foreign ids    public/      the site, made anew by `sverka publish`
    log.vkey         the record's public key policy.txt   its witnesses

No private key and no lock ever lies in it (`office/home.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sverka.domain.election import Election
from sverka.errors import Fault, SverkaError
from sverka.office.handing_over import hand_over
from sverka.office.home import lock_database
from sverka.office.keys import signers_of
from sverka.office.papers import DEFINITION, Papers, check_unchanged
from sverka.office.writer_lock import only_writer, to_its_end
from sverka.record.disk import RealDisk
from sverka.record.evidence import Evidence
from sverka.record.facts import hash_of
from sverka.record.ledger import Ledger
from sverka.record.replay import Gathered, gather, tabulate
from sverka.record.sequencer import Receipt, Sequencer, Submission
from sverka.record.snapshot import Snapshot
from sverka.record.store import FROM_A_COPY, Store
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier, parse_vkey

LOG_KEY, POLICY = "log.vkey", "policy.txt"

Progress = Callable[[Iterable[bytes], int], Iterator[bytes]]
"""Yields the entries and shows how far it is of how many."""


@dataclass(frozen=True, kw_only=True)
class State:
    """An election as its folder has it: the definition in force and what the record says."""

    folder: ElectionFolder
    election: Election
    snapshot: Snapshot


@dataclass(frozen=True)
class ElectionFolder:
    """The folder of one election."""

    path: Path

    @property
    def store(self) -> Store:
        """The record."""
        return Store(self.path / "record")

    @property
    def evidence(self) -> Evidence:
        """The files behind the record."""
        return Evidence(self.path / "evidence")

    @property
    def public(self) -> Path:
        """Where the site is published by default."""
        return self.path / "public"

    def open(self, *, size: int | None = None, progress: Progress | None = None) -> State:
        """The state of the record, now or when it held `size` facts."""
        check_is_election(self.path)
        if size is None:
            self._finish()
        held = self.store.size
        if size is not None and not 0 < size <= held:
            raise Fault(f"the record has held 1 to {held} facts, never {size}", place=str(self.path))
        size = held if size is None else size
        entries: Iterable[bytes] = self.store.entries(0, size)
        gathered = gather(progress(entries, size) if progress else entries)
        election = self._election(gathered, current=size == held)
        return State(folder=self, election=election, snapshot=tabulate(gathered, election))

    @property
    def origin(self) -> str:
        """The name of the log, and of its key, as the folder has it."""
        return self.key.name

    @property
    def key(self) -> Verifier:
        """The public key of the log."""
        path = self.path / LOG_KEY
        try:
            return parse_vkey(path.read_text("utf-8").removesuffix("\n"))
        except FileNotFoundError:
            raise Fault("the key of the record is missing", place=str(path), cure=FROM_A_COPY) from None
        except (TlogError, UnicodeDecodeError) as error:
            raise Fault(f"not a key: {error}", place=str(path), cure=FROM_A_COPY) from error

    def append(self, entries: Sequence[bytes], *, after: int, evidence: Iterable[bytes] = ()) -> Receipt:
        """Write facts, and the files behind them, after the facts that were read; nothing may have come between.

        When it returns they are on disk under a signed checkpoint. A running writer is handed them.
        """
        submission = Submission(entries=tuple(entries), after=after)
        contents = iter(evidence)
        # Where a writer runs, many hand in at once: a file stays, though the facts be refused. Another may name it.
        receipt = hand_over(self.origin, submission, when_found=lambda: self._keep(contents))
        return self._write(submission, contents) if receipt is None else receipt

    def sequencer(self) -> Sequencer:
        """The record as its writer has it; only under the writer's lock."""
        return Sequencer(Ledger.open(self.store, signers_of(self.origin), lock_database(), RealDisk()))

    def _finish(self) -> None:
        """Put in place what was signed and is not there, where this machine writes the record and no one is at it."""
        with suppress(SverkaError, OSError):  # whoever writes is told
            held = lock_database().held(self.origin)
            if held is not None and held.size > self.store.size:
                with only_writer(self.path), to_its_end():
                    self.sequencer()

    def _write(self, submission: Submission, evidence: Iterable[bytes]) -> Receipt:
        with only_writer(self.path), to_its_end():
            sequencer = self.sequencer()
            fresh = self._keep_all(evidence)
            (taken,) = sequencer.take([submission])  # failing, it may have recorded them: evidence stays
            if isinstance(taken, SverkaError):
                self._take_back(fresh)
                raise taken
        return taken

    def _keep_all(self, contents: Iterable[bytes]) -> list[str]:
        """Keep files of evidence, all or none; gives those that were not there."""
        fresh: list[str] = []
        try:
            for content in contents:
                if not self.evidence.path(hash_of(content)).exists():
                    fresh.append(hash_of(content))
                self.evidence.put(content)
        except BaseException:
            self._take_back(fresh)
            raise
        return fresh

    def _keep(self, contents: Iterable[bytes]) -> None:
        for content in contents:
            self.evidence.put(content)

    def _take_back(self, fresh: Iterable[str]) -> None:
        for sha256 in fresh:
            self.evidence.remove(sha256)

    def _election(self, gathered: Gathered, *, current: bool) -> Election:
        fact = gathered.definition
        if fact is None:
            raise Fault(
                "the record has no definition",
                place=str(self.path),
                cure="make the folder anew: `sverka new`",
            )
        if current:
            check_unchanged(self.path, fact)
        return Papers.recorded(fact, self.evidence).election()


def check_is_election(path: Path) -> None:
    """Refuse a folder that is no election folder, or no longer one."""
    if (path / "record" / "tile").is_dir() and not (path / DEFINITION).is_file():
        cure = (
            f"copy it back from {path / 'evidence'}, where the record keeps it, or from a copy of the folder"
        )
        raise Fault(f"{DEFINITION} is missing beside the record", place=str(path), cure=cure)
    if not (path / DEFINITION).is_file() or not (path / "record").is_dir():
        raise Fault(
            "not an election folder (no election.toml and record/ in it)",
            place=str(path),
            cure="make one: `sverka new DIR --definition FILE.toml`",
        )
