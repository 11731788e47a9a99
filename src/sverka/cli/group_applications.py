"""`sverka group apply | withdraw | answer`: applications for recount, and the group's decisions on them."""

from __future__ import annotations

from typing import Annotated

import typer

from sverka.cli.group_command import REQUIRED, acts
from sverka.cli.group_saying import Meeting
from sverka.cli.options import ContestOption
from sverka.cli.station_lists import Stations, StationsFile, listed, stations_named
from sverka.errors import Fault

Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="How the group calls the application.", show_default=False)
]


@acts(reason=REQUIRED)
def apply(
    meeting: Meeting,
    applicant: Annotated[
        str,
        typer.Option(metavar="ORG", help="Who asks: a member, or another organisation.", show_default=False),
    ],
    stations: Stations = None,
    stations_file: StationsFile = "",
    contest: ContestOption = None,
    number: Annotated[
        str, typer.Option(help="How the group calls it (default: the next number).", show_default=False)
    ] = "",
) -> int:
    """Apply for a recount of stations. A case is opened for each that has none; the group answers later."""
    from sverka.office.group_cases import About, application

    named, chosen = stations_named(stations, stations_file), meeting.contest(contest)
    number = number or meeting.group.applications.next_number()
    facts = application(meeting.group, number, applicant, named, About(contest=chosen), meeting.said)
    receipt = meeting.act(facts)
    if receipt is None:
        return 0
    opened = len(facts) - 1
    if meeting.common.json:
        answer = {"number": number, "contest": chosen, "stations": named, "cases_opened": opened}
        meeting.screen.answer({**answer, "record_size": receipt.size})
    meeting.screen.say(
        meeting.screen.words._(
            "Application {number}: stations {stations}, cases opened {opened}.",
            number=number,
            stations=len(named),
            opened=opened,
        )
    )
    return 0


@acts()
def withdraw(
    meeting: Meeting,
    number: Number,
    stations: Stations = None,
    stations_file: StationsFile = "",
) -> int:
    """Take an application back, for some stations or for all that are left. A recount asked for stays asked for."""
    from sverka.office.group_cases import withdrawal

    named = stations_named(stations, stations_file) if stations or stations_file else []
    receipt = meeting.act([withdrawal(number, named, meeting.said)])
    if receipt is None:
        return 0
    asked = meeting.group.applications.by_number[number]
    taken_back = named or [*asked.waiting, *asked.granted]
    if meeting.common.json:
        meeting.screen.answer({"number": number, "withdrawn": taken_back, "record_size": receipt.size})
    meeting.screen.say(
        meeting.screen.words._(
            "Application {number}: taken back for {stations} of {all} stations.",
            number=number,
            stations=len(taken_back),
            all=len(asked.stations),
        )
    )
    return 0


@acts()
def answer(
    meeting: Meeting,
    number: Number,
    granted: Annotated[
        list[str] | None,
        typer.Option(metavar="STATION", help="To be recounted; may be repeated.", show_default=False),
    ] = None,
    declined: Annotated[
        list[str] | None,
        typer.Option(metavar="STATION", help="Not to be recounted; may be repeated.", show_default=False),
    ] = None,
    granted_file: Annotated[
        str,
        typer.Option(
            "--granted-file", metavar="FILE", help="A list of those to be recounted.", show_default=False
        ),
    ] = "",
    declined_file: Annotated[
        str,
        typer.Option(
            "--declined-file", metavar="FILE", help="A list of those not to be.", show_default=False
        ),
    ] = "",
) -> int:
    """Decide on an application; a recount is asked for where it is granted. Members of two parties sign."""
    from sverka.office.group_cases import answer as decision
    from sverka.record.group_facts import CaseFact

    yes, no = listed(granted, granted_file), listed(declined, declined_file)
    if not yes and not no:
        raise Fault("no station is named", place="--granted", cure="name those granted, and those declined")
    facts = decision(meeting.group, number, yes, no, meeting.said)
    receipt = meeting.act(facts)
    if receipt is None:
        return 0
    steps = [fact for fact in facts if isinstance(fact, CaseFact)]
    asked = [fact.station for fact in steps if fact.step == "recount-asked"]
    if meeting.common.json:
        meeting.screen.answer(
            {
                "number": number,
                "granted": yes,
                "declined": no,
                "recount_asked": asked,
                "record_size": receipt.size,
            }
        )
    meeting.screen.say(
        meeting.screen.words._(
            "Application {number}: granted {granted}, declined {declined}; recounts asked for {asked}.",
            number=number,
            granted=len(yes),
            declined=len(no),
            asked=len(asked),
        )
    )
    return 0
