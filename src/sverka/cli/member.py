"""`sverka member`: what a member of the group does on its own machine, with its own key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sverka.cli.options import Json
from sverka.cli.screen import Screen

app = typer.Typer(
    help="A member of the group: its key, and its signature.",
    epilog="docs/group.md tells how a group works.",
    no_args_is_help=True,
)


@app.callback()
def member() -> None:
    """A member of the group: its key, and its signature."""


@app.command()
def keygen(
    context: typer.Context,
    member: Annotated[
        str, typer.Argument(metavar="MEMBER", help="The id of the member.", show_default=False)
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the key.", show_default=False)],
    json: Json = False,
) -> int:
    """Make the key with which a member signs. The file stays with the member; the line that is printed is enrolled."""
    from sverka.office.member_keys import new_member_key
    from sverka.tlog.keys import format_vkey

    screen = Screen.of(context)
    vkey = format_vkey(new_member_key(member, file).verifier)
    if json:
        screen.answer({"member": member, "vkey": vkey, "file": str(file)})
    else:
        typer.echo(vkey)
    screen.say(
        screen.words._(
            "{file}: whoever has this file signs for {member}. Keep it, and give it to nobody.",
            file=str(file),
            member=member,
        )
    )
    return 0
