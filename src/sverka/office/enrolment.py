"""Keys of members in the definition: enrolled and revoked, each a new version of it in the record.

The file keeps its look: only the lines of that member change. ::

    keys = ["north+4a59adc2+AVe…"]
    revoked = [{ key = "north+0f7a…", reason = "the laptop was stolen" }]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sverka.domain.group import Group, Member
from sverka.domain.ids import MemberId
from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.founding import Moment, define
from sverka.office.papers import DEFINITION
from sverka.record.disk import RealDisk, put
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import ED25519, Verifier, format_vkey, parse_vkey

MOST_BYTES = 4096
BOM = b"\xef\xbb\xbf"


def member_key_given(given: str) -> Verifier:
    """The public key of a member: the line that `sverka member keygen` printed, or a file that holds it."""
    path = Path(given)
    place = given if path.is_file() else "VKEY"  # never what was typed: it may be the key itself
    try:
        text = path.read_bytes()[:MOST_BYTES].decode() if path.is_file() else given
        key = parse_vkey(text.removesuffix("\n").removesuffix("\r"))
    except (TlogError, UnicodeDecodeError) as error:
        raise Fault(
            f"no public key of a member: {error}",
            place=place,
            cure="give what `sverka member keygen` printed, or a file with it; never the file of the key itself",
        ) from None
    if key.algorithm != ED25519:
        raise Fault("the key of a witness, which signs no acts", place=place, cure="give that of a member")
    return key


def enrol(folder: ElectionFolder, member: str, key: Verifier, *, reason: str, received: Moment) -> bool:
    """Let a key sign for a member from now on; False where it does already."""
    group = _group(folder)
    if member not in group.members:
        raise Refused(
            "R409",
            f"the group has no member {member!r}",
            cure=f"give one of: {', '.join(group.members)}; a new member is written into {DEFINITION} first",
        )
    for other, vkey, revoked in _keys(group):
        if parse_vkey(vkey).public_key == key.public_key:
            if other.id != member or revoked:
                raise Refused("R408", _taken(other, revoked), cure="make a new key: `sverka member keygen`")
            return False

    def add(table: Any) -> None:
        table.setdefault("keys", []).append(format_vkey(key))

    return _redefine(folder, MemberId(member), add, reason=reason, received=received)


def revoke(folder: ElectionFolder, given: str, *, reason: str, received: Moment) -> bool:
    """Let a key of a member sign no more; False where it was revoked already.

    given : the whole vkey, or its name and id alone, as a signature names it
    """
    for member, vkey, revoked in _keys(_group(folder)):
        if given in (vkey, _short(vkey)):
            if revoked:
                return False
            return _redefine(folder, member.id, _moved(vkey, reason), reason=reason, received=received)
    raise Refused(
        "R477",
        "no member of the group has this key",
        cure="give it as the definition has it, or its name and id: north+4a59adc2",
    )


def _short(vkey: str) -> str:
    """Name and id of a key; base64 has pluses of its own."""
    return "+".join(vkey.split("+", 2)[:2])


def _moved(vkey: str, reason: str) -> Callable[[Any], None]:
    """From the keys in force to those revoked."""

    def move(table: Any) -> None:
        import tomlkit

        table["keys"].remove(vkey)
        entry = tomlkit.inline_table()
        entry.update({"key": vkey, "reason": reason})
        if "revoked" not in table:
            table["revoked"] = tomlkit.array()
        table["revoked"].append(entry)

    return move


def _group(folder: ElectionFolder) -> Group:
    """The group of the definition that the record has, which must be the one that lies there."""
    group = folder.open().election.group
    if group is None:
        raise Refused("R406", "the definition has no group", cure="add [group] to it: `sverka define`")
    return group


def _keys(group: Group) -> Iterator[tuple[Member, str, bool]]:
    """Every key, whose it is, and whether it is revoked."""
    for member in group.members.values():
        yield from ((member, vkey, False) for vkey in member.keys)
        yield from ((member, each.key, True) for each in member.revoked)


def _taken(member: Member, revoked: bool) -> str:
    return f"the key of {member.id} was revoked" if revoked else f"the key belongs to {member.id}"


def _redefine(
    folder: ElectionFolder,
    member: MemberId,
    change: Callable[[Any], None],
    *,
    reason: str,
    received: Moment,
) -> bool:
    """Change the table of a member and record the new version; if the record refuses it, the file is as it was."""
    import tomlkit

    path = folder.path / DEFINITION
    before = path.read_bytes()
    document: Any = tomlkit.parse(before.removeprefix(BOM).decode())
    change(next(each for each in document["group"]["members"] if each["id"] == member))
    after = (BOM if before.startswith(BOM) else b"") + tomlkit.dumps(document).encode()
    put(RealDisk(), [(path, after)])
    try:
        return define(folder, reason=reason, received=received)
    except BaseException:
        put(RealDisk(), [(path, before)])
        raise
