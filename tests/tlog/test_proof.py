"""Proofs that travel alone: one spelling each, and what they prove."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sverka.tlog.errors import FormatError, ProofError, SignatureError
from sverka.tlog.note import format_note, sign_note
from sverka.tlog.proof import TlogProof, check_proof, format_proof, parse_proof
from sverka.tlog.tree import prove_inclusion
from tests.tlog.samples import (
    CHECKPOINT,
    ENTRIES,
    LOG,
    NOTE_BYTES,
    PROOF,
    PROOF_BYTES,
    READ,
    SIGNED_BYTES,
    TEXT,
    signer_of,
)

FIRST = b"c2sp.org/tlog-proof@v1"
HASH = PROOF_BYTES.split(b"\n")[3]


def body(*lines: bytes, checkpoint: bytes = NOTE_BYTES) -> bytes:
    return b"".join(line + b"\n" for line in lines) + b"\n" + checkpoint


NO_PROOFS = {
    "nothing": (b"", "a proof without an empty line before the checkpoint"),
    "no checkpoint": (
        b"\n".join([FIRST, b"index 3", b""]),
        "a proof without an empty line before the checkpoint",
    ),
    "another version": (
        body(b"c2sp.org/tlog-proof@v2"),
        "a proof does not begin with c2sp.org/tlog-proof@v1",
    ),
    "a mark of the byte order": (
        b"\xef\xbb\xbf" + PROOF_BYTES,
        "a proof does not begin with c2sp.org/tlog-proof@v1",
    ),
    "the first line alone": (body(FIRST), "a proof without the line of its index"),
    "hashes without an index": (body(FIRST, HASH), "a proof without the line of its index"),
    "an index without a space": (body(FIRST, b"index3"), "a proof without the line of its index"),
    "the extra line behind the index": (
        body(FIRST, b"index 3", b"extra AAAA"),
        "a line of the inclusion proof: ' ' is not in the standard alphabet of base64",
    ),
    "two extra lines": (
        body(FIRST, b"extra AAAA", b"extra AAAA", b"index 3"),
        "a proof without the line of its index",
    ),
    "an empty extra line": (
        body(FIRST, b"extra ", b"index 3"),
        "the extra line: empty, where it is left out",
    ),
    "an extra line without padding": (
        body(FIRST, b"extra AAA", b"index 3"),
        "the extra line: base64 with wrong padding",
    ),
    "an extra line with bits that are not zero": (
        body(FIRST, b"extra AB==", b"index 3"),
        "the extra line: base64 whose last bits are not zero",
    ),
    "no index": (body(FIRST, b"index "), "the index: no number"),
    "a leading zero": (body(FIRST, b"index 03"), "the index: a leading zero"),
    "a sign": (body(FIRST, b"index -3"), "the index: '-' is not a digit from 0 to 9"),
    "2^63": (body(FIRST, b"index 9223372036854775808"), "the index: more than 2^63 - 1"),
    "carriage returns": (body(FIRST + b"\r", b"index 3"), "a proof: the character U+000D at character 22"),
    "a tab": (body(FIRST, b"index\t3"), "a proof: the character U+0009 at character 28"),
    "not UTF-8": (body(FIRST, b"index \xff"), "a proof: not UTF-8 at byte 29"),
    "a hash of 31 bytes": (
        body(FIRST, b"index 3", b"A" * 42 + b"=="),
        "a line of the inclusion proof: 31 bytes, where a hash has 32",
    ),
    "a hash of 33 bytes": (
        body(FIRST, b"index 3", b"A" * 44),
        "a line of the inclusion proof: 33 bytes, where a hash has 32",
    ),
    "64 hashes": (
        body(FIRST, b"index 3", *[HASH] * 64),
        "a proof of 64 hashes; the largest tree has 63 levels",
    ),
    "a checkpoint without signatures": (
        body(FIRST, b"index 3", checkpoint=TEXT.encode()),
        "a note without an empty line before its signatures",
    ),
    "a note that is no checkpoint": (
        body(FIRST, b"index 3", checkpoint=SIGNED_BYTES.replace(b"\n11\n", b"\n")),
        "a checkpoint of 2 lines, where it has origin, size and root",
    ),
}


@pytest.mark.parametrize("content, message", NO_PROOFS.values(), ids=NO_PROOFS)
def test_a_proof_is_written_in_one_way(content: bytes, message: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_proof(content)

    assert str(refused.value) == message


hashes = st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple)
extras = st.none() | st.binary(min_size=1, max_size=50)
proofs = st.builds(TlogProof, st.integers(0, 2**63 - 1), hashes, st.just(NOTE_BYTES), extras)


@given(proofs)
@example(TlogProof(2**63 - 1, (bytes(32),) * 63, NOTE_BYTES, b"x"))
def test_a_proof_is_read_as_it_was_written(proof: TlogProof) -> None:
    assert parse_proof(format_proof(proof)) == proof


@pytest.mark.parametrize(
    "proof",
    [
        replace(PROOF, index=-1),
        replace(PROOF, hashes=(b"short",)),
        replace(PROOF, extra=b""),
        replace(PROOF, checkpoint=b"none"),
    ],
)
def test_nothing_is_handed_out_that_could_not_be_read(proof: TlogProof) -> None:
    with pytest.raises(FormatError):
        format_proof(proof)


def test_every_entry_is_proved_and_no_other() -> None:
    for index, entry in enumerate(ENTRIES):
        path = tuple(prove_inclusion(index, CHECKPOINT.size, READ))
        proof = TlogProof(index, path, SIGNED_BYTES)
        assert check_proof(proof, entry, [LOG.verifier]) == CHECKPOINT
        with pytest.raises(ProofError, match="does not lead to the root"):
            check_proof(proof, entry + b" ", [LOG.verifier])


@pytest.mark.parametrize(
    "proof, message",
    [
        (replace(PROOF, index=2), "does not lead to the root"),
        (replace(PROOF, index=11), "entry 11 is not among the first 11"),
        (replace(PROOF, hashes=PROOF.hashes[1:]), "3 hashes, where the proof has 4"),
        (replace(PROOF, hashes=PROOF.hashes[::-1]), "does not lead to the root"),
    ],
)
def test_another_place_or_path_proves_nothing(proof: TlogProof, message: str) -> None:
    assert check_proof(PROOF, ENTRIES[3], [LOG.verifier]) == CHECKPOINT
    with pytest.raises(ProofError, match=message):
        check_proof(proof, ENTRIES[3], [LOG.verifier])


def test_a_proof_is_as_good_as_the_signature_under_its_checkpoint() -> None:
    other = signer_of("other.example")
    forged = replace(PROOF, checkpoint=format_note(sign_note(TEXT, [other])))

    with pytest.raises(SignatureError, match="no signature by a known key"):
        check_proof(forged, ENTRIES[3], [LOG.verifier])
    with pytest.raises(SignatureError, match="is signed by another log only"):
        check_proof(forged, ENTRIES[3], [LOG.verifier, other.verifier])
