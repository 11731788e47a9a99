"""What the Python package aics-tlog says of a record, or a log that it makes itself; run in its environment.

    python with_aics_tlog.py check RECORD VKEY [EARLIER-CHECKPOINT ...]
    python with_aics_tlog.py make RECORD ORIGIN SEED-IN-HEX SIZE ...

A record that does not hold ends with exit status 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from aics_tlog import (
    Checkpoint,
    DirectoryTileStore,
    FileSystemTileReader,
    IncrementalTileWriter,
    Note,
    VerifiedTileReader,
    VKey,
    audit_tiles,
    consistency_proof_from_tiles,
    format_vkey,
    inclusion_proof_from_tiles,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    sign_checkpoint,
    verify_checkpoint,
    verify_consistency,
    verify_leaf_inclusion,
    vkey_from_ed25519,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def check(record: str, vkey: str, *earlier: str) -> dict[str, object]:
    """Signature, every tile and entry, inclusion, growth since each earlier checkpoint; raises where one fails."""
    key = parse_vkey(vkey)
    checkpoint = _opened(Path(record) / "checkpoint", key)
    tiles = FileSystemTileReader(record)
    audit_tiles(tiles, checkpoint.size, checkpoint.root)
    reader = VerifiedTileReader(tiles, checkpoint.size, checkpoint.root)
    for index in range(checkpoint.size):
        proof = inclusion_proof_from_tiles(reader, index, checkpoint.size)
        if not verify_leaf_inclusion(reader.entry(index), index, checkpoint.size, proof, checkpoint.root):
            raise ValueError(f"entry {index} is not included")
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "entries": checkpoint.size,
        "grewFrom": [_check_growth(file, key, reader, checkpoint) for file in earlier],
    }


def _opened(file: Path, key: VKey) -> Checkpoint:
    note = parse_note(file.read_bytes())
    said = verify_checkpoint(note, key, expected_origin=key.name)
    if not said.ok:
        raise ValueError(said.error)
    return parse_checkpoint(note.text)


def _check_growth(file: str, key: VKey, reader: VerifiedTileReader, checkpoint: Checkpoint) -> int:
    old = _opened(Path(file), key)
    proof = consistency_proof_from_tiles(reader, old.size, checkpoint.size) if old.size else []
    if old.size and not verify_consistency(old.size, checkpoint.size, old.root, checkpoint.root, proof):
        raise ValueError(f"no growth from {old.size}")
    return int(old.size)


def make(record: str, origin: str, seed: str, *sizes: str) -> dict[str, object]:
    """A log with a checkpoint at each size; the last is the longest."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    store = DirectoryTileStore(record)
    writer = IncrementalTileWriter(store)
    for size in map(int, sizes):
        writer.append(b"entry %d of another program" % number for number in range(writer.size, size))
        signed: Note = sign_checkpoint(Checkpoint(origin, size, writer.root()), key, origin)
        store.write_checkpoint(signed.to_bytes())
    return {"vkey": format_vkey(vkey_from_ed25519(origin, key.public_key()))}


TASKS: dict[str, Callable[..., dict[str, object]]] = {"check": check, "make": make}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
