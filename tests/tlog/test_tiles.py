"""Tiles: a tree grown in any steps has the tiles, the root and the proofs of one grown at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.tlog.errors import TileError
from sverka.tlog.tiles import Edge, Tile, hash_reader, parse_tile_path, tile_hashes, tiles_of
from sverka.tlog.tree import Subtree, check_consistency, leaf_hash, prove_consistency, tree_root
from tests.tlog.test_tree import mth

LEAVES = [leaf_hash(b"entry %d" % index) for index in range(70_000)]


def grown(*sizes: int) -> tuple[Edge, dict[Tile, bytes]]:
    """A tree that grew to each size in turn, and all its tiles, the overtaken partial ones too."""
    edge = Edge()
    tiles: dict[Tile, bytes] = {}
    for size in sizes:
        edge, new = edge.grown(LEAVES[edge.size : size])
        tiles.update(new)
    return edge, tiles


def test_a_tree_of_70000_has_the_tiles_that_the_specification_counts() -> None:
    tiles = list(tiles_of(70_000))

    assert len(tiles) == 273 + 1 + 1 + 1 + 1
    assert [tile.path for tile in tiles[273:]] == [
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert set(grown(70_000)[1]) == set(tiles)


def test_a_tree_of_256_has_a_full_tile_and_one_hash_above() -> None:
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000])
def test_edge_and_tiles_give_the_root_of_the_definition(size: int) -> None:
    edge, tiles = grown(size)

    assert edge.root == mth(LEAVES[:size])
    assert tree_root(size, hash_reader(tiles.__getitem__, size)) == edge.root
    assert Edge.read(size, tiles.__getitem__) == edge


@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_steps_do_not_matter(sizes: list[int]) -> None:
    sizes = sorted(sizes)
    edge, tiles = grown(*sizes)
    once, at_once = grown(sizes[-1])

    assert (edge.root, edge.size) == (once.root, once.size)
    assert {tile: tiles[tile] for tile in tiles_of(edge.size)} == at_once


@given(st.integers(1, 2000), st.integers(1, 2000))
def test_tiles_prove_growth(one: int, other: int) -> None:
    old, size = sorted((one, other))
    edge, tiles = grown(old, size)
    proof = prove_consistency(old, size, hash_reader(tiles.__getitem__, size))

    check_consistency(proof, old=old, old_root=mth(LEAVES[:old]), size=size, root=edge.root)


def test_a_full_tile_serves_for_the_partial_one_that_it_continues() -> None:
    _, tiles = grown(256)
    read = hash_reader(lambda tile: tiles[Tile(tile.level, tile.number)], 200)

    assert tree_root(200, read) == mth(LEAVES[:200])


def test_what_a_tree_does_not_have_whole_is_not_read() -> None:
    _, tiles = grown(200)

    with pytest.raises(TileError, match="has no whole"):
        hash_reader(tiles.__getitem__, 200)([Subtree(7, 1)])


def test_a_tile_of_another_width_than_its_name_says_is_refused() -> None:
    with pytest.raises(TileError, match=r"tile/0/000\.p/2 has 96 bytes and not 64"):
        tree_root(2, hash_reader(lambda _: b"\0" * 96, 2))


@pytest.mark.parametrize("tile", [b"", b"\0" * 31, b"\0" * 33, b"\0" * 32 * 257])
def test_bytes_that_are_no_tile_are_refused(tile: bytes) -> None:
    with pytest.raises(TileError, match="1 to 256 hashes of 32"):
        tile_hashes(tile)


@given(st.integers(0, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_a_path_names_its_tile(level: int, number: int, width: int) -> None:
    tile = Tile(level, number, width)

    assert parse_tile_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/١٢٣",  # digits, but not of ASCII
        "tile/0/001/000",
        "tile/entries/000",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/" + "x001/" * 2000 + "000",  # more digits than int takes
    ],
)
def test_no_other_path_names_a_tile(path: str) -> None:
    with pytest.raises(TileError, match="no path of a tile"):
        parse_tile_path(path)
