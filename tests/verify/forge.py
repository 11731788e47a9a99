"""A forger's tools: everything that can be made to fit is made to fit, so that only the lie itself can be found.

A `Forger` has a copy of a published site, and signs only what it is given keys for.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sverka.record.facts import hash_of
from sverka.record.store import Store
from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path, format_bundle, parse_bundle_path
from sverka.tlog.checkpoint import Checkpoint, format_checkpoint
from sverka.tlog.cosignature import cosign
from sverka.tlog.keys import Signer
from sverka.tlog.note import Note, format_note, parse_note, sign_note
from sverka.tlog.tiles import Edge
from sverka.tlog.tree import leaf_hash

NOON = 1_779_000_000  # when forged cosignatures say they were made

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Forger:
    """A copy of a site or an election folder, and what can be done to it."""

    where: Path

    @property
    def record(self) -> Path:
        return self.where / "record"

    @property
    def store(self) -> Store:
        return Store(self.record)

    @property
    def entries(self) -> list[bytes]:
        """What the record holds."""
        return list(self.store.entries())

    @property
    def note(self) -> Note:
        """The checkpoint with its signatures."""
        return parse_note((self.record / "checkpoint").read_bytes())

    def lay(self, entries: Sequence[bytes]) -> bytes:
        """Make bundles and tiles of exactly these entries, in place of all others; gives their root.

        Those of the sizes that lie there, such as the published one, lie there again.
        """
        sizes = [size for size in self._sizes() if size < len(entries)]
        shutil.rmtree(self.record / "tile")
        for size in (*sizes, len(entries)):
            edge, tiles = Edge().grown([leaf_hash(entry) for entry in entries[:size]])
            for tile, hashes in tiles:
                self.put(f"record/{tile.path}", hashes)
            for first in range(0, size, BUNDLE_WIDTH):
                bundle = entries[first : min(first + BUNDLE_WIDTH, size)]
                self.put(f"record/{bundle_path(first // BUNDLE_WIDTH, len(bundle))}", format_bundle(bundle))
        return edge.root

    def _sizes(self) -> list[int]:
        """The sizes of the record of which there is a partial bundle."""
        paths = (
            path.relative_to(self.record).as_posix() for path in self.record.glob("tile/entries/**/*.p/*")
        )
        return sorted(number * BUNDLE_WIDTH + width for number, width in map(parse_bundle_path, paths))

    def sign(
        self, origin: str, size: int, root: bytes, signer: Signer, witnesses: Sequence[Signer] = ()
    ) -> None:
        """Put a checkpoint in place of the one there, signed and co-signed."""
        text = format_checkpoint(Checkpoint(origin, size, root))
        signatures = sign_note(text, [signer]).signatures
        cosignatures = (cosign(text, witness, timestamp=NOON) for witness in witnesses)
        self.put_note(Note(text, (*signatures, *cosignatures)))

    def put_note(self, note: Note) -> None:
        """Put a note in place of the checkpoint."""
        self.put("record/checkpoint", format_note(note))

    def rewrite(self, entries: Sequence[bytes], signer: Signer, witnesses: Sequence[Signer] = ()) -> None:
        """Another history, whole: bundles, tiles, and a checkpoint over them."""
        self.sign(signer.name, len(entries), self.lay(entries), signer, witnesses)

    def put(self, path: str, content: bytes) -> None:
        """Write a file, in place of what was there."""
        file = self.where / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def read(self, path: str) -> bytes:
        return (self.where / path).read_bytes()

    def replace(self, path: str, before: bytes, after: bytes) -> None:
        """Put other bytes in a file, once."""
        content = self.read(path)
        assert before in content, f"{path} has no {before!r}"
        self.put(path, content.replace(before, after, 1))


def canonical(document: Document) -> bytes:
    """A fact as it is written: RFC 8785, for strings and integers."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def found(entries: Sequence[bytes], wanted: Callable[[Document], bool]) -> int:
    """The index of the last fact that is wanted."""
    return next(at for at in reversed(range(len(entries))) if wanted(json.loads(entries[at])))


def changed(entries: Sequence[bytes], index: int, **fields: object) -> list[bytes]:
    """The same history with other fields in one fact; those that name it, or one that names it, follow."""
    renamed: dict[bytes, bytes] = {}
    history = []
    for at, entry in enumerate(entries):
        now = canonical(json.loads(entry) | fields) if at == index else entry
        for before, after in renamed.items():
            now = now.replace(before, after)
        if now != entry:
            renamed[hash_of(entry).encode()] = hash_of(now).encode()
        history.append(now)
    return history
