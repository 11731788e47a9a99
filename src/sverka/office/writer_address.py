"""Where the running writer of a record listens, and how those who hand in facts find it.

The address and the key to it lie in Sverka's home, for the eyes of its owner only; the socket lies in a
folder of its own with a short name, since the names of sockets must be short.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

import msgspec

from sverka.office.home import home

KEY_BYTES = 32


class Address(msgspec.Struct, frozen=True):
    """Where a writer listens; `key` is what both sides prove that they know."""

    address: str
    key: bytes
    process: int


def address_file(origin: str) -> Path:
    """Where the address of the writer of a record is written down."""
    return home() / "run" / f"{hashlib.sha256(origin.encode()).hexdigest()[:16]}.json"


@contextmanager
def listening(origin: str) -> Iterator[Listener]:
    """A listener whose address is written down for as long as it listens."""
    key, file = secrets.token_bytes(KEY_BYTES), address_file(origin)
    with tempfile.TemporaryDirectory(prefix="sverka-") as folder:
        address = rf"\\.\pipe\{Path(folder).name}" if sys.platform == "win32" else f"{folder}/writer"
        with Listener(address, backlog=64, authkey=key) as listener:
            _write(file, Address(address, key, os.getpid()))
            try:
                yield listener
            finally:
                file.unlink(missing_ok=True)


@contextmanager
def connected(origin: str) -> Iterator[Connection | None]:
    """A connection to the writer of a record; None where none runs."""
    connection = _connection(origin)
    try:
        yield connection
    finally:
        if connection is not None:
            connection.close()


def _connection(origin: str) -> Connection | None:
    with suppress(OSError, EOFError, msgspec.DecodeError):  # a writer that was killed leaves its address
        there = msgspec.json.decode(address_file(origin).read_bytes(), type=Address)
        return Client(there.address, authkey=there.key)
    return None


def _write(file: Path, address: Address) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(msgspec.json.encode(address))
    temporary.replace(file)
