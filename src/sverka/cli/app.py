"""The command `sverka`: its subcommands, its exit codes, and what happens when something goes wrong.

Each command imports what it needs when it runs, so that `sverka --help` answers at once.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Annotated

import typer

from sverka import __version__
from sverka.cli import (
    add,
    allow,
    anchor,
    annul,
    bundle,
    check,
    compare,
    cosign,
    define,
    demo,
    draw,
    export,
    fsck,
    group,
    keys,
    member,
    mirror,
    night,
    official,
    papers,
    policy,
    practice,
    publish,
    seats,
    senders,
    serve,
    show,
    takeover,
    totals,
    typing_sheet,
    watch,
    why,
    withhold,
    witness,
    writer,
)
from sverka.cli.screen import Screen, printable
from sverka.errors import SverkaError, fault_of

COULD_NOT_RUN = 2
INTERRUPTED = 130  # what Typer makes of Ctrl-C

app = typer.Typer(
    name="sverka",
    help="Compare two counts of an election, and let anyone recompute the result.",
    epilog="Exit codes: 0 agrees or done, 1 ran and found a difference, 2 could not run.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ANALYSIS, FOLDER, PUBLIC = "Compare and compute", "The election folder", "Publish"
GROUP = "The group"
LEARN = "Try and learn"
WATCH = "Watch and verify"

app.command("compare", rich_help_panel=ANALYSIS)(compare.compare)
app.command("check", rich_help_panel=ANALYSIS)(check.check)
app.command("totals", rich_help_panel=ANALYSIS)(totals.totals)
app.command("seats", rich_help_panel=ANALYSIS)(seats.seats)
app.command("why", rich_help_panel=ANALYSIS)(why.why)
app.command("new", rich_help_panel=FOLDER)(define.new)
app.command("add", rich_help_panel=FOLDER)(add.add)
app.add_typer(papers.app, name="papers", rich_help_panel=FOLDER)
app.command("show", rich_help_panel=FOLDER)(show.show)
app.command("annul", rich_help_panel=FOLDER)(annul.annul)
app.command("allow", rich_help_panel=FOLDER)(allow.allow)
app.command("reinstate", rich_help_panel=FOLDER)(annul.reinstate)
app.command("official", rich_help_panel=FOLDER)(official.official)
app.command("define", rich_help_panel=FOLDER)(define.define)
app.command("writer", rich_help_panel=FOLDER)(writer.writer)
app.add_typer(senders.app, name="senders", rich_help_panel=FOLDER)
app.add_typer(group.app, name="group", rich_help_panel=GROUP)
app.command("draw", rich_help_panel=GROUP)(draw.draw)
app.add_typer(member.app, name="member", rich_help_panel=GROUP)
app.command("withhold", rich_help_panel=FOLDER)(withhold.withhold)
app.command("export", rich_help_panel=PUBLIC)(export.export)
app.command("typing-sheet", rich_help_panel=FOLDER)(typing_sheet.typing_sheet)
app.command("typing-compare", rich_help_panel=FOLDER)(typing_sheet.typing_compare)
app.command("typing-record", rich_help_panel=FOLDER)(typing_sheet.typing_record)
app.command("publish", rich_help_panel=PUBLIC)(publish.publish)
app.command("night", rich_help_panel=PUBLIC)(night.night)
app.command("serve", rich_help_panel=PUBLIC)(serve.serve)
app.command("policy", rich_help_panel=PUBLIC)(policy.policy)
app.command("cosign", rich_help_panel=PUBLIC)(cosign.cosign)
app.add_typer(keys.app, name="keys", rich_help_panel=FOLDER)
app.command("takeover", rich_help_panel=FOLDER)(takeover.takeover)
app.command("anchor", rich_help_panel=PUBLIC)(anchor.anchor)
app.command("fsck", rich_help_panel=WATCH)(fsck.fsck)
app.command("mirror", rich_help_panel=WATCH)(mirror.mirror)
app.command("bundle", rich_help_panel=WATCH)(bundle.bundle)
app.add_typer(witness.app, name="witness", rich_help_panel=WATCH)
app.command("watch", rich_help_panel=WATCH)(watch.watch)
app.command("practice", rich_help_panel=LEARN)(practice.practice)
app.command("demo", rich_help_panel=LEARN)(demo.demo)


def _version(given: bool) -> None:
    if given:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def common(
    context: typer.Context,
    lang: Annotated[
        str, typer.Option("--lang", envvar="SVERKA_LANG", help="Language of words: ky, ru or en.")
    ] = "en",
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help="Show the version."),
    ] = False,
) -> None:
    """Compare two counts of an election, and let anyone recompute the result."""
    if lang not in ("ky", "ru", "en"):
        raise typer.BadParameter(f"{lang!r} is none of ky, ru, en", param_hint="--lang")
    context.obj = Screen(language=lang)


def main() -> None:
    """Run the command of this process and end it with its exit code; ended from outside is as by Ctrl-C."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; gives its exit code, and never raises."""
    _open_streams()
    _speak_utf8()
    try:
        given = _language_first(arguments)
        code = _asked_for(given)(given, prog_name="sverka", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - nothing that goes wrong may look like "found a difference"
        _say(error)
        return COULD_NOT_RUN
    if code == INTERRUPTED:
        _say(KeyboardInterrupt())
        return COULD_NOT_RUN
    return int(code or 0)


def _asked_for(given: Sequence[str]) -> typer.Typer:
    """Only the command that is asked for, since the options of all others take long to make; all where it is none."""
    words = given[given[:1].count("--lang") * 2 :]  # the language comes first, and maybe its value
    name = next((word for word in words if not word.startswith("-")), None)
    only = copy(app)
    only.registered_commands = [each for each in app.registered_commands if each.name == name]
    only.registered_groups = [each for each in app.registered_groups if each.name == name]
    return only if only.registered_commands or only.registered_groups else app


def _say(error: BaseException) -> None:
    """What went wrong, in words; a crash of ours with its traceback."""
    match error:
        case SverkaError():
            typer.echo(printable(str(error)), err=True)
        case typer.Abort() | KeyboardInterrupt():
            typer.echo("interrupted; nothing more was done", err=True)
        case typer.TyperException():
            _show(error)
        case (
            BrokenPipeError() | SystemExit()
        ):  # Typer ends the process where nobody reads the answer to its end
            _drop_stdout()
        case OSError():
            typer.echo(str(fault_of(error)), err=True)
        case _:
            traceback.print_exception(error)
            typer.echo("sverka crashed: this is a fault of ours; please report the lines above", err=True)


def _show(error: typer.TyperException) -> None:
    """A misuse of the command, with its usage; Typer's own errors know how to show themselves."""
    show = getattr(error, "show", None)
    show() if show else typer.echo(error.format_message(), err=True)


def _language_first(arguments: Sequence[str]) -> list[str]:
    """`--lang` is understood behind the command too."""
    given = list(arguments)
    end = given.index("--") if "--" in given else len(given)
    for at, word in enumerate(given[:end]):
        width = 2 if word == "--lang" else int(word.startswith("--lang="))
        if width:
            return [*given[at : at + width], *given[:at], *given[at + width :]]
    return given


def _open_streams() -> None:
    """Started without standard output or errors, as some schedulers do, a command speaks to nobody."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end of the process
            setattr(sys, name, stream)


def _speak_utf8() -> None:
    """Names are Cyrillic: a pipe or a Windows console must not fail on them."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")


def _drop_stdout() -> None:
    """The reader of the pipe is gone: keep Python from complaining about it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
