"""A standby becomes the writer of a record: from a copy, and the key that was handed to it.

Two machines that write to one record sign two histories, and no machine can see the lock of another. So somebody
has to say that the first writes no more: the first itself, by a signed note (`hand_over.py`), or a person, where it is
gone. Then all who could know of more are asked: the lock of this machine, that of the backup, the witnesses, other
copies.

The steps, of which the last that matters is one rename (`record/checkpoint`)::

    1  the copy                    renewed and verified
    2  who knows of more           any who does, and nothing is done
    3  the lock of this machine    stands where the copy stands
    4  a `key` fact                who goes on, and why, under the first checkpoint of this machine
    5  the keys                    lie here from now on

Interrupted before 4, the same command does it again; after, it does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sverka.errors import Fault, Refused, SverkaError
from sverka.office.asking import Answer, Post, post
from sverka.office.chain import Chain
from sverka.office.delivery import Delivery, document_of
from sverka.office.folder import ElectionFolder, State
from sverka.office.hand_over import open_hand_over
from sverka.office.home import lock_database
from sverka.office.key_facts import Now, in_force
from sverka.office.keys import keep, signers_held
from sverka.office.mirror import Mirror, Mirrored
from sverka.office.mirror_evidence import Progress
from sverka.office.mirror_forks import NotFollowed
from sverka.office.mirror_source import source_at
from sverka.office.takeover_checks import (
    check_handed_over,
    check_lock_here,
    check_nobody_knows_more,
    check_nobody_writes,
    check_others,
    check_source_is_quiet,
    check_witnesses,
)
from sverka.office.writer_lock import only_writer, to_its_end
from sverka.record.disk import RealDisk
from sverka.record.facts import AnyFact, KeyFact
from sverka.record.ledger import Ledger
from sverka.record.lock_database import OPEN, Held
from sverka.record.sequencer import Sequencer, Submission
from sverka.record.store import FROM_A_COPY
from sverka.tlog.checkpoint import Checkpoint, open_checkpoint
from sverka.tlog.errors import TlogError
from sverka.tlog.keys import Signer, Verifier

NOTE_FILE = "hand-over.txt"


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Why this machine may write: who says so, and either the first machine's own note or that it is gone.

    `by` : who takes over, an organisation or an office · `note` : the file of a hand-over
    """

    by: str
    note: bytes = b""
    gone: str = ""

    def check(self) -> None:
        """Refuse where nobody has said that the first machine writes no more."""
        if bool(self.note) == bool(self.gone.strip()):
            raise Refused(
                "R561",
                "two machines that write to one record sign two histories, and nobody has said that the first stopped",
                cure="on the first: `sverka keys hand-over`, then --hand-over FILE here; or --first-is-gone REASON",
            )
        if not self.by.strip():
            raise Fault(
                "nothing is given", place="--by", cure="say who takes over: it will stand in the record"
            )


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    """The record is written here now. `entry` : of the fact that says so · `answers` : of the witnesses."""

    origin: str
    size: int
    entry: int
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Takeover:
    """One takeover of a folder that was copied already.

    `signers` : the keys of the record, the newest first · `backed_up` : the lock in their backup, where there is one
    `others` : other copies and sites, asked for a larger record · `alone` : go on though no witness answers
    """

    folder: ElectionFolder
    signers: Sequence[Signer]
    grounds: Grounds
    backed_up: Held | None = None
    others: Sequence[str] = ()
    alone: bool = False
    post: Post = field(default=post)

    def do(self, now: Now) -> TakenOver:
        """Take it over, or refuse and change nothing."""
        self.grounds.check()
        check_nobody_writes(self.folder)
        with only_writer(self.folder.path), to_its_end():
            last, note = self._last()
            state = self.folder.open()
            if self._is_begun(state, last):  # interrupted when all was checked, and said
                return self._done(state, last, state.snapshot.size - 1)
            answers = self._asked(last)
            return self._done(state, last, self._say(state, self._ledger(last, note), now), answers)

    def _asked(self, last: Checkpoint) -> list[Answer]:
        """What the witnesses answer, when nobody knows of more than the copy has."""
        key = self.folder.key
        said = open_hand_over(self.grounds.note, key, place="--hand-over") if self.grounds.note else None
        if said is not None:
            check_handed_over(said, last)
        check_lock_here(last, self.folder.store, said)
        check_nobody_knows_more(last, self.backed_up)
        check_others(last, self.others, key)
        return check_witnesses(self.folder.path, last, alone=self.alone, post=self.post)

    def _last(self) -> tuple[Checkpoint, bytes]:
        """The last checkpoint that the copy has, signed by a key that was handed over."""
        note, shown = self.folder.store.note() or b"", self.folder.key
        if shown not in [each.verifier for each in self.signers]:
            what = f"the key that was given is not the one in force, {shown.name}+{shown.key_id:08x}"
            raise Fault(what, place="--key", cure="give a backup that was made after the key was changed")
        try:
            return open_checkpoint(note, [shown])[0], note
        except TlogError as error:
            place = str(self.folder.store.folder / "checkpoint")
            cure = f"give the key of this record; or {FROM_A_COPY}"
            raise Fault(f"not signed by the key that was given: {error}", place=place, cure=cure) from error

    def _ledger(self, last: Checkpoint, note: bytes) -> Ledger:
        """The record, with the lock of this machine where the copy stands."""
        held = Held(origin=last.origin, size=last.size, root=last.root, checkpoint=note)
        lock_database().adopt(held)
        return Ledger.open(self.folder.store, self.signers, lock_database(), RealDisk())

    def _done(self, state: State, last: Checkpoint, entry: int, answers: Sequence[Answer] = ()) -> TakenOver:
        """Keep the keys here; the newest file is the newest key."""
        here = {each.verifier for each in signers_held(last.origin)}
        for signer in reversed(self.signers):
            if signer.verifier not in here:
                keep(signer)
        size = max(state.snapshot.size, entry + 1)
        return TakenOver(origin=last.origin, size=size, entry=entry, answers=tuple(answers))

    def _is_begun(self, state: State, last: Checkpoint) -> bool:
        """Whether this machine has said it already: as the last fact, and under its own lock."""
        here = lock_database().held(last.origin)
        if here is None or (here.size, here.root, here.state) != (last.size, last.root, OPEN):
            return False
        entry, fact = next(reversed([*state.snapshot.keys.items()]), (-1, None))
        return fact is not None and entry == state.snapshot.size - 1 and fact.reason == self._reason()

    def _say(self, state: State, ledger: Ledger, now: Now) -> int:
        """Record who goes on, and why."""
        received = now(state.election.timezone)
        facts: list[AnyFact] = []
        if self.grounds.note:
            note = Delivery(name=NOTE_FILE, content=self.grounds.note)
            self.folder.evidence.put(note.content)
            facts.append(document_of(note, received=received))
        facts.append(self._fact(received))
        entries = tuple(Chain(state).link(facts))
        (taken,) = Sequencer(ledger).take([Submission(entries=entries, after=state.snapshot.size)])
        if isinstance(taken, SverkaError):
            raise taken
        return taken.indexes[-1]

    def _fact(self, received: str) -> KeyFact:
        return in_force(self.folder.key, reason=self._reason(), received=received)

    def _reason(self) -> str:
        if self.grounds.note:
            said = open_hand_over(self.grounds.note, self.folder.key, place="--hand-over")
            why = f"it was handed over with {said.size} facts: {said.reason}"
        else:
            why = f"the machine that wrote it is gone: {' '.join(self.grounds.gone.split())}"
        return f"another machine writes the record from here on, by {self.grounds.by.strip()}; {why}"


def renew_copy(source: str, folder: Path, key: Verifier | None, progress: Progress) -> Mirrored:
    """The newest that a source has, verified while it is copied; refused where it is no continuation of the copy."""
    check_source_is_quiet(source)
    outcome = Mirror(source_at(source), folder, key).renew(progress)
    if isinstance(outcome, NotFollowed):
        raise Refused(
            "R563",
            f"what {source} shows is not followed ({outcome.reason}) {outcome.what}".rstrip(),
            cure="take another copy; what was shown is kept: docs/mirrors.md",
        )
    return outcome
