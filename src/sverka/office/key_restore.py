"""Making a backup of a log's keys and lock, and restoring it on this or another machine."""

from __future__ import annotations

import os
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.home import lock_database
from sverka.office.key_backup import KeyBackup
from sverka.office.keys import keep, signers_held, signers_of
from sverka.record.lock_database import Held, check_open
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Signer, format_skey, parse_skey


def backup_of(origin: str) -> KeyBackup:
    """The keys of a log, the oldest first, and its row in the lock."""
    held = lock_database().held(origin) or Held(origin=origin)
    keys = tuple(format_skey(signer) for signer in reversed(signers_of(origin)))
    return KeyBackup(keys=keys, size=held.size, root=held.root, checkpoint=held.checkpoint, state=held.state)


def restore(backup: KeyBackup, origin: str, *, keys_only: bool = False) -> list[Signer]:
    """Put back what is not here; gives the keys that were not.

    `keys_only` : leave the lock as it is on this machine, which knows better than the backup
    """
    signers = signers_in(backup, origin)
    _check_open(lock_database().held(origin))
    if not keys_only:
        kept = backup.held(origin)
        _check_is_newest(kept, lock_database().held(origin))
        lock_database().adopt(
            kept
        )  # first: a key without its lock is refused, a lock without its key is a mirror
    here = {signer.verifier for signer in signers_held(origin)}
    fresh = [signer for signer in signers if signer.verifier not in here]
    for signer in fresh:
        keep(signer)
    return fresh


def _check_open(here: Held | None) -> None:
    if here is not None:
        check_open(here)


def _check_is_newest(kept: Held, here: Held | None) -> None:
    """Refuse the lock of a backup where this machine knows better, or otherwise."""
    if here is None or here.size < kept.size or (here.size, here.root) == (kept.size, kept.root):
        return
    raise Refused(
        "R225",
        f"the backup knows of {kept.size} facts of {here.origin!r}, this machine has signed {here.size}:"
        " an old lock would let it sign another history",
        cure="put the keys back beside the lock that is here: --keys-only",
    )


def signers_in(backup: KeyBackup, origin: str) -> list[Signer]:
    """The keys of a backup, the oldest first."""
    try:
        signers = [parse_skey(key) for key in backup.keys]
    except TlogError as error:
        raise Fault(f"not a key: {error}", place="the backup", cure="use another backup") from None
    if any(signer.name != origin for signer in signers):
        raise Fault(f"a key of another record than {origin!r}", place="the backup", cure="use another backup")
    return signers


def write_backup(content: bytes, file: Path, election: Path) -> None:
    """Write a backup for its maker's eyes only; not over anything, and not into a folder that is copied freely."""
    if file.resolve().is_relative_to(election.resolve()):
        raise Refused(
            "R223",
            f"{file} lies in the election folder: copies of it would carry the keys",
            cure="write it elsewhere, best to a stick",
        )
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Fault("there is a file already", place=str(file), cure="give another name") from None
    except OSError as error:
        raise Fault(
            f"cannot be written: {error.strerror}", place=str(file), cure="give another place"
        ) from error
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(descriptor)
