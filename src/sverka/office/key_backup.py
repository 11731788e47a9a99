"""A backup of keys: one text file under a passphrase, which holds the keys of a log and its row in the lock.

::

    {"format": "sverka-key-backup-1", "origin": "kg-2027/3fa9c1d2", "made": "2027-01-20T10:00:00+06:00",
     "scrypt": {"n": 131072, "p": 1, "r": 8, "salt": "<base64>"},
     "nonce": "<base64>",
     "sealed": "<base64: ChaCha20-Poly1305 of {"keys": […], "held": {…}}>"}

The key of the cipher is scrypt of the passphrase (RFC 7914), the associated data of the cipher (RFC 8439 §2.8)
everything else in the file, so that a changed line is found as a wrong passphrase is.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sverka.errors import Fault
from sverka.record.lock_database import Held

COST = 2**17  # 128 MiB and about half a second for every guess (RFC 7914 §2: N, with r = 8, p = 1)
MOST_COST = 2**20
SHORTEST_PASSPHRASE = 12


class Scrypt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the passphrase becomes a key."""

    n: int
    p: Literal[1]
    r: Literal[8]
    salt: bytes


class Sealed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file."""

    format: Literal["sverka-key-backup-1"]
    origin: str
    made: str
    scrypt: Scrypt
    nonce: bytes
    sealed: bytes = b""


class KeyBackup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept of a log: its keys as skeys, and what was last signed with them."""

    keys: tuple[str, ...]
    size: int
    root: bytes
    checkpoint: bytes
    state: str

    def held(self, origin: str) -> Held:
        """The row of the lock."""
        return Held(
            origin=origin, size=self.size, root=self.root, checkpoint=self.checkpoint, state=self.state
        )


_encoder = msgspec.json.Encoder(order="sorted")
_sealed_decoder = msgspec.json.Decoder(Sealed)
_backup_decoder = msgspec.json.Decoder(KeyBackup)


def seal(backup: KeyBackup, passphrase: str, *, origin: str, made: str, cost: int = COST) -> bytes:
    """The file of a backup."""
    check_passphrase(passphrase)
    scrypt = Scrypt(n=cost, p=1, r=8, salt=os.urandom(32))
    head = Sealed(format="sverka-key-backup-1", origin=origin, made=made, scrypt=scrypt, nonce=os.urandom(12))
    cipher = ChaCha20Poly1305(_key(passphrase, scrypt))
    sealed = cipher.encrypt(head.nonce, _encoder.encode(backup), _encoder.encode(head))
    return (
        msgspec.json.format(_encoder.encode(msgspec.structs.replace(head, sealed=sealed)), indent=1) + b"\n"
    )


def parse_sealed(content: bytes, *, place: str) -> Sealed:
    """The file as it is without the passphrase: of which log, and made when."""
    try:
        sealed = _sealed_decoder.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Fault(
            "not a backup of keys", place=place, cure="give the file that `sverka keys backup` made"
        ) from error
    if not 2 <= sealed.scrypt.n <= MOST_COST or sealed.scrypt.n & (sealed.scrypt.n - 1):
        raise Fault("not a backup of keys that we made: the cost of its passphrase", place=place)
    return sealed


def unseal(sealed: Sealed, passphrase: str, *, place: str) -> KeyBackup:
    """What is in the file."""
    head = msgspec.structs.replace(sealed, sealed=b"")
    cipher = ChaCha20Poly1305(_key(passphrase, sealed.scrypt))
    try:
        return _backup_decoder.decode(cipher.decrypt(sealed.nonce, sealed.sealed, _encoder.encode(head)))
    except (InvalidTag, ValueError) as error:
        raise Fault(
            "the passphrase is not that of this backup, or the file was changed",
            place=place,
            cure="try again; mind the keyboard's language",
        ) from error


def check_passphrase(passphrase: str) -> None:
    """Refuse what is guessed soon."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Fault(
            f"a passphrase of {len(passphrase)} characters",
            place="passphrase",
            cure=f"take at least {SHORTEST_PASSPHRASE}: four or five words that have nothing to do with each other",
        )


def _key(passphrase: str, scrypt: Scrypt) -> bytes:
    """The cipher's key; one passphrase typed on two systems is one sequence of bytes (NFC)."""
    typed = unicodedata.normalize("NFC", passphrase).encode()
    memory = 2**8 * 8 * scrypt.n  # twice 128 N r, which OpenSSL asks to be allowed
    return hashlib.scrypt(
        typed, salt=scrypt.salt, n=scrypt.n, r=scrypt.r, p=scrypt.p, maxmem=memory, dklen=32
    )
