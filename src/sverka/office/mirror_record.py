"""The new facts of a source: fetched by several hands, verified in order, put in place all together or not at all.

What is fetched waits in `.mirror/` of the copy until its root is the signed one. Whoever interrupts a copy finds it
there again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sverka.errors import Fault
from sverka.office.mirror_source import TRY_AGAIN, Source
from sverka.office.mirror_tree import SourceTree, first_apart, read_widest
from sverka.record.disk import HastyDisk, put
from sverka.record.store import Store
from sverka.tlog.bundles import BUNDLE_WIDTH, MAX_ENTRY_BYTES, bundle_path, format_bundle, parse_bundle
from sverka.tlog.checkpoint import Checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.tiles import Edge, Tile
from sverka.tlog.tree import leaf_hash

STAGE = ".mirror"
HANDS = 8
MOST_BYTES = BUNDLE_WIDTH * (MAX_ENTRY_BYTES + 2)


@dataclass(slots=True)
class NewFacts:
    """The facts that a source has beyond those of a copy."""

    source: Source
    store: Store  # of the copy
    have: Checkpoint
    checkpoint: Checkpoint
    edge: Edge
    others: bool = False  # a bundle has other facts where the copy has some already
    tiles: dict[tuple[int, int], tuple[Tile, bytes]] = field(default_factory=dict)

    @property
    def bundles(self) -> range:
        """The numbers of the bundles that are new or wider."""
        if self.have.size == self.checkpoint.size:
            return range(0)
        return range(self.have.size // BUNDLE_WIDTH, -(-self.checkpoint.size // BUNDLE_WIDTH))

    @property
    def stage(self) -> Path:
        """Where files wait."""
        return self.store.folder.parent / STAGE

    def facts(self) -> Iterator[tuple[int, bytes]]:
        """Every new fact with its index; the tree grows with them."""
        hands = ThreadPoolExecutor(HANDS)
        try:
            for number, _ in zip(self.bundles, hands.map(self._fetch, self.bundles), strict=True):
                yield from self._grow(number)
        finally:
            hands.shutdown(cancel_futures=True)

    @property
    def fits(self) -> bool:
        """Whether the facts that were read have the signed root, and those known before are the same."""
        return not self.others and self.edge.root == self.checkpoint.root

    def damaged(self, tree: SourceTree) -> tuple[str, ...]:
        """The bundles that are not what the source signed; they are no longer kept."""
        leaves = tree.leaves()
        wrong = [
            number for number in self.bundles if number in leaves and not self._is(number, leaves[number])
        ]
        for number in wrong or self.bundles:
            self._staged(number).unlink(missing_ok=True)
        return tuple(self._path(number) for number in wrong)

    def put_in_place(self) -> None:
        """Let the copy have the bundles and tiles; until its checkpoint follows, nobody looks at them."""
        for number in self.bundles:
            path = self.store.folder / self._path(number)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._staged(number).replace(path)
        put(HastyDisk(), [(self.store.folder / tile.path, hashes) for tile, hashes in self.tiles.values()])
        for path in self._full_paths():
            shutil.rmtree(path.with_name(path.name + ".p"), ignore_errors=True)
        shutil.rmtree(self.stage, ignore_errors=True)
        if hasattr(os, "sync"):
            os.sync()  # all at once: what is lost before the checkpoint follows is copied again

    def _full_paths(self) -> Iterator[Path]:
        """The files that leave nothing to ask of partial ones in their place."""
        for tile, _ in self.tiles.values():
            if tile.width == BUNDLE_WIDTH:
                yield self.store.folder / tile.path
                if tile.level == 0:
                    yield self.store.folder / bundle_path(tile.number)

    def _fetch(self, number: int) -> None:
        """Have a bundle in the stage, with as many entries as the checkpoint covers."""
        staged, width = self._staged(number), self._width(number)
        if _entries(staged, width) is not None:
            return
        path = bundle_path(number, width)
        content = read_widest(self.source, path, bundle_path(number), MOST_BYTES)
        if content is None:
            raise self._fault(path, "the facts are missing there")
        try:
            entries = parse_bundle(content)
        except TlogError as error:
            raise self._fault(path, str(error)) from error
        if len(entries) < width:
            raise self._fault(path, f"{len(entries)} entries in a bundle of {width}")
        staged.parent.mkdir(parents=True, exist_ok=True)
        put(HastyDisk(), [(staged, format_bundle(entries[:width]))])

    def _grow(self, number: int) -> Iterator[tuple[int, bytes]]:
        """The new facts of a bundle; those that the copy has already must be the same."""
        known = max(0, self.have.size - number * BUNDLE_WIDTH)
        entries = _entries(self._staged(number), self._width(number))
        if entries is None:
            raise AssertionError(f"bundle {number} was staged and is gone")
        if known and _leaves(entries[:known]) != self.edge.levels[0]:
            self.others = True
        self.edge, tiles = self.edge.grown(_leaves(entries[known:]))
        self.tiles |= {(tile.level, tile.number): (tile, hashes) for tile, hashes in tiles}
        yield from enumerate(entries[known:], number * BUNDLE_WIDTH + known)

    def _is(self, number: int, hashes: bytes) -> bool:
        entries = _entries(self._staged(number), self._width(number))
        return entries is not None and first_apart(hashes, b"".join(_leaves(entries))) is None

    def _width(self, number: int) -> int:
        return min(BUNDLE_WIDTH, self.checkpoint.size - number * BUNDLE_WIDTH)

    def _path(self, number: int) -> str:
        return bundle_path(number, self._width(number))

    def _staged(self, number: int) -> Path:
        return self.stage / self._path(number)

    def _fault(self, path: str, what: str) -> Fault:
        return Fault(what, place=f"{self.source.name}: record/{path}", cure=TRY_AGAIN)


def _entries(staged: Path, width: int) -> list[bytes] | None:
    """The entries of a file in the stage; None where it is not there whole."""
    try:
        entries = parse_bundle(staged.read_bytes())
    except (FileNotFoundError, TlogError):
        return None
    return entries if len(entries) == width else None


def _leaves(entries: Sequence[bytes]) -> tuple[bytes, ...]:
    return tuple(map(leaf_hash, entries))
