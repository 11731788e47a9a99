"""The tree of a source, held against the one that a copy has: does the one begin the other?"""

from __future__ import annotations

from dataclasses import dataclass, field

from sverka.office.fsck_tree import Tiles, vouched
from sverka.office.mirror_source import Source
from sverka.record.store import Store
from sverka.tlog.checkpoint import Checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.tiles import WIDTH, Tile, hash_reader, tile_hashes, tiles_of
from sverka.tlog.tree import HASH_BYTES, check_consistency, prove_consistency


@dataclass(slots=True)
class SourceTree:
    """The tiles of a source, as far as they are asked for; nothing of them is believed."""

    source: Source
    checkpoint: Checkpoint
    known: dict[Tile, bytes] = field(default_factory=dict)

    def tile(self, tile: Tile) -> bytes:
        """The bytes of a tile; of a partial one, the beginning of the full one where only that is left."""
        if tile not in self.known:
            self.known[tile] = self._fetched(tile)
        return self.known[tile]

    def continues(self, have: Checkpoint) -> bool:
        """Whether a proof from the source's own tiles leads from what a copy has to what it shows now."""
        try:
            proof = prove_consistency(
                have.size, self.checkpoint.size, hash_reader(self.tile, self.checkpoint.size)
            )
            check_consistency(
                proof,
                old=have.size,
                old_root=have.root,
                size=self.checkpoint.size,
                root=self.checkpoint.root,
            )
        except TlogError:
            return False
        return True

    def leaves(self) -> dict[int, bytes]:
        """By the number of their tile, the hashes of entries that lead to the signed root."""
        right = vouched(Tiles(self.checkpoint.size, self._all(), {}), self.checkpoint.root)
        return {tile.number: hashes for tile, hashes in sorted(right.items()) if tile.level == 0 and hashes}

    def first_difference(self, store: Store, size: int) -> int | None:
        """The first entry that the signed tree has otherwise than a copy of `size`; None if none can be shown."""
        for number, theirs in self.leaves().items():
            if number * WIDTH < size:
                ours = store.tile(Tile(0, number, min(WIDTH, size - number * WIDTH)))
                if (place := first_apart(theirs, ours)) is not None:
                    return number * WIDTH + place
        return None

    def _all(self) -> dict[Tile, bytes]:
        """Every tile that the source has."""
        found = {}
        for tile in tiles_of(self.checkpoint.size):
            try:
                found[tile] = self.tile(tile)
            except TlogError:
                continue
        return found

    def _fetched(self, tile: Tile) -> bytes:
        content = read_widest(self.source, tile.path, Tile(tile.level, tile.number).path, WIDTH * HASH_BYTES)
        needed = tile.width * HASH_BYTES
        if content is None or len(content) not in (needed, WIDTH * HASH_BYTES):
            raise TlogError(f"{tile.path} is missing, or has another length")
        return content[:needed]


def read_widest(source: Source, path: str, full: str, most: int) -> bytes | None:
    """A partial file of a record, or the full one that took its place (tlog-tiles, "Partial Tiles")."""
    content = source.read(f"record/{path}", most=most)
    return source.read(f"record/{full}", most=most) if content is None and path != full else content


def first_apart(theirs: bytes, ours: bytes) -> int | None:
    """The first place where two tiles differ, as far as both go."""
    pairs = zip(tile_hashes(theirs), tile_hashes(ours), strict=False)
    return next((place for place, (left, right) in enumerate(pairs) if left != right), None)
