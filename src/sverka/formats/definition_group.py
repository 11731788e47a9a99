"""The group in a definition: its tables -> the domain's `Group`, and what must be right about its keys."""

from __future__ import annotations

from collections.abc import Iterator

from sverka.domain.group import Group, Member, MemberKind, RevokedKey
from sverka.domain.ids import MemberId
from sverka.errors import Fault
from sverka.formats.definition_contests import names_of
from sverka.formats.definition_file import GroupTable, MemberTable
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import ED25519, parse_vkey

CURE = "Put there what `sverka member keygen` printed, on one line."


def group_of(table: GroupTable) -> Group:
    """The group that the tables describe."""
    return Group(
        names=names_of(table.names),
        members={MemberId(each.id): _member(each) for each in table.members},
        parties_needed=table.parties_needed,
        source=table.source,
    )


def _member(table: MemberTable) -> Member:
    own_party = table.id if table.kind is MemberKind.PARTY else ""
    return Member(
        id=MemberId(table.id),
        names=names_of(table.names),
        kind=table.kind,
        party=table.party or own_party,
        keys=tuple(table.keys),
        revoked=tuple(RevokedKey(each.key, each.reason) for each in table.revoked),
    )


def check_group(table: GroupTable | None) -> Iterator[Fault]:
    """Every key must be an Ed25519 key that belongs to one member, once; a decision must be possible."""
    if table is None:
        return
    owners: dict[object, str] = {}
    for place, vkey in _keys(table):
        try:
            key = parse_vkey(vkey)
        except TlogError as error:
            yield Fault(f"not a key: {error}", place=place, cure=CURE)
            continue
        if key.algorithm != ED25519:
            yield Fault("a key that does not sign notes", place=place, cure=CURE)
        for same in (key.public_key, (key.name, key.key_id)):  # signatures name a key by the second
            if same in owners:
                what = f"the key that stands at {owners[same]} already"
                yield Fault(what, place=place, cure="Every member has keys of its own.")
                break
        owners.setdefault(key.public_key, place)
        owners.setdefault((key.name, key.key_id), place)
    parties = {_member(each).party for each in table.members} - {""}
    if table.members and len(parties) < table.parties_needed:
        what = f"members of {len(parties)} parties, and a decision needs {table.parties_needed}"
        yield Fault(what, place="group.parties_needed", cure="No decision would be possible.")


def _keys(table: GroupTable) -> Iterator[tuple[str, str]]:
    """Every key and where it stands."""
    for number, member in enumerate(table.members, start=1):
        path = f"group.members[{number}]"
        for at, vkey in enumerate(member.keys, start=1):
            yield f"{path}.keys[{at}]", vkey
        for at, revoked in enumerate(member.revoked, start=1):
            yield f"{path}.revoked[{at}].key", revoked.key
