"""pymerkle proves the inclusion of entries in a tree that it keeps in SQLite; run in its environment.

pymerkle is under the GPL: it is measured in a process of its own, and nothing of ours imports it.
"""

from __future__ import annotations

import random
from functools import cache
from importlib import import_module
from typing import Any

from benchmarks.peers.answering import answer

DRAW = random.Random(1)  # goes on from call to call: nothing is asked for twice


@cache
def tree_of(file: str, size: int) -> Any:
    """A tree of so many entries."""
    tree = import_module("pymerkle").SqliteTree(file)
    tree.append_entries([b"entry %d" % number for number in range(size)])
    return tree


def prove(file: str, size: str, proofs: str) -> None:
    """So many proofs of entries at random; the first call, of none, builds the tree."""
    tree = tree_of(file, int(size))
    for _ in range(int(proofs)):
        tree.prove_inclusion(DRAW.randrange(1, int(size) + 1), int(size))


if __name__ == "__main__":
    answer(prove)
