"""Tiles of C2SP tlog-tiles: the hashes of the tree in immutable files of up to 256.

A tile is the plain sequence of its hashes, 32 bytes each. At level 0 they are those of entries; at level
`l` each is the root of a full tile of level `l - 1`. A tree of 70,000 entries has::

    tile/0/000 … tile/0/272            273 full tiles
    tile/0/273.p/112                   a partial one: 273 * 256 + 112 = 70,000
    tile/1/000  tile/1/001.p/17        273 roots of full tiles: 256 + 17
    tile/2/000.p/1                     one root of a full tile of level 1

(c2sp.org/tlog-tiles, "Merkle Tree" and "Partial Tiles".)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from hashlib import sha256
from typing import NamedTuple

from sverka.tlog.bundles import grouped_index, ungrouped_index
from sverka.tlog.errors import TileError
from sverka.tlog.tree import EMPTY_ROOT, HASH_BYTES, ReadHashes, Subtree, node_hash

WIDTH = 256
HEIGHT = 8  # levels of the tree that one tile spans: 2**8 hashes
TOP = 7  # the highest level of tiles of a tree of fewer than 2**63 entries

_PATH = re.compile(r"tile/([0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class Tile(NamedTuple):
    """One tile, by level, number within the level, and width; narrower than 256 it is partial."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where the tile lies."""
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{self.level}/{grouped_index(self.number)}{partial}"


ReadTile = Callable[[Tile], bytes]
"""The bytes of a tile; a full one may be given for a partial one of the same place."""


def parse_tile_path(path: str) -> Tile:
    """The tile that a path names; only the canonical path of a tile is one."""
    match = _PATH.fullmatch(path)
    if match:
        width = int(match[3]) if match[3] else WIDTH
        tile = Tile(int(match[1]), ungrouped_index(match[2]), width)
        if tile.path == path:
            return tile
    raise TileError(f"no path of a tile: {path!r}")


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile of a tree, level by level, each from left to right."""
    level, hashes = 0, size
    while hashes:
        full, rest = divmod(hashes, WIDTH)
        yield from (Tile(level, number) for number in range(full))
        if rest:
            yield Tile(level, full, rest)
        level, hashes = level + 1, full


def partial_tiles_of(size: int) -> list[Tile]:
    """The partial tiles of a tree: its right edge, at most one per level."""
    levels = [(level, divmod(size >> HEIGHT * level, WIDTH)) for level in range(TOP + 1)]
    return [Tile(level, full, rest) for level, (full, rest) in levels if rest]


def tile_hashes(tile: bytes) -> list[bytes]:
    """The hashes in a tile."""
    if not tile or len(tile) % HASH_BYTES or len(tile) > WIDTH * HASH_BYTES:
        raise TileError(f"a tile of {len(tile)} bytes; it has 1 to {WIDTH} hashes of {HASH_BYTES}")
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def hash_reader(read_tile: ReadTile, size: int, *, kept: int = 4096) -> ReadHashes:
    """A reader of the hashes of a tree from its tiles; keeps the last tiles it worked out, `kept` of them."""

    @lru_cache(kept)
    def levels(level: int, number: int) -> list[list[bytes]]:
        tile = Tile(level, number, min(WIDTH, (size >> HEIGHT * level) - number * WIDTH))
        return _levels(_cut(read_tile(tile), tile)) if tile.width > 0 else []

    def hash_of(subtree: Subtree) -> bytes:
        level, within = divmod(subtree.level, HEIGHT)
        number, place = divmod(subtree.number, WIDTH >> within)
        try:
            return levels(level, number)[within][place]
        except IndexError:
            raise TileError(f"a tree of {size} entries has no whole {subtree}") from None

    return lambda subtrees: [hash_of(subtree) for subtree in subtrees]


def _cut(hashes: bytes, tile: Tile) -> bytes:
    """The tile asked for, of which a full one in its place is the continuation."""
    if len(hashes) not in (tile.width * HASH_BYTES, WIDTH * HASH_BYTES):
        raise TileError(f"{tile.path} has {len(hashes)} bytes and not {tile.width * HASH_BYTES}")
    return hashes[: tile.width * HASH_BYTES]


def _levels(tile: bytes) -> list[list[bytes]]:
    """The whole subtrees within a tile, from its own hashes upwards; a narrower level where one is odd."""
    levels = [tile_hashes(tile)]
    while len(levels[-1]) > 1:
        levels.append(_parents(levels[-1]))
    return levels


def _parents(hashes: list[bytes]) -> list[bytes]:
    """The nodes over neighbours; the last of an odd number has none."""
    pairs = zip(hashes[::2], hashes[1::2], strict=False)
    return [sha256(b"\x01" + left + right).digest() for left, right in pairs]


def tile_root(hashes: list[bytes]) -> bytes:
    """The root of a full tile, which is one hash of the tile above."""
    while len(hashes) > 1:
        hashes = _parents(hashes)
    return hashes[0]


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: all that is needed to let it grow.

    `levels` : per level the hashes of its last tile, none if that is full
    """

    size: int = 0
    levels: tuple[tuple[bytes, ...], ...] = ()

    @classmethod
    def read(cls, size: int, read_tile: ReadTile) -> Edge:
        """The edge of a tree from its partial tiles."""
        levels: list[tuple[bytes, ...]] = [()] * (TOP + 1)
        for tile in partial_tiles_of(size):
            levels[tile.level] = tuple(tile_hashes(_cut(read_tile(tile), tile)))
        while levels and not levels[-1]:
            levels.pop()
        return cls(size, tuple(levels))

    @property
    def root(self) -> bytes:
        """The root of the tree."""
        whole = [subtree for level in reversed(self.levels) for subtree in _whole_subtrees(level)]
        return reduce(lambda right, left: node_hash(left, right), reversed(whole)) if whole else EMPTY_ROOT

    def grown(self, leaves: Sequence[bytes]) -> tuple[Edge, list[tuple[Tile, bytes]]]:
        """The edge with more entries behind it, by their hashes, and the tiles that are new or wider."""
        tiles: list[tuple[Tile, bytes]] = []
        levels: list[tuple[bytes, ...]] = []
        rising, level = list(leaves), 0
        while rising or level < len(self.levels):
            held = self.levels[level] if level < len(self.levels) else ()
            first = (self.size >> HEIGHT * level) // WIDTH
            rest, rising = self._grow_level([*held, *rising], level, first, tiles, changed=bool(rising))
            levels.append(tuple(rest))
            level += 1
        return Edge(self.size + len(leaves), tuple(levels)), tiles

    def _grow_level(
        self, hashes: list[bytes], level: int, first: int, tiles: list[tuple[Tile, bytes]], *, changed: bool
    ) -> tuple[list[bytes], list[bytes]]:
        """The last tile of a level, if partial, and the roots of those that became full."""
        full = len(hashes) // WIDTH
        roots = []
        for at in range(full):
            its = hashes[at * WIDTH : (at + 1) * WIDTH]
            tiles.append((Tile(level, first + at), b"".join(its)))
            roots.append(tile_root(its))
        rest = hashes[full * WIDTH :]
        if rest and changed:
            tiles.append((Tile(level, first + full, len(rest)), b"".join(rest)))
        return rest, roots


def _whole_subtrees(hashes: Sequence[bytes]) -> list[bytes]:
    """The roots of the whole subtrees that a partial tile is made of, from left to right."""
    found, level = [], list(hashes)
    while level:
        if len(level) % 2:
            found.append(level[-1])
        level = _parents(level)
    return found[::-1]
