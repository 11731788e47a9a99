"""`sverka annul` and `sverka reinstate`: decisions that results are invalid, and that they count again."""

from __future__ import annotations

from typing import Annotated

import typer

from sverka.cli.folders import open_state
from sverka.cli.options import Folder
from sverka.cli.screen import Screen

Stations = Annotated[
    list[str] | None, typer.Argument(metavar="[STATION…]", help="Ids of stations.", show_default=False)
]
Authority = Annotated[str, typer.Option(help="Who decided.", show_default=False)]
Number = Annotated[str, typer.Option(help="The number of the decision.", show_default=False)]
Reason = Annotated[str, typer.Option(help="The reason it gives.", show_default=False)]
Area = Annotated[str, typer.Option(help="A whole area.", show_default=False)]
Contest = Annotated[str, typer.Option(help="Only in this contest.", show_default=False)]
Selection = Annotated[str, typer.Option(help="A selection of that contest.", show_default=False)]
Box = Annotated[str, typer.Option(help="One box of the station, e.g. the mobile one.", show_default=False)]
Decided = Annotated[str, typer.Option(help="When it was decided.", show_default=False)]


def annul(
    context: typer.Context,
    folder: Folder,
    authority: Authority,
    number: Number,
    reason: Reason,
    stations: Stations = None,
    area: Area = "",
    contest: Contest = "",
    selection: Selection = "",
    box: Box = "",
    decided: Decided = "",
    received: Annotated[
        str, typer.Option(help="When it came to you, if that is not now.", show_default=False)
    ] = "",
) -> int:
    """Record a decision that results are invalid. No figure is deleted, and it can be reversed."""
    from sverka.office.annul import Decision, annul, scopes_of
    from sverka.office.clock import checked, now

    screen = Screen.of(context)
    state = open_state(folder, screen)
    scopes = scopes_of(stations or [], area=area, contest=contest, selection=selection, box=box)
    decision = Decision(authority=authority, number=number, reason=reason, decided=decided)
    timezone = state.election.timezone
    moment = checked(received, timezone=timezone, option="--received") if received else now(timezone)
    fresh = annul(state, scopes, decision, received=moment)
    known = len(scopes) - fresh
    screen.say(screen.words._("Annulled: {n}; annulled already: {known}.", n=fresh, known=known))
    return 0


def reinstate(
    context: typer.Context,
    folder: Folder,
    authority: Authority,
    number: Number,
    reason: Reason,
    stations: Stations = None,
    area: Area = "",
    contest: Contest = "",
    selection: Selection = "",
    box: Box = "",
    decided: Decided = "",
) -> int:
    """Record a decision that annulled results count again."""
    from sverka.office.annul import Decision, reinstate, scopes_of
    from sverka.office.clock import now

    screen = Screen.of(context)
    state = open_state(folder, screen)
    scopes = scopes_of(stations or [], area=area, contest=contest, selection=selection, box=box)
    decision = Decision(authority=authority, number=number, reason=reason, decided=decided)
    count = reinstate(state, scopes, decision, received=now(state.election.timezone))
    screen.say(screen.words._("Counting again: {n}.", n=count))
    return 0
