"""The signatures under an allowance: a C2SP signed note whose text says what may fall, and why.

::

    sverka/allow/v1
    town-2026-05-17
    {"falls":["council/hand//selections/pear"],"reason":"…","record_size":812,"root":"5feceb…"}

    — operations TkXh5P7xK8m1J9q+l…

First line: what is signed. Second: the election. Third: the fact without its signatures, its time of receipt and what
it supersedes. (c2sp.org/signed-note; docs/record.md, "allowance".)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from sverka.domain.operators import Operator
from sverka.errors import Refused
from sverka.record.night_facts import AllowanceFact
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Signer, parse_vkey
from sverka.tlog.note import Note, format_signatures, parse_signatures, sign_note, signed_by

SIGNED_AS = "sverka/allow/v1"
SIGNED = ("falls", "reason", "record_size", "root")


def text_of(fact: AllowanceFact, election: str) -> str:
    """What operators sign."""
    said = msgspec.to_builtins(fact)
    bare = {key: said[key] for key in SIGNED}
    return f"{SIGNED_AS}\n{election}\n{msgspec.json.encode(bare, order='sorted').decode()}\n"


def sign_allowance(fact: AllowanceFact, election: str, signers: Iterable[Signer]) -> AllowanceFact:
    """The allowance with the signatures of some keys."""
    try:
        lines = format_signatures(sign_note(text_of(fact, election), signers).signatures)
    except TlogError as error:
        raise Refused("R531", f"it cannot be signed so: {error}", cure="give each key once") from error
    return msgspec.structs.replace(fact, signed=tuple(lines.splitlines()))


def operators_who_signed(
    fact: AllowanceFact, election: str, operators: Mapping[str, Operator]
) -> tuple[str, ...]:
    """The operators whose keys signed an allowance, each once; refused where a signature is nobody's or wrong."""
    try:
        note = Note(text_of(fact, election), parse_signatures("".join(f"{line}\n" for line in fact.signed)))
        keys = [(parse_vkey(vkey), operator.id) for operator in operators.values() for vkey in operator.keys]
        found = []
        for signature in note.signatures:
            named = [
                (key, id_)
                for key, id_ in keys
                if (key.name, key.key_id) == (signature.name, signature.key_id)
            ]
            if not named:
                raise Refused(
                    "R532",
                    f"the key {signature.name} is of no operator",
                    cure="enrol it in the definition: [[operators]]",
                )
            found.append(named[0])
        signed_by(note, (key for key, _ in found))
    except TlogError as error:
        raise Refused("R533", f"a signature is not of what it says: {error}", cure="sign it anew") from error
    return tuple(dict.fromkeys(id_ for _, id_ in found))
