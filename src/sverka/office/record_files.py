"""The record as it was when it held a number of facts: its tree, its tiles, and the evidence that these facts name.

All of it is worked out from the entries alone, so that any copy of the record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import msgspec

from sverka.record.facts import DocumentFact, UnknownFact, parse_fact
from sverka.record.named_evidence import evidence_named_by
from sverka.record.store import Store, width_of
from sverka.tlog.bundles import BUNDLE_WIDTH, bundle_path, format_bundle
from sverka.tlog.tiles import Edge, tiles_of
from sverka.tlog.tree import leaf_hash

RECORD = "record"


@dataclass(frozen=True, slots=True)
class RecordAt:
    """The first `size` entries of a record."""

    store: Store
    size: int

    @property
    def entries(self) -> Iterator[bytes]:
        """The entries, in order."""
        return self.store.entries(0, self.size)

    def root(self) -> bytes:
        """The root of the tree over them, by the tiles of the record."""
        return self.store.root(self.size)

    def tree(self) -> tuple[bytes, list[tuple[str, bytes]]]:
        """The root of the tree over them, and its tiles by their paths."""
        edge, tiles = Edge().grown([leaf_hash(entry) for entry in self.entries])
        return edge.root, [(f"{RECORD}/{tile.path}", hashes) for tile, hashes in tiles]

    def bundles(self) -> Iterator[tuple[str, bytes]]:
        """The entry bundles by their paths; the last one holds no entry that came later."""
        entries = self.entries
        for index in range(-(-self.size // BUNDLE_WIDTH)):
            bundle = list(islice(entries, BUNDLE_WIDTH))
            yield f"{RECORD}/{bundle_path(index, len(bundle))}", format_bundle(bundle)

    def missing(self, has: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
        """Tiles and bundles that a copy does not have, as they lie in the record; what it has is not even read."""
        for tile in tiles_of(self.size):
            if not has(f"{RECORD}/{tile.path}"):
                yield f"{RECORD}/{tile.path}", self.store.tile(tile)
        for number in range(-(-self.size // BUNDLE_WIDTH)):
            width = width_of(number, self.size)
            if not has(f"{RECORD}/{bundle_path(number, width)}"):
                bundle = format_bundle(self.store.bundle(number, width))
                yield f"{RECORD}/{bundle_path(number, width)}", bundle

    def paths(self) -> set[str]:
        """The paths of all tiles and bundles."""
        bundles = range(-(-self.size // BUNDLE_WIDTH))
        return {f"{RECORD}/{tile.path}" for tile in tiles_of(self.size)} | {
            f"{RECORD}/{bundle_path(number, width_of(number, self.size))}" for number in bundles
        }

    def evidence(self) -> list[str]:
        """The hashes of the files that the facts name, without papers withheld or withdrawn; each once, sorted."""
        return sorted(named for named, published in self.named().items() if published)

    def named(self, start: int = 0) -> dict[str, bool]:
        """Whether each file that facts from a size on name is published, as the last of them about it says."""
        return _named(self.store.entries(start, self.size))

    def kinds(self, start: int) -> frozenset[str]:
        """The kinds of the facts from a size on."""
        return frozenset(_kind.decode(entry).kind for entry in self.store.entries(start, self.size))

    def received(self, start: int) -> Callable[[int], str]:
        """Says when the fact of an entry came in; quickly of many where they are asked from the first on."""
        if start:
            entry = self.store.reader()
            return lambda index: _when.decode(entry(index)).received
        times = [_when.decode(entry).received for entry in self.entries]
        return times.__getitem__

    def withheld_later(self) -> frozenset[str]:
        """The papers that a fact after these withholds or withdraws: not to be published, whatever these facts say."""
        later = _named(self.store.entries(self.size))
        return frozenset(named for named, published in later.items() if not published)


class _Kind(msgspec.Struct):
    """Just enough of a fact to leave counts alone, which are most of them and name papers by their facts."""

    kind: str = ""


class _When(msgspec.Struct):
    """When a fact came in."""

    received: str = ""


_kind, _when = msgspec.json.Decoder(_Kind), msgspec.json.Decoder(_When)


def _named(entries: Iterable[bytes]) -> dict[str, bool]:
    """Whether each file that facts name is published, as the last fact about it says."""
    found: dict[str, bool] = {}
    for entry in entries:
        if _kind.decode(entry).kind != "count":
            fact = parse_fact(entry)
            published = not isinstance(fact, DocumentFact) or fact.is_published
            if not isinstance(fact, UnknownFact):
                found |= dict.fromkeys(evidence_named_by(fact), published)
    return found
