"""A new key in the place of an old one, of the same log: first beside it, then alone.

An interruption leaves a new key that no fact names yet, or an old one that a fact calls retired; the same command
again goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence

from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.key_facts import Now, append, in_force, is_said, retired
from sverka.office.keys import make_key, set_aside, signers_of
from sverka.office.log_keys import show_keys
from sverka.office.writer_lock import only_writer, to_its_end
from sverka.tlog.keys import Signer, Verifier


def rotate(folder: ElectionFolder, *, reason: str, now: Now) -> Verifier:
    """Put a new key in force, which signs together with those before it."""
    _check_reason(reason)
    with only_writer(folder.path), to_its_end():
        state = folder.open()
        folder.sequencer()  # refuses a folder that cannot be written to, before a key is made
        new = _unfinished(signers_of(folder.origin), folder.key) or make_key(folder.origin)
        fact = in_force(new.verifier, reason=reason, received=now(state.election.timezone))
        if not is_said(state, fact):
            append(folder.sequencer(), state, fact)
        show_keys(folder, new.verifier)
    return new.verifier


def retire(folder: ElectionFolder, *, reason: str, now: Now) -> list[Verifier]:
    """Let the key in force sign alone; gives those that sign no longer."""
    _check_reason(reason)
    with only_writer(folder.path), to_its_end():
        old = _before(signers_of(folder.origin), folder.key)
        if not old:
            raise Refused(
                "R224",
                f"{folder.origin!r} has one key only",
                cure="make the new one first: `sverka keys rotate DIR --reason TEXT`",
            )
        for signer in old:
            state = folder.open()
            fact = retired(signer.verifier, reason=reason, received=now(state.election.timezone))
            if not is_said(state, fact):
                append(folder.sequencer(), state, fact)
            set_aside(signer, "retired")
        gone = [signer.verifier for signer in old]
        show_keys(folder, folder.key, no_longer=gone)
    return gone


def _unfinished(held: Sequence[Signer], shown: Verifier) -> Signer | None:
    """A key newer than the one that the folder shows."""
    newer = held[: _place(held, shown)]
    return newer[0] if newer else None


def _before(held: Sequence[Signer], shown: Verifier) -> list[Signer]:
    """The keys older than the one that the folder shows."""
    return list(held[_place(held, shown) + 1 :])


def _place(held: Sequence[Signer], shown: Verifier) -> int:
    for place, signer in enumerate(held):
        if signer.verifier == shown:
            return place
    raise Fault(
        f"this machine has keys of {shown.name!r}, but not {shown.key_id:08x}, which log.vkey shows",
        place="log.vkey",
        cure="restore the key, `sverka keys restore`, or log.vkey from a copy of the folder",
    )


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Fault("nothing is given", place="--reason", cure="say why: it will stand in the record")
