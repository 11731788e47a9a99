"""Cosignatures: a time, a checkpoint, a witness; none of the three can be changed."""

from __future__ import annotations

import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sverka.tlog.cosignature import MAX_TIMESTAMP, check_cosignature, cosign, cosigned_by
from sverka.tlog.errors import FormatError, SignatureError
from sverka.tlog.note import Note, Signature, format_note, parse_note
from tests.tlog.samples import COSIGNED, LOG, SIGNED, TEXT, WITNESSES

WITNESS, OTHER, _ = WITNESSES
COSIGNATURE = cosign(TEXT, WITNESS, timestamp=1638110000)


def changed(content: bytes) -> Signature:
    return Signature(COSIGNATURE.name, COSIGNATURE.key_id, content)


TIME, ED25519 = COSIGNATURE.signature[:8], COSIGNATURE.signature[8:]

NO_COSIGNATURES = {
    "no time": (ED25519, FormatError, "64 bytes, where a time and a signature have 72"),
    "a byte more": (TIME + ED25519 + b"\0", FormatError, "73 bytes, where a time and a signature have 72"),
    "time 0": (bytes(8) + ED25519, FormatError, "the time 0 is not from 1 to 2^63 - 1"),
    "time 2^63": (
        struct.pack(">Q", 2**63) + ED25519,
        FormatError,
        f"the time {2**63} is not from 1 to 2^63 - 1",
    ),
    "another time": (
        struct.pack(">Q", 1638110001) + ED25519,
        SignatureError,
        "is not of this checkpoint by this key",
    ),
    "the time with the bytes turned round": (
        struct.pack("<Q", 1638110000) + ED25519,
        SignatureError,
        "is not of this checkpoint by this key",
    ),
    "a signature of the text alone": (
        TIME + WITNESS.sign(TEXT.encode()),
        SignatureError,
        "is not of this checkpoint by this key",
    ),
}


def test_the_signed_message_is_that_of_the_specification() -> None:
    message = f"cosignature/v1\ntime 1638110000\n{TEXT}".encode()

    assert bytes.fromhex("0000000061a39330") == TIME
    assert WITNESS.sign(message) == ED25519
    assert WITNESS.verifier.check(message, ED25519)


@pytest.mark.parametrize("content, kind, message", NO_COSIGNATURES.values(), ids=NO_COSIGNATURES)
def test_another_cosignature_is_refused(content: bytes, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as refused:
        check_cosignature(TEXT, changed(content), WITNESS.verifier)

    assert str(refused.value).endswith(message)


@given(st.integers(1, MAX_TIMESTAMP))
@example(1)
@example(MAX_TIMESTAMP)
def test_the_time_is_what_the_witness_said(timestamp: int) -> None:
    signature = cosign(TEXT, WITNESS, timestamp=timestamp)
    (kept,) = parse_note(format_note(Note(TEXT, (signature,)))).signatures

    assert check_cosignature(TEXT, kept, WITNESS.verifier) == timestamp


@pytest.mark.parametrize("timestamp", [-1, 0, 2**63])
def test_a_witness_signs_at_a_time_that_exists(timestamp: int) -> None:
    with pytest.raises(FormatError, match=rf"the time {timestamp} is not from 1"):
        cosign(TEXT, WITNESS, timestamp=timestamp)


def test_a_witness_signs_checkpoints_only() -> None:
    with pytest.raises(FormatError, match="a checkpoint of 1 lines"):
        cosign("a text\n", WITNESS, timestamp=1)
    with pytest.raises(FormatError, match="with extension lines"):
        cosign(f"{TEXT}more\n", WITNESS, timestamp=1)


def test_another_text_was_not_cosigned() -> None:
    with pytest.raises(SignatureError, match="is not of this checkpoint by this key"):
        check_cosignature(TEXT.replace("11", "12"), COSIGNATURE, WITNESS.verifier)


def test_one_witness_does_not_sign_for_another() -> None:
    with pytest.raises(SignatureError, match=r"of another key than that of witness\.example/w2$"):
        check_cosignature(TEXT, COSIGNATURE, OTHER.verifier)


def test_the_key_of_a_log_is_no_witness() -> None:
    with pytest.raises(FormatError, match="is no witness's: its signature type is 0x01"):
        cosign(TEXT, LOG, timestamp=1)
    with pytest.raises(FormatError, match="is no witness's: its signature type is 0x01"):
        check_cosignature(TEXT, SIGNED.signatures[0], LOG.verifier)


def test_who_cosigned_is_said_with_the_time() -> None:
    verifiers = [witness.verifier for witness in WITNESSES]

    assert cosigned_by(COSIGNED, verifiers) == {verifiers[0]: 1638110000, verifiers[1]: 1638110001}
    assert cosigned_by(SIGNED, verifiers) == {}


def test_a_wrong_cosignature_of_a_known_witness_spoils_the_note() -> None:
    note = Note(TEXT, (*SIGNED.signatures, changed(TIME + bytes(64))))

    assert cosigned_by(note, [OTHER.verifier]) == {}
    with pytest.raises(SignatureError, match="is not of this checkpoint"):
        cosigned_by(note, [OTHER.verifier, WITNESS.verifier])
