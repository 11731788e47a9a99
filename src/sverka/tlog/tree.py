"""The Merkle tree of RFC 6962 §2.1: roots and proofs over a reader of one function.

The tree is never held. Whoever proves asks for the hashes of whole subtrees, all at once::

    Subtree(level=2, number=3)  =  MTH(D[12:16])      the fourth subtree of four leaves

    leaf = SHA-256(0x00 || entry)      node = SHA-256(0x01 || left || right)

Whoever checks needs no reader: the twins `prove_inclusion`/`check_inclusion` and
`prove_consistency`/`check_consistency` share nothing but the form of a proof.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import NamedTuple

from sverka.tlog.errors import ProofError

HASH_BYTES = 32
MOST_ENTRIES = 2**63 - 1  # tlog-checkpoint sizes are held in signed 64-bit integers everywhere
EMPTY_ROOT = hashlib.sha256(b"").digest()  # RFC 6962 §2.1: MTH({})


class Subtree(NamedTuple):
    """The leaves `number << level` up to `(number + 1) << level`, all of which the tree has."""

    level: int
    number: int


ReadHashes = Callable[[Sequence[Subtree]], list[bytes]]
"""The hashes of whole subtrees, in the order asked for."""


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(size: int, read: ReadHashes) -> bytes:
    """The root of the first `size` entries."""
    return _joined(read(_cover(0, size))) if size else EMPTY_ROOT


def prove_inclusion(index: int, size: int, read: ReadHashes) -> list[bytes]:
    """The path from entry `index` to the root of the first `size`: RFC 6962 §2.1.1, from the leaf upwards."""
    if not 0 <= index < size:
        raise ProofError(f"entry {index} is not among the first {size}")
    return _read_all([_cover(start, stop) for start, stop in reversed(_siblings(index, size))], read)


def prove_consistency(old: int, size: int, read: ReadHashes) -> list[bytes]:
    """The proof that the first `old` entries begin the first `size`: RFC 6962 §2.1.2."""
    if not 0 <= old <= size:
        raise ProofError(f"{old} entries cannot begin {size}")
    if old in (0, size):
        return []
    return _read_all([_cover(start, stop) for start, stop in _growth(old, size)], read)


def check_inclusion(proof: Sequence[bytes], *, index: int, leaf: bytes, size: int, root: bytes) -> None:
    """Accept only the proof that `leaf` is the hash of entry `index` under `root` (RFC 9162 §2.1.3.2)."""
    _check_hashes([leaf, root, *proof])
    _check_size(size)
    if not 0 <= index < size:
        raise ProofError(f"entry {index} is not among the first {size}")
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    if len(proof) != inner + border:
        raise ProofError(f"{len(proof)} hashes, where the proof has {inner + border}")
    if _climb(leaf, proof[:inner], proof[inner:], index) != root:
        raise ProofError("the path does not lead to the root")


def check_consistency(proof: Sequence[bytes], *, old: int, old_root: bytes, size: int, root: bytes) -> None:
    """Accept only the proof that the tree under `old_root` begins the tree under `root` (RFC 9162 §2.1.4.2)."""
    _check_hashes([old_root, root, *proof])
    _check_size(size)
    if not 0 <= old <= size:
        raise ProofError(f"{old} entries cannot begin {size}")
    for of, its_root in ((old, old_root), (size, root)):
        if of == 0 and its_root != EMPTY_ROOT:
            raise ProofError("the root of no entries is not the hash of nothing")
    if old in (0, size):
        _check_trivial(proof, same=old == size, equal=old_root == root)
    else:
        _check_growth(proof, old, old_root, size, root)


def _check_trivial(proof: Sequence[bytes], *, same: bool, equal: bool) -> None:
    if proof:
        raise ProofError(f"{len(proof)} hashes, where the proof has none")
    if same and not equal:
        raise ProofError("two roots of one size")


def _check_growth(proof: Sequence[bytes], old: int, old_root: bytes, size: int, root: bytes) -> None:
    """The proof climbs from the last whole subtree of the old tree to both roots."""
    inner = ((old - 1) ^ (size - 1)).bit_length()
    border = ((old - 1) >> inner).bit_count()
    whole = (old & -old).bit_length() - 1  # levels below the last whole subtree of the old tree
    inner -= whole
    begun = 0 if old == 1 << whole else 1  # a tree that is one whole subtree is its own beginning
    if len(proof) != begun + inner + border:
        raise ProofError(f"{len(proof)} hashes, where the proof has {begun + inner + border}")
    seed, path = (proof[0] if begun else old_root), proof[begun:]
    last = (old - 1) >> whole
    lefts = [path[level] for level in range(inner) if last >> level & 1]
    if reduce(_on_the_left, [*lefts, *path[inner:]], seed) != old_root:
        raise ProofError("the proof does not lead to the older root")
    if _climb(seed, path[:inner], path[inner:], last) != root:
        raise ProofError("the proof does not lead to the newer root")


def _climb(seed: bytes, inner: Sequence[bytes], border: Sequence[bytes], index: int) -> bytes:
    """Upwards from a node: through the inner part by the bits of its index, then along the right border."""
    for level, sibling in enumerate(inner):
        seed = node_hash(sibling, seed) if index >> level & 1 else node_hash(seed, sibling)
    return reduce(_on_the_left, border, seed)


def _on_the_left(node: bytes, sibling: bytes) -> bytes:
    return node_hash(sibling, node)


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    """The stretches of leaves beside the path from the root down to a leaf (RFC 6962 §2.1.1)."""
    found, start, stop = [], 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            found.append((middle, stop))
            stop = middle
        else:
            found.append((start, middle))
            start = middle
    return found


def _growth(old: int, size: int) -> list[tuple[int, int]]:
    """The stretches of leaves whose hashes lead from one tree to a larger one (RFC 6962 §2.1.2)."""
    found, start, stop, whole = [], 0, size, True
    while old != stop:
        middle = start + _split(stop - start)
        if old <= middle:
            found.append((middle, stop))
            stop = middle
        else:
            found.append((start, middle))
            start, whole = middle, False
    return [*([] if whole else [(start, stop)]), *reversed(found)]


def _split(width: int) -> int:
    """The largest power of two below `width` (RFC 6962 §2.1: k < n <= 2k)."""
    return 1 << (width - 1).bit_length() - 1


def _cover(start: int, stop: int) -> list[Subtree]:
    """The whole subtrees that a stretch of leaves is made of, from left to right.

    A stretch of a proof begins at a multiple of the width of its largest subtree.
    """
    found = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        found.append(Subtree(level, start >> level))
        start += 1 << level
    return found


def _read_all(stretches: Sequence[Sequence[Subtree]], read: ReadHashes) -> list[bytes]:
    """The hash of each stretch, asking the reader once."""
    hashes = iter(read([subtree for stretch in stretches for subtree in stretch]))
    return [
        next(hashes) if len(stretch) == 1 else _joined([next(hashes) for _ in stretch])
        for stretch in stretches
    ]


def _joined(hashes: Iterable[bytes]) -> bytes:
    """The root over whole subtrees from left to right, each narrower than the one before."""
    return reduce(_on_the_left, reversed(list(hashes)))


def _check_hashes(hashes: Iterable[bytes]) -> None:
    for each in hashes:
        if len(each) != HASH_BYTES:
            raise ProofError(f"a hash of {len(each)} bytes, where it has {HASH_BYTES}")


def _check_size(size: int) -> None:
    if not 0 <= size <= MOST_ENTRIES:
        raise ProofError(f"a tree of {size} entries")
