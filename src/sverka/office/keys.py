"""The keys of logs on this machine: one folder per origin, one file per key, for their owner's eyes only.

::

    HOME/keys/kg-2027~3fa9c1d2/0b6d2f1a.skey            signs, beside others; log.vkey shows the one in force
    HOME/keys/kg-2027~3fa9c1d2/77aa01bb.skey.new        of a rotation that is not done
    HOME/keys/kg-2027~3fa9c1d2/retired/9c01e6aa.skey    signs no longer
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.home import home, lock_database
from sverka.record.disk import UNFINISHED, RealDisk, settle_path
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import ED25519, Signer, format_skey, new_signer, parse_skey

SUFFIX, PREPARED = ".skey", ".new"
OTHERS = stat.S_IRWXG | stat.S_IRWXO
NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)*")  # a folder's name on every system, with ~ for /
DIGITS = re.compile(r"/[0-9a-f]{8}$")  # of a key, at the end of an origin that was not chosen


def keys_folder(origin: str) -> Path:
    """Where the keys of a log lie."""
    return home() / "keys" / origin.replace("/", "~")


def signers_of(origin: str) -> list[Signer]:
    """The keys that sign for a log; refused where there is none."""
    signers = signers_held(origin)
    if not signers:
        raise Refused(
            "R208",
            f"this machine has no key of {origin!r}: here the folder is a mirror",
            cure=f"write on the machine that has the key; it is looked for in {keys_folder(origin)}",
        )
    return signers


def signers_held(origin: str) -> list[Signer]:
    """The keys of a log that sign on this machine, the newest file first; on a mirror there is none."""
    check_home_apart()
    files = sorted(keys_folder(origin).glob(f"*{SUFFIX}"), key=lambda file: -file.stat().st_mtime_ns)
    return [_read(file, origin) for file in files]


def make_key(origin: Callable[[str], str] | str) -> Signer:
    """A new key of a log, kept; an origin can be made from the first digits of the key's hash."""
    check_home_apart()
    seed = secrets.token_bytes(32)
    name = origin if isinstance(origin, str) else origin(_fingerprint(seed))
    signer = new_signer(name, ED25519, seed)
    keep(signer)
    return signer


def make_named_key(origin: str) -> Signer:
    """The key of a record whose name was chosen: never one under which something was signed."""
    if not NAME.fullmatch(origin):
        raise Fault(
            f"no name of a record: {origin!r}",
            place="--origin",
            cure="letters, digits, - _ and . with / between, like example.org/kg-2027",
        )
    held, keys = lock_database().held(origin), signers_held(origin)
    if keys and held is None:
        raise Refused(
            "R201",
            f"a record with the origin {origin!r} was begun before: this machine has its key",
            cure="give another: --origin NAME; one origin never has two histories",
        )
    if held is None or held.checkpoint:
        lock_database().begin(origin)
    return keys[0] if keys else make_key(origin)  # that of a making that was interrupted


def prepare_key(origin: str) -> Signer:
    """A key that does not sign yet: that of a rotation which was interrupted, or a new one."""
    prepared = prepared_files(origin)
    if prepared:
        return _read(prepared[0], origin)
    signer = new_signer(origin, ED25519, secrets.token_bytes(32))
    keep(signer, PREPARED)
    return signer


def prepared_files(origin: str) -> list[Path]:
    """The key of a rotation that is not done."""
    return sorted(keys_folder(origin).glob(f"*{SUFFIX}{PREPARED}"))


def keep(signer: Signer, ending: str = "") -> Path:
    """Write a key where only its owner can read it; it is there whole, and for good, or not at all."""
    folder, disk = keys_folder(signer.name), RealDisk()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{signer.verifier.key_id:08x}{SUFFIX}{ending}"
    if path.exists():
        raise Fault("there is a key already", place=str(path), cure="move it away, if it is not to be kept")
    temporary = path.with_name(path.name + UNFINISHED)
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(format_skey(signer) + "\n")
    disk.sync(temporary)
    disk.rename(temporary, path)
    disk.sync(folder)
    settle_path(disk, folder)
    return path


def set_aside(signer: Signer, why: str) -> Path:
    """Move a key where it signs no longer; gives the file."""
    folder, disk = keys_folder(signer.name), RealDisk()
    name = f"{signer.verifier.key_id:08x}{SUFFIX}"
    aside = folder / why
    aside.mkdir(exist_ok=True, mode=0o700)
    disk.rename(folder / name, aside / name)
    disk.sync(aside)
    disk.sync(folder)
    return aside / name


def successor_of(origin: str) -> Callable[[str], str]:
    """How the log is called that goes on from another: the same name with the digits of its own key."""
    name = DIGITS.sub("", origin)
    return lambda digits: f"{name}/{digits}"


def check_home_apart(election: Path | None = None) -> None:
    """Refuse keys inside an election folder, of which everyone may have a copy; `election` : one to be made."""
    place = home().resolve()
    for folder in (place, *place.parents):
        if folder == election or ((folder / "election.toml").is_file() and (folder / "record").is_dir()):
            raise Refused(
                "R223",
                f"Sverka's home, {place}, lies in the election folder {folder}: copies of it would carry the keys",
                cure="set SVERKA_HOME to a folder elsewhere, and move what lies there",
            )


def _read(file: Path, origin: str) -> Signer:
    check_private(file)
    try:
        signer = parse_skey(file.read_text("utf-8").removesuffix("\n"))
    except (TlogError, UnicodeDecodeError) as error:
        raise Fault(
            f"not a key: {error}", place=str(file), cure="restore it: `sverka keys restore`"
        ) from None
    if signer.name != origin:
        raise Fault(f"a key of {signer.name!r}, not of {origin!r}", place=str(file), cure="move it away")
    return signer


def check_private(file: Path, lost: str = "sverka keys lost") -> None:
    """Refuse a key that others on this machine can read; on Windows the user's own folder sees to that.

    `lost` : the command for a key that others may have
    """
    if sys.platform != "win32" and file.stat().st_mode & OTHERS:
        raise Refused(
            "R222",
            f"{file} can be read by others than its owner",
            cure=f"find out who may have read it (then: `{lost}`), and close it: chmod 600 {file}",
        )


def _fingerprint(seed: bytes) -> str:
    """Eight digits that name a key."""
    public = new_signer("key", ED25519, seed).verifier.public_key
    return hashlib.sha256(public).hexdigest()[:8]
