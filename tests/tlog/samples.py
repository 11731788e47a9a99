"""One small log with fixed keys: its entries, checkpoint, cosignatures, proof, request and policy."""

from __future__ import annotations

from hashlib import sha256

from sverka.tlog.checkpoint import Checkpoint, format_checkpoint
from sverka.tlog.cosignature import cosign
from sverka.tlog.keys import COSIGNATURE, ED25519, Signer, format_skey, format_vkey, new_signer
from sverka.tlog.note import Note, format_note, sign_note
from sverka.tlog.policy import Group, Policy, PolicyLog, PolicyWitness, format_policy
from sverka.tlog.proof import TlogProof, format_proof
from sverka.tlog.tiles import Edge, hash_reader
from sverka.tlog.tree import EMPTY_ROOT, leaf_hash, prove_consistency, prove_inclusion
from sverka.tlog.witnessing import AddCheckpoint, format_add_checkpoint

ENTRIES = tuple(b"entry %d" % number for number in range(11))
LEAVES = tuple(leaf_hash(entry) for entry in ENTRIES)


def signer_of(name: str, algorithm: int = ED25519) -> Signer:
    """A key that is the same in every run."""
    return new_signer(name, algorithm, sha256(name.encode()).digest())


LOG = signer_of("log.example/2021")
WITNESSES = tuple(signer_of(f"witness.example/w{number}", COSIGNATURE) for number in (1, 2, 3))

EDGE, TILES = Edge().grown(LEAVES)
READ = hash_reader(dict(TILES).__getitem__, EDGE.size)
OLD_ROOT = Edge().grown(LEAVES[:6])[0].root

CHECKPOINT = Checkpoint(LOG.name, EDGE.size, EDGE.root)
TEXT = format_checkpoint(CHECKPOINT)
SIGNED = sign_note(TEXT, [LOG])
EMPTY_TEXT = format_checkpoint(Checkpoint(LOG.name, 0, EMPTY_ROOT))
COSIGNED = Note(
    TEXT,
    (
        *SIGNED.signatures,
        *(cosign(TEXT, w, timestamp=1638110000 + at) for at, w in enumerate(WITNESSES[:2])),
    ),
)
PROOF = TlogProof(3, tuple(prove_inclusion(3, EDGE.size, READ)), format_note(COSIGNED), b"besides")
QUESTION = AddCheckpoint(6, tuple(prove_consistency(6, EDGE.size, READ)), format_note(SIGNED))
POLICY = Policy(
    (PolicyLog(LOG.verifier, "https://log.example/2021"),),
    tuple(
        PolicyWitness(f"W{at}", witness.verifier, f"https://w{at}.example")
        for at, witness in enumerate(WITNESSES, 1)
    ),
    (Group("two", 2, ("W1", "W2", "W3")),),
    "two",
)

VKEY = format_vkey(LOG.verifier)
SKEY = format_skey(LOG)
NOTE_BYTES = format_note(COSIGNED)
SIGNED_BYTES = format_note(SIGNED)
PROOF_BYTES = format_proof(PROOF)
QUESTION_BYTES = format_add_checkpoint(QUESTION)
POLICY_BYTES = format_policy(POLICY)
