"""`sverka official`: what the body that the law names decided on the result."""

from __future__ import annotations

from typing import Annotated

import typer

from sverka.cli.folders import moment, open_state
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault


def official(
    context: typer.Context,
    folder: Folder,
    authority: Annotated[str, typer.Option(help="Who decided.", show_default=False)],
    number: Annotated[str, typer.Option(help="The number of the decision.", show_default=False)],
    date: Annotated[str, typer.Option(help="Its date, as 2021-12-15.", show_default=False)],
    contest: Annotated[
        str, typer.Option(help="The contest that it is on (default: all).", show_default=False)
    ] = "",
    reason: Annotated[
        str, typer.Option(help="The reason, where it takes the place of another.", show_default=False)
    ] = "",
    cancel: Annotated[
        bool, typer.Option("--cancel", help="It takes back the decision that is in force.")
    ] = False,
    received: Annotated[
        str, typer.Option(help="When it came to you, if that is not now.", show_default=False)
    ] = "",
    json: Json = False,
) -> int:
    """Record by which decision the result is official. Until then every page says that its figures are preliminary.

    The decision changes no figure: pages go on showing what the record says. With --cancel it takes back the
    decision in force, and pages say again that their figures are preliminary.
    """
    from sverka.office.clock import day_or_moment
    from sverka.office.official import Official, record_decision

    screen = Screen.of(context)
    for option, given in (("--authority", authority), ("--number", number)):
        if not given.strip():
            raise Fault("nothing is given", place=option, cure="write what the decision says")
    state = open_state(folder, screen)
    decision = Official(
        authority=authority,
        number=number,
        decided=day_or_moment(date, timezone=state.election.timezone, option="--date"),
        contest=contest,
        reason=reason,
        cancels=cancel,
    )
    entry = record_decision(state, decision, received=moment(received, state))
    if json:
        screen.answer({"entry": entry, "state": "cancelled" if cancel else "in-force", "contest": contest})
    if cancel:
        screen.say(
            screen.words._("Recorded as entry {entry}: no decision is in force any more.", entry=entry)
        )
    else:
        screen.say(
            screen.words._("Recorded as entry {entry}. Publish to let every page say so.", entry=entry)
        )
    return 0
