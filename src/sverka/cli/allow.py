"""`sverka allow`: two operators let a total fall that no fact explains."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sverka.cli.folders import moment, open_state
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen


def allow(
    context: typer.Context,
    folder: Folder,
    reason: Annotated[
        str, typer.Option(help="Why they may be lower; it is shown for ever.", show_default=False)
    ],
    key: Annotated[
        list[Path],
        typer.Option(metavar="FILE", help="The key of an operator; give two.", show_default=False),
    ],
    falls: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLACE",
            help="A total that may fall, as the stop names it; may be repeated. Without it: all of the last stop.",
            show_default=False,
        ),
    ] = None,
    received: Annotated[
        str, typer.Option(help="When it came to you, if that is not now.", show_default=False)
    ] = "",
    json: Json = False,
) -> int:
    """Let totals fall that no correction, annulment or superseding paper explains, after the gate stopped them (G5).

    Two operators of the definition sign, each with a key of its own. It holds for the next publication, and is shown
    for ever with its reason. Nothing lets an error of arithmetic pass.
    """
    from sverka.office.allow import allow

    screen = Screen.of(context)
    state = open_state(folder, screen)
    entry, signed = allow(state, falls or [], reason, key, received=moment(received, state))
    if json:
        screen.answer({"entry": entry, "signed": list(signed)})
    screen.say(
        screen.words._("Allowed, signed by {operators}: entry {n}.", operators=", ".join(signed), n=entry)
    )
    return 0
