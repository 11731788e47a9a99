"""The one writer of a record: takes what others hand in, and records it in batches.

Each connection has a thread that waits for its answer; one loop does all the writing. What has come in while
a batch was written goes into the next one, under one checkpoint: many may hand in at once, and each is
answered only when its facts are on disk and under a signed checkpoint.

Within its process a request may also come *late*: it is made when its turn is there, from the record as it is
then, before any other of its batch. So nothing can come between what it was held against and its place.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener
from queue import Empty, Queue

import msgspec

from sverka.errors import Fault, SverkaError, fault_of
from sverka.office.handing_over import Reply, Request, decode_request, encode, reply_of, submissions_of
from sverka.office.writer_address import listening
from sverka.record.sequencer import Sequencer

MOST_IN_A_BATCH = 1000  # requests under one checkpoint
MOST_BYTES = 2**28  # of one request
WAIT = 0.2  # seconds until the loop looks whether it should end

OpenSequencer = Callable[[], Sequencer]
MergeCosignatures = Callable[[str], None]
Late = Callable[[int], Request]
"""Makes a request for a record that has so many entries."""

Asked = tuple[Request | Late, "Future[Reply]"]
Refuse = Callable[[Request], SverkaError | None]


@dataclass(slots=True)
class Writer:
    """The writer of one record; `open` opens it anew, after anything that went wrong in a batch too.

    `refuse` : says of what other processes ask for why it is not done, where it is not
    """

    origin: str
    open: OpenSequencer
    merge: MergeCosignatures
    waiting: Queue[Asked] = field(default_factory=Queue)
    ended: threading.Event = field(default_factory=threading.Event)
    sequencer: Sequencer | None = None
    refuse: Refuse = lambda request: None

    def run(self, ready: Callable[[int], None] = lambda size: None) -> None:
        """Write until `ended` is set; whoever waits then is still answered."""
        opened = self._opened()
        with listening(self.origin) as listener, _thread(lambda: self._accept(listener)):
            ready(opened.ledger.size)
            while not self.ended.is_set():
                self._write_what_waits()
            while not self.waiting.empty():
                self._write_what_waits()

    def ask(self, request: Request) -> Reply:
        """Have something written; returns when it is."""
        return self.asked(request).result()

    def asked(self, request: Request | Late) -> Future[Reply]:
        """The same without waiting; what is done when the reply is there is done before the next batch."""
        future: Future[Reply] = Future()
        self.waiting.put((request, future))
        return future

    def _write_what_waits(self) -> None:
        recording: list[tuple[Request, Future[Reply]]] = []
        merging = list(recording)
        for request, future in self._late_first(list(self._batch())):
            made = self._made(request)
            if isinstance(made, Reply):
                future.set_result(made)
            else:
                (merging if made.cosignatures else recording).append((made, future))
        if recording:
            self._record(recording)
        for made, future in merging:
            future.set_result(self._merge(made))

    def _batch(self) -> Iterator[Asked]:
        """What waits; nothing after a short while in which nothing came."""
        with suppress(Empty):
            yield self.waiting.get(timeout=WAIT)
            for _ in range(MOST_IN_A_BATCH - 1):
                yield self.waiting.get_nowait()

    def _late_first(self, batch: list[Asked]) -> list[Asked]:
        """A batch in the order in which it is made: one that comes late, and the others; a second one waits."""
        late = [asked for asked in batch if not isinstance(asked[0], Request)]
        for asked in late[1:]:
            self.waiting.put(asked)
        return [*late[:1], *(asked for asked in batch if isinstance(asked[0], Request))]

    def _made(self, request: Request | Late) -> Request | Reply:
        """A request, now that its turn is there; or what went wrong in making it."""
        if isinstance(request, Request):
            return request
        try:
            return request(self._opened().ledger.size)
        except (SverkaError, OSError) as error:
            return reply_of(_told(error))

    def _opened(self) -> Sequencer:
        if self.sequencer is None:
            self.sequencer = self.open()
        return self.sequencer

    def _record(self, batch: list[tuple[Request, Future[Reply]]]) -> None:
        for (_, future), reply in zip(batch, self._replies([each for each, _ in batch]), strict=True):
            future.set_result(reply)

    def _replies(self, requests: list[Request]) -> list[Reply]:
        try:
            taken = self._opened().take(submissions_of(requests))
        except (SverkaError, OSError) as error:
            self.sequencer = None  # what is on disk now, only a fresh look can say
            return [reply_of(_told(error))] * len(requests)
        return [
            reply_of(each) if isinstance(each, SverkaError) else Reply(indexes=each.indexes, size=each.size)
            for each in taken
        ]

    def _merge(self, request: Request) -> Reply:
        try:
            self.merge(request.cosignatures)
        except (SverkaError, OSError) as error:
            return reply_of(_told(error))
        return Reply()

    def _accept(self, listener: Listener) -> None:
        while not self.ended.is_set():
            try:
                connection = listener.accept()
            except AuthenticationError:
                continue
            except (OSError, EOFError):
                if self.ended.is_set():
                    return
                continue
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: Connection) -> None:
        """Answer one who hands in, as often as they ask."""
        with connection, suppress(OSError, EOFError):
            while True:
                asked = connection.recv_bytes(MOST_BYTES)
                try:
                    reply = self._answered(decode_request(asked))
                except msgspec.DecodeError as error:
                    reply = reply_of(Fault(f"not a request: {error}"))
                connection.send_bytes(encode(reply))

    def _answered(self, request: Request) -> Reply:
        refused = self.refuse(request)
        return self.ask(request) if refused is None else reply_of(refused)


@contextmanager
def _thread(target: Callable[[], None]) -> Iterator[None]:
    """A thread that ends with the process at the latest."""
    threading.Thread(target=target, daemon=True).start()
    yield


def _told(error: SverkaError | OSError) -> SverkaError:
    return error if isinstance(error, SverkaError) else fault_of(error)
