"""The time stamps that cover the facts of a bundle, with everything that is needed to check them offline.

::

    anchors/31/checkpoint.txt      what was stamped: origin, size, root
    anchors/31/token.tsr           the authority's reply (RFC 3161)
    anchors/31/certificates.pem    from the certificate that signed up to the trusted one
    anchors/31/consistency.txt     the proof that the stamped tree is the beginning of the signed one
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sverka.office.anchors import origin_at, stamped_text
from sverka.office.folder import State
from sverka.record.facts import AnchorFact
from sverka.tlog.checkpoint import Checkpoint
from sverka.tlog.tree import prove_consistency
from sverka.tlog.witnessing import AddCheckpoint, format_add_checkpoint

FOLDER = "anchors"


def covering(state: State, indexes: Sequence[int]) -> dict[int, AnchorFact]:
    """Per authority, the earliest stamp over all of these facts; where none is, the latest over some of them.

    A stamp whose token or certificates are missing in the folder is none.
    """
    chosen: dict[str, tuple[int, AnchorFact]] = {}
    first, last = min(indexes, default=0), max(indexes, default=0)
    for entry, fact in state.snapshot.anchors.items():
        before = chosen.get(fact.authority)
        covers_all = before is not None and before[1].record_size > last
        if fact.record_size > first and not covers_all and _is_whole(state, fact):
            chosen[fact.authority] = entry, fact
    return dict(sorted(chosen.values()))


def anchor_files(
    state: State, entry: int, fact: AnchorFact, signed: Checkpoint, note: bytes
) -> Iterator[tuple[str, bytes]]:
    """The files of one time stamp."""
    evidence, store = state.folder.evidence, state.folder.store
    origin = origin_at(state.snapshot, fact.record_size, origin=signed.origin)
    stamped = Checkpoint(origin, fact.record_size, bytes.fromhex(fact.root))
    proof = prove_consistency(fact.record_size, signed.size, store.hashes(signed.size))
    yield f"{FOLDER}/{entry}/checkpoint.txt", stamped_text(stamped)
    yield f"{FOLDER}/{entry}/token.tsr", evidence.get(fact.token)
    yield f"{FOLDER}/{entry}/certificates.pem", b"".join(map(evidence.get, fact.certificates))
    question = AddCheckpoint(fact.record_size, tuple(proof), note)
    yield f"{FOLDER}/{entry}/consistency.txt", format_add_checkpoint(question)


def _is_whole(state: State, fact: AnchorFact) -> bool:
    return all(state.folder.evidence.path(each).exists() for each in (fact.token, *fact.certificates))
