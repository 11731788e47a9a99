"""A log in memory that signs whatever it is told to, for tests of those who watch it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sverka.tlog.checkpoint import Checkpoint, format_checkpoint
from sverka.tlog.keys import ED25519, Signer, format_vkey
from sverka.tlog.note import format_note, sign_note
from sverka.tlog.tree import Subtree, leaf_hash, node_hash, prove_consistency, tree_root
from sverka.tlog.witnessing import AddCheckpoint, format_add_checkpoint


@dataclass(frozen=True)
class Log:
    """Entries `0, 1, 2, …`, those from `forked_at` on with other words."""

    origin: str = "town.example/log"
    seed: bytes = b"log" + bytes(29)
    forked_at: int = 2**63
    word: str = "another"
    size: int = 100
    signer: Signer = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "signer", Signer(self.origin, ED25519, self.seed))

    @property
    def vkey(self) -> str:
        return format_vkey(self.signer.verifier)

    @cached_property
    def leaves(self) -> list[bytes]:
        words = ["entry" if at < self.forked_at else self.word for at in range(self.size)]
        return [leaf_hash(f"{word} {at}".encode()) for at, word in enumerate(words)]

    def read(self, subtrees: Sequence[Subtree]) -> list[bytes]:
        return [self._hash(*subtree) for subtree in subtrees]

    def root(self, size: int) -> bytes:
        return tree_root(size, self.read)

    def checkpoint(self, size: int, *, root: bytes | None = None) -> bytes:
        text = format_checkpoint(Checkpoint(self.origin, size, self.root(size) if root is None else root))
        return format_note(sign_note(text, [self.signer]))

    def prove(self, old: int, size: int) -> list[bytes]:
        return prove_consistency(old, size, self.read)

    def question(self, old: int, size: int, *, proof: Sequence[bytes] | None = None) -> bytes:
        """The request of an honest log; or with another proof."""
        proof = self.prove(old, size) if proof is None else proof
        return format_add_checkpoint(AddCheckpoint(old, tuple(proof), self.checkpoint(size)))

    def _hash(self, level: int, number: int) -> bytes:
        if level == 0:
            return self.leaves[number]
        return node_hash(self._hash(level - 1, 2 * number), self._hash(level - 1, 2 * number + 1))
