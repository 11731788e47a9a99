"""`sverka publish`: the static site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sverka.cli.folders import open_state
from sverka.cli.options import AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault


def publish(
    context: typer.Context,
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(help="Where to (default: public/ in the folder).", show_default=False)
    ] = None,
    at: AtSize = None,
    json: Json = False,
) -> int:
    """Publish the election as a static site in Kyrgyz, Russian and English, with its data and its record."""
    from sverka.office.publish import publish as make

    screen = Screen.of(context)
    if at is not None and out is None:
        raise Fault("a past state is not put in the place of the site", place="--at", cure="give --out DIR")
    state = open_state(folder, screen, size=at)
    target = out or state.folder.public
    pages = 3 * len(state.election.places.stations)
    count = make(state, target, progress=lambda files: screen.progress(files, pages))
    if json:
        screen.answer({"out": str(target), "files": count, "record_size": state.snapshot.size})
    t = screen.words
    screen.say(t._("{folder}: files written: {n}.", folder=target, n=t.number(count)))
    return 0
