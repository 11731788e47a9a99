"""What `sverka keys show` says of keys, lock and folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sverka.office.key_standing import KeyState, Standing
from sverka.publish.language import N_
from sverka.tlog.keys import format_vkey

if TYPE_CHECKING:
    from sverka.publish.language import Translator

MEANINGS = {
    Standing.WRITER: N_("This machine writes to the record: key and lock agree with the folder."),
    Standing.MIRROR: N_("This machine has no key of the record: here the folder is a mirror."),
    Standing.CLOSED: N_(
        "The record was closed: its key was declared lost. Write to the one that goes on from it."
    ),
    Standing.HANDED_OVER: N_(
        "The record was handed over: another machine goes on with it, and this one writes no more."
    ),
    Standing.LOCK_MISSING: N_(
        "The key is here, and the lock does not know of the record: restore both from a backup."
    ),
    Standing.LOCK_BEHIND: N_(
        "The folder has more facts than the lock knows of: an old lock, or someone else has the key and writes."
    ),
    Standing.FOLDER_BEHIND: N_(
        "More facts were signed than the folder has: it is an old copy, or an append broke off."
    ),
    Standing.TWO_HISTORIES: N_("Two histories of the same size were signed. Keep both as evidence."),
}


def sentences(t: Translator, state: KeyState) -> list[str]:
    """Everything a person asks for when a key is in doubt."""
    said = [t._("{origin}: public key {vkey}", origin=state.origin, vkey=format_vkey(state.shown))]
    said += [_key(t, state, place) for place in range(len(state.held))]
    said.append(t._("Lock database: {path}", path=state.lock))
    lock = "–" if state.lock_size is None else t.number(state.lock_size)
    said.append(
        t._(
            "Facts: in the folder {folder}, in the lock {lock}.",
            folder=t.number(state.folder_size),
            lock=lock,
        )
    )
    return [*said, t._(MEANINGS[state.standing])]


def _key(t: Translator, state: KeyState, place: int) -> str:
    key = state.held[place]
    path = state.keys / f"{key.key_id:08x}.skey"
    if key == state.shown:
        return t._("Key in force: {path}", path=path)
    return t._("Key that signs beside it: {path}", path=path)
