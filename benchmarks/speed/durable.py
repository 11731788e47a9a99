"""Durable append, 1,000 entries per checkpoint, against the package `tlog-scales` 0.0.3 in the same run.

Both append the same 100,000 entries of 540 bytes to a new log in the C2SP layout and sign 100 checkpoints; when a
checkpoint is there, all beneath it is synced. tlog-scales says of itself that it is not crash-safe yet: it
keeps no lock, writes over what it reads, and does not look at its own tree when it starts. Ours does all that.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.outcome import Asked, Outcome
from benchmarks.peers.peer import by_turns_with, peer
from benchmarks.speed.records import ENTRY_BYTES, entry, new_ledger
from sverka.record.disk import RealDisk

PER_CHECKPOINT = 1_000


def measure(*, quick: bool) -> Outcome:
    """Logs by turns, each in a folder of its own; all are removed at the end."""
    checkpoints, runs = (3, 1) if quick else (100, 5)
    with TemporaryDirectory() as folder, peer("tlog-scales==0.0.3", "append_with_tlog_scales") as ask:
        folders = (Path(folder) / str(number) for number in count())
        ours, theirs = by_turns_with(
            lambda: ask(next(folders), checkpoints, PER_CHECKPOINT, ENTRY_BYTES),
            lambda: _append(next(folders), checkpoints),
            runs=runs,
        )
    return Outcome(
        what=f"append {checkpoints * PER_CHECKPOINT:,} entries durably under {checkpoints} checkpoints",
        timed=ours,
        yardstick="tlog-scales 0.0.3, the same entries and checkpoints",
        yardstick_timed=theirs,
        asked=(
            Asked(
                what="durable append, 1,000 per checkpoint, against tlog-scales",
                measured=theirs.median / ours.median,
                limit=1,
                unit="times",
                at_least=True,
            ),
        ),
        further={
            "entries_per_second": checkpoints * PER_CHECKPOINT / ours.median,
            "milliseconds_per_checkpoint": 1000 * ours.median / checkpoints,
        },
    )


def _append(folder: Path, checkpoints: int) -> None:
    folder.mkdir()
    ledger = new_ledger(folder, RealDisk())
    for first in range(0, checkpoints * PER_CHECKPOINT, PER_CHECKPOINT):
        ledger.append([entry(number) for number in range(first, first + PER_CHECKPOINT)])
