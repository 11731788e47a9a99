"""`sverka annul` and `sverka reinstate`: decisions that results are invalid, and that they count again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import moment, open_state
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.annul import Decision
    from sverka.office.folder import State

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
Decided = Annotated[str, typer.Option(help="When it was decided: a day, or a moment.", show_default=False)]
Received = Annotated[str, typer.Option(help="When it came to you, if that is not now.", show_default=False)]


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
    received: Received = "",
    json: Json = False,
) -> int:
    """Record a decision that results are invalid. No figure is deleted, and it can be reversed."""
    from sverka.office.annul import annul, scopes_of

    screen = Screen.of(context)
    state = open_state(folder, screen)
    scopes = scopes_of(stations or [], area=area, contest=contest, selection=selection, box=box)
    decision = _decision(state, authority, number, reason, decided)
    fresh = annul(state, scopes, decision, received=moment(received, state))
    known = len(scopes) - fresh
    if json:
        screen.answer({"annulled": fresh, "known": known})
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
    received: Received = "",
    json: Json = False,
) -> int:
    """Record a decision that annulled results count again."""
    from sverka.office.annul import reinstate, scopes_of

    screen = Screen.of(context)
    state = open_state(folder, screen)
    scopes = scopes_of(stations or [], area=area, contest=contest, selection=selection, box=box)
    decision = _decision(state, authority, number, reason, decided)
    count = reinstate(state, scopes, decision, received=moment(received, state))
    if json:
        screen.answer({"reinstated": count})
    screen.say(screen.words._("Counting again: {n}.", n=count))
    return 0


def _decision(state: State, authority: str, number: str, reason: str, decided: str) -> Decision:
    """A decision as a person gave it; an empty authority, number or reason is none."""
    from sverka.office.annul import Decision
    from sverka.office.clock import day_or_moment

    for option, given in (("--authority", authority), ("--number", number), ("--reason", reason)):
        if not given.strip():
            raise Fault("nothing is given", place=option, cure="write what the decision says")
    timezone = state.election.timezone
    when = day_or_moment(decided, timezone=timezone, option="--decided") if decided else ""
    return Decision(authority=authority, number=number, reason=reason, decided=when)
