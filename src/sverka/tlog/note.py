"""Signed notes: a text and the signatures under it.

::

    Ognuno sta solo sul cuor della terra
    trafitto da un raggio di sole:

    ed è subito sera.

    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99i…

The last empty line ends the text, to which its own last newline belongs. A signature line is an em dash, the
name of the key, and base64 of the key id (four bytes, the largest first) and the signature.
(c2sp.org/signed-note, "Format".)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sverka.tlog.encodings import check_lines, format_base64, parse_base64, parse_text
from sverka.tlog.errors import FormatError, SignatureError
from sverka.tlog.keys import ED25519, Signer, Verifier, check_name

MAX_NOTE_BYTES = 1_000_000  # as golang.org/x/mod/sumdb/note; the specification asks for some limit
MAX_SIGNATURES = 100

_DASH = "— "
_ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line; whether the signature is right, only the key can say."""

    name: str
    key_id: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which means nothing until a known key is found to have signed it, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]


def parse_note(content: bytes) -> Note:
    """The note that bytes hold."""
    if len(content) > MAX_NOTE_BYTES:
        raise FormatError(f"a note of {len(content)} bytes; we read at most {MAX_NOTE_BYTES}")
    text = parse_text(content, "a note")
    end = text.rfind("\n\n")  # not splitlines(): it knows line ends that are none here
    if end < 0:
        raise FormatError("a note without an empty line before its signatures")
    return Note(text[: end + 1], parse_signatures(text[end + 2 :]))


def format_note(note: Note) -> bytes:
    """The bytes of a note."""
    check_lines(note.text, "the text of a note")
    content = f"{note.text}\n{format_signatures(note.signatures)}".encode()
    if len(content) > MAX_NOTE_BYTES:
        raise FormatError(f"a note of {len(content)} bytes; we write at most {MAX_NOTE_BYTES}")
    return content


def parse_signatures(text: str) -> tuple[Signature, ...]:
    """The signatures of one or more signature lines."""
    if not text.endswith("\n"):
        raise FormatError("no signature line at the end")
    lines = text.removesuffix("\n").split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise FormatError(f"{len(lines)} signatures; we read at most {MAX_SIGNATURES}")
    signatures = tuple(_parse_signature(line) for line in lines)
    _check_single(signatures)
    return signatures


def format_signatures(signatures: Sequence[Signature]) -> str:
    """The signature lines."""
    text = "".join(_format_signature(signature) for signature in signatures)
    if parse_signatures(text) != tuple(signatures):  # nothing is written that would be read otherwise
        raise FormatError("the name of a key that goes on in another line")
    return text


def sign_note(text: str, signers: Iterable[Signer]) -> Note:
    """The text, signed by each of the signers."""
    check_lines(text, "the text of a note")
    return Note(text, tuple(_sign(text, signer) for signer in signers))


def signed_by(note: Note, verifiers: Iterable[Verifier]) -> tuple[Verifier, ...]:
    """Those of the keys that signed the note, at least one.

    Signatures of unknown keys say nothing. One that a known key did not make spoils the whole note.
    (signed-note, "Signatures".)
    """
    known = list(dict.fromkeys(verifiers))
    found = []
    for signature in note.signatures:
        for verifier in known:
            if (signature.name, signature.key_id) == (verifier.name, verifier.key_id):
                _check_signature(note.text, signature, verifier)
                found.append(verifier)
    if not found:
        names = ", ".join(verifier.name for verifier in known) or "none"
        raise SignatureError(f"no signature by a known key; known: {names}")
    return tuple(found)


def _sign(text: str, signer: Signer) -> Signature:
    if signer.algorithm != ED25519:
        raise FormatError(
            f"the key of {signer.name} signs no notes: its signature type is 0x{signer.algorithm:02x}"
        )
    return Signature(signer.name, signer.verifier.key_id, signer.sign(text.encode()))


def _check_signature(text: str, signature: Signature, verifier: Verifier) -> None:
    if verifier.algorithm != ED25519:
        raise FormatError(
            f"the key of {verifier.name} checks no notes: its signature type is 0x{verifier.algorithm:02x}"
        )
    if not verifier.check(text.encode(), signature.signature):
        raise SignatureError(f"the signature of {verifier.name} is not of this text by this key")


def _parse_signature(line: str) -> Signature:
    if not line.startswith(_DASH):
        raise FormatError("a signature line does not begin with an em dash and a space")
    name, space, tail = line.removeprefix(_DASH).partition(" ")
    if not space:
        raise FormatError("a signature line without a space between name and signature")
    check_name(name)
    content = parse_base64(tail, f"the signature of {name!r}")
    if len(content) <= _ID_BYTES:
        raise FormatError(f"the signature of {name!r}: {len(content)} bytes, not more than its key id")
    return Signature(name, int.from_bytes(content[:_ID_BYTES], "big"), content[_ID_BYTES:])


def _format_signature(signature: Signature) -> str:
    content = signature.key_id.to_bytes(_ID_BYTES, "big") + signature.signature
    return f"{_DASH}{signature.name} {format_base64(content)}\n"


def _check_single(signatures: Sequence[Signature]) -> None:
    seen = set()
    for signature in signatures:
        key = (signature.name, signature.key_id)
        if key in seen:
            raise FormatError(f"two signatures of {signature.name!r} with one key id, {signature.key_id:08x}")
        seen.add(key)
