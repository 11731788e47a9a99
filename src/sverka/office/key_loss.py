"""A key that is lost or stolen: its log ends, and its facts go on as the beginning of a new one.

The steps, of which the last that matters is one rename (`record/checkpoint`)::

    1  a new key, under a new origin
    2  the lock: the new log stands where the old one stands, the old one is closed
    3  the `key` fact, under the new log's first checkpoint
    4  log.vkey and policy.txt, and the old key set aside

Interrupted before 3 is done, the folder shows the old log still, and the same command makes another new one, of
which nobody has seen the first; interrupted after, it does the rest.
"""

from __future__ import annotations

from msgspec.structs import replace

from sverka.errors import Fault, Refused
from sverka.office.folder import ElectionFolder
from sverka.office.home import lock_database
from sverka.office.key_facts import Now, append, in_force
from sverka.office.keys import make_key, make_named_key, set_aside, signers_held, successor_of
from sverka.office.log_keys import show_keys
from sverka.office.writer_lock import only_writer, to_its_end
from sverka.record.disk import RealDisk
from sverka.record.facts import Predecessor, hash_of
from sverka.record.ledger import Ledger
from sverka.record.lock_database import CLOSED, Held
from sverka.record.sequencer import Sequencer
from sverka.record.store import FROM_A_COPY
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier, format_vkey, parse_vkey


def declare_lost(folder: ElectionFolder, *, reason: str, now: Now, origin: str = "") -> Verifier:
    """End the log of a folder, and begin a new one with the same facts; gives its key."""
    if not reason.strip():
        raise Fault("nothing is given", place="--reason", cure="say why: it will stand in the record")
    with only_writer(folder.path), to_its_end():
        begun = _begun(folder)
        new = begun or _succeed(folder, reason=reason, now=now, origin=origin)
        lost = folder.key
        show_keys(folder, new, no_longer=[lost])
        for signer in signers_held(lost.name):
            set_aside(signer, "lost")
    return new


def _succeed(folder: ElectionFolder, *, reason: str, now: Now, origin: str) -> Verifier:
    state, lost = folder.open(), folder.key
    last, note = _last_checkpoint(folder)
    _check_is_newest(lost.name, last)
    new = make_named_key(origin) if origin else make_key(successor_of(lost.name))
    ledger = Ledger.succeed(folder.store, [new], lock_database(), RealDisk())
    lock_database().adopt(
        Held(origin=lost.name, size=last.size, root=last.root, checkpoint=note, state=CLOSED)
    )
    fact = in_force(new.verifier, reason=reason, received=now(state.election.timezone))
    folder.evidence.put(note)
    append(Sequencer(ledger), state, replace(fact, predecessor=_predecessor(lost, last, note)))
    return new.verifier


def _begun(folder: ElectionFolder) -> Verifier | None:
    """The key of the new log where the record goes on already from the one that the folder still shows."""
    last = next(reversed([*folder.open().snapshot.keys.values()]), None)
    if last is None or last.predecessor is None or last.predecessor.origin != folder.origin:
        return None
    return parse_vkey(last.vkey)


def _last_checkpoint(folder: ElectionFolder) -> tuple[Checkpoint, bytes]:
    """The last checkpoint that the folder has of the lost key, with all its signatures."""
    note = folder.store.note() or b""
    try:
        return open_checkpoint(note, [folder.key])[0], note
    except TlogError as error:
        raise Fault(str(error), place=str(folder.store.folder / "checkpoint"), cure=FROM_A_COPY) from error


def _check_is_newest(origin: str, last: Checkpoint) -> None:
    """Refuse a folder that this machine knows to be an old copy."""
    held = lock_database().held(origin)
    if held is not None and held.size > last.size:
        raise Refused(
            "R226",
            f"the folder has {last.size} facts, and {held.size} were signed: the new record would lack the rest",
            cure="take the newest copy of the folder: `sverka mirror`",
        )


def _predecessor(lost: Verifier, last: Checkpoint, note: bytes) -> Predecessor:
    return Predecessor(
        origin=lost.name,
        vkey=format_vkey(lost),
        size=last.size,
        root=last.root.hex(),
        checkpoint=hash_of(note),
    )
