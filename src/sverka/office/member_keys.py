"""Keys of members of the group: a file each, which its member keeps, and the vkey that the definition enrols.

::

    north.key     PRIVATE+KEY+north+4a59adc2+…    one line, readable by its owner alone; never in an election folder
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.keys import check_private
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import ED25519, KEY_BYTES, Signer, format_skey, new_signer, parse_skey


def new_member_key(member: str, file: Path) -> Signer:
    """Make a key of a member and write it where only its owner can read it; never over another file."""
    _check_outside_elections(file)
    try:
        signer = new_signer(member, ED25519, secrets.token_bytes(KEY_BYTES))
    except TlogError as error:
        raise Fault(f"{error}: {member!r}", place="MEMBER", cure="give the id of the member") from None
    write_member_key(signer, file)
    return signer


def write_member_key(signer: Signer, file: Path) -> None:
    """Write a key where only its owner can read it; never over another file."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Fault("something lies there already", place=str(file), cure="give another name") from None
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as written:
        written.write(format_skey(signer) + "\n")


def read_member_key(file: Path, *, of: str = "a member", lost: str = "sverka group revoke") -> Signer:
    """The key in a file that only its owner can read; `lost` is the command for one that others may have."""
    try:
        check_private(file, lost=lost)
        signer = parse_skey(file.read_text("utf-8").removesuffix("\n"))
    except FileNotFoundError:
        raise Fault(
            "there is no such file", place=str(file), cure="make a key: `sverka member keygen`"
        ) from None
    except (TlogError, UnicodeDecodeError) as error:
        raise Fault(
            f"not a key of {of}: {error}", place=str(file), cure="give the file with the key"
        ) from None
    if signer.algorithm != ED25519:
        raise Fault("the key of a witness, which signs no acts", place=str(file), cure=f"give that of {of}")
    return signer


def _check_outside_elections(file: Path) -> None:
    """Refuse a key inside an election folder, of which everyone may have a copy."""
    for folder in file.resolve().parents:
        if (folder / "election.toml").is_file() and (folder / "record").is_dir():
            raise Refused("R223", f"{file} would lie in an election folder", cure="give a place elsewhere")
