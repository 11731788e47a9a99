"""The tree of RFC 6962: what is proved is accepted, and nothing else; against the recursive definition."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.tlog.errors import ProofError
from sverka.tlog.tree import (
    EMPTY_ROOT,
    ReadHashes,
    Subtree,
    check_consistency,
    check_inclusion,
    leaf_hash,
    node_hash,
    prove_consistency,
    prove_inclusion,
    tree_root,
)

LEAVES = [leaf_hash(b"entry %d" % index) for index in range(300)]


def mth(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def reader(size: int) -> ReadHashes:
    """Reads whole subtrees of the first `size` leaves, and nothing that reaches beyond them."""

    def read(subtrees: Sequence[Subtree]) -> list[bytes]:
        found = []
        for level, index in subtrees:
            assert (index + 1) << level <= size
            found.append(mth(LEAVES[index << level : (index + 1) << level]))
        return found

    return read


SIZES = [*range(1, 20), 31, 32, 33, 63, 64, 65, 127, 200, 255, 256, 257, 299]


@pytest.mark.parametrize("size", [0, *SIZES])
def test_the_root_is_that_of_the_recursive_definition(size: int) -> None:
    assert tree_root(size, reader(size)) == mth(LEAVES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_entry_is_proved_to_be_in_every_tree(size: int) -> None:
    for index in range(size):
        proof = prove_inclusion(index, size, reader(size))

        check_inclusion(proof, index=index, leaf=LEAVES[index], size=size, root=mth(LEAVES[:size]))


@pytest.mark.parametrize("size", SIZES)
def test_every_tree_is_proved_to_begin_every_larger_one(size: int) -> None:
    for old in range(size + 1):
        proof = prove_consistency(old, size, reader(size))

        check_consistency(proof, old=old, old_root=mth(LEAVES[:old]), size=size, root=mth(LEAVES[:size]))


@given(st.integers(2, 120), st.data())
def test_no_other_place_and_no_other_entry_is_accepted_for_a_proof(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda claimed: claimed != index))
    proof, root = prove_inclusion(index, size, reader(size)), mth(LEAVES[:size])

    for place, leaf in ((other, LEAVES[index]), (index, LEAVES[other]), (other, LEAVES[other])):
        with pytest.raises(ProofError):
            check_inclusion(proof, index=place, leaf=leaf, size=size, root=root)


@given(st.integers(1, 120), st.data())
def test_a_history_that_was_changed_is_not_consistent(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, old - 1))
    other = [*LEAVES[:changed], leaf_hash(b"another"), *LEAVES[changed + 1 : old]]
    proof = prove_consistency(old, size, reader(size))

    with pytest.raises(ProofError):
        check_consistency(proof, old=old, old_root=mth(other), size=size, root=mth(LEAVES[:size]))


@pytest.mark.parametrize(
    "change, message",
    [
        ({"proof": [b"short"]}, "a hash of 5 bytes"),
        ({"root": b"\0" * 33}, "a hash of 33 bytes"),
        ({"leaf": b""}, "a hash of 0 bytes"),
        ({"index": 8}, "entry 8 is not among the first 8"),
        ({"index": -1}, "entry -1 is not among the first 8"),
        ({"size": 0}, "entry 3 is not among the first 0"),
        ({"size": 2**63}, "a tree of 9223372036854775808 entries"),
        ({"proof": []}, "0 hashes, where the proof has 3"),
        ({"leaf": b"\0" * 32}, "the path does not lead to the root"),
    ],
)
def test_what_is_wrong_with_a_proof_of_inclusion_is_said(change: dict[str, object], message: str) -> None:
    right: dict[str, object] = {
        "proof": prove_inclusion(3, 8, reader(8)),
        "index": 3,
        "leaf": LEAVES[3],
        "size": 8,
        "root": mth(LEAVES[:8]),
    }

    with pytest.raises(ProofError, match=message):
        check_inclusion(**{**right, **change})  # type: ignore[arg-type] # wrong on purpose


@pytest.mark.parametrize(
    "change, message",
    [
        ({"old": 9}, "9 entries cannot begin 8"),
        ({"old": 0, "proof": []}, "the root of no entries"),
        ({"old": 8, "proof": []}, "two roots of one size"),
        ({"old": 0, "old_root": EMPTY_ROOT}, "where the proof has none"),
        ({"proof": []}, "0 hashes, where the proof has 4"),
        ({"old_root": b"\0" * 32}, "older root"),
        ({"root": b"\0" * 32}, "newer root"),
    ],
)
def test_what_is_wrong_with_a_proof_of_consistency_is_said(change: dict[str, object], message: str) -> None:
    right: dict[str, object] = {
        "proof": prove_consistency(3, 8, reader(8)),
        "old": 3,
        "old_root": mth(LEAVES[:3]),
        "size": 8,
        "root": mth(LEAVES[:8]),
    }

    with pytest.raises(ProofError, match=message):
        check_consistency(**{**right, **change})  # type: ignore[arg-type] # wrong on purpose


def test_trees_end_below_2_to_the_63() -> None:
    leaf, most = LEAVES[0], 2**63 - 1
    path = [leaf] * 63
    root = path[0]
    for _ in path:
        root = node_hash(root, leaf)

    check_inclusion(path, index=0, leaf=leaf, size=most, root=root)
    check_consistency([], old=most, old_root=root, size=most, root=root)
    with pytest.raises(ProofError, match=f"^a tree of {2**63} entries$"):
        check_inclusion(path, index=0, leaf=leaf, size=2**63, root=root)
    with pytest.raises(ProofError, match=f"^a tree of {2**63} entries$"):
        check_consistency([], old=2**63, old_root=root, size=2**63, root=root)


def test_what_is_not_there_cannot_be_proved() -> None:
    with pytest.raises(ProofError, match="entry 8 is not among the first 8"):
        prove_inclusion(8, 8, reader(8))
    with pytest.raises(ProofError, match="9 entries cannot begin 8"):
        prove_consistency(9, 8, reader(8))
