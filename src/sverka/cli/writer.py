"""`sverka writer`: the one writer of a record, to whom every other command hands its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.options import Folder
from sverka.cli.screen import Screen

if TYPE_CHECKING:
    from sverka.office.asking import Answer


def writer(
    context: typer.Context,
    folder: Folder,
    every: Annotated[
        int, typer.Option(min=1, help="Ask the independent witnesses again every so many seconds.")
    ] = 60,
) -> int:
    """Write the record of an election folder for as long as it runs: until Ctrl-C.

    Other commands hand it their facts and are answered when these are on disk under a signed checkpoint; many
    may do so at once. Without it, each command writes for itself, and a second one at the same moment is refused.
    """
    from sverka.office.writing import write

    screen = Screen.of(context)
    t = screen.words

    def ready(origin: str, size: int) -> None:
        screen.say(t._("Writing {origin}; facts: {n}. (Ctrl-C to stop)", origin=origin, n=t.number(size)))

    def asked(answers: list[Answer] | Exception) -> None:
        if isinstance(answers, Exception):
            screen.say(str(answers))
        elif answers:
            signed = sum(each.signature is not None for each in answers)
            screen.say(t._("Witnesses who signed: {k} of {n}.", k=signed, n=len(answers)))

    write(folder, ready=ready, asked=asked, every=every)
    screen.say(t._("Stopped."))
    return 0
