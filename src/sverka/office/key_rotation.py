"""A new key in the place of an old one, of the same log: first beside it, then alone.

Rotating, in this order; whatever interrupts it, the same command again goes on from there::

    1  the new key is prepared            `ID.skey.new`, which signs nothing by itself
    2  the `key` fact is appended         under a checkpoint that both keys have signed
    3  the new key is kept                `ID.skey`: from now on both sign
    4  log.vkey and policy.txt show it    and 1 is taken away
"""

from __future__ import annotations

from collections.abc import Sequence

from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.home import lock_database
from sverka.office.key_facts import Now, append, in_force, is_said, retired
from sverka.office.keys import keep, prepare_key, prepared_files, set_aside, signers_of
from sverka.office.log_keys import show_keys
from sverka.office.writer_lock import only_writer, to_its_end
from sverka.record.disk import RealDisk
from sverka.record.ledger import Ledger
from sverka.record.sequencer import Sequencer
from sverka.tlog.keys import Signer, Verifier


def rotate(folder: ElectionFolder, *, reason: str, now: Now) -> Verifier:
    """Put a new key in force, which signs together with those before it."""
    _check_reason(reason)
    with only_writer(folder.path), to_its_end():
        state = folder.open()
        folder.sequencer()  # refuses a folder that cannot be written to, before a key is made
        held = _held(folder)
        new = prepare_key(folder.origin)
        fact = in_force(new.verifier, reason=reason, received=now(state.election.timezone))
        if not is_said(state, fact):
            append(_sequencer(folder, [new, *held]), state, fact)
        if new not in held:
            keep(new)
        show_keys(folder, new.verifier)
        for file in prepared_files(folder.origin):
            file.unlink()
    return new.verifier


def retire(folder: ElectionFolder, *, reason: str, now: Now) -> list[Verifier]:
    """Let the key in force sign alone; gives those that sign no longer."""
    _check_reason(reason)
    with only_writer(folder.path), to_its_end():
        old = [signer for signer in _held(folder) if signer.verifier != folder.key]
        if not old or prepared_files(folder.origin):
            raise Refused(
                "R224",
                f"{folder.origin!r} has no key yet that was put in the place of another",
                cure="first, or to its end: `sverka keys rotate DIR --reason TEXT`",
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


def _sequencer(folder: ElectionFolder, signers: Sequence[Signer]) -> Sequencer:
    return Sequencer(Ledger.open(folder.store, signers, lock_database(), RealDisk()))


def _held(folder: ElectionFolder) -> list[Signer]:
    """The keys that sign here, among them the one that the folder shows."""
    held, shown = signers_of(folder.origin), folder.key
    if shown not in [signer.verifier for signer in held]:
        raise Fault(
            f"this machine has keys of {shown.name!r}, but not {shown.key_id:08x}, which log.vkey shows",
            place="log.vkey",
            cure="restore the key, `sverka keys restore`, or log.vkey from a copy of the folder",
        )
    return held


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Fault("nothing is given", place="--reason", cure="say why: it will stand in the record")
