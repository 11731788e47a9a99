"""The record on disk, for reading: a signed checkpoint, and the tiles and entry bundles that it covers.

The checkpoint says how many facts there are. What lies beyond it was never acknowledged: an interrupted
writer left it, and the next one writes over it. A tree of another size than its tiles' names say is read
through `tile`: the tile of the checkpoint continues every smaller one in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sverka.errors import Fault
from sverka.tlog.bundles import BUNDLE_WIDTH, BundleError, bundle_path, parse_bundle
from sverka.tlog.checkpoint import Checkpoint, parse_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.note import parse_note
from sverka.tlog.tiles import HEIGHT, WIDTH, Edge, Tile, hash_reader
from sverka.tlog.tree import EMPTY_ROOT, HASH_BYTES, ReadHashes

CHECKPOINT = "checkpoint"
FROM_A_COPY = "restore the file from a copy of the record"


@dataclass(frozen=True, slots=True)
class Store:
    """The entries of one record, by index from 0."""

    folder: Path

    @property
    def size(self) -> int:
        """How many entries the record holds: as many as its checkpoint says."""
        checkpoint = self.checkpoint()
        return 0 if checkpoint is None else checkpoint.size

    def note(self) -> bytes | None:
        """The checkpoint as it lies there, signatures and all; None in a record that has not begun."""
        try:
            return (self.folder / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None

    def checkpoint(self) -> Checkpoint | None:
        """What the checkpoint says; its signatures are checked by whoever writes or verifies."""
        note = self.note()
        if note is None:
            self._check_not_begun()
            return None
        try:
            return parse_checkpoint(parse_note(note).text)
        except TlogError as error:
            raise Fault(
                f"no checkpoint: {error}", place=str(self.folder / CHECKPOINT), cure=FROM_A_COPY
            ) from error

    def root(self, size: int) -> bytes:
        """The root of the tree of the first `size` entries, from the tiles."""
        return Edge.read(size, self.tile).root if size else EMPTY_ROOT

    def hashes(self, size: int) -> ReadHashes:
        """A reader of the hashes of the tree of the first `size` entries."""
        return hash_reader(self.tile, size)

    def tile(self, tile: Tile) -> bytes:
        """The bytes of a tile; of a partial one, the beginning of the one in its place that the checkpoint covers."""
        content = self._first_of(*self._paths(tile))
        if len(content) % HASH_BYTES or len(content) < tile.width * HASH_BYTES:
            raise Fault(
                f"{len(content)} bytes in a tile of {tile.width} hashes",
                place=str(self.folder / tile.path),
                cure=FROM_A_COPY,
            )
        return content[: tile.width * HASH_BYTES]

    def _paths(self, tile: Tile) -> list[str]:
        """Where a tile may lie, the surest place first.

        A partial tile that the checkpoint does not name may be what an interrupted writer left, of entries that
        were never recorded.
        """
        full = tile._replace(width=WIDTH)
        covered = self._covered(tile)
        signed = [tile._replace(width=covered)] if covered >= tile.width else []
        return [each.path for each in dict.fromkeys([*signed, tile, full])]

    def _covered(self, tile: Tile) -> int:
        """How many hashes in the place of a tile the checkpoint covers."""
        size = 0 if self.note() is None else self.size
        return min(WIDTH, (size >> HEIGHT * tile.level) - tile.number * WIDTH)

    def bundle(self, number: int, width: int) -> list[bytes]:
        """The first `width` entries of a bundle, all of which the record has.

        Facts that were recorded together have one file: what ends between them lies in that of the checkpoint.
        """
        held = width
        if width < BUNDLE_WIDTH and not (self.folder / bundle_path(number, width)).exists():
            held = max(width, width_of(number, self.size))
        path = bundle_path(number, held)
        return _parsed(self._first_of(path, bundle_path(number)), held, self.folder / path)[:width]

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Entries `start` up to `stop` (default: the end), in order."""
        size = self.size
        stop = size if stop is None else stop
        for number in range(start // BUNDLE_WIDTH, -(-stop // BUNDLE_WIDTH)):
            first = number * BUNDLE_WIDTH
            yield from self.bundle(number, width_of(number, size))[max(0, start - first) : stop - first]

    def entry(self, index: int) -> bytes:
        """One entry."""
        return self.reader()(index)

    def reader(self) -> Callable[[int], bytes]:
        """Reads entries one by one; keeps the last bundles, since neighbours are asked for together."""
        size = self.size
        bundle = lru_cache(16)(lambda number: self.bundle(number, width_of(number, size)))
        return lambda index: bundle(index // BUNDLE_WIDTH)[index % BUNDLE_WIDTH]

    def _first_of(self, *paths: str) -> bytes:
        """The first of some files that there is."""
        for path in paths:
            try:
                return (self.folder / path).read_bytes()
            except FileNotFoundError:
                continue
        raise Fault("a file of the record is missing", place=str(self.folder / paths[0]), cure=FROM_A_COPY)

    def _check_not_begun(self) -> None:
        if (self.folder / "tile").exists():
            raise Fault("the record has no checkpoint", place=str(self.folder / CHECKPOINT), cure=FROM_A_COPY)


def width_of(number: int, size: int) -> int:
    """How many entries bundle `number` of a record of `size` has."""
    return min(BUNDLE_WIDTH, size - number * BUNDLE_WIDTH)


def _parsed(content: bytes, width: int, path: Path) -> list[bytes]:
    try:
        entries = parse_bundle(content)
    except BundleError as error:
        raise Fault(str(error), place=str(path), cure=FROM_A_COPY) from error
    if len(entries) not in (width, BUNDLE_WIDTH):
        raise Fault(f"{len(entries)} entries in a bundle of {width}", place=str(path), cure=FROM_A_COPY)
    return entries[:width]
