"""`sverka group open | check | ask | recount | dispute`: the work on cases, before anything is decided."""

from __future__ import annotations

from typing import Annotated

import typer

from sverka.cli.group_command import REQUIRED, acts
from sverka.cli.group_saying import Meeting
from sverka.cli.group_steps import take_step
from sverka.cli.options import ContestOption
from sverka.cli.station_lists import Stations, StationsFile, stations_named
from sverka.errors import Fault

Application = Annotated[
    str, typer.Option(metavar="NUMBER", help="For which application.", show_default=False)
]
Draw = Annotated[str, typer.Option(metavar="ID", help="For which drawing.", show_default=False)]


@acts()
def open_cases(
    meeting: Meeting,
    stations: Stations = None,
    stations_file: StationsFile = "",
    differing: Annotated[
        bool,
        typer.Option("--differing", help="Every station where the accounts compared differ and no case is."),
    ] = False,
    contest: ContestOption = None,
    application: Application = "",
    draw: Draw = "",
) -> int:
    """Open cases: because accounts differ, for an application or a drawing, or for a reason of its own."""
    from sverka.office.group_cases import differing as differing_stations

    chosen = meeting.contest(contest)
    if differing and (stations or stations_file):
        raise Fault("stations and --differing are two things", cure="give one or the other")
    named = (
        differing_stations(meeting.state, meeting.group, chosen)
        if differing
        else stations_named(stations, stations_file)
    )
    if not named:
        meeting.screen.say(meeting.screen.words._("Every station that differs has a case; nothing to open."))
        if meeting.common.json:
            meeting.screen.answer(
                {"step": "opened", "contest": chosen, "stations": [], "entries": [], "record_size": None}
            )
        return 0
    return take_step(meeting, "opened", chosen, named, application=application, draw=draw)


@acts()
def check(
    meeting: Meeting,
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
) -> int:
    """Record that the papers of cases were looked at: which ones, with --document, or in words, with --reason."""
    named = stations_named(stations, stations_file)
    return take_step(meeting, "paper-checked", meeting.contest(contest), named)


@acts()
def ask(
    meeting: Meeting,
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
    application: Application = "",
    draw: Draw = "",
) -> int:
    """Ask for a recount: for a drawing, for an application that was granted, or for a reason of its own."""
    named, chosen = stations_named(stations, stations_file), meeting.contest(contest)
    return take_step(meeting, "recount-asked", chosen, named, application=application, draw=draw)


@acts()
def recount(
    meeting: Meeting,
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
    account: Annotated[
        str | None,
        typer.Option(
            metavar="SOURCE",
            help="Whose counts hold the recount (default: those that the definition says are counted again).",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Record that the ballots were counted again; the counts themselves are taken in before, with `sverka add`."""
    from sverka.office.group_cases import check_recounted
    from sverka.office.group_checks import check_stations

    named, chosen = stations_named(stations, stations_file), meeting.contest(contest)
    check_stations(meeting.state, chosen, named)
    check_recounted(meeting.state, chosen, named, account)
    return take_step(meeting, "recounted", chosen, named)


@acts(reason=REQUIRED)
def dispute(
    meeting: Meeting,
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
) -> int:
    """Record that the group comes to no decision, and why; also where a recount that was asked for was not held."""
    named = stations_named(stations, stations_file)
    return take_step(meeting, "disputed", meeting.contest(contest), named)
