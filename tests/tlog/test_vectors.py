"""Foreign vectors of the tree: transparency-dev/merkle, and the example of RFC 6962 §2.1.3."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sverka.tlog.errors import ProofError
from sverka.tlog.tiles import Edge, hash_reader
from sverka.tlog.tree import (
    check_consistency,
    check_inclusion,
    leaf_hash,
    node_hash,
    prove_consistency,
    prove_inclusion,
    tree_root,
)


def vectors(data_dir: Path, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    folder = data_dir / "tlog-vectors" / "merkle" / kind
    for path in sorted(folder.rglob("*.json")):
        yield str(path.relative_to(folder)), json.loads(path.read_bytes())


def proves_inclusion(vector: dict[str, Any]) -> bool:
    try:
        check_inclusion(
            [b64decode(each) for each in vector["proof"] or ()],
            index=vector["leafIdx"],
            leaf=b64decode(vector["leafHash"]),
            size=vector["treeSize"],
            root=b64decode(vector["root"]),
        )
    except ProofError:
        return False
    return True


def proves_consistency(vector: dict[str, Any]) -> bool:
    try:
        check_consistency(
            [b64decode(each) for each in vector["proof"] or ()],
            old=vector["size1"],
            old_root=b64decode(vector["root1"]),
            size=vector["size2"],
            root=b64decode(vector["root2"]),
        )
    except ProofError:
        return False
    return True


SHORT_ROOTS = "additional/sizes-are-equal-one-and-proof-is-empty.json"
"""The one vector that should pass with roots that are no hashes: two times the text "don't care 2"."""


@pytest.mark.parametrize(
    "kind, proves", [("inclusion", proves_inclusion), ("consistency", proves_consistency)]
)
def test_the_vectors_of_transparency_dev_come_out_as_they_say(data_dir: Path, kind: str, proves: Any) -> None:
    should_fail = Counter[bool]()
    for name, vector in vectors(data_dir, kind):
        should_fail[vector["wantErr"]] += 1
        if name != SHORT_ROOTS:
            assert proves(vector) is not vector["wantErr"], (name, vector["desc"])

    assert should_fail == {False: 6, True: 92}


def test_a_vector_with_roots_of_12_bytes_passes_once_they_are_hashes(data_dir: Path) -> None:
    vector = dict(vectors(data_dir, "consistency"))[SHORT_ROOTS]
    hashes = {name: b64encode(sha256(b64decode(vector[name])).digest()) for name in ("root1", "root2")}

    assert not proves_consistency(vector)
    assert proves_consistency(vector | hashes)


def test_the_example_tree_of_rfc_6962() -> None:
    """§2.1.3: seven entries d0 … d6, with the names that the RFC gives to the nodes."""
    entries = [b"d0", b"d1", b"d2", b"d3", b"d4", b"d5", b"d6"]
    a, b, c, d, e, f, j = map(leaf_hash, entries)
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l_ = node_hash(g, h), node_hash(i, j)
    edge, tiles = Edge().grown([a, b, c, d, e, f, j])
    read = hash_reader(dict(tiles).__getitem__, 7)

    assert edge.root == node_hash(k, l_)
    assert prove_inclusion(0, 7, read) == [b, h, l_]
    assert prove_inclusion(3, 7, read) == [c, g, l_]
    assert prove_inclusion(4, 7, read) == [f, j, k]
    assert prove_inclusion(6, 7, read) == [i, k]
    assert prove_consistency(3, 7, read) == [c, d, g, l_]
    assert prove_consistency(4, 7, read) == [l_]
    assert prove_consistency(6, 7, read) == [i, j, k]
    assert [tree_root(size, read) for size in (3, 4, 6)] == [node_hash(g, c), k, node_hash(k, i)]
