"""Our side of a log that another program made: every rule of `sverka.tlog`, over its files."""

from __future__ import annotations

from pathlib import Path

from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path, parse_bundle
from sverka.tlog.checkpoint import Checkpoint, parse_checkpoint
from sverka.tlog.keys import parse_vkey
from sverka.tlog.note import parse_note, signed_by
from sverka.tlog.tiles import WIDTH, Tile, hash_reader, tiles_of
from sverka.tlog.tree import (
    check_consistency,
    check_inclusion,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    tree_root,
)


def opened(file: Path, vkey: str) -> Checkpoint:
    """The checkpoint in a file, signed by the key."""
    note = parse_note(file.read_bytes())
    signed_by(note, [parse_vkey(vkey)])
    return parse_checkpoint(note.text)


def check_log(folder: Path, vkey: str) -> int:
    """Every tile, every entry's inclusion, and the growth from every size; gives the size of the log."""
    checkpoint = opened(folder / "checkpoint", vkey)
    size, root = checkpoint.size, checkpoint.root
    read = hash_reader(lambda tile: _read(folder, tile), size)
    assert tree_root(size, read) == root
    assert all((folder / tile.path).exists() for tile in tiles_of(size))
    for index, entry in enumerate(_entries(folder, size)):
        proof = prove_inclusion(index, size, read)
        check_inclusion(proof, index=index, leaf=leaf_hash(entry), size=size, root=root)
    for old in range(0, size, 17):
        proof = prove_consistency(old, size, read)
        check_consistency(proof, old=old, old_root=tree_root(old, read), size=size, root=root)
    return size


def _read(folder: Path, tile: Tile) -> bytes:
    """A tile, or the full one in place of a partial one that was removed."""
    file = folder / tile.path
    return (file if file.exists() else folder / tile._replace(width=WIDTH).path).read_bytes()


def _entries(folder: Path, size: int) -> list[bytes]:
    found: list[bytes] = []
    while len(found) < size:
        width = min(BUNDLE_WIDTH, size - len(found))
        found += parse_bundle((folder / bundle_path(len(found) // BUNDLE_WIDTH, width)).read_bytes())
    assert len(found) == size
    return found
