"""A record of ours that programs of others are to read: grown in steps, with a kept checkpoint at each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path, format_bundle
from sverka.tlog.checkpoint import Checkpoint, format_checkpoint
from sverka.tlog.keys import ED25519, Signer, format_vkey, new_signer
from sverka.tlog.note import format_note, sign_note
from sverka.tlog.tiles import Edge
from sverka.tlog.tree import leaf_hash

ORIGIN = "example.org/an-election/2026"
SIGNER = new_signer(ORIGIN, ED25519, hashlib.sha256(b"a key for tests").digest())


@dataclass(frozen=True, slots=True)
class GrownRecord:
    """The folder of a record, the key that checks it, and the checkpoint it had at each size."""

    folder: Path
    vkey: str
    checkpoints: dict[int, Path]

    @property
    def size(self) -> int:
        return max(self.checkpoints)


def entry(number: int) -> bytes:
    """An entry that no other is like; some are empty, some are long."""
    return b"" if number % 97 == 5 else b'{"number":%d}' % number * (1 + number % 41)


def grown_record(
    place: Path, sizes: Sequence[int], signer: Signer = SIGNER, *, begin: int = 0
) -> GrownRecord:
    """The record with one checkpoint after the other; entries are numbered from `begin`."""
    record, edge = GrownRecord(place / "record", format_vkey(signer.verifier), {}), Edge()
    for size in sizes:
        edge = _grow(record.folder, edge, size, begin)
        checkpoint = format_checkpoint(Checkpoint(signer.name, size, edge.root))
        signed = format_note(sign_note(checkpoint, [signer]))
        record.checkpoints[size] = place / f"checkpoint.{size}"
        record.checkpoints[size].write_bytes(signed)
        (record.folder / "checkpoint").write_bytes(signed)
    return record


def _grow(folder: Path, edge: Edge, size: int, begin: int) -> Edge:
    grown, tiles = edge.grown([leaf_hash(entry(begin + number)) for number in range(edge.size, size)])
    for tile, hashes in tiles:
        _write(folder / tile.path, hashes)
    for first in range(edge.size // BUNDLE_WIDTH * BUNDLE_WIDTH, size, BUNDLE_WIDTH):
        entries = [entry(begin + number) for number in range(first, min(first + BUNDLE_WIDTH, size))]
        _write(folder / bundle_path(first // BUNDLE_WIDTH, len(entries)), format_bundle(entries))
    return grown


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
