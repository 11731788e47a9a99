"""Bulk append of 1,000,000 entries: their hashes, tiles, bundles and files, under a signed checkpoint per portion.

The entries have 540 bytes, as the facts of Bulgaria 2023 have on average, and come in portions of 51,200, as
`sverka add` hands over a large file. Files are written and renamed as always, but not synced, and lie in memory
(`/dev/shm`) where there is such a folder: how long a disk takes to make 8,000 files says more about the disk, and
is told apart. The yardstick is `hashlib` alone, for the same hashes and no more: one of each entry, and one of each
node over two others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clock import by_turns, once
from benchmarks.outcome import Asked, Outcome
from benchmarks.speed.records import entry, new_ledger
from sverka.record.disk import HastyDisk
from sverka.record.store import Store

MEMORY = Path("/dev/shm")
PORTION = 51_200
LEAST = 300_000  # entries per second


def measure(*, quick: bool) -> Outcome:
    """Records one after the other, each in a folder of its own; all are removed at the end."""
    size, runs = (20_000, 1) if quick else (1_000_000, 3)
    entries = [entry(number) for number in range(size)]
    memory = MEMORY if MEMORY.is_dir() else None
    with TemporaryDirectory(dir=memory) as folder, TemporaryDirectory() as disk:
        folders = (Path(folder) / str(number) for number in count())
        appended, hashed = by_turns(
            lambda: _append(next(folders), entries), lambda: _hash(entries), runs=runs
        )
        on_disk, _ = once(lambda: _append(Path(disk) / "record", entries))
        if Store(Path(folder) / "0" / "record").size != size:
            raise AssertionError("the record has not what was appended")
    return Outcome(
        what=f"append {size:,} entries without a sync",
        timed=appended,
        yardstick="hashlib alone, for the same hashes",
        yardstick_timed=hashed,
        asked=(
            Asked(
                what="bulk append without a sync",
                measured=size / appended.median,
                limit=LEAST,
                unit="entries/s",
                at_least=True,
            ),
        ),
        further={
            "share_of_hashlib": hashed.median / appended.median,
            "entries_per_second_of_processor_time": size / appended.least_cpu,
            "entries_per_second_on_this_disk": size / on_disk,
        },
    )


def _append(folder: Path, entries: Sequence[bytes]) -> None:
    folder.mkdir()
    ledger = new_ledger(folder, HastyDisk())
    for start in range(0, len(entries), PORTION):
        ledger.append(entries[start : start + PORTION])


def _hash(entries: Sequence[bytes]) -> None:
    sha256, node = hashlib.sha256, bytes(64)
    for each in entries:
        sha256(b"\x00" + each).digest()
    for _ in range(len(entries) - 1):
        sha256(b"\x01" + node).digest()
