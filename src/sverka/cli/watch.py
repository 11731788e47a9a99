"""`sverka watch`: keep what somebody else's results site showed, and say what does not fit together in it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault, SverkaError, fault_of

if TYPE_CHECKING:
    from sverka.formats.watched_pages import WatchedPage
    from sverka.office.watch import Watch

Where = Annotated[
    str | None,
    typer.Argument(
        metavar="ADDRESS|FILE.toml",
        help="An address of the commission's results API, or a file that says which pages, and how they are read.",
        show_default=False,
    ),
]
Every = Annotated[float, typer.Option(metavar="SECONDS", help="Ask every page so often.")]
Times = Annotated[
    int, typer.Option(min=0, help="Stop after so many rounds (0: go on until Ctrl-C).", show_default=False)
]
Once = Annotated[bool, typer.Option("--once", help="Ask every page once.")]
AccountOption = Annotated[
    str,
    typer.Option(
        "--account",
        help="Whose counts the pages have (default: the one account of a published page).",
        show_default=False,
    ),
]
Holder = Annotated[str, typer.Option("--holder", help="The organisation that watches.", show_default=False)]
Report = Annotated[
    bool,
    typer.Option("--report", help="Ask nothing: say what the captures kept so far show, with the times."),
]


def watch(
    context: typer.Context,
    folder: Folder,
    where: Where = None,
    every: Every = 60.0,
    times: Times = 0,
    once: Once = False,
    account: AccountOption = "",
    holder: Holder = "",
    report: Report = False,
    json: Json = False,
) -> int:
    """Watch somebody else's results site into an election folder of your own.

    Every answer that is new is kept as evidence (a WARC file); its figures become counts of the published page, and
    where they are other ones than before, that is recorded as a correction. A blank page, an error and no answer are
    kept too. With --report: shares that sum to more than 100 %, figures that fell, sums that do not add up, two
    bases on one page, from when to when; exit code 1 where there is any.
    """
    screen = Screen.of(context)
    if report:
        from sverka.cli.watch_words import say_report

        return say_report(folder, screen, json=json)
    if where is None:
        raise Fault(
            "nothing says what to watch",
            place="sverka watch",
            cure="give an address, or a file such as watch.toml",
        )
    return _watch(folder, _pages(where), 1 if once else times, every, account, holder, screen, json=json)


def _watch(
    folder: Path,
    pages: list[WatchedPage],
    rounds: int,
    every: float,
    account: str,
    holder: str,
    screen: Screen,
    *,
    json: bool,
) -> int:
    from sverka.office.watch import Watch, check_interval

    if rounds != 1:
        check_interval(pages, every)
    watching = Watch(folder, pages, account=account, holder=holder)
    done = 0
    try:
        while True:
            _tried(watching, screen, json=json, tolerant=rounds != 1)
            done += 1
            if done == rounds:
                return 0
            time.sleep(every)
    except KeyboardInterrupt:
        screen.say(screen.words._("Stopped."))
        return 0


def _tried(watching: Watch, screen: Screen, *, json: bool, tolerant: bool) -> None:
    """One round; through a night what goes wrong in one is said, and the next one comes."""
    try:
        _round(watching, screen, json=json)
    except (SverkaError, OSError) as error:
        if not tolerant:
            raise
        screen.say(str(error if isinstance(error, SverkaError) else fault_of(error)))


def _round(watching: Watch, screen: Screen, *, json: bool) -> None:
    from sverka.cli.watch_words import look_answer, look_said
    from sverka.office.clock import moment

    for looked in watching.round(lambda: moment(watching.election.timezone)):
        if json:
            screen.answer(look_answer(looked))
        screen.say(look_said(screen.words, looked))


def _pages(where: str) -> list[WatchedPage]:
    from sverka.formats.watched_pages import load_pages, page_at

    if "://" in where:
        return [page_at(where)]
    try:
        return load_pages(Path(where).read_text("utf-8"), Path(where).name)
    except (OSError, UnicodeDecodeError) as error:
        raise Fault(
            f"cannot be read: {error}", place=where, cure="check the path; it is UTF-8 text"
        ) from None
