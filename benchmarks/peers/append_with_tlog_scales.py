"""tlog-scales appends entries to a log of its own, so many under each checkpoint; run in its environment."""

from __future__ import annotations

from pathlib import Path

from tlog_scales.signing import PlainEd25519Signer
from tlog_scales.writer import TilesWriter

from benchmarks.peers.answering import answer


def append(folder: str, checkpoints: str, entries: str, size: str) -> None:
    """`checkpoints` times `entries` of `size` bytes, durable at each checkpoint."""
    signer = PlainEd25519Signer("benchmark", bytes(32))
    writer = TilesWriter.create(Path(folder), "benchmark")
    for first in range(0, int(checkpoints) * int(entries), int(entries)):
        for number in range(first, first + int(entries)):
            writer.add_leaf(str(number).encode().rjust(int(size), b"."))
        writer.commit([signer])


if __name__ == "__main__":
    answer(append)
