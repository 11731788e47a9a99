"""Who could know that more was signed than a copy of a record has: each is asked before another machine writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sverka.errors import Fault, Refused
from sverka.office.asking import Answer, Post, Reply, post
from sverka.office.cosigning import ask_all
from sverka.office.folder import ElectionFolder
from sverka.office.hand_over import HandOver
from sverka.office.home import lock_database
from sverka.office.mirror import CHECKPOINT_PATH
from sverka.office.mirror_source import source_at
from sverka.office.policy_file import read_policy
from sverka.office.writer_address import connected
from sverka.office.writer_lock import only_writer
from sverka.record.lock_database import CLOSED, HANDED_OVER, Held, check_open
from sverka.record.store import Store
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Verifier
from sverka.tlog.note import MAX_NOTE_BYTES

NEWEST = "take the newest copy: --from"


def check_nobody_writes(folder: ElectionFolder) -> None:
    """Refuse where a writer of the record runs on this machine."""
    with connected(folder.origin) as connection:
        if connection is not None:
            raise _still_writes(f"a writer of {folder.origin!r} runs on this machine")


def check_source_is_quiet(source: str) -> None:
    """Refuse where the copy is taken from a folder of this machine to which somebody writes at the moment."""
    if "://" in source or not Path(source).is_dir():
        return
    try:
        with only_writer(Path(source)):
            return
    except Refused:
        raise _still_writes(f"somebody is writing to {source}") from None


def _still_writes(what: str) -> Refused:
    return Refused("R562", what, cure="end it, and hand the record over: `sverka keys hand-over`")


def check_handed_over(said: HandOver, last: Checkpoint) -> None:
    """Hold the first machine's note against the copy: the same state, or one of the two is not the last."""
    if last.size < said.size:
        raise _behind(last.size, said.size, "the machine that handed it over signed")
    if (last.size, last.root) != (said.size, said.root):
        raise Refused(
            "R566",
            f"the copy has {last.size} facts, and was handed over with {said.size}, or with others:"
            " somebody wrote to it since",
            cure="find out who; keep both as evidence. If it was handed on, give the last machine's note",
        )


def check_lock_here(last: Checkpoint, store: Store, said: HandOver | None) -> None:
    """Hold the copy against what this machine itself has signed."""
    here = lock_database().held(last.origin)
    if here is None:
        return
    if here.state == CLOSED:
        check_open(here)
    if here.size > last.size:
        raise _behind(last.size, here.size, "this machine signed")
    if store.root(here.size) != here.root:
        raise Refused(
            "R566",
            f"this machine signed {here.size} facts that are no beginning of the copy",
            cure="keep both as evidence; find out who else has the key: docs/keys.md",
        )
    if here.state == HANDED_OVER and said is not None and said.size == here.size:
        raise Refused(
            "R566",
            "this is the note that this machine itself gave away: somebody may write with it",
            cure="give the note of the machine that has the record now; or --first-is-gone, if it never took over",
        )


def check_nobody_knows_more(last: Checkpoint, backed_up: Held | None) -> None:
    """Refuse a copy that is older than the backup of the keys."""
    if backed_up is not None and backed_up.size > last.size:
        raise _behind(last.size, backed_up.size, "the backup of the keys was made when there were")


def check_others(last: Checkpoint, others: Sequence[str], key: Verifier) -> None:
    """Ask other copies and sites; one that cannot be read, or is of another record, is a fault."""
    for given in others:
        source = source_at(given)
        note = source.read(CHECKPOINT_PATH, most=MAX_NOTE_BYTES)
        try:
            there = open_checkpoint(note or b"", [key])[0]
        except TlogError as error:
            cure = "give a copy of this record, or leave it out"
            raise Fault(f"no checkpoint by the key: {error}", place=given, cure=cure) from None
        if there.size > last.size:
            raise _behind(last.size, there.size, f"{given} has")


def check_witnesses(folder: Path, last: Checkpoint, *, alone: bool, post: Post = post) -> list[Answer]:
    """Ask every witness of the policy; refused where one knows of more, or where none of them answers."""
    answers = ask_all(folder, post=post)
    check_not_ahead(answers, last)
    heard = [each for each in answers if each.reply is not Reply.SILENT]
    if not heard and read_policy(folder).witnesses and not alone:
        raise Refused(
            "R565",
            "no witness of the record answers: nobody outside says that the copy is the newest",
            cure="reach one, or ask other copies (--ask ADDRESS) and say --no-witness",
        )
    return answers


def check_not_ahead(answers: Sequence[Answer], last: Checkpoint) -> None:
    """Refuse where a witness has signed a larger record than this, or another one."""
    ahead = max(answers, key=lambda each: each.known, default=None)
    if ahead is not None and ahead.known > last.size:
        raise _behind(last.size, ahead.known, f"the witness {ahead.witness} signed")
    other = next((each for each in answers if each.reply is Reply.INCONSISTENT), None)
    if other is not None:
        raise Refused(
            "R566",
            f"the witness {other.witness} signed a history of which the copy is no continuation",
            cure="keep both as evidence; find out who else has the key: docs/keys.md",
        )


def check_nobody_went_on(folder: Path, *, post: Post = post) -> None:
    """Refuse to write where a witness knows of more: another machine took over while this one was away."""
    last = Store(folder / "record").checkpoint()
    if last is None:
        return
    for each in ask_all(folder, post=post):
        if each.reply is Reply.AHEAD:
            raise Refused(
                "R568",
                f"the witness {each.witness} signed {each.known} facts, and this machine has {last.size}:"
                " another one goes on with the record",
                cure="write there; this folder is renewed by `sverka mirror`. If nobody else should: docs/takeover.md",
            )


def _behind(have: int, known: int, who: str) -> Refused:
    what = f"the copy has {have} facts, and {who} {known}: what came between would be lost"
    return Refused("R564", what, cure=f"{NEWEST} ADDRESS of whoever has it")
