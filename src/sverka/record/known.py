"""Which entries a record has, by their hashes: so that what is handed in twice is there once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sverka.record.store import Store
from sverka.tlog.tiles import Tile, tiles_of
from sverka.tlog.tree import HASH_BYTES

_PREFIX = 8  # bytes of a hash that are sorted; what they find is compared whole


@dataclass(slots=True)
class Known:
    """The hashes of the first entries, sorted, and those of entries added since, by their indexes."""

    hashes: NDArray[np.uint8]
    prefixes: NDArray[np.uint64]
    order: NDArray[np.intp]
    added: dict[bytes, int] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, size: int) -> Known:
        """All entries of a record, from its tiles of level 0."""
        tiles = [store.tile(tile) for tile in _lowest(size)]
        hashes = np.frombuffer(b"".join(tiles), np.uint8).reshape(-1, HASH_BYTES)
        prefixes = np.ascontiguousarray(hashes[:, :_PREFIX]).view(np.uint64).reshape(-1)
        order = np.argsort(prefixes, kind="stable")
        return cls(hashes, prefixes[order], order)

    def index(self, leaf: bytes) -> int | None:
        """Where the entry with this hash stands; None if it is none of the record's."""
        if leaf in self.added:
            return self.added[leaf]
        prefix = np.frombuffer(leaf[:_PREFIX], np.uint64)[0]
        at, count = int(np.searchsorted(self.prefixes, prefix)), len(self.prefixes)
        while at < count and self.prefixes[at] == prefix:
            index = int(self.order[at])
            if self.hashes[index].tobytes() == leaf:
                return index
            at += 1
        return None

    def add(self, leaves: Sequence[bytes], first: int) -> None:
        """Know entries that were appended from index `first` on."""
        self.added.update(zip(leaves, range(first, first + len(leaves)), strict=True))


def _lowest(size: int) -> list[Tile]:
    return [tile for tile in tiles_of(size) if tile.level == 0]
