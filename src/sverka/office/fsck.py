"""Verify an election folder from its bytes alone, and say of every file that is wrong what is wrong with it.

Nothing is believed: tiles are recomputed from the entries, the root from the tiles, hashes from the files they name.
Where two files contradict each other, the signed root decides which of them was changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sverka.errors import Fault
from sverka.office.fsck_allowances import check_allowances
from sverka.office.fsck_checkpoint import CHECKPOINT, CheckpointCheck
from sverka.office.fsck_evidence import check_evidence, check_papers, check_surroundings
from sverka.office.fsck_facts import FactsCheck
from sverka.office.fsck_files import RecordFiles
from sverka.office.fsck_group import check_group
from sverka.office.fsck_log import LogCheck
from sverka.record.defects import Defect, DefectCode, defect
from sverka.record.lock_database import LockDatabase
from sverka.tlog.checkpoint import Checkpoint
from sverka.tlog.keys import Verifier

Progress = Callable[[Iterable[Any], int], Iterable[Any]]
"""Yields what it is given and shows how far it is of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was verified of a folder, and everything that is wrong with it."""

    checkpoint: Checkpoint | None
    witnesses: tuple[int, int] | None
    entries: int
    tiles: int
    evidence: int
    defects: tuple[Defect, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong; what is harmless is said nevertheless."""
        return all(each.harmless for each in self.defects)


def fsck(
    folder: Path,
    *,
    vkey: Verifier | None = None,
    lock: LockDatabase | None = None,
    progress: Progress = lambda each, _: each,
) -> Verified:
    """Verify a folder; `lock` is that of this machine, which matters where it writes the record."""
    if not (folder / "record").is_dir():
        raise Fault("no record here", place=str(folder), cure="give an election folder, or a copy of one")
    signed = CheckpointCheck.of(folder, vkey=vkey)
    files = RecordFiles.of(folder / "record")
    size = signed.checkpoint.size if signed.checkpoint else files.size
    log, facts = LogCheck(files, size), FactsCheck(size)
    for index, entry in progress(log.entries(), size):
        facts.read(index, entry)
    log.conclude(signed.checkpoint.root if signed.checkpoint else None)
    evidence = _files(folder / "evidence")
    defects = [
        *signed.defects,
        *(_check_lock(signed.checkpoint, lock) if lock else ()),
        *log.defects,
        *files.others(log.used),
        *facts.defects,
        *(facts.broken if log.has_all_entries else ()),  # else they follow from what was changed
        *check_evidence(progress(evidence, len(evidence)), facts.named, facts.withheld, facts.withdrawn),
        *check_papers(folder, facts.definition),
        *check_surroundings(folder),
        *(check_allowances(folder, size) if facts.allowances else ()),
        *(check_group(folder, size) if facts.acts else ()),
    ]
    return Verified(
        checkpoint=signed.checkpoint,
        witnesses=signed.witnesses,
        entries=size,
        tiles=len(log.computed),
        evidence=len(evidence),
        defects=tuple(defects),
    )


def _check_lock(checkpoint: Checkpoint | None, lock: LockDatabase) -> Iterator[Defect]:
    """The state that this machine signed last, if it writes this record, against the folder's."""
    held = lock.held(checkpoint.origin) if checkpoint else None
    if checkpoint is None or held is None:
        return
    context = {"lock": held.size, "folder": checkpoint.size}
    if held.size < checkpoint.size:
        yield defect(DefectCode.LOCK_BEHIND, CHECKPOINT, **context)
    elif held.size > checkpoint.size:
        yield defect(DefectCode.LOCK_AHEAD, CHECKPOINT, **context)
    elif held.root != checkpoint.root:
        yield defect(DefectCode.LOCK_OTHER, CHECKPOINT, **context)


def _files(folder: Path) -> list[Path]:
    return sorted(Path(each.path) for each in os.scandir(folder)) if folder.is_dir() else []
