"""The town with a group: three parties, observers and the commission, each with a key of its own, for tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from sverka.office.folder import ElectionFolder, State
from sverka.office.group_acts import perform
from sverka.record.fact_shape import SCHEMA
from sverka.record.group_facts import AnyGroupFact, CaseFact
from sverka.record.sequencer import Receipt
from sverka.tlog.keys import ED25519, Signer, format_vkey, new_signer
from tests.town import DEFINITION, HAND, MACHINE, add, town

NOON, AFTERNOON = "2026-05-19T12:00:00+06:00", "2026-05-19T15:00:00+06:00"
KINDS = {
    "apple": "party",
    "pear": "party",
    "quince": "party",
    "observers": "observer",
    "commission": "commission",
}
KEYS = {
    name: new_signer(name, ED25519, hashlib.sha256(b"a key of tests: " + name.encode()).digest())
    for name in (*KINDS, "stranger")
}


def group_table(members: Iterable[str] = tuple(KINDS), *, revoked: str = "") -> str:
    """The group as a definition has it; the key of `revoked` is revoked."""
    tables = ['[group]\nnames = "Reconciliation group"\nsource = "a test"\n']
    for name in members:
        vkey = format_vkey(KEYS[name].verifier)
        keys = (
            f'revoked = [{{ key = "{vkey}", reason = "lost" }}]' if name == revoked else f'keys = ["{vkey}"]'
        )
        tables.append(
            f'[[group.members]]\nid = "{name}"\nnames = "{name.title()}"\nkind = "{KINDS[name]}"\n{keys}\n'
        )
    return "\n".join(tables)


def group_town(path: Path, *, definition: str = DEFINITION, revoked: str = "") -> State:
    """The election folder with both counts and a group; stations 0002 and 0102 are not alike."""
    folder = town(path, definition=f"{definition}\n{group_table(revoked=revoked)}").folder
    add(folder, MACHINE)
    add(folder, HAND, "hand")
    return folder.open()


def keys(*names: str) -> list[Signer]:
    """The keys of members."""
    return [KEYS[name] for name in names]


def act(folder: ElectionFolder, facts: AnyGroupFact | Sequence[AnyGroupFact], *names: str) -> Receipt:
    """Let members do something."""
    several = facts if isinstance(facts, Sequence) else [facts]
    return perform(folder.open(), several, keys(*names), received=AFTERNOON)


def step(station: str, step: str, *, contest: str = "council", **said: object) -> CaseFact:
    """A step of a case."""
    return CaseFact(
        schema=SCHEMA,
        received="",
        claimed=NOON,
        signatures=(),
        contest=contest,
        station=station,
        step=step,  # type: ignore[arg-type]
        **said,  # type: ignore[arg-type]
    )
