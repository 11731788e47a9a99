"""Where a witness lives: its key, its memory, and the mark of how far the memory had come.

::

    witness/party.example~w1/
      key             PRIVATE+KEY+party.example/w1+9a1c…+BC9v…      mode 0600
                      memory 5c0d8a…                                 the memory that belongs to it
      memory.sqlite   `sverka.office.witness_memory`
      high-water      memory 5c0d8a…
                      step 41

A witness that has forgotten what it signed can be led to sign a second history. So it signs nothing
where its memory is missing, is another's, or is older than the mark: it retires.
"""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.witness_memory import Memory, make_memory, remembering
from sverka.record.disk import RealDisk, put
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import COSIGNATURE, Signer, format_skey, new_signer, parse_skey

KEY, MEMORY, HIGH_WATER = "key", "memory.sqlite", "high-water"
RETIRE = "a witness is never restarted from less than it knew: make a new one under a new name and hand out its vkey"

_KEY = re.compile(r"(PRIVATE\+KEY\+[^\n]+)\nmemory ([0-9a-f]{32})\n")
_MARK = re.compile(r"memory ([0-9a-f]{32})\nstep (0|[1-9]\d*)\n")


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness at its place: what signs, and what it must remember to sign."""

    folder: Path
    signer: Signer
    id: str

    @contextmanager
    def recalling(self) -> Iterator[Memory]:
        """Its memory, to look at: an old copy too, for the forks in it stay true."""
        with _readable(self.folder), remembering(self.folder / MEMORY) as memory:
            yield memory

    @contextmanager
    def deciding(self) -> Iterator[Memory]:
        """Its whole memory, or a refusal; what is decided is on disk, and marked, when the block is left."""
        with _readable(self.folder):
            with remembering(self.folder / MEMORY, deciding=True) as memory:
                if why := self.lost(memory):
                    raise _lost(self.folder, why)
                yield memory
            self._raise_mark()

    def lost(self, memory: Memory) -> str:
        """Why the witness may sign nothing more; empty where its memory is whole."""
        try:
            marked, step = _read_mark(self.folder / HIGH_WATER)
        except (OSError, ValueError):
            return f"the file {HIGH_WATER}, which says how far its memory had come, is gone"
        if memory.id != self.id or marked != self.id:
            return "its memory belongs to another witness"
        if memory.step < step:
            return f"its memory is an old copy, of step {memory.step}; it had come to step {step}"
        return memory.retired

    def _raise_mark(self) -> None:
        """Behind the decision, never before: a mark without its decision would end an honest witness."""
        with remembering(self.folder / MEMORY, deciding=True) as memory:
            _mark_at(self.folder, self.id, memory.step)


def new_witness(name: str, home: Path) -> Witness:
    """A witness with a new key and nothing to remember; its folder appears whole or not at all."""
    try:
        signer = new_signer(name, COSIGNATURE, secrets.token_bytes(32))
    except TlogError as error:
        raise Fault(str(error), place=repr(name), cure="write it like party.example/w1") from error
    folder = folder_of(name, home)
    if folder.exists():
        raise Refused(
            "R231", f"there is a witness {name} already, in {folder}", cure="give the new one another name"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as begun:
        memory_id = secrets.token_hex(16)
        make_memory(Path(begun) / MEMORY, id=memory_id)
        _mark_at(Path(begun), memory_id, 0)
        _keep_key(Path(begun) / KEY, f"{format_skey(signer)}\nmemory {memory_id}\n")
        RealDisk().sync(Path(begun))
        Path(begun).rename(folder)
    RealDisk().sync(folder.parent)
    return Witness(folder, signer, memory_id)


def open_witness(name: str, home: Path) -> Witness:
    """The witness of that name; refused where its memory is not whole."""
    folder = folder_of(name, home)
    if not (folder / KEY).is_file():
        known = ", ".join(names(home)) or "none"
        raise Fault(
            f"no witness {name}; there are: {known}",
            place=str(home),
            cure=f"make it: `sverka witness new {name}`",
        )
    return Witness(folder, *_read_key(folder / KEY))


def names(home: Path) -> list[str]:
    """The witnesses that live here."""
    return sorted(path.parent.name.replace("~", "/") for path in (home / "witness").glob(f"[!.]*/{KEY}"))


def folder_of(name: str, home: Path) -> Path:
    """Where a witness lives."""
    if "~" in name or "\\" in name or name.startswith("."):
        raise Fault("no name for a witness", place=repr(name), cure="write it like party.example/w1")
    return home / "witness" / name.replace("/", "~")


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """A memory that is not there or is no memory is a lost one; one that is locked or full is not."""
    if not (folder / MEMORY).is_file():
        raise _lost(folder, "its memory is gone")
    try:
        yield
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise _lost(folder, "its memory is empty") from error
        raise Fault(
            f"cannot be used: {error}",
            place=str(folder / MEMORY),
            cure="make room and start the witness again",
        ) from error
    except sqlite3.DatabaseError as error:
        raise _lost(folder, f"its memory cannot be read: {error}") from error


def _read_key(path: Path) -> tuple[Signer, str]:
    written = _KEY.fullmatch(path.read_text("utf-8", "replace"))
    try:
        if written:
            return parse_skey(written[1]), written[2]
    except TlogError:
        pass  # what is wrong with it may show some of it
    raise Fault("no key of a witness", place=str(path), cure="put back the file as it was made")


def _read_mark(path: Path) -> tuple[str, int]:
    mark = _MARK.fullmatch(path.read_text("ascii"))
    if mark is None:
        raise ValueError(path)
    return mark[1], int(mark[2])


def _lost(folder: Path, why: str) -> Refused:
    return Refused("R232", f"the witness in {folder} signs nothing more: {why}", cure=RETIRE)


def _mark_at(folder: Path, memory_id: str, step: int) -> None:
    """Only ever written by one at a time: inside a transaction of the memory."""
    mark = f"memory {memory_id}\nstep {step}\n".encode()
    if not (folder / HIGH_WATER).is_file() or (folder / HIGH_WATER).read_bytes() != mark:
        put(RealDisk(), [(folder / HIGH_WATER, mark)])


def _keep_key(path: Path, content: str) -> None:
    """Write the key where only its owner can read it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
