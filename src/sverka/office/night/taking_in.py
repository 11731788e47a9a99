"""The intake as the night runs it: over HTTP and from the watched folder, each in a thread of its own.

::

    taking_in = TakingIn(Settings(port=8400))
    taking_in.start(writer, folder)     # the writer runs meanwhile, in another thread
    taking_in.state()                   # what came in, what waits, who is heard
    taking_in.stop()                    # before the writer ends
"""

from __future__ import annotations

import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sverka.office.clock import now
from sverka.office.folder import ElectionFolder
from sverka.office.night.http_intake import HttpIntake
from sverka.office.night.http_server import server_of, serving
from sverka.office.night.inbox import REFUSED, SETTLED, TAKEN, Inbox, check_inbox
from sverka.office.night.incoming import Outcome
from sverka.office.night.intake import Intake
from sverka.office.night.kept_back import Conflict, KeptBack, night_folder
from sverka.office.night.senders import CurrentSenders, senders_file
from sverka.office.witness_server import listen
from sverka.office.writer import Writer

INBOX = "inbox"
LOOK_EVERY = 1.0  # seconds between two looks into the watched folder
A_MOMENT = 0.02  # seconds between two questions whether all is done that was asked for
SWITCH = 0.00005  # seconds until a thread that computes lets another one in; the system's own are 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How counts may come in.

    `port` : None where HTTP is not wanted; 0 takes a free one
    `inbox` : the watched folder, None for `inbox/` in the election folder
    `settled` : seconds without a change until a file is read · `look_every` : seconds between two looks
    `tell` : is told of each file that cannot be taken in, and why
    """

    host: str = "127.0.0.1"
    port: int | None = 8400
    certificate: Path | None = None
    key: Path | None = None
    inbox: Path | None = None
    settled: float = SETTLED
    look_every: float = LOOK_EVERY
    tell: Callable[[str, str], None] = lambda _name, _why: None


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderState:
    """What came from one sender since the night began."""

    name: str
    recorded: int
    known: int
    conflicts: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeState:
    """What came in since the night began, what waits, and what an operator should look at.

    `conflicts` : those that no correction has ended, of earlier nights of this record too
    `unknown_stations` : counts that are kept, of stations that the election does not have
    `refused_files` : files that were put aside, and why
    `stuck` : files of the watched folder that can be neither taken in nor moved, and why
    """

    address: str
    inbox: str
    recorded: int
    known: int
    refused: int
    waiting: int
    files_taken: int
    files_refused: int
    files_waiting: int
    conflicts: tuple[Conflict, ...]
    unknown_stations: int
    senders: tuple[SenderState, ...]
    refused_files: Mapping[str, str]
    stuck: Mapping[str, str]


@dataclass(slots=True)
class TakingIn:
    """The intake of a night, from its start to its stop."""

    settings: Settings = field(default_factory=Settings)
    address: str = ""
    _intake: Intake | None = None
    _inbox: Inbox | None = None
    _stack: ExitStack = field(default_factory=ExitStack)
    _asked: threading.Event = field(default_factory=threading.Event)  # to look now

    def start(self, writer: Writer, folder: ElectionFolder) -> None:
        """Take counts in from now on; what is handed in is answered when the writer runs."""
        state = folder.open()
        timezone = state.election.timezone
        intake = self._intake = Intake.of(state, writer, KeptBack.of(night_folder(folder.origin)))
        self._inbox = Inbox(
            self.settings.inbox or folder.path / INBOX,
            intake,
            clock=time.monotonic,
            now=lambda: now(timezone),
            settled=self.settings.settled,
            tell=self.settings.tell,
        )
        check_inbox(self._inbox.folder, folder.path)
        self._inbox.prepare()
        self._stack.enter_context(_switching())
        if self.settings.port is not None:
            self._stack.enter_context(self._answering(intake, self.settings.port))
        self._stack.enter_context(_looking(self._inbox, self.settings.look_every, self._asked))

    def stop(self) -> None:
        """Take in nothing more; whoever waits is still answered, if the writer runs."""
        self._stack.close()

    def settle(self) -> None:
        """Return when all files that lie in the folder now are done with, or cannot be."""
        inbox = self._inbox
        looks = 0 if inbox is None else inbox.looks + 2
        while inbox is not None and (inbox.looks < looks or inbox.waiting > len(inbox.stuck)):
            self._asked.set()
            time.sleep(min(A_MOMENT, self.settings.look_every / 10))

    def state(self) -> IntakeState:
        """How it stands."""
        intake, inbox = self._intake, self._inbox
        if intake is None or inbox is None:
            raise AssertionError("an intake that was not started")
        return IntakeState(
            address=self.address,
            inbox=str(inbox.folder),
            recorded=intake.outcomes[Outcome.RECORDED],
            known=intake.outcomes[Outcome.KNOWN],
            refused=intake.outcomes[Outcome.REFUSED],
            waiting=intake.waiting,
            files_taken=inbox.outcomes[TAKEN],
            files_refused=inbox.outcomes[REFUSED],
            files_waiting=inbox.waiting,
            conflicts=tuple(intake.open_conflicts()),
            unknown_stations=intake.kept_back.unknown_stations,
            senders=tuple(_senders(intake)),
            refused_files=dict(inbox.refused),
            stuck=dict(inbox.stuck),
        )

    @contextmanager
    def _answering(self, intake: Intake, port: int) -> Iterator[None]:
        """Answer over HTTP until the block is done."""
        settings = self.settings
        listening = listen(settings.host, port, option="--listen")
        self.address = _address(listening, secure=settings.certificate is not None)
        senders = CurrentSenders(senders_file(intake.folder.origin), lambda: intake.election)
        app = HttpIntake(intake, senders).app()
        with serving(server_of(app, certificate=settings.certificate, key=settings.key), listening):
            yield


def _senders(intake: Intake) -> Iterator[SenderState]:
    """What came from each sender; files are counted as files."""
    for name, outcomes in sorted(intake.by_sender.items()):
        if not name.startswith(f"{INBOX}/"):
            yield SenderState(
                name=name,
                recorded=outcomes[Outcome.RECORDED],
                known=outcomes[Outcome.KNOWN],
                conflicts=outcomes[Outcome.CONFLICT],
                refused=outcomes[Outcome.REFUSED],
            )


def _address(listening: socket.socket, *, secure: bool) -> str:
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{shown}:{port}"


@contextmanager
def _looking(inbox: Inbox, every: float, asked: threading.Event) -> Iterator[None]:
    """Look into the folder again and again; a fault of ours in one look is told, and the next one comes.

    `asked` : set by who cannot wait for the next look
    """
    ended = threading.Event()

    def look() -> None:
        while True:
            asked.wait(every)
            asked.clear()
            if ended.is_set():
                return
            try:
                inbox.look()
            except Exception as error:  # noqa: BLE001 - the folder must be watched to the end of the night
                traceback.print_exception(error)

    thread = threading.Thread(target=look, name="inbox", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        asked.set()
        thread.join(30)


@contextmanager
def _switching() -> Iterator[None]:
    """Let threads take turns quickly: one that publishes must not keep each message waiting for 5 ms."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
