"""An election folder: everything about one election, complete enough that a copy is a mirror.

::

    election.toml    the definition          record/      the facts, appended
    stations.csv     the station table       evidence/    files by their hash
    aliases.csv      reviewed foreign ids    public/      the site, made anew by `sverka publish`
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sverka.domain.election import Election
from sverka.errors import Fault
from sverka.office.papers import DEFINITION, Papers, check_unchanged
from sverka.office.writer import check_size, only_writer, to_its_end
from sverka.record.evidence import Evidence
from sverka.record.replay import Gathered, gather, tabulate
from sverka.record.snapshot import Snapshot
from sverka.record.store import Store

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
        held = self.store.size
        if size is not None and not 0 < size <= held:
            raise Fault(f"the record has held 1 to {held} facts, never {size}", place=str(self.path))
        size = held if size is None else size
        entries: Iterable[bytes] = self.store.entries(0, size)
        gathered = gather(progress(entries, size) if progress else entries)
        election = self._election(gathered, current=size == held)
        return State(folder=self, election=election, snapshot=tabulate(gathered, election))

    def append(self, entries: Sequence[bytes], *, after: int, evidence: Iterable[bytes] = ()) -> None:
        """Write facts, and the files behind them, after the facts that were read; nothing may have come between."""
        with only_writer(self.path), to_its_end():
            check_size(self.store.size, after)
            for content in evidence:
                self.evidence.put(content)
            self.store.append(entries)

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
