"""The signatures under a fact of the group: a C2SP signed note whose text is the fact itself.

::

    sverka/group/v1
    town-2026-05-17
    {"applicant":"apple","claimed":"2026-05-19T10:00:00+06:00","contest":"council","kind":"application",…}

    — apple TkXh5P7xK8m1J9q+l…

First line: what is signed. Second: the election. Third: the fact in its one form, without `signatures` and
without `received`, which the writer of the record sets. So a signature holds for one act of one election, after
one earlier fact (`supersedes`), and for nothing else. The fact keeps the signature lines; the text follows from it.
(c2sp.org/signed-note; docs/record.md, "Signatures of members".)
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from sverka.domain.group import Group, Member
from sverka.errors import Refused
from sverka.record.group_facts import AnyGroupFact
from sverka.tlog.errors import FormatError, TlogError
from sverka.tlog.keys import Signer, parse_vkey
from sverka.tlog.note import Note, Signature, format_signatures, parse_signatures, sign_note, signed_by

SIGNED_AS = "sverka/group/v1"
MOST_ACTS = 20_000  # whose signatures are not checked twice: a country with a case at every station

Signable = TypeVar("Signable", bound=AnyGroupFact)


def text_of(fact: AnyGroupFact, election: str) -> str:
    """What members sign: three lines, the last of them the fact without its signatures and its time of receipt."""
    said = msgspec.to_builtins(fact)
    bare = {key: said[key] for key in said if key not in {"signatures", "received"}}
    return f"{SIGNED_AS}\n{election}\n{msgspec.json.encode(bare, order='sorted').decode()}\n"


def sign(fact: Signable, election: str, signers: Iterable[Signer]) -> Signable:
    """The fact with the signatures of these keys, after those that it has."""
    try:
        note = sign_note(text_of(fact, election), signers)
        return replace(fact, signatures=(*fact.signatures, *_lines(note.signatures)))
    except TlogError as error:
        raise Refused(
            "R401", f"it cannot be signed so: {error}", cure="give the key of each member once"
        ) from error


def signatures_of(fact: AnyGroupFact) -> tuple[Signature, ...]:
    """The signature lines that a fact keeps; refused where they are none."""
    if not fact.signatures:
        raise Refused(
            "R401", "nobody has signed it", cure="let a member sign: --key, or `sverka member sign`"
        )
    try:
        found = parse_signatures("".join(f"{line}\n" for line in fact.signatures))
        if len(found) != len(fact.signatures):
            raise FormatError("several lines in one")  # another form of the same act
    except TlogError as error:
        raise Refused("R401", f"the signatures cannot be read: {error}", cure="sign it anew") from error
    return found


def members_who_signed(fact: AnyGroupFact, election: str, group: Group) -> tuple[Member, ...]:
    """The members whose keys signed a fact, each once, in the order of the signatures.

    Refused where a signature is of a key that is not enrolled (R402) or revoked (R403), or is not of this text
    by that key (R404). There is no signature that does not count.
    """
    note = Note(text_of(fact, election), signatures_of(fact))
    members = [_member_of(signature, group) for signature in note.signatures]
    try:
        _check_signed(note, tuple(vkey for member in members for vkey in member.keys))
    except TlogError as error:
        raise Refused("R404", f"a signature is not of what the fact says: {error}", cure=CHANGED) from error
    return tuple(dict.fromkeys(members))


verifier_of = cache(parse_vkey)  # a point of the curve is costly to check, and a group has few keys


@lru_cache(maxsize=MOST_ACTS)
def _check_signed(note: Note, vkeys: tuple[str, ...]) -> None:
    """Refuse a note that one of the keys did not sign. A command reads the record before it acts and again when it
    writes, and what was right then is right: the answer follows from text, signatures and keys alone.
    """
    signed_by(note, map(verifier_of, vkeys))


CHANGED = (
    "something was changed after it was signed, or it was signed for another election: sign what it says now"
)


def _member_of(signature: Signature, group: Group) -> Member:
    for member in group.members.values():
        if any(_names(vkey, signature) for vkey in member.keys):
            return member
        for revoked in member.revoked:
            if _names(revoked.key, signature):
                raise Refused(
                    "R403",
                    f"the key {signature.name}+{signature.key_id:08x} of {member.id} is revoked: {revoked.reason}",
                    cure="sign with the key in force",
                )
    raise Refused(
        "R402",
        f"the key {signature.name}+{signature.key_id:08x} belongs to no member of the group",
        cure="enrol it: `sverka group enrol`",
    )


def _names(vkey: str, signature: Signature) -> bool:
    key = verifier_of(vkey)
    return (key.name, key.key_id) == (signature.name, signature.key_id)


def _lines(signatures: tuple[Signature, ...]) -> list[str]:
    return format_signatures(signatures).removesuffix("\n").split("\n") if signatures else []
