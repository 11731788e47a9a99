"""How keys, lock and folder of one election stand to each other on this machine, and taking the folder's word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.home import home, lock_database
from sverka.office.keys import keys_folder, signers_held, signers_of
from sverka.office.writer_lock import only_writer, to_its_end
from sverka.record.lock_database import CLOSED, HANDED_OVER, Held, check_open
from sverka.record.store import FROM_A_COPY
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier


class Standing(StrEnum):
    """What this machine is to a folder, and whether it could write there now."""

    WRITER = "writer"  # key and lock are here and agree with the folder
    MIRROR = "mirror"  # no key here
    CLOSED = "closed"  # the key was declared lost
    HANDED_OVER = "handed-over"  # another machine goes on with the record
    LOCK_MISSING = "lock-missing"
    LOCK_BEHIND = "lock-behind"  # the folder has more than the lock knows of
    FOLDER_BEHIND = "folder-behind"  # more was signed than the folder has
    TWO_HISTORIES = "two-histories"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyState:
    """Where everything lies, and how it stands; `held` : the keys here, the newest first."""

    origin: str
    shown: Verifier
    held: tuple[Verifier, ...]
    standing: Standing
    folder_size: int
    lock_size: int | None
    home: Path
    keys: Path
    lock: Path


def key_state(folder: ElectionFolder) -> KeyState:
    """How keys, lock and folder stand to each other."""
    origin = folder.origin
    held = tuple(signer.verifier for signer in signers_held(origin))
    checkpoint = folder.store.checkpoint() or Checkpoint(origin, 0, b"")
    lock = lock_database().held(origin)
    return KeyState(
        origin=origin,
        shown=folder.key,
        held=held,
        standing=_standing(folder, checkpoint, lock) if held or _is_closed(lock) else Standing.MIRROR,
        folder_size=checkpoint.size,
        lock_size=None if lock is None else lock.size,
        home=home(),
        keys=keys_folder(origin),
        lock=lock_database().path,
    )


def adopt(folder: ElectionFolder) -> Checkpoint:
    """Take the folder's checkpoint as the last that was signed: only a person can know that nobody else writes."""
    with only_writer(folder.path), to_its_end():
        checkpoint, note = _signed(folder)
        lock = lock_database().held(checkpoint.origin)
        _check_tree(folder, checkpoint, lock)
        lock_database().adopt(
            Held(origin=checkpoint.origin, size=checkpoint.size, root=checkpoint.root, checkpoint=note)
        )
    return checkpoint


def _standing(folder: ElectionFolder, checkpoint: Checkpoint, lock: Held | None) -> Standing:
    if lock is None:
        return Standing.LOCK_MISSING
    if _is_closed(lock):
        return Standing.CLOSED
    if lock.state == HANDED_OVER:
        return Standing.HANDED_OVER
    if checkpoint.size < lock.size:
        return Standing.FOLDER_BEHIND
    if folder.store.root(lock.size) != lock.root:
        return Standing.TWO_HISTORIES
    return Standing.LOCK_BEHIND if checkpoint.size > lock.size else Standing.WRITER


def _is_closed(lock: Held | None) -> bool:
    return lock is not None and lock.state == CLOSED


def _signed(folder: ElectionFolder) -> tuple[Checkpoint, bytes]:
    """The folder's checkpoint, by a key that this machine holds."""
    note = folder.store.note() or b""
    try:
        verifiers = [signer.verifier for signer in signers_of(folder.origin)]
        return open_checkpoint(note, verifiers)[0], note
    except TlogError as error:
        raise Fault(str(error), place=str(folder.store.folder / "checkpoint"), cure=FROM_A_COPY) from error


def _check_tree(folder: ElectionFolder, checkpoint: Checkpoint, lock: Held | None) -> None:
    """The tiles must lead to the checkpoint, and what the lock knows must be its beginning."""
    if folder.store.root(checkpoint.size) != checkpoint.root:
        raise Fault(
            "the tiles do not lead to the root of the checkpoint",
            place=str(folder.store.folder),
            cure="find the wrong file: `sverka fsck`; restore it from a copy of the record",
        )
    if lock is None:
        return
    check_open(lock)
    if lock.size > checkpoint.size or folder.store.root(lock.size) != lock.root:
        raise Refused(
            "R227",
            f"this machine signed a state of {lock.size} facts that is no beginning of the folder's",
            cure="keep both as evidence; take the newest copy of the folder: `sverka mirror`; see docs/keys.md",
        )
