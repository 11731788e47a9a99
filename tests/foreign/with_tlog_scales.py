"""What the Python package tlog-scales says of a record, or a log that it makes itself; run in its environment.

    python with_tlog_scales.py check RECORD VKEY [EARLIER-CHECKPOINT ...]
    python with_tlog_scales.py make RECORD ORIGIN SEED-IN-HEX SIZE ...

A record that does not hold ends with exit status 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import PlainEd25519Signer, Vkey
from tlog_scales.tiles import leaf_hash
from tlog_scales.tlog import Checkpoint
from tlog_scales.writer import TilesWriter


def check(record: str, vkey: str, *earlier: str) -> dict[str, object]:
    """Signature, root, inclusion of every entry, growth since each earlier checkpoint; raises where one fails."""
    key = Vkey.from_string(vkey)
    reader = TilesReader(LocalBackend(Path(record)))
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(key)
    if reader.calculate_root_hash() != checkpoint.root_hash:
        raise ValueError("the tiles have another root")
    for index in range(checkpoint.size):
        proof = reader.get_inclusion_proof(index, checkpoint.size)
        proof.check(leaf_hash(reader.get_entry(index)), checkpoint.root_hash)
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "entries": checkpoint.size,
        "grewFrom": [_check_growth(file, key, reader, checkpoint) for file in earlier],
    }


def _check_growth(file: str, key: Vkey, reader: TilesReader, checkpoint: Checkpoint) -> int:
    old = Checkpoint.from_text(Path(file).read_text("utf-8"))
    old.verify(key)
    proof = reader.get_consistency_proof(old.size, checkpoint.size)
    proof.check(old.root_hash, checkpoint.root_hash)
    return int(old.size)


def make(record: str, origin: str, seed: str, *sizes: str) -> dict[str, object]:
    """A log with a checkpoint at each size; the last is the longest."""
    signer = PlainEd25519Signer(origin, bytes.fromhex(seed))
    writer = TilesWriter.create(Path(record), origin)
    for size in map(int, sizes):
        for number in range(writer.size, size):
            writer.add_leaf(b"entry %d of another program" % number)
        writer.commit([signer])
    return {"vkey": signer.vkey.serialize()}


TASKS: dict[str, Callable[..., dict[str, object]]] = {"check": check, "make": make}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
