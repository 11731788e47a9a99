"""A log that another program wrote, whole: 16 checkpoints, their tiles and bundles, every proof between them."""

from __future__ import annotations

from itertools import combinations_with_replacement
from pathlib import Path

import pytest

from sverka.tlog.bundles import bundle_path, format_bundle, parse_bundle
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint
from sverka.tlog.keys import parse_vkey
from sverka.tlog.note import format_note
from sverka.tlog.tiles import Edge, Tile, hash_reader, parse_tile_path, tiles_of
from sverka.tlog.tree import (
    check_consistency,
    check_inclusion,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    tree_root,
)

VKEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
SIZES = range(16)


@pytest.fixture(scope="module")
def log(data_dir: Path) -> Path:
    return data_dir / "tlog-vectors" / "tessera-log"


@pytest.fixture(scope="module")
def checkpoints(log: Path) -> list[Checkpoint]:
    """All checkpoints, verified, each written back as it was read."""
    found = []
    for size in SIZES:
        content = (log / f"checkpoint.{size}").read_bytes()
        checkpoint, note = open_checkpoint(content, [parse_vkey(VKEY)])
        assert format_note(note) == content
        found.append(checkpoint)
    return found


def entries(log: Path, size: int) -> list[bytes]:
    bundle = (log / bundle_path(0, size)).read_bytes() if size else b""
    assert format_bundle(parse_bundle(bundle)) == bundle
    return parse_bundle(bundle)


def test_each_checkpoint_is_of_its_size_and_the_last_is_the_current_one(
    log: Path, checkpoints: list[Checkpoint]
) -> None:
    assert [checkpoint.size for checkpoint in checkpoints] == list(SIZES)
    assert (log / "checkpoint").read_bytes() == (log / "checkpoint.15").read_bytes()


@pytest.mark.parametrize("size", SIZES)
def test_entries_give_leaves_leaves_give_tiles_tiles_give_the_root(
    log: Path, checkpoints: list[Checkpoint], size: int
) -> None:
    leaves = [leaf_hash(entry) for entry in entries(log, size)]
    edge, tiles = Edge().grown(leaves)

    assert len(leaves) == size
    assert edge.root == checkpoints[size].root
    assert [tile for tile, _ in tiles] == list(tiles_of(size))
    for tile, hashes in tiles:
        assert parse_tile_path(tile.path) == tile
        assert (log / tile.path).read_bytes() == hashes


@pytest.mark.parametrize("old, size", list(combinations_with_replacement(SIZES, 2)))
def test_every_checkpoint_grows_out_of_every_older_one(
    log: Path, checkpoints: list[Checkpoint], old: int, size: int
) -> None:
    read = hash_reader(lambda tile: (log / tile.path).read_bytes(), size)

    assert tree_root(size, read) == checkpoints[size].root
    check_consistency(
        prove_consistency(old, size, read),
        old=old,
        old_root=checkpoints[old].root,
        size=size,
        root=checkpoints[size].root,
    )


def test_every_entry_is_in_every_tree_that_is_large_enough(log: Path, checkpoints: list[Checkpoint]) -> None:
    leaves = [leaf_hash(entry) for entry in entries(log, 15)]
    for size in SIZES:
        read = hash_reader(lambda tile: (log / tile.path).read_bytes(), size)
        for index in range(size):
            proof = prove_inclusion(index, size, read)
            root = checkpoints[size].root
            check_inclusion(proof, index=index, leaf=leaves[index], size=size, root=root)


def test_the_bundles_of_all_sizes_begin_alike(log: Path) -> None:
    last = entries(log, 15)

    assert all(entries(log, size) == last[:size] for size in SIZES)
    assert {path.name for path in (log / Tile(0, 0, 1).path).parent.iterdir()} == {str(n) for n in SIZES[1:]}
