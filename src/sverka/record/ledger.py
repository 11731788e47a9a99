"""The record as its one writer has it: what is appended is there for good, or not at all.

An append takes these steps, each durable before the next::

    1  tiles and entry bundles     beyond the checkpoint, where no reader looks
    2  the lock                    the new checkpoint, in the place of the one that it grew from
    3  record/checkpoint           from now on readers see the entries

and returns when all are done. Interrupted before 2, nothing happened; between 2 and 3, the next writer
finishes; and no other checkpoint is ever signed for a size that has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.record.disk import Disk, put, settle_below
from sverka.record.lock_database import Held, LockDatabase, check_open
from sverka.record.store import CHECKPOINT, FROM_A_COPY, Store
from sverka.tlog.bundles import BUNDLE_WIDTH, MAX_ENTRY_BYTES, bundle_path, format_bundle
from sverka.tlog.checkpoint import Checkpoint, format_checkpoint, open_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Signer
from sverka.tlog.note import format_note, sign_note
from sverka.tlog.tiles import HEIGHT, WIDTH, Edge, Tile

NEWER = "look for the newest copy of the folder (`sverka mirror` takes it from a mirror); see docs/keys.md"


@dataclass(slots=True)
class Ledger:
    """A record that can grow. Held by one process at a time: whoever opens it has the writer's lock."""

    store: Store
    signers: Sequence[Signer]
    lock: LockDatabase
    disk: Disk
    held: Held
    edge: Edge = field(default_factory=Edge)
    pending: list[bytes] = field(default_factory=list)

    @classmethod
    def begin(cls, store: Store, signers: Sequence[Signer], lock: LockDatabase, disk: Disk) -> Ledger:
        """A new record, in a folder that has none, under an origin that never had one."""
        if store.note() is not None:
            raise AssertionError(f"a record to begin where there is one: {store.folder}")
        return cls(store, signers, lock, disk, lock.begin(_origin(signers)))

    @classmethod
    def open(cls, store: Store, signers: Sequence[Signer], lock: LockDatabase, disk: Disk) -> Ledger:
        """A record that was begun, checked against the lock; an append that was interrupted is finished."""
        held = lock.held(_origin(signers))
        if held is None:
            raise Refused(
                "R203",
                f"this machine has the key of {_origin(signers)!r}, but does not know where its record stands",
                cure="restore key and lock together: `sverka keys restore`; see docs/keys.md",
            )
        check_open(held)
        _finish(store, held, signers, disk)
        edge = _edge(store, held.size, held.root)
        pending = _pending(store, edge)
        settle_below(disk, store.folder)
        return cls(store, signers, lock, disk, held, edge, pending)

    @classmethod
    def succeed(cls, store: Store, signers: Sequence[Signer], lock: LockDatabase, disk: Disk) -> Ledger:
        """A record under an origin that never had one, which begins with all the entries of the one in the folder.

        The folder shows the earlier record until something is appended.
        """
        there = store.checkpoint()
        if there is None:
            raise AssertionError(f"no record to go on from: {store.folder}")
        edge, known = _edge(store, there.size, there.root), lock.held(_origin(signers))
        if known is None or known.checkpoint:  # a going on that was interrupted has signed nothing
            lock.begin(_origin(signers))
        held = Held(origin=_origin(signers), size=there.size, root=there.root)
        lock.adopt(held)
        return cls(store, signers, lock, disk, held, edge, _pending(store, edge))

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self.held.size

    def append(self, entries: Sequence[bytes]) -> range:
        """Put entries behind the last one, durably and under a signed checkpoint; gives their indexes."""
        first = self.size
        if not entries:
            return range(first, first)
        check_lengths(entries)
        edge, tiles = self.edge.grown([sha256(b"\x00" + entry).digest() for entry in entries])
        pending = [*self.pending, *entries]
        self._clear_places([tile for tile, _ in tiles])
        put(self.disk, [*self._bundles(pending), *self._tiles(tiles)])
        after = self._signed(edge)
        self.lock.advance(self.held, after)
        put(self.disk, [(self.store.folder / CHECKPOINT, after.checkpoint)])
        self.held, self.edge = after, edge
        self.pending = pending[len(pending) // BUNDLE_WIDTH * BUNDLE_WIDTH :]
        self._drop_overtaken([tile for tile, _ in tiles])
        return range(first, edge.size)

    def _bundles(self, pending: Sequence[bytes]) -> list[tuple[Path, bytes]]:
        """The files of the entries, from the last partial bundle on."""
        first = self.size // BUNDLE_WIDTH
        starts = range(0, len(pending), BUNDLE_WIDTH)
        bundles = [pending[start : start + BUNDLE_WIDTH] for start in starts]
        return [
            (self.store.folder / bundle_path(first + at, len(bundle)), format_bundle(bundle))
            for at, bundle in enumerate(bundles)
        ]

    def _tiles(self, tiles: Sequence[tuple[Tile, bytes]]) -> list[tuple[Path, bytes]]:
        return [(self.store.folder / tile.path, content) for tile, content in tiles]

    def _signed(self, edge: Edge) -> Held:
        text = format_checkpoint(Checkpoint(self.held.origin, edge.size, edge.root))
        note = format_note(sign_note(text, self.signers))
        return Held(origin=self.held.origin, size=edge.size, root=edge.root, checkpoint=note)

    def _clear_places(self, tiles: Sequence[Tile]) -> None:
        """Remove what interrupted writers left where files come to lie now: no reader may ever take it for theirs."""
        for tile in tiles:
            signed = (self.size >> HEIGHT * tile.level) - tile.number * WIDTH
            for partials in self._partials(tile):
                left = [file for file in _files(partials) if not _is_signed(file.name, signed)]
                for file in left:
                    self.disk.remove(file)
                if left:
                    self.disk.sync(partials)

    def _drop_overtaken(self, tiles: Sequence[Tile]) -> None:
        """Remove the partial files whose full ones have a checkpoint over them (tlog-tiles, "Partial Tiles").

        What a reader holds open cannot be removed on Windows, and does no harm where it lies.
        """
        for tile in tiles:
            if tile.width == WIDTH:
                for partials in self._partials(tile):
                    _remove_folder(self.disk, partials)

    def _partials(self, tile: Tile) -> list[Path]:
        """The folders of the partial files in the place of a tile, and of the bundle beneath it."""
        full = [tile._replace(width=WIDTH).path]
        paths = [*full, bundle_path(tile.number)] if tile.level == 0 else full
        return [self.store.folder / f"{path}.p" for path in paths]


def _origin(signers: Sequence[Signer]) -> str:
    """The origin of a log is the name of its keys."""
    return signers[0].name


def _finish(store: Store, held: Held, signers: Sequence[Signer], disk: Disk) -> None:
    """Hold the folder's checkpoint against the lock, and put the lock's in place where only that step is missing."""
    there = _verified(store, signers)
    if there.size > held.size:
        raise Refused(
            "R205",
            f"the record has {there.size} facts, the lock on this machine knows of {held.size}: "
            "the lock is from an old copy, or someone else has the key and writes",
            cure="if nobody else writes, take the folder's state: `sverka keys adopt`; see docs/keys.md",
        )
    if there.size == held.size:
        if there.root != held.root:
            raise Refused(
                "R206",
                f"two histories of {held.size} facts: the folder's is not the one that this machine signed",
                cure=f"keep both as evidence; {NEWER}",
            )
        return
    if not _has(store, held):
        raise Refused(
            "R207",
            f"the record has {there.size} facts, and {held.size} were signed: the folder is an old copy",
            cure=NEWER,
        )
    put(disk, [(store.folder / CHECKPOINT, held.checkpoint)])


def _verified(store: Store, signers: Sequence[Signer]) -> Checkpoint:
    """The folder's checkpoint, signed by one of our keys; that of no entries where there is none."""
    note = store.note()
    if note is None:
        return Checkpoint(_origin(signers), 0, Edge().root)
    try:
        return open_checkpoint(note, [signer.verifier for signer in signers])[0]
    except TlogError as error:
        raise Fault(str(error), place=str(store.folder / CHECKPOINT), cure=FROM_A_COPY) from error


def _has(store: Store, held: Held) -> bool:
    """Whether the tiles of a state that was signed lie there already, whole."""
    try:
        edge = _edge(store, held.size, held.root)
        _pending(store, edge)
    except Fault:
        return False
    return True


def _edge(store: Store, size: int, root: bytes) -> Edge:
    """The right edge of the tree, which must lead to the root that was signed."""
    try:
        edge = Edge.read(size, store.tile)
    except TlogError as error:
        raise Fault(str(error), place=str(store.folder), cure=FROM_A_COPY) from error
    if edge.root != root:
        raise Fault(
            f"the tiles of {size} entries do not lead to the root of the checkpoint",
            place=str(store.folder),
            cure="find the wrong file: `sverka fsck`; restore it from a copy of the record",
        )
    return edge


def _pending(store: Store, edge: Edge) -> list[bytes]:
    """The entries of the last partial bundle, each as its hash in the tree says."""
    number, width = divmod(edge.size, BUNDLE_WIDTH)
    entries = store.bundle(number, width) if width else []
    hashes = edge.levels[0] if edge.levels else ()
    if tuple(sha256(b"\x00" + entry).digest() for entry in entries) != hashes:
        raise Fault(
            "entries that are not those of the tree",
            place=str(store.folder / bundle_path(number, width)),
            cure=FROM_A_COPY,
        )
    return entries


def check_lengths(entries: Sequence[bytes]) -> None:
    """Refuse entries that no bundle can hold."""
    longest = max(map(len, entries))
    if longest > MAX_ENTRY_BYTES:
        raise Fault(
            f"a fact of {longest} bytes; the record holds facts of at most {MAX_ENTRY_BYTES}",
            cure="put long lists into a file of evidence",
        )


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _is_signed(name: str, signed: int) -> bool:
    """Whether a partial file, by its name, is no wider than what a checkpoint covers."""
    return name.isdecimal() and int(name) <= signed


def _remove_folder(disk: Disk, folder: Path) -> None:
    try:
        for file in _files(folder):
            disk.remove(file)
        folder.rmdir()
    except OSError:
        return
