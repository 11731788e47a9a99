"""The public key of a log as a person gives it: the line itself, or a file that holds it."""

from __future__ import annotations

from pathlib import Path

from sverka.errors import Fault
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import ED25519, Verifier, parse_vkey

VKEY = "log.vkey"
MOST_BYTES = 4096


def vkey_given(given: str) -> Verifier:
    """The key behind `--vkey`."""
    path = Path(given)
    if "+" in given and not path.exists():
        return read_vkey(given.encode(), place="--vkey")
    try:
        return read_vkey(path.read_bytes()[:MOST_BYTES], place=given)
    except OSError as error:
        raise Fault(
            f"cannot be read: {error.strerror}", place=given, cure="give a public key, or a file with it"
        ) from error


def read_vkey(content: bytes, *, place: str) -> Verifier:
    """The key that one line holds, with or without its line end."""
    try:
        key = parse_vkey(content.decode("utf-8").removesuffix("\n").removesuffix("\r"))
    except (TlogError, UnicodeDecodeError) as error:
        raise Fault(
            f"no public key: {error}",
            place=place,
            cure="it looks like NAME+01234567+BASE64; get it from whoever keeps the record",
        ) from error
    if key.algorithm != ED25519:
        raise Fault("the public key of a witness, not of a log", place=place, cure="give that of the log")
    return key
