"""`sverka new` and `sverka define`: make an election folder, and record a new version of its definition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import read_file
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.domain.election import Election
    from sverka.office.founding import Moment
    from sverka.office.papers import Papers

Received = Annotated[str, typer.Option(help="When it came to you, if that is not now.", show_default=False)]


def new(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
    definition: Annotated[
        str,
        typer.Option(
            help="A definition file, or the name of one that comes with Sverka.", show_default=False
        ),
    ],
    stations: Annotated[
        str | None, typer.Option(help="The station table (CSV; may be gzipped).", show_default=False)
    ] = None,
    aliases: Annotated[
        str | None,
        typer.Option(
            help="The reviewed table of what foreign systems call the stations.", show_default=False
        ),
    ] = None,
    origin: Annotated[
        str,
        typer.Option(
            help="The record's name for ever, e.g. results.example/2027-01-24 (default: the election's id and "
            "the first digits of the key's hash).",
            show_default=False,
        ),
    ] = "",
    received: Received = "",
    json: Json = False,
) -> int:
    """Make an election folder, with the key of its record: election.toml, stations.csv, record/, evidence/, public/.

    The key lies elsewhere, where no copy of the folder takes it along: `sverka keys show DIR` says where.
    """
    from sverka.office.founding import create

    screen = Screen.of(context)
    papers = _papers(definition, stations, aliases)
    state = create(folder, papers, received=_moment(received), origin=origin)
    places = state.election.places
    for sentence in _noticed(screen, papers, state.election):
        screen.say(sentence)
    if json:
        screen.answer(
            {
                "folder": str(folder),
                "election": state.election.id,
                "origin": state.folder.origin,
                "contests": list(state.election.contests),
                "accounts": list(state.election.accounts),
                "areas": len(places.areas),
                "stations": len(places.stations),
            }
        )
    t = screen.words
    screen.say(
        t._(
            "{folder}: {name}. Contests: {contests}, areas: {areas}, stations: {stations}.",
            folder=folder,
            name=screen.name(state.election.names),
            contests=len(state.election.contests),
            areas=t.number(len(places.areas)),
            stations=t.number(len(places.stations)),
        )
    )
    return 0


def define(
    context: typer.Context,
    folder: Folder,
    reason: Annotated[str, typer.Option(help="Why the definition changes.", show_default=False)],
    definition: Annotated[
        Path | None,
        typer.Option(
            help="Take the new text from this file, and put it into the folder once it is recorded.",
            show_default=False,
        ),
    ] = None,
    received: Received = "",
    json: Json = False,
) -> int:
    """Record the election.toml and stations.csv that lie in the folder now as a new version."""
    from sverka.office.folder import ElectionFolder
    from sverka.office.founding import define as record

    screen = Screen.of(context)
    text = None if definition is None else read_file(str(definition))[1]
    changed = record(ElectionFolder(folder), reason=reason, received=_moment(received), text=text)
    if json:
        screen.answer({"changed": changed})
    t = screen.words
    said = t._("Recorded.") if changed else t._("The record has this definition already; nothing changed.")
    screen.say(said)
    return 0


def _moment(received: str) -> Moment:
    """When it came to you, in the time zone of the election: as given, or now."""
    from sverka.office.clock import checked, now

    if not received:
        return now
    return lambda timezone: checked(received, timezone=timezone, option="--received")


def _definition(given: str) -> tuple[str, bytes]:
    from sverka.elections import shipped, text_of

    here = Path(given).exists()
    if given in shipped() and not here:
        return f"{given}.toml", text_of(given).encode()
    if not here and "/" not in given and not given.endswith(".toml"):
        names = ", ".join(shipped())
        cure = f"give a file, or one that comes with Sverka: {names}"
        raise Fault("no such definition", place=given, cure=cure)
    return read_file(given)


def _papers(definition: str, stations: str | None, aliases: str | None) -> Papers:
    from sverka.office.papers import ALIASES, DEFINITION, STATIONS, Papers

    name, text = _definition(definition)
    given = {DEFINITION: name, STATIONS: stations or STATIONS, ALIASES: aliases or ALIASES}
    return Papers(definition=text, stations=_table(stations), aliases=_table(aliases), names=given)


def _table(path: str | None) -> bytes:
    from sverka.formats.unpack import unpacked

    if path is None:
        return b""
    name, content = read_file(path)
    if not content.strip():
        raise Fault("the table is empty", place=path, cure="give a table with a header row")
    return unpacked(content, name=name)


def _noticed(screen: Screen, papers: Papers, election: Election) -> list[str]:
    """What the reader of the station table noticed, e.g. ids that may have lost their zeros."""
    from sverka.formats.stations import read_station_table
    from sverka.office.papers import STATIONS

    if not papers.stations:
        return []
    name = papers.names[STATIONS]
    noticed = read_station_table(papers.stations, name=name, election=election).notices
    return [f"{name}: {screen.notice(each)}" for each in noticed]
