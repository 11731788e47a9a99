"""Why a copy does not follow its source, and what is kept of it as evidence.

Two checkpoints of one log that no tree has both, each signed by its key, prove that whoever has the key wrote two
histories. They lie in `forks/` of the copy, which no later run changes::

    forks/4711-5f3a90c1.checkpoint      what this copy had:     its size, and the beginning of its root
    forks/4711-e09b7d22.checkpoint      what the source showed
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sverka.record.disk import RealDisk, put
from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.note import parse_note

FORKS = "forks"


class Reason(StrEnum):
    """Why the source is not followed."""

    UNSIGNED = "unsigned"  # the key of this copy did not sign its checkpoint
    SMALLER = "smaller"  # it shows fewer facts than this copy has, and they are a beginning of them
    FORK = "fork"  # it shows another history
    DAMAGED = "damaged"  # its files are not those that its checkpoint signs


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFollowed:
    """A source that is not followed; the copy is as it was.

    `entry` : the first fact that is another, where that is known · `files` : what of the source is wrong
    `kept` : where the evidence lies
    """

    reason: Reason
    what: str = ""
    have: int = 0
    shown: int = 0
    entry: int | None = None
    files: tuple[str, ...] = ()
    kept: tuple[Path, ...] = ()


def keep_evidence(folder: Path, notes: Iterable[bytes]) -> tuple[Path, ...]:
    """Keep checkpoints that contradict each other; the same ones twice are kept once."""
    files = [(folder / FORKS / _name(note), note) for note in notes]
    put(RealDisk(), [(path, note) for path, note in files if not path.exists()])
    return tuple(path for path, _ in files)


def _name(note: bytes) -> str:
    checkpoint = parse_checkpoint(parse_note(note).text)
    return f"{checkpoint.size}-{checkpoint.root.hex()[:8]}.checkpoint"
