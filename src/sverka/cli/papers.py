"""`sverka papers`: which papers there are and who holds them, and copies that were refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import moment, open_state, read_file
from sverka.cli.likeness import alike
from sverka.cli.options import Folder, Json
from sverka.cli.papers_inventory import inventory
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.formats.refusal_list import RefusedCopy
    from sverka.office.folder import State

app = typer.Typer(
    help="The papers of stations: who holds which, which copies were refused, and what is missing.",
    epilog="Pictures of papers go in with `sverka add DIR photos/`. docs/papers.md tells it from the beginning.",
    no_args_is_help=True,
)
app.command("inventory")(inventory)
app.command("alike")(alike)


@app.callback()
def papers() -> None:
    """The papers of stations: who holds which, which copies were refused, and what is missing."""


@app.command()
def refused(
    context: typer.Context,
    folder: Folder,
    stations: Annotated[
        list[str] | None,
        typer.Argument(metavar="STATION…", help="Where the copy was refused.", show_default=False),
    ] = None,
    account: Annotated[
        str, typer.Option(help="Whose copies they would be, e.g. observer-copy.", show_default=False)
    ] = "",
    holder: Annotated[
        str, typer.Option(help="The organisation that asked for the copy.", show_default=False)
    ] = "",
    reason: Annotated[
        str, typer.Option(help="The reason that was given, e.g. 'no copier'.", show_default=False)
    ] = "",
    list_file: Annotated[
        Path | None,
        typer.Option(
            "--list", metavar="LIST.csv", help="Many at once: station,reason,claimed.", show_default=False
        ),
    ] = None,
    contest: Annotated[str, typer.Option(help="Of which contest, if not of all.", show_default=False)] = "",
    accredited_through: Annotated[
        str, typer.Option(help="Who it was accredited through, if another.", show_default=False)
    ] = "",
    claimed: Annotated[
        str, typer.Option(help="When it was refused: a day, or a moment.", show_default=False)
    ] = "",
    received: Annotated[
        str, typer.Option(help="When it came to you, if that is not now.", show_default=False)
    ] = "",
    organisation: Annotated[
        str, typer.Option(help="The organisation that enters it.", show_default=False)
    ] = "",
    role: Annotated[str, typer.Option(help="In which role it enters it.", show_default=False)] = "",
    json: Json = False,
) -> int:
    """Record that copies were asked for and refused, with the reason that was given; the same twice changes nothing."""
    from sverka.office.pictures import Handed
    from sverka.office.refused_copies import record_refusals
    from sverka.record.fact_shape import EnteredBy

    screen = Screen.of(context)
    state = open_state(folder, screen)
    handed = Handed(
        account=account,
        holder=holder.strip(),
        through=accredited_through.strip(),
        claimed=claimed,
        entered_by=EnteredBy(organisation, role) if organisation or role else None,
    )
    copies = _copies(state, stations or [], list_file, reason=reason.strip(), contest=contest)
    done = record_refusals(state, copies, handed, received=moment(received, state))
    if json:
        screen.answer({"new": done.new, "changed": done.changed, "known": done.known})
    t = screen.words
    screen.say(
        t._(
            "Copies refused: new {new}, said in another way {changed}, known already {known}.",
            new=t.number(done.new),
            changed=t.number(done.changed),
            known=t.number(done.known),
        )
    )
    return 0


def _copies(
    state: State, stations: list[str], listed: Path | None, *, reason: str, contest: str
) -> list[RefusedCopy]:
    """The copies that a person names, and those of a list."""
    from sverka.formats.nearest import nearest
    from sverka.formats.refusal_list import RefusedCopy, read_refusals
    from sverka.office.refused_copies import check_station

    if not stations and listed is None:
        raise Fault("no station is named", cure="name stations, or give a list: --list LIST.csv")
    if stations and not reason:
        raise Fault(
            "nothing is given", place="--reason", cure="say the reason that was given, or: no reason given"
        )
    if contest and contest not in state.election.contests:
        cure = nearest(contest, state.election.contests)
        raise Fault(f"no contest {contest!r} in this election", place="--contest", cure=cure)
    copies = [
        RefusedCopy(station=check_station(state, each), reason=reason, contest=contest) for each in stations
    ]
    if listed is not None:
        name, content = read_file(str(listed))
        copies += read_refusals(content, name=name, election=state.election, reason=reason)
    return copies
