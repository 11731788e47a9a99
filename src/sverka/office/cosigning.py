"""Cosignatures under the checkpoint: asked of all witnesses at once, put there when they come.

A checkpoint is published with the operator's signature alone and waits for nobody. Whoever does not answer is a
line of the report.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.asking import Answer, Post, ask, post
from sverka.office.folder import ElectionFolder
from sverka.office.handing_over import hand_over_cosignatures
from sverka.office.policy_file import read_policy
from sverka.office.writer_lock import only_writer
from sverka.record.disk import RealDisk, put
from sverka.record.store import CHECKPOINT, FROM_A_COPY, Store
from sverka.tlog.checkpoint import parse_checkpoint
from sverka.tlog.cosignature import cosigned_by
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier
from sverka.tlog.note import (
    MAX_SIGNATURES,
    Note,
    Signature,
    format_note,
    format_signatures,
    parse_note,
    parse_signatures,
)
from sverka.tlog.policy import Policy
from sverka.tlog.tree import prove_consistency

AT_ONCE = 32  # witnesses asked in parallel
TRIES, PAUSE = 25, 0.2  # a command that writes to the folder is done soon


@dataclass(frozen=True, slots=True)
class Witnessed:
    """One witness of the policy, and when it last signed the checkpoint that lies there."""

    name: str
    url: str
    cosigned_at: int | None  # seconds since 1970


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the record stands with its witnesses."""

    origin: str
    size: int
    root: bytes
    witnesses: tuple[Witnessed, ...]
    quorum: str  # the name in the policy; "none" asks for nobody
    quorum_met: bool

    @property
    def cosigned(self) -> int:
        """How many witnesses have signed: k of n."""
        return sum(each.cosigned_at is not None for each in self.witnesses)

    @property
    def last_cosigned_at(self) -> int | None:
        """The last sign of life: the time of the newest cosignature."""
        return max(
            (each.cosigned_at for each in self.witnesses if each.cosigned_at is not None), default=None
        )


def standing_of(folder: Path) -> Standing:
    """How the checkpoint of a folder stands with the witnesses of its policy."""
    return _standing(read_policy(folder), _checkpoint(folder), folder)


def ask_all(folder: Path, *, known: Mapping[str, int] | None = None, post: Post = post) -> list[Answer]:
    """Ask every witness of the policy that has an address, all at once; in the order of the policy."""
    policy, checkpoint = read_policy(folder), _checkpoint(folder)
    size = _standing(policy, checkpoint, folder).size
    hashes, guesses = Store(folder / "record").hashes(size), known or {}

    def prove(old: int) -> Sequence[bytes]:
        return prove_consistency(old, size, hashes)

    asked = [witness for witness in policy.witnesses if witness.url]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(
            pool.map(
                lambda each: ask(
                    each, checkpoint, prove, guess=min(guesses.get(each.name, 0), size), post=post
                ),
                asked,
            )
        )


def put_under(folder: ElectionFolder, answers: Iterable[Answer]) -> None:
    """Put cosignatures under the checkpoint of a folder, through its writer where one runs."""
    signatures = [each.signature for each in answers if each.signature is not None]
    if not signatures:
        return
    lines = format_signatures(signatures)
    if not hand_over_cosignatures(folder.origin, lines):
        _with_the_lock(folder.path, lines)


def merge_into(folder: Path, lines: str) -> None:
    """Write cosignature lines under the checkpoint that lies there now; only whoever writes the record may.

    Lines that are not of a witness of the policy, or not of this checkpoint, are left out: it may have grown.
    """
    keys, checkpoint = [witness.key for witness in read_policy(folder).witnesses], _checkpoint(folder)
    path = folder / "record" / CHECKPOINT
    try:
        fresh = _fresh(parse_note(checkpoint), parse_signatures(lines), keys)
    except TlogError as error:  # a running writer tells it to whoever handed them in, and goes on
        raise Fault(
            f"no cosignatures can be put under it: {error}", place=str(path), cure=FROM_A_COPY
        ) from error
    if fresh:
        put(RealDisk(), [(path, merge(checkpoint, fresh))])


def merge(checkpoint: bytes, lines: Sequence[Signature]) -> bytes:
    """The checkpoint with cosignatures, each in the place of an older one by the same key."""
    note = parse_note(checkpoint)
    signatures = {(each.name, each.key_id): each for each in (*note.signatures, *lines)}
    return format_note(Note(note.text, tuple(signatures.values())[:MAX_SIGNATURES]))  # no log has so many


def _with_the_lock(folder: Path, lines: str) -> None:
    for left in reversed(range(TRIES)):
        try:
            with only_writer(folder):  # one file in one step: Ctrl-C may come at any moment
                return merge_into(folder, lines)
        except Refused:
            if not left:
                raise
            time.sleep(PAUSE)
    return None


def _fresh(note: Note, signatures: Iterable[Signature], keys: Sequence[Verifier]) -> list[Signature]:
    """The cosignatures that are of this checkpoint, by one of the keys, and newer than what is there by that key."""
    held = cosigned_by(note, keys)
    return [
        signature
        for signature in signatures
        for key, cosigned_at in _cosigned_by(Note(note.text, (signature,)), keys).items()
        if cosigned_at > held.get(key, 0)
    ]


def _cosigned_by(note: Note, keys: Sequence[Verifier]) -> Mapping[Verifier, int]:
    """Whose cosignatures a note has; none where one is wrong, which under a checkpoint would spoil the whole note."""
    try:
        return cosigned_by(note, keys)
    except TlogError:
        return {}


def _standing(policy: Policy, checkpoint: bytes, folder: Path) -> Standing:
    try:
        there = policy.standing(checkpoint)
        tree = parse_checkpoint(parse_note(checkpoint).text)
    except TlogError as error:
        place = str(folder / "record" / CHECKPOINT)
        raise Fault(str(error), place=place, cure=FROM_A_COPY) from error
    return Standing(
        origin=there.origin,
        size=tree.size,
        root=tree.root,
        witnesses=tuple(
            Witnessed(each.name, each.url, there.cosigned.get(each.name)) for each in policy.witnesses
        ),
        quorum=policy.quorum,
        quorum_met=there.quorum_met,
    )


def _checkpoint(folder: Path) -> bytes:
    note = Store(folder / "record").note()
    if note is None:
        raise Fault("the record has no checkpoint", place=str(folder / "record"), cure=FROM_A_COPY)
    return note
