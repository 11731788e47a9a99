"""The keys of logs on this machine: one folder per origin, one file per key, for their owner's eyes only."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.home import home
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import ED25519, Signer, format_skey, new_signer, parse_skey

SUFFIX = ".skey"


def keys_folder(origin: str) -> Path:
    """Where the keys of a log lie."""
    return home() / "keys" / origin.replace("/", "~")


def signers_of(origin: str) -> list[Signer]:
    """The keys that sign for a log, the newest first; refused where there is none."""
    files = sorted(keys_folder(origin).glob(f"*{SUFFIX}"), key=lambda file: -file.stat().st_mtime_ns)
    if not files:
        raise Refused(
            "R208",
            f"this machine has no key of {origin!r}: here the folder is a mirror",
            cure=f"write on the machine that has the key; it is looked for in {keys_folder(origin)}",
        )
    return [_read(file, origin) for file in files]


def make_key(origin: Callable[[str], str] | str) -> Signer:
    """A new key of a log, kept; an origin can be made from the first digits of the key's hash."""
    seed = secrets.token_bytes(32)
    name = origin if isinstance(origin, str) else origin(_fingerprint(seed))
    signer = new_signer(name, ED25519, seed)
    keep(signer)
    return signer


def keep(signer: Signer) -> Path:
    """Write a key where only its owner can read it."""
    folder = keys_folder(signer.name)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{signer.verifier.key_id:08x}{SUFFIX}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(format_skey(signer) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return path


def _read(file: Path, origin: str) -> Signer:
    try:
        signer = parse_skey(file.read_text("utf-8").removesuffix("\n"))
    except (TlogError, UnicodeDecodeError) as error:
        raise Fault(
            f"not a key: {error}", place=str(file), cure="restore it: `sverka keys restore`"
        ) from None
    if signer.name != origin:
        raise Fault(f"a key of {signer.name!r}, not of {origin!r}", place=str(file), cure="move it away")
    return signer


def _fingerprint(seed: bytes) -> str:
    """Eight digits that name a key."""
    public = new_signer("key", ED25519, seed).verifier.public_key
    return hashlib.sha256(public).hexdigest()[:8]
