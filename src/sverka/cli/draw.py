"""`sverka draw`: a drawing made anew from the record, with every step of one station, and the papers for its work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import open_state
from sverka.cli.options import AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.audits.sampling import Drawn
    from sverka.office.folder import State
    from sverka.publish.group.draw_check import Checked

DIFFERENCE = 1


def draw(
    context: typer.Context,
    folder: Folder,
    draw: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Which drawing (default: the only one).", show_default=False),
    ] = None,
    station: Annotated[
        str | None, typer.Option(help="Show every step for this station.", show_default=False)
    ] = None,
    forms: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Write the list of papers to fetch and a form per station, as PDF, into this folder.",
            show_default=False,
        ),
    ] = None,
    at: AtSize = None,
    json: Json = False,
) -> int:
    """Draw once more what the record says was drawn, step by step, and say whether it is the same."""
    from sverka.office.group_acts import group_state_of
    from sverka.office.group_draw import checked, one_drawing

    screen = Screen.of(context)
    state = open_state(folder, screen, size=at)
    group = group_state_of(state)
    found = checked(state, group, one_drawing(group, draw))
    explained = None if station is None else _drawn_of(found, station)
    _show(screen, found, explained, json=json)
    if forms is not None:
        _write_forms(screen, state, found, forms)
    for entry, refused in found.problems:
        screen.say(f"record entry {entry}: {refused}")
    return DIFFERENCE if found.problems else 0


def _drawn_of(found: Checked, station: str) -> Drawn:
    """A station in the order of the seed; a fault where it cannot be drawn, or not yet."""
    from sverka.audits.sampling import composed

    if found.anew is None or not found.anew.order:
        raise Fault("there are not dice enough to draw", place="--station", cure="roll: `sverka group roll`")
    drawn = next((each for each in found.anew.order if each.unit == composed(station)), None)
    if drawn is None:
        raise Fault(f"{station!r} is not among those that can be drawn", place="--station", cure=SEE)
    return drawn


SEE = "see the list in `evidence/`: `sverka draw DIR --json` names it"


def _show(screen: Screen, found: Checked, explained: Drawn | None, *, json: bool) -> None:
    from sverka.cli.draw_words import explain, show
    from sverka.publish.draw_answer import draw_answer

    if json:
        screen.answer(draw_answer(found, explained))
        return
    if explained is not None and found.anew is not None:
        explain(screen, found.drawing, found.anew, explained)
    else:
        show(screen, found)
    if not found.problems:
        screen.say(
            screen.words._("All of this follows from the record: list, dice and order were made anew.")
        )


def _write_forms(screen: Screen, state: State, found: Checked, folder: Path) -> None:
    from sverka.office.group_draw import write_papers

    written = write_papers(state, found, folder)
    screen.say(screen.words._("Written: {files}", files=", ".join(map(str, written))))
