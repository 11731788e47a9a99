"""Keys of signed notes: their names and ids, and the two lines in which they are written.

::

    example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k       a vkey, which checks
    PRIVATE+KEY+example.com/foo+530d903a+<base64 of the type and the seed>      an skey, which signs

The last part of a vkey is the signature type, one byte, and the public key. The id is the beginning of
SHA-256(name || newline || type || public key). (c2sp.org/signed-note, "Signatures" and "Verifier keys";
the skey is that of golang.org/x/mod/sumdb/note, where the last part is the type and the seed.)
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sverka.tlog.encodings import format_base64, parse_base64
from sverka.tlog.errors import FormatError

ED25519 = 0x01  # signed-note, "Signature types": Ed25519 over the text of the note
COSIGNATURE = 0x04  # timestamped Ed25519 cosignature of a checkpoint

KEY_BYTES = 32
SIGNATURE_BYTES = 64

_PREFIX = "PRIVATE+KEY+"
_ID = re.compile(r"[0-9a-f]{8}")
_NO_NAME = re.compile(r"[\x00-\x1f\ud800-\udfff]")

_PRIME = 2**255 - 19  # RFC 8032 §5.1: the field, and d of the curve -x² + y² = 1 + d x² y²
_D = -121665 * pow(121666, -1, _PRIME) % _PRIME
_EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = frozenset({0, 1, _PRIME - 1, _EIGHTH, _PRIME - _EIGHTH})  # y of the points of order 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class Verifier:
    """A key that checks signatures; there is none that `check_enrollable` would refuse."""

    name: str
    algorithm: int
    public_key: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        _check_algorithm(self.algorithm)
        check_enrollable(self.public_key)

    @property
    def key_id(self) -> int:
        """What a signature line names the key by, beside its name."""
        tail = bytes([self.algorithm]) + self.public_key
        return int.from_bytes(hashlib.sha256(self.name.encode() + b"\n" + tail).digest()[:4], "big")

    def check(self, message: bytes, signature: bytes) -> bool:
        """Whether the key made the 64 bytes over exactly this message, so that no library could deny it.

        `cryptography` compares R byte by byte and asks for S below the order (RFC 8032 §5.1.7, without
        the cofactor); an R of small order, which some libraries refuse, is refused here.
        """
        if len(signature) != SIGNATURE_BYTES or _y_of(signature[:KEY_BYTES]) % _PRIME in _SMALL_ORDER:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs: the seed of 32 random bytes (RFC 8032 §5.1.5) with its name and signature type."""

    name: str
    algorithm: int
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_name(self.name)
        _check_algorithm(self.algorithm)
        if len(self.seed) != KEY_BYTES:
            raise FormatError(f"a seed of {len(self.seed)} bytes, where it has {KEY_BYTES}")

    @property
    def verifier(self) -> Verifier:
        """The key that checks what this one signs."""
        return Verifier(self.name, self.algorithm, self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The signature of exactly this message, 64 bytes."""
        return self._key.sign(message)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def new_signer(name: str, algorithm: int, seed: bytes) -> Signer:
    """The signer of a new key; `seed` is 32 bytes of the system's randomness."""
    return Signer(name, algorithm, seed)


def check_enrollable(public_key: bytes) -> None:
    """Accept only public keys of which every library says the same: points of the curve in their one spelling.

    Libraries disagree where a key is of small order or spelt with y >= 2^255 - 19: with the 14 such encodings
    of C2SP/CCTV ed25519vectors some accept one signature for every message, and some refuse it. All are
    refused here: the y of the eight points of order 1, 2, 4 and 8, in both signs, and every y not reduced.
    """
    if len(public_key) != KEY_BYTES:
        raise FormatError(f"a public key of {len(public_key)} bytes, where it has {KEY_BYTES}")
    y = _y_of(public_key)
    if y >= _PRIME:
        raise FormatError("a public key in a non-canonical encoding: make a new key")
    if y in _SMALL_ORDER:
        raise FormatError("a public key of small order, which signs everything: make a new key")
    if not _is_on_curve(y):
        raise FormatError("a public key that is no point of the curve: it was not copied whole")


def parse_vkey(text: str) -> Verifier:
    """The key of one vkey, without a newline."""
    name, key_id, content = _parts(text, "a vkey")
    verifier = Verifier(name, content[0], content[1:])
    _check_id(key_id, verifier)
    return verifier


def format_vkey(verifier: Verifier) -> str:
    """The vkey of a key."""
    tail = format_base64(bytes([verifier.algorithm]) + verifier.public_key)
    return f"{verifier.name}+{verifier.key_id:08x}+{tail}"


def parse_skey(text: str) -> Signer:
    """The key of one skey, without a newline. No message shows any of it."""
    if not text.startswith(_PREFIX):
        raise FormatError(f"a signer key does not begin with {_PREFIX}")
    name, key_id, content = _parts(text.removeprefix(_PREFIX), "a signer key")
    signer = Signer(name, content[0], content[1:])
    _check_id(key_id, signer.verifier)
    return signer


def format_skey(signer: Signer) -> str:
    """The skey of a key: whoever has it can sign."""
    tail = format_base64(bytes([signer.algorithm]) + signer.seed)
    return f"{_PREFIX}{signer.name}+{signer.verifier.key_id:08x}+{tail}"


def check_name(name: str) -> None:
    """Accept only what may name a key: signed-note, "Format"."""
    if not name:
        raise FormatError("a key without a name")
    if "+" in name:
        raise FormatError("the name of a key with a plus")
    if found := _NO_NAME.search(name):
        raise FormatError(f"the name of a key with the character U+{ord(found[0]):04X}")
    if any(character.isspace() for character in name):
        raise FormatError("the name of a key with a space")


def _parts(text: str, what: str) -> tuple[str, str, bytes]:
    """Name, key id, and the type with the key; base64 has pluses of its own."""
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise FormatError(f"{what}: not a name, an id and a key with a plus between")
    name, key_id, tail = parts
    if not _ID.fullmatch(key_id):
        raise FormatError(f"{what}: the id is not 8 hexadecimal digits in lower case")
    content = parse_base64(tail, what)
    if not content:
        raise FormatError(f"{what}: no key")
    return name, key_id, content


def _check_id(key_id: str, verifier: Verifier) -> None:
    if int(key_id, 16) != verifier.key_id:
        raise FormatError(f"the id {key_id} is not that of the key, {verifier.key_id:08x}")


def _check_algorithm(algorithm: int) -> None:
    if algorithm not in {ED25519, COSIGNATURE}:
        raise FormatError(
            f"signature type 0x{algorithm:02x}: known are Ed25519 (0x01) and its cosignature (0x04)"
        )


def _y_of(point: bytes) -> int:
    """The y of an encoded point, as it is written; the highest bit is the sign of x (RFC 8032 §5.1.2)."""
    return int.from_bytes(point, "little") & (1 << 255) - 1


def _is_on_curve(y: int) -> bool:
    """Whether there is an x: x² = (y² - 1) / (d y² + 1) is a square (RFC 8032 §5.1.3)."""
    above, below = y * y - 1, _D * y * y + 1
    return pow(above * below, (_PRIME - 1) // 2, _PRIME) == 1
