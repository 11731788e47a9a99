"""The log of a record, verified: every bundle and every tile recomputed from the entries, up to the signed root."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sverka.office.fsck_earlier import earlier_files
from sverka.office.fsck_files import CHECKPOINT, RecordFiles
from sverka.office.fsck_tree import Tiles, vouched
from sverka.record.defects import Defect, DefectCode, defect
from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path, parse_bundle
from sverka.tlog.errors import TlogError
from sverka.tlog.tiles import WIDTH, Edge, Tile, partial_tiles_of, tile_hashes, tiles_of
from sverka.tlog.tree import HASH_BYTES


@dataclass(slots=True)
class LogCheck:
    """Reads the first `size` entries of a record once, and then says what of its files is wrong."""

    files: RecordFiles
    size: int
    defects: list[Defect] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)  # bundles that cannot be read
    edge: Edge = field(default_factory=Edge)
    computed: dict[Tile, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder `record/`."""
        return self.files.folder

    @property
    def has_all_entries(self) -> bool:
        """Whether the entries that were read are those that were signed, all of them."""
        gone = {DefectCode.BUNDLE_MISSING, DefectCode.BUNDLE_UNREADABLE, DefectCode.BUNDLE_CHANGED}
        gone |= {DefectCode.ENTRY_CHANGED, DefectCode.ROOT_OTHER}
        return not any(each.code in gone for each in self.defects)

    def entries(self) -> Iterator[tuple[int, bytes]]:
        """Every entry that can be read, with its index; the tree grows with them."""
        for index in range(-(-self.size // BUNDLE_WIDTH)):
            first = index * BUNDLE_WIDTH
            width = min(BUNDLE_WIDTH, self.size - first)
            entries = self._bundle(index, width)
            self._grow(
                [sha256(b"\x00" + entry).digest() for entry in entries] or self._stand_in(index, width)
            )
            yield from enumerate(entries, first)

    def conclude(self, root: bytes | None) -> None:
        """Hold the stored tiles against the entries and the signed root (None: there is none)."""
        self._check_earlier()
        self.computed |= _edge_tiles(self.edge)
        tiles = sorted(tiles_of(self.size))
        stored = {tile: found for tile in tiles if (found := self._stored(tile)) is not None}
        root = self.edge.root if root is None else root
        if self.edge.root == root and all(stored.get(tile) == self.computed[tile] for tile in tiles):
            return
        right = vouched(Tiles(self.size, stored, self.computed), root)
        if not right:
            self._report(DefectCode.ROOT_OTHER, CHECKPOINT, size=self.size)
        for tile in tiles:
            self._judge_tile(tile, stored.get(tile), right)
            if tile.level == 0 and tile in right and tile.number not in self.unread:
                self._judge_bundle(tile, right[tile])

    def _check_earlier(self) -> None:
        """What earlier checkpoints had."""
        for path, right in earlier_files(self.files, self.size):
            self.used.add(path)
            if not right:
                self._report(DefectCode.EARLIER_CHANGED, path)

    def _judge_tile(self, tile: Tile, stored: bytes | None, right: Mapping[Tile, bytes | None]) -> None:
        """Say whether a tile is right; where the root says nothing of it, whether it fits what is beneath."""
        path = self.files.tile(tile) or tile.path
        if stored is None:
            self._report(DefectCode.TILE_MISSING, path)
        elif tile in right and stored != right[tile]:
            self._report(DefectCode.TILE_CHANGED, path)
        elif tile not in right and stored != self.computed[tile]:
            self._report(DefectCode.TILE_OR_BUNDLE, path)

    def _judge_bundle(self, tile: Tile, right: bytes | None) -> None:
        """Say whether a bundle is right, by the hashes of its entries."""
        path = self.files.bundle(tile.number, tile.width) or bundle_path(tile.number, tile.width)
        if right is None:
            self._report(DefectCode.BUNDLE_CHANGED, path)
        elif right != self.computed[tile]:
            apart = _apart(self.computed[tile], right)
            self._report(DefectCode.ENTRY_CHANGED, path, entries=_listed(apart, tile.number * BUNDLE_WIDTH))

    def _bundle(self, index: int, width: int) -> list[bytes]:
        """The entries of a bundle, none where it cannot be read."""
        path = self.files.bundle(index, width)
        first = index * BUNDLE_WIDTH
        if path is None:
            self._unreadable(
                index,
                DefectCode.BUNDLE_MISSING,
                bundle_path(index, width),
                first=first,
                last=first + width - 1,
            )
            return []
        self.used.add(path)
        try:
            entries = parse_bundle((self.folder / path).read_bytes())
            _check_width(len(entries), path)
        except TlogError as error:
            self._unreadable(index, DefectCode.BUNDLE_UNREADABLE, path, reason=str(error))
            return []
        return entries[:width]

    def _unreadable(self, index: int, code: DefectCode, path: str, **context: str | int) -> None:
        self.unread.add(index)
        self._report(code, path, **context)

    def _stand_in(self, index: int, width: int) -> list[bytes]:
        """The hashes of entries that cannot be read, as their tile has them, so that the rest can be verified."""
        found = self._stored(Tile(0, index, width))
        return tile_hashes(found) if found else [bytes(HASH_BYTES)] * width

    def _grow(self, leaves: Sequence[bytes]) -> None:
        self.edge, tiles = self.edge.grown(leaves)
        self.computed |= {tile: content for tile, content in tiles if tile.width == WIDTH}

    def _stored(self, tile: Tile) -> bytes | None:
        """The hashes of a tile as its file has them; None where there is none of the right length."""
        path = self.files.tile(tile)
        if path is None:
            return None
        self.used.add(path)
        content = (self.folder / path).read_bytes()
        fits = len(content) == _width_in(path) * HASH_BYTES
        return content[: tile.width * HASH_BYTES] if fits else bytes(tile.width * HASH_BYTES)

    def _report(self, code: DefectCode, path: str, **context: str | int) -> None:
        self.defects.append(defect(code, f"record/{path}", **context))


def _check_width(entries: int, path: str) -> None:
    if entries != _width_in(path):
        raise TlogError(f"{entries} entries in a bundle of {_width_in(path)}")


def _width_in(path: str) -> int:
    """How many entries or hashes the path of a file says it has."""
    return int(path.rpartition(".p/")[2]) if ".p/" in path else WIDTH


def _edge_tiles(edge: Edge) -> dict[Tile, bytes]:
    """The partial tiles at the right edge of a tree."""
    return {tile: b"".join(edge.levels[tile.level]) for tile in partial_tiles_of(edge.size)}


def _apart(one: bytes, other: bytes) -> list[int]:
    """The places of the hashes in which two tiles differ."""
    pairs = zip(tile_hashes(one), tile_hashes(other), strict=True)
    return [place for place, (left, right) in enumerate(pairs) if left != right]


def _listed(places: Sequence[int], first: int, most: int = 12) -> str:
    """Numbers of entries, as many as a sentence holds."""
    more = f" + {len(places) - most}" if len(places) > most else ""
    return ", ".join(str(first + place) for place in places[:most]) + more
