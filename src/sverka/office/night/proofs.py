"""The proof that an entry stands in the record, as it travels alone: c2sp.org/tlog-proof."""

from __future__ import annotations

from sverka.record.store import Store
from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.note import parse_note
from sverka.tlog.proof import TlogProof, format_proof
from sverka.tlog.tree import prove_inclusion


def proof_of_entry(store: Store, index: int) -> bytes | None:
    """The proof under the checkpoint that lies there now; None where that has no such entry."""
    note = store.note()
    if note is None:
        return None
    size = parse_checkpoint(parse_note(note).text).size
    if not 0 <= index < size:
        return None
    return format_proof(TlogProof(index, tuple(prove_inclusion(index, size, store.hashes(size))), note))
