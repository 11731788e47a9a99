"""Allowances of two operators, and the lies about them: what is signed, and the words that must refuse it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from sverka.record.allowance_signing import sign_allowance
from sverka.record.fact_shape import SCHEMA
from sverka.record.night_facts import AllowanceFact
from sverka.tlog.keys import ED25519, Signer, format_vkey, new_signer
from tests.group_town import AFTERNOON
from tests.verify.scribe import ELECTION, Scribe

ONE, SECOND_OF_ONE, OTHER, REVOKED, STRANGER = (
    new_signer(name, ED25519, bytes([at]) * 32)
    for at, name in enumerate(("one", "one-b", "other", "old", "stranger"), 11)
)


def operators(*more: Signer) -> str:
    """Two operators as a definition has them, one of them with two keys; `more` are further keys of the other."""
    lines = ""
    for id_, keys in (("operations", (ONE, SECOND_OF_ONE)), ("audit", (OTHER, *more))):
        vkeys = ", ".join(f'"{format_vkey(key.verifier)}"' for key in keys)
        lines += f'\n[[operators]]\nid = "{id_}"\norganisation = "{id_}"\nkeys = [{vkeys}]\n'
    return lines


def allowance(scribe: Scribe, *signers: Signer, election: str = ELECTION) -> AllowanceFact:
    """An allowance over the record so far, as these keys sign it."""
    bare = AllowanceFact(
        schema=SCHEMA,
        received=AFTERNOON,
        record_size=scribe.size,
        root=scribe.root,
        falls=("council/hand//selections/pear",),
        reason="a district sent its file twice: \u00ab\u0434\u0432\u0430\u0436\u0434\u044b\u00bb",
        signed=(),
    )
    return sign_allowance(bare, election, signers) if signers else bare


@dataclass(frozen=True, slots=True)
class Lie:
    """How it is told, and the words that name it."""

    tell: Callable[[Scribe], AllowanceFact]
    said: str


LIES = {
    "no signature": Lie(allowance, "it has no signature"),
    "one operator": Lie(lambda scribe: allowance(scribe, ONE), "it needs two operators"),
    "two keys of one operator": Lie(
        lambda scribe: allowance(scribe, ONE, SECOND_OF_ONE), "it needs two operators"
    ),
    "a stranger": Lie(lambda scribe: allowance(scribe, ONE, STRANGER), "of no operator signed it"),
    "a key that is no longer in the definition": Lie(
        lambda scribe: allowance(scribe, ONE, REVOKED), "of no operator signed it"
    ),
    "another reason": Lie(
        lambda scribe: replace(allowance(scribe, ONE, OTHER), reason="none"), "did not sign what it says"
    ),
    "other places": Lie(
        lambda scribe: replace(allowance(scribe, ONE, OTHER), falls=("council/machine//selections/pear",)),
        "did not sign what it says",
    ),
    "another election": Lie(
        lambda scribe: allowance(scribe, ONE, OTHER, election="elsewhere"), "did not sign what it says"
    ),
}
