"""Proofs that an entry is in a record of 1,000,000, from its tiles on disk: 50,000 entries at random.

Each run begins with a reader that has seen no tile. The yardstick is the package `pymerkle` 7.0, whose tree lies in
SQLite: measured on 100 proofs after 100 others have filled its cache, and multiplied. It is under the GPL and
therefore only ever run in an environment and a process of its own.
"""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.outcome import Asked, Outcome, Timed
from benchmarks.peers.peer import by_turns_with, peer
from benchmarks.speed.records import entry, new_ledger
from sverka.record.disk import HastyDisk
from sverka.record.store import Store
from sverka.tlog.tree import check_inclusion, leaf_hash, prove_inclusion

LEAST = 10_000  # proofs per second
SHORT = 24  # bytes of an entry: a proof knows only its hash


def measure(*, quick: bool) -> Outcome:
    """Proofs of ours and of pymerkle by turns."""
    size, proofs, some, runs = (5_000, 500, 20, 1) if quick else (1_000_000, 50_000, 100, 3)
    with TemporaryDirectory() as folder, peer("pymerkle==7.0.0", "prove_with_pymerkle") as ask:
        ledger = new_ledger(Path(folder), HastyDisk())
        ledger.append([entry(number, SHORT) for number in range(size)])
        _check(ledger.store, size, ledger.edge.root)
        database = Path(folder) / "pymerkle.sqlite"
        ask(database, size, some)  # builds its tree, and fills its cache
        ours, theirs = by_turns_with(
            lambda: ask(database, size, some), lambda: _prove(ledger.store, size, proofs), runs=runs
        )
    return Outcome(
        what=f"prove the inclusion of {proofs:,} of {size:,} entries from tiles on disk",
        timed=ours,
        yardstick="pymerkle 7.0.0 on a tree in SQLite, as many proofs",
        yardstick_timed=_multiplied(theirs, proofs / some),
        asked=(
            Asked(
                what=f"inclusion proofs from tiles at {size:,} entries",
                measured=proofs / ours.median,
                limit=LEAST,
                unit="proofs/s",
                at_least=True,
            ),
        ),
        further={
            "microseconds_each": 1e6 * ours.median / proofs,
            "pymerkle_proofs_per_second": some / theirs.median,
        },
    )


def _prove(store: Store, size: int, proofs: int) -> None:
    read, draw = store.hashes(size), random.Random(size)
    for _ in range(proofs):
        prove_inclusion(draw.randrange(size), size, read)


def _check(store: Store, size: int, root: bytes) -> None:
    """What is measured proves what it should."""
    for index in (0, size // 3, size - 1):
        proof = prove_inclusion(index, size, store.hashes(size))
        check_inclusion(proof, index=index, leaf=leaf_hash(entry(index, SHORT)), size=size, root=root)


def _multiplied(timed: Timed, times: float) -> Timed:
    return Timed(
        wall=tuple(times * each for each in timed.wall), cpu=tuple(times * each for each in timed.cpu)
    )
