"""What a witness answers: c2sp.org/tlog-witness, "add-checkpoint" and "Monitor Retrieval Mechanism".

It co-signs a checkpoint only if the log signed it and it continues the one co-signed before. Of all that the
log signed and that does not, both notes are kept: two roots of one size prove a fork to anyone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sverka.errors import Fault, Refused, SverkaError
from sverka.office.witness_folder import Witness
from sverka.office.witness_memory import Fork, Kept, Memory
from sverka.tlog.checkpoint import Checkpoint, parse_checkpoint
from sverka.tlog.cosignature import check_cosignature, cosign
from sverka.tlog.errors import ProofError, SignatureError, TlogError
from sverka.tlog.keys import ED25519, Verifier, format_vkey, parse_vkey
from sverka.tlog.note import Note, Signature, format_note, format_signatures, parse_note, signed_by
from sverka.tlog.tree import check_consistency
from sverka.tlog.witnessing import AddCheckpoint, parse_add_checkpoint

PLAIN = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"  # tlog-witness: what a 409 carries


class Outcome(StrEnum):
    """What came of one request."""

    FIRST = "first"
    GROWN = "grown"
    AGAIN = "again"
    MALFORMED = "malformed"
    UNKNOWN_LOG = "unknown-log"
    NOT_SIGNED = "not-signed"
    BEHIND = "behind"
    FORK = "fork"
    UNPROVEN = "unproven"
    CLOCK = "clock"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered, and what the witness's owner is told about it."""

    status: int
    text: str
    outcome: Outcome
    media_type: str = PLAIN
    origin: str = ""
    known: int = 0  # the size co-signed before
    size: int = 0  # the size asked about
    reason: str = ""  # for the owner alone: it may name a path of this machine


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was read; nothing in it is believed yet."""

    request: AddCheckpoint
    note: Note
    checkpoint: Checkpoint

    def answer(self, status: int, outcome: Outcome, text: str, *, known: int = 0, reason: str = "") -> Answer:
        """An answer to it."""
        return Answer(
            status=status,
            text=f"{text}\n",
            outcome=outcome,
            media_type=SIZE if status == 409 else PLAIN,
            origin=self.checkpoint.origin,
            known=known,
            size=self.checkpoint.size,
            reason=reason or text,
        )


def add_checkpoint(witness: Witness, body: bytes, *, now: int) -> Answer:
    """Co-sign the checkpoint of a request, or say why not; nothing is answered before it is on disk."""
    try:
        request = parse_add_checkpoint(body)
        note = parse_note(request.checkpoint)
        asked = Asked(request, note, parse_checkpoint(note.text))
    except TlogError as error:
        return Answer(status=400, text=f"{error}\n", outcome=Outcome.MALFORMED, reason=str(error))
    try:
        with witness.deciding() as memory:
            return _decide(witness, memory, asked, now)
    except (SverkaError, OSError) as error:
        return asked.answer(503, Outcome.STOPPED, "this witness signs nothing now", reason=str(error))


def trust(witness: Witness, log: Verifier, *, another_key: bool = False) -> bool:
    """Trust a log by its key; gives whether that is new."""
    if log.algorithm != ED25519:
        raise Fault(
            "not the key of a log", place=format_vkey(log), cure="give the line in the log's log.vkey"
        )
    with witness.deciding() as memory:
        known = memory.vkeys(log.name)
        if format_vkey(log) in known:
            return False
        if known and not another_key:
            raise Refused(
                "R233",
                f"this witness knows the log {log.name} by another key, {known[-1]}",
                cure="ask the log's operator on another way; if the key was changed: --another-key",
            )
        memory.trust(log.name, format_vkey(log))
    return True


def last_checkpoint(witness: Witness, origin_hash: str) -> bytes | None:
    """The last checkpoint co-signed for the log whose origin has that SHA-256, or None."""
    with witness.recalling() as memory:
        for origin in memory.logs():
            if hashlib.sha256(origin.encode()).hexdigest() == origin_hash:
                return memory.last(origin).note or None
    return None


def _decide(witness: Witness, memory: Memory, asked: Asked, now: int) -> Answer:
    """The checks in the order of the specification."""
    origin = asked.checkpoint.origin
    trusted = [parse_vkey(vkey) for vkey in memory.vkeys(origin)]
    if not trusted:
        return asked.answer(404, Outcome.UNKNOWN_LOG, "this witness does not know the log")
    try:
        signers = signed_by(asked.note, trusted)
    except SignatureError as error:
        return asked.answer(403, Outcome.NOT_SIGNED, str(error))
    if _is_ahead_of(memory, asked, witness.signer.verifier):
        memory.retire(
            "it was shown a checkpoint that it co-signed and does not remember: its memory is an old copy"
        )
        return asked.answer(503, Outcome.STOPPED, "this witness has lost its memory and signs nothing more")
    last = memory.last(origin)
    return _inconsistent(memory, asked, last, now) or _cosign(witness, memory, asked, signers, last, now)


def _inconsistent(memory: Memory, asked: Asked, last: Kept, now: int) -> Answer | None:
    """Why the checkpoint does not continue what was co-signed; what the log signed against it is kept."""
    old, checkpoint = asked.request.old, asked.checkpoint
    known = memory.of_size(checkpoint.origin, checkpoint.size)
    forked = known is not None and known.root != checkpoint.root
    if forked:
        _keep_fork(memory, asked, last, now)
    if old > checkpoint.size:
        return asked.answer(
            400, Outcome.FORK if forked else Outcome.MALFORMED, "the old size is more than the new one"
        )
    if old != last.size:
        outcome = Outcome.FORK if forked else Outcome.BEHIND
        return asked.answer(409, outcome, str(last.size), known=last.size)
    try:
        check_consistency(
            asked.request.proof, old=old, old_root=last.root, size=checkpoint.size, root=checkpoint.root
        )
    except ProofError as error:
        if last.note and not forked:
            _keep_fork(memory, asked, last, now)
        outcome = Outcome.FORK if forked else Outcome.UNPROVEN
        return asked.answer(422, outcome, str(error), known=last.size)
    return None


def _cosign(
    witness: Witness, memory: Memory, asked: Asked, signers: tuple[Verifier, ...], last: Kept, now: int
) -> Answer:
    before = memory.last_cosigned_at()
    if now < before:  # tlog-cosignature: the largest tree seen *as of the time* that is signed
        text = f"the clock of this witness is {before - now} s before its last cosignature"
        return asked.answer(503, Outcome.CLOCK, text, known=last.size)
    line = cosign(asked.note.text, witness.signer, timestamp=now)
    by_log = [each for each in asked.note.signatures if _names(each) in {_names(key) for key in signers}]
    note = format_note(Note(asked.note.text, (*by_log, line)))
    checkpoint = asked.checkpoint
    memory.keep(
        checkpoint.origin, Kept(size=checkpoint.size, root=checkpoint.root, cosigned_at=now, note=note)
    )
    outcome = Outcome.FIRST if not last.note else Outcome.GROWN
    if last.note and last.size == checkpoint.size:
        outcome = Outcome.AGAIN
    return asked.answer(200, outcome, format_signatures([line]).removesuffix("\n"), known=last.size)


def _is_ahead_of(memory: Memory, asked: Asked, own: Verifier) -> bool:
    """Whether the note bears a cosignature of our own key that the memory does not know of."""
    for signature in asked.note.signatures:
        if _names(signature) == _names(own):
            try:
                signed_at = check_cosignature(asked.note.text, signature, own)
            except TlogError:
                return False
            known = memory.of_size(asked.checkpoint.origin, asked.checkpoint.size)
            return known is None or known.root != asked.checkpoint.root or known.cosigned_at < signed_at
    return False


def _keep_fork(memory: Memory, asked: Asked, last: Kept, now: int) -> None:
    checkpoint = asked.checkpoint
    memory.keep_fork(
        Fork(
            origin=checkpoint.origin,
            size=checkpoint.size,
            root=checkpoint.root,
            kept_at=now,
            ours=last.note,
            theirs=asked.request.checkpoint,
            proven=False,
        )
    )


def _names(key: Signature | Verifier) -> tuple[str, int]:
    return key.name, key.key_id
