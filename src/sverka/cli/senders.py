"""`sverka senders`: who may hand counts in over HTTP during the night, and for which stations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.folders import open_state
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.night.senders import SenderEntry
    from sverka.publish.language import Translator

app = typer.Typer(help="Who may hand counts in over HTTP during the night.", no_args_is_help=True)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="What the sender is called here.", show_default=False)
]


@app.command("add")
def add(
    context: typer.Context,
    folder: Folder,
    name: Name,
    organisation: Annotated[
        str,
        typer.Option(
            help="Who facts will say entered them: an organisation, never a person.", show_default=False
        ),
    ],
    account: Annotated[
        list[str],
        typer.Option(
            metavar="ID", help="An account it speaks for, or ID@HOLDER; may be repeated.", show_default=False
        ),
    ],
    stations: Annotated[
        str, typer.Option(metavar="ID,ID,…", help="The stations it speaks for.", show_default=False)
    ] = "",
    area: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="An area it speaks for; may be repeated.", show_default=False),
    ] = None,
    everywhere: Annotated[bool, typer.Option("--all", help="It speaks for every station.")] = False,
    role: Annotated[str, typer.Option(help="In which role it enters them.", show_default=False)] = "",
    rate: Annotated[int, typer.Option(help="How many counts it may hand in a minute.")] = 600,
    may_correct: Annotated[
        bool, typer.Option("--may-correct", help="It may change figures, with a reason in each count.")
    ] = False,
    json: Json = False,
) -> int:
    """Let a sender hand counts in: its token is shown once, and kept nowhere.

    Give it to the sender on a way that nobody reads; only its hash is kept. It is heard from now on, also by an intake
    that runs.
    """
    from sverka.office.night.senders import SenderEntry, add_sender, senders_file

    if everywhere and (stations or area):
        raise Fault("every station, and some of them", place="--all", cure="give --all, or the others")
    screen = Screen.of(context)
    state = open_state(folder, screen)
    entry = SenderEntry(
        token="",
        organisation=organisation,
        accounts=tuple(account),
        role=role,
        stations="all" if everywhere else tuple(filter(None, map(str.strip, stations.split(",")))),
        areas=tuple(area or ()),
        rate=rate,
        may_correct=may_correct,
    )
    token = add_sender(senders_file(state.folder.origin), name, entry, state.election)
    screen.say(screen.words._("The token of {name}. It is shown this once:", name=name))
    if json:
        screen.answer({"name": name, "token": token})
    else:
        typer.echo(token)
    return 0


@app.command("list")
def list_senders(context: typer.Context, folder: Folder, json: Json = False) -> int:
    """Say who may hand in what."""
    from sverka.office.night.senders import read_senders

    screen = Screen.of(context)
    entries = read_senders(_file(folder))
    if json:
        screen.answer([_answer(name, entry) for name, entry in entries.items()])
        return 0
    t = screen.words
    screen.table(
        t._("Senders"),
        [t._("Name"), t._("Organisation"), t._("Accounts"), t._("Speaks for"), t._("Counts a minute")],
        [
            [name, each.organisation, ", ".join(each.accounts), _places(each, t), t.number(each.rate)]
            for name, each in entries.items()
        ],
        text=4,
    )
    return 0


@app.command("remove")
def remove(context: typer.Context, folder: Folder, name: Name, json: Json = False) -> int:
    """Have a sender heard no more: its token is worth nothing from now on."""
    from sverka.office.night.senders import remove_sender

    screen = Screen.of(context)
    remove_sender(_file(folder), name)
    screen.say(screen.words._("{name} is heard no more.", name=name))
    if json:
        screen.answer({"name": name, "removed": True})
    return 0


def _file(folder: Path) -> Path:
    """Where the senders of an election stand."""
    from sverka.office.folder import ElectionFolder, check_is_election
    from sverka.office.night.senders import senders_file

    check_is_election(folder)
    return senders_file(ElectionFolder(folder).origin)


def _places(entry: SenderEntry, t: Translator) -> str:
    if isinstance(entry.stations, str):
        return t._("all stations")
    return ", ".join((*entry.stations, *entry.areas))


def _answer(name: str, entry: SenderEntry) -> dict[str, Any]:
    return {
        "name": name,
        "organisation": entry.organisation,
        "role": entry.role,
        "accounts": list(entry.accounts),
        "stations": entry.stations if isinstance(entry.stations, str) else list(entry.stations),
        "areas": list(entry.areas),
        "rate": entry.rate,
        "may_correct": entry.may_correct,
    }
