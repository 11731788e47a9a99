"""The intake of the night: holds what many senders hand in against the record, and has the writer record what is new.

What waits while a batch is written goes together into the next one. It is judged when its turn is there, against
the record as it is then (`office/writer.py`, *late*), so that nothing comes between the look and the fact::

    take ──► waiting ──► judged ──► one submission ──► on disk, signed ──► answered
"""

from __future__ import annotations

import threading
import traceback
from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from sverka.domain.election import Election
from sverka.errors import Refused
from sverka.office.folder import ElectionFolder, State
from sverka.office.handing_over import Reply, Request
from sverka.office.night.batch import Batch, Handed
from sverka.office.night.incoming import Answer, CountAnswer, Given, Subject, refused
from sverka.office.night.judging import Forms
from sverka.office.night.kept_back import Conflict, KeptBack
from sverka.office.night.latest import Known, Latest
from sverka.office.writer import Writer
from sverka.record.facts import DocumentFact

MOST_AT_ONCE = 2_000  # counts in one batch: an answer waits for no more than these
MOST_WAITING = 50_000  # counts; who comes then is asked to come again
TOO_MANY = Refused("R515", "too much waits to be recorded", cure="Send it again in a minute.")


@dataclass(slots=True)
class Intake:
    """The one way in which counts come into the record during the night, for any thread of its process."""

    folder: ElectionFolder
    writer: Writer
    latest: Latest
    kept_back: KeptBack
    forms: Forms = field(init=False)
    outcomes: Counter[str] = field(default_factory=Counter)
    by_sender: dict[str, Counter[str]] = field(default_factory=dict)
    waiting: int = 0  # counts that wait for their turn
    _waiting: deque[Handed] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _asked: bool = False
    _turn: list[Handed] = field(default_factory=list)
    _batch: Batch | None = None

    def __post_init__(self) -> None:
        self.forms = Forms(self.latest.election)

    @classmethod
    def of(cls, state: State, writer: Writer, kept_back: KeptBack) -> Intake:
        """The intake of a record as it was read."""
        return cls(state.folder, writer, Latest(state), kept_back)

    @property
    def election(self) -> Election:
        """The definition in force, as far as the intake has read."""
        return self.latest.election

    def take(
        self, given: Sequence[Given], *, document: DocumentFact | None = None, evidence: bytes | None = None
    ) -> Future[Answer]:
        """Hand counts in together; answered when what is new is on disk under a signed checkpoint.

        Each stands for itself; but those of a file (`document`) are recorded all or none, and name it.
        """
        handed = Handed(tuple(given), document, evidence)
        if self.waiting > MOST_WAITING:
            handed.answer.set_result(self._answer([refused(each, TOO_MANY) for each in given]))
            return handed.answer
        with self._lock:
            self._waiting.append(handed)
            self.waiting += len(handed.given)
            asks, self._asked = not self._asked, True
        if asks:
            self._ask()
        return handed.answer

    def known(self, subject: Subject) -> Known | None:
        """What the record has of a subject, as of the last batch."""
        return self.latest.known(subject)

    def open_conflicts(self) -> list[Conflict]:
        """The contradictions that no correction has ended."""
        return list(self.kept_back.open(self.known))

    def _ask(self) -> None:
        self.writer.asked(self._made).add_done_callback(self._done)

    def _made(self, size: int) -> Request:
        """The entries of the next batch, judged against a record of this size; in the writer's thread."""
        self._turn, self._batch = self._next(), None
        self._catch_up(size)
        batch = Batch(self.latest, self.forms, self.kept_back, self.folder.store.reader())
        for handed in self._turn:
            self._judge(batch, handed)
        for content in batch.evidence:
            self.folder.evidence.put(content)
        self._put_back(batch.deferred)
        self._batch = batch
        return Request(entries=tuple(batch.entries), after=size)

    def _judge(self, batch: Batch, handed: Handed) -> None:
        """Judge what was handed in together; a fault of ours in it must not end the night."""
        try:
            batch.judge(handed)
        except Exception as error:  # noqa: BLE001 - said to its sender and on standard error, and the next one is taken
            traceback.print_exception(error)
            fault = Refused("R515", f"a fault of this program: {error!r}", cure="Tell the operator.")
            batch.settle(handed, [refused(each, fault) for each in handed.given])

    def _next(self) -> list[Handed]:
        with self._lock:
            self._asked = False
            found: list[Handed] = []
            room = MOST_AT_ONCE
            while self._waiting and (not found or room >= len(self._waiting[0].given)):
                found.append(self._waiting.popleft())
                room -= len(found[-1].given)
            self.waiting -= sum(len(each.given) for each in found)
        return found

    def _put_back(self, deferred: Sequence[Handed]) -> None:
        with self._lock:
            self._waiting.extendleft(reversed(deferred))
            self.waiting += sum(len(each.given) for each in deferred)

    def _catch_up(self, size: int) -> None:
        """Take in what others recorded meanwhile; a new definition has everything read anew."""
        if self.latest.size != size:
            self.latest.take(self.folder.store.entries(self.latest.size, size))
        if self.latest.outdated:
            self.latest = Latest(self.folder.open(size=size))
            self.forms = Forms(self.latest.election)

    def _done(self, future: Future[Reply]) -> None:
        """Answer a batch, and have what came in meanwhile go into the next one; in the writer's thread."""
        reply, batch = future.result(), self._batch
        failed = _failure(reply)
        if batch is None:  # it could not even be judged
            why = failed or TOO_MANY
            answers = [(handed, [refused(each, why) for each in handed.given]) for handed in self._turn]
        else:
            answers = batch.answered(reply.indexes, failed)
            if failed is None and reply.indexes and reply.indexes[0] == self.latest.size:
                self.latest.take(batch.entries)
        for handed, counts in answers:
            self._settle(handed, counts)
        with self._lock:
            asks = bool(self._waiting) and not self._asked
            self._asked = self._asked or asks
        if asks:
            self._ask()

    def _settle(self, handed: Handed, answers: Sequence[CountAnswer]) -> None:
        for given, answer in zip(handed.given, answers, strict=True):
            self.outcomes[answer.outcome] += 1
            self.by_sender.setdefault(given.sender, Counter())[answer.outcome] += 1
        handed.answer.set_result(self._answer(answers))

    def _answer(self, counts: Sequence[CountAnswer]) -> Answer:
        """The answers under the last checkpoint, which covers all that they name."""
        sequencer = self.writer.sequencer
        if sequencer is not None:
            held = sequencer.ledger.held
            return Answer(size=held.size, root=held.root.hex(), counts=tuple(counts))
        checkpoint = self.folder.store.checkpoint()
        size, root = (checkpoint.size, checkpoint.root.hex()) if checkpoint else (0, "")
        return Answer(size=size, root=root, counts=tuple(counts))


def _failure(reply: Reply) -> Refused | None:
    """Why nothing of a batch was recorded; None if it was."""
    if not reply.what:
        return None
    return Refused(
        "R515", f"it could not be recorded: {reply.what}", cure=reply.cure or "Send it again in a minute."
    )
