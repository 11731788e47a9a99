"""Which files of a damaged tree are right, as far as its signed root can tell.

Every tile has two sides: its own bytes, and what the files beneath it add up to. Where the two disagree, the one
that leads to the root is right. From the root downwards each tile so vouched for says what those beneath it must
add up to. Where neither side leads to the root, both are wrong, and nothing is said of the tiles beneath.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from sverka.tlog.tiles import WIDTH, Edge, Tile, partial_tiles_of, tile_hashes, tile_root, tiles_of

MOST_DOUBTS = 10  # hashes in which two sides differ, of which every mixture is tried
MOST_TRIES = 4096  # of mixtures over all partial tiles

Hashes = Sequence[bytes]


@dataclass(frozen=True, slots=True)
class Tiles:
    """All tiles of a tree, as their files have them, and as the entries add up to them.

    `stored` : without those that are missing or are no tile
    """

    size: int
    stored: Mapping[Tile, bytes]
    computed: Mapping[Tile, bytes]


def vouched(tiles: Tiles, root: bytes) -> Mapping[Tile, bytes | None]:
    """The right bytes of every tile that leads to the root; None where neither side does."""
    vouching = _Vouching(tiles)
    vouching.begin(root)
    for tile in sorted(tiles_of(tiles.size), reverse=True):
        if tile.width == WIDTH:
            vouching.go_on(tile)
    return vouching.right


@dataclass(slots=True)
class _Vouching:
    """From the root downwards: the tiles found right so far."""

    tiles: Tiles
    right: dict[Tile, bytes | None] = field(default_factory=dict)

    def begin(self, root: bytes) -> None:
        """The partial tiles, which together have the root."""
        tiles = partial_tiles_of(self.tiles.size)
        candidates = [list(self._mixtures(tile)) for tile in tiles]
        for chosen in islice(product(*candidates), MOST_TRIES):
            edge = dict(zip(tiles, map(b"".join, chosen), strict=True))
            if Edge.read(self.tiles.size, edge.__getitem__).root == root:
                self.right |= edge
                return

    def go_on(self, tile: Tile) -> None:
        """A full tile, whose root is a hash of the tile above."""
        expected = self._expected(tile)
        if expected is not None:
            fitting = (each for each in self._mixtures(tile) if tile_root(list(each)) == expected)
            right = next(fitting, None)
            self.right[tile] = None if right is None else b"".join(right)

    def _expected(self, tile: Tile) -> bytes | None:
        """The root of a full tile, if the tile above is vouched for."""
        number, place = divmod(tile.number, WIDTH)
        hashes = (self.tiles.size >> 8 * (tile.level + 1)) - number * WIDTH
        above = self.right.get(Tile(tile.level + 1, number, min(hashes, WIDTH)))
        return None if above is None else tile_hashes(above)[place]

    def _mixtures(self, tile: Tile) -> Iterator[Hashes]:
        """What the two sides say of a tile, then every mixture of it where there are few doubts."""
        said = [each for each in (self.tiles.stored.get(tile), self.tiles.computed.get(tile)) if each]
        sides = [tile_hashes(each) for each in dict.fromkeys(said)]
        yield from sides
        if len(sides) == 2:
            doubts = [place for place, (one, two) in enumerate(zip(*sides, strict=True)) if one != two]
            if 1 < len(doubts) <= MOST_DOUBTS:
                yield from _mixed(sides, doubts)


def _mixed(sides: Sequence[Hashes], doubts: Sequence[int]) -> Iterator[Hashes]:
    """Both sides mixed in every way but the two that are no mixture."""
    for choice in product((0, 1), repeat=len(doubts)):
        if 0 < sum(choice) < len(doubts):
            mixed = list(sides[0])
            for place, side in zip(doubts, choice, strict=True):
                mixed[place] = sides[side][place]
            yield mixed
