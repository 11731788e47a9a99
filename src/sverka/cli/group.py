"""`sverka group`: what the group for independent reconciliation does, each act signed and a fact of the record."""

from __future__ import annotations

import typer

app = typer.Typer(
    help="The group: applications, cases, drawings, the final document and who signs it.",
    epilog="docs/group.md tells how a group works.",
    no_args_is_help=True,
)


@app.callback()
def group() -> None:
    """The group: applications, cases, drawings, the final document and who signs it."""
