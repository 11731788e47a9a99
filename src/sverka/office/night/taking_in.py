"""The intake as the night runs it: over HTTP and from the watched folder, each in a thread of its own.

::

    with taking_in(state, writer, Settings(port=8400)) as intake_room:
        …                               # the writer runs meanwhile, in another thread
        intake_room.state()             # what came in, what waits, who is heard
"""

from __future__ import annotations

import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sverka.office.clock import now
from sverka.office.folder import State
from sverka.office.night.http_intake import HttpIntake
from sverka.office.night.http_server import server_of, serving
from sverka.office.night.inbox import Inbox
from sverka.office.night.incoming import Outcome
from sverka.office.night.intake import Intake
from sverka.office.night.kept_back import Conflict, KeptBack, night_folder
from sverka.office.night.senders import CurrentSenders, senders_file
from sverka.office.witness_server import listen
from sverka.office.writer import Writer

INBOX = "inbox"
LOOK_EVERY = 1.0  # seconds between two looks into the watched folder
SWITCH = 0.0005  # seconds until a thread that computes lets another one in; the system's own are 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How counts may come in; `port` is None where HTTP is not wanted, and 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int | None = 8400
    certificate: Path | None = None
    key: Path | None = None
    inbox: bool = True


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
    `stuck` : files of the watched folder that can be neither taken in nor moved, and why
    """

    address: str
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
    stuck: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TakingIn:
    """A running intake."""

    intake: Intake
    inbox: Inbox
    address: str

    def state(self) -> IntakeState:
        """How it stands."""
        outcomes = self.intake.outcomes
        return IntakeState(
            address=self.address,
            recorded=outcomes[Outcome.RECORDED],
            known=outcomes[Outcome.KNOWN],
            refused=outcomes[Outcome.REFUSED],
            waiting=self.intake.waiting,
            files_taken=self.inbox.outcomes["taken"],
            files_refused=self.inbox.outcomes["refused"],
            files_waiting=self.inbox.waiting,
            conflicts=tuple(self.intake.open_conflicts()),
            unknown_stations=self.intake.kept_back.unknown_stations,
            senders=tuple(self._senders()),
            stuck=dict(self.inbox.stuck),
        )

    def _senders(self) -> Iterator[SenderState]:
        for name, outcomes in sorted(self.intake.by_sender.items()):
            if not name.startswith(f"{INBOX}/"):
                yield SenderState(
                    name=name,
                    recorded=outcomes[Outcome.RECORDED],
                    known=outcomes[Outcome.KNOWN],
                    conflicts=outcomes[Outcome.CONFLICT],
                    refused=outcomes[Outcome.REFUSED],
                )


@contextmanager
def taking_in(state: State, writer: Writer, settings: Settings) -> Iterator[TakingIn]:
    """Take counts in until the block is done; its writer must run until then."""
    folder, timezone = state.folder, state.election.timezone
    intake = Intake.of(state, writer, KeptBack.of(night_folder(folder.origin)))
    inbox = Inbox(folder.path / INBOX, intake, clock=time.monotonic, now=lambda: now(timezone))
    with ExitStack() as stack:
        stack.enter_context(_switching())
        address = ""
        if settings.port is not None:
            listening = listen(settings.host, settings.port)
            address = _address(listening, secure=settings.certificate is not None)
            senders = CurrentSenders(senders_file(folder.origin), lambda: intake.election)
            app = HttpIntake(intake, senders).app()
            server = server_of(app, certificate=settings.certificate, key=settings.key)
            stack.enter_context(serving(server, listening))
        if settings.inbox:
            inbox.prepare()
            stack.enter_context(_looking(inbox))
        yield TakingIn(intake, inbox, address)


def _address(listening: socket.socket, *, secure: bool) -> str:
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{shown}:{port}"


@contextmanager
def _looking(inbox: Inbox) -> Iterator[None]:
    """Look into the folder again and again; a fault of ours in one look is told, and the next one comes."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_EVERY):
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
        thread.join(LOOK_EVERY + 30)


@contextmanager
def _switching() -> Iterator[None]:
    """Let threads take turns quickly: one that publishes must not keep each message waiting for 5 ms."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
