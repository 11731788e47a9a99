"""Cosignatures: what a witness signs when it has seen a checkpoint grow out of the one before.

The signed message is two lines and the text of the checkpoint::

    cosignature/v1
    time 1679315147
    example.com/behind-the-sofa
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

What stands in the signature line after the key id is the time in eight bytes, the largest first, and the 64 bytes
of Ed25519. (c2sp.org/tlog-cosignature, "Format" and "Ed25519 signed message".)
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.errors import FormatError, SignatureError
from sverka.tlog.keys import COSIGNATURE, SIGNATURE_BYTES, Signer, Verifier
from sverka.tlog.note import Note, Signature

MAX_TIMESTAMP = (
    2**63 - 1
)  # tlog-cosignature, "Format": it must not exceed 2^63 - 1; 0 is no time (tlog-witness)

_TIME = struct.Struct(">Q")


def cosign(text: str, signer: Signer, *, timestamp: int) -> Signature:
    """The cosignature of the text of a checkpoint, at a time in seconds since 1970."""
    parse_checkpoint(text)
    _check_type(signer)
    _check_timestamp(timestamp, signer.name)
    signature = signer.sign(_message(text, timestamp))
    return Signature(signer.name, signer.verifier.key_id, _TIME.pack(timestamp) + signature)


def check_cosignature(text: str, signature: Signature, verifier: Verifier) -> int:
    """The time at which the witness signed the text; everything but its own cosignature is refused."""
    _check_type(verifier)
    if (signature.name, signature.key_id) != (verifier.name, verifier.key_id):
        raise SignatureError(f"the cosignature is of another key than that of {verifier.name}")
    timestamp, ed25519 = _parts(signature)
    if not verifier.check(_message(text, timestamp), ed25519):
        raise SignatureError(f"the cosignature of {verifier.name} is not of this checkpoint by this key")
    return timestamp


def cosigned_by(note: Note, verifiers: Iterable[Verifier]) -> dict[Verifier, int]:
    """Those of the witnesses that signed the checkpoint, and when; none is an answer too.

    Signatures of unknown keys say nothing. One that a known key did not make spoils the whole note.
    (signed-note, "Signatures".)
    """
    return {
        verifier: check_cosignature(note.text, signature, verifier)
        for verifier in verifiers
        for signature in note.signatures
        if (signature.name, signature.key_id) == (verifier.name, verifier.key_id)
    }


def _message(text: str, timestamp: int) -> bytes:
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()


def _parts(signature: Signature) -> tuple[int, bytes]:
    content = signature.signature
    if len(content) != _TIME.size + SIGNATURE_BYTES:
        raise FormatError(
            f"the cosignature of {signature.name!r}: {len(content)} bytes, where a time and a signature have 72"
        )
    (timestamp,) = _TIME.unpack_from(content)
    _check_timestamp(timestamp, signature.name)
    return timestamp, content[_TIME.size :]


def _check_type(key: Signer | Verifier) -> None:
    if key.algorithm != COSIGNATURE:
        raise FormatError(
            f"the key of {key.name} is no witness's: its signature type is 0x{key.algorithm:02x}"
        )


def _check_timestamp(timestamp: int, name: str) -> None:
    if not 0 < timestamp <= MAX_TIMESTAMP:
        raise FormatError(f"the cosignature of {name!r}: the time {timestamp} is not from 1 to 2^63 - 1")
