"""`sverka night`: the night of an election in one process, from what comes in to what is published."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.folder import ElectionFolder
    from sverka.office.night.board import Board, Event
    from sverka.office.night.doors import Door
    from sverka.office.night.night import Night, Plan
    from sverka.office.night.outcomes import Published, Stopped


def night(
    context: typer.Context,
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(help="Where to (default: public/ in the folder).", show_default=False)
    ] = None,
    inbox: Annotated[
        Path | None,
        typer.Option(
            help="A folder whose files are taken in (default: inbox/ in the folder).", show_default=False
        ),
    ] = None,
    listen: Annotated[
        str,
        typer.Option(metavar="HOST:PORT", help="Answer senders over HTTP there.", show_default=False),
    ] = "",
    certificate: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.pem", help="Answer senders over TLS, with this certificate.", show_default=False
        ),
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE.pem", help="The certificate's key.", show_default=False)
    ] = None,
    every: Annotated[
        float, typer.Option(min=0.1, help="Look every so many seconds whether there is something to publish.")
    ] = 60,
    operator: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help="Serve the operator's page on this port of this machine.",
            show_default=False,
        ),
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ky|ru|en",
            help="Publish in these languages (default: all); may be repeated.",
            show_default=False,
        ),
    ] = None,
    table: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MODULE:FUNCTION",
            help="Show a table of your own too; may be repeated.",
            show_default=False,
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Take in what waits, publish, and end.")] = False,
    max_publications: Annotated[
        int | None, typer.Option(min=1, help="End after so many publications.", show_default=False)
    ] = None,
    received: Annotated[
        str,
        typer.Option(help="When it is published, if that is not now; only with --once.", show_default=False),
    ] = "",
    json: Json = False,
) -> int:
    """Take facts in and publish them, all night: until you press Ctrl-C.

    Counts come from files in the watched folder, from senders over HTTP, and from every other command of this machine.
    Each publication passes the gate first: figures that contradict themselves are not published, the last good ones
    stand, and the pages say so. Stopped at any moment and started again, it goes on where it was. Exit code 1 if it
    ended while a publication was stopped; with --once also if a file of the watched folder was not taken in.
    """
    from sverka.office.night.board import Board
    from sverka.office.night.night import Night

    screen = Screen.of(context)
    plan = _plan(folder, out, every, language, table, once=once, most=max_publications, received=received)
    board = Board(tell=_teller(screen))
    running = Night(plan, board, _doors(board, inbox, listen, certificate, key))
    with ExitStack() as stack:
        if operator is not None:
            screen.say(
                screen.words._(
                    "Operator's page: {address}",
                    address=stack.enter_context(_page(running, operator, screen)),
                )
            )
        stack.enter_context(_line(screen, running))
        running.run()
    if json:
        screen.answer(_answer(board))
    screen.say(screen.words._("Stopped."))
    return 1 if board.stopped or (once and board.put_aside) else 0


def _plan(
    folder: Path,
    out: Path | None,
    every: float,
    language: list[str] | None,
    table: list[str] | None,
    *,
    once: bool,
    most: int | None,
    received: str,
) -> Plan:
    from sverka.office.folder import ElectionFolder
    from sverka.office.night.night import Plan
    from sverka.publish.display import load_display
    from sverka.publish.gate.gate import Gate
    from sverka.publish.site.build import LANGUAGES

    election = ElectionFolder(folder)
    _check_received(election, received, once=once)
    unknown = [each for each in language or () if each not in LANGUAGES]
    if unknown:
        raise Fault(
            f"no language of pages: {unknown[0]!r}",
            place="--language",
            cure=f"give some of: {', '.join(LANGUAGES)}",
        )
    chosen = tuple(each for each in LANGUAGES if each in (language or LANGUAGES))
    return Plan(
        folder=election,
        out=out or election.public,
        gate=Gate(),
        languages=chosen,
        every=every,
        once=once,
        most=most,
        clock=_clock(received),
        displays=tuple(map(load_display, table or ())),
    )


def _check_received(election: ElectionFolder, received: str, *, once: bool) -> None:
    """Refuse a time that somebody gives where it is none, or comes before the last publication."""
    from sverka.office.clock import checked
    from sverka.office.folder import check_is_election
    from sverka.office.night.recording import check_comes_after

    if not received:
        return
    if not once:
        raise Fault("a night that goes on has a clock", place="--received", cure="give it with --once only")
    check_is_election(election.path)
    timezone = election.open().election.timezone
    check_comes_after(election, checked(received, timezone=timezone, option="--received"))


def _doors(
    board: Board, inbox: Path | None, listen: str, certificate: Path | None, key: Path | None
) -> list[Door]:
    from sverka.office.night.board import PutAside
    from sverka.office.night.doors import Intakes
    from sverka.office.night.taking_in import Settings, TakingIn

    host, _, port = listen.rpartition(":")
    if listen and not (host and port.isdecimal()):
        raise Fault(f"not an address: {listen!r}", place="--listen", cure="write it like 127.0.0.1:8400")
    if (certificate is None) != (key is None):
        raise Fault(
            "a certificate and its key belong together",
            place="--certificate",
            cure="give both: --certificate FILE.pem --key FILE.pem",
        )
    if certificate is not None and not listen:
        raise Fault("nobody is answered", place="--certificate", cure="say where: --listen HOST:PORT")
    settings = Settings(
        host=host.strip("[]"),
        port=int(port) if listen else None,
        inbox=inbox,
        certificate=certificate,
        key=key,
        tell=lambda name, why: board.note(PutAside(name, why)),
    )
    return [Intakes(TakingIn(settings))]


def _clock(received: str) -> Callable[[str], str]:
    """Gives the time in a zone: as given, or now."""
    from sverka.office.clock import checked, now

    if not received:
        return now
    return lambda timezone: checked(received, timezone=timezone, option="--received")


@contextmanager
def _page(running: Night, port: int, screen: Screen) -> Iterator[str]:
    """The operator's page, as long as the night runs."""
    from sverka.office.night.operator_server import serving
    from sverka.office.night.operator_view import Gathering

    election = running.plan.folder.open().election
    with serving(Gathering(running, election), port, screen.language) as address:
        yield address


def _teller(screen: Screen) -> Callable[[Event], None]:
    """Says what happens, a line for each event."""
    from sverka.cli.night_words import event_sentence

    def tell(event: Event) -> None:
        sentence = event_sentence(screen.words, event)
        if sentence:
            screen.say(sentence)

    return tell


@contextmanager
def _line(screen: Screen, running: Night) -> Iterator[None]:
    """A line on the terminal that says how the night stands, renewed each second; none where no one looks on."""
    if not sys.stderr.isatty():
        yield
        return
    from sverka.cli.night_words import standing_line

    ended = threading.Event()

    def renew() -> None:
        while not ended.wait(1):
            status.update(standing_line(screen.words, running.board, running.plan.folder.store.size))

    with screen.err.status("") as status:
        threading.Thread(target=renew, daemon=True).start()
        try:
            yield
        finally:
            ended.set()


def _answer(board: Board) -> dict[str, object]:
    """What became of the night, for programs."""
    stopped = board.stopped
    return {
        "publications": board.publications,
        "last": None if not board.published else _publication(board.published[0]),
        "stopped": None if stopped is None else _stop(stopped),
        "put_aside": board.put_aside,
    }


def _publication(published: Published) -> dict[str, object]:
    return {
        "record_size": published.size,
        "root": published.root,
        "received": published.received,
        "entry": published.entry,
        "files": published.files,
    }


def _stop(stopped: Stopped) -> dict[str, object]:
    return {
        "record_size": stopped.size,
        "since": stopped.since,
        "entry": stopped.entry,
        "failed": stopped.failed,
        "checks": list(stopped.codes),
    }
