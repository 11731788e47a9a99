"""`sverka withhold`: keep a paper from being published, or record that its holder took it back, and say why."""

from __future__ import annotations

from typing import Annotated

import typer

from sverka.cli.folders import moment, open_state
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

Paper = Annotated[
    str, typer.Argument(metavar="SHA256", help="The hash of the paper, or how it begins.", show_default=False)
]
By = Annotated[str, typer.Option(help="The organisation that decided.", show_default=False)]
Role = Annotated[str, typer.Option(help="As what it decided.", show_default=False)]
Reason = Annotated[str, typer.Option(help="Why; without the name of a person.", show_default=False)]
Withdrawn = Annotated[
    bool,
    typer.Option("--withdrawn", help="Its holder took it back: it stands behind nothing any more either."),
]
Undo = Annotated[bool, typer.Option("--undo", help="Publish it again.")]
Received = Annotated[str, typer.Option(help="When it came to you, if that is not now.", show_default=False)]


def withhold(
    context: typer.Context,
    folder: Folder,
    paper: Paper,
    by: By,
    reason: Reason = "",
    role: Role = "",
    withdrawn: Withdrawn = False,
    undo: Undo = False,
    received: Received = "",
    json: Json = False,
) -> int:
    """Keep a paper from being published, mirrored and bundled. Its hash stays in the record, with the reason.

    Copies that were made before have it; a publication made before lists it.
    """
    from sverka.office.withholding import paper_named, publish_again
    from sverka.office.withholding import withhold as record
    from sverka.record.fact_shape import EnteredBy

    screen = Screen.of(context)
    for option, given, needed in (("--by", by, True), ("--reason", reason, not undo)):
        if needed and not given.strip():
            raise Fault("nothing is given", place=option, cure="say who decided, and why")
    state = open_state(folder, screen)
    found, who, when = paper_named(state.snapshot, paper), EnteredBy(by, role), moment(received, state)
    if undo:
        publish_again(state, found, by=who, received=when)
        changed = True
    else:
        changed = record(state, found, reason=reason.strip(), by=who, received=when, withdrawn=withdrawn)
    if json:
        held = {"withheld": not undo and not withdrawn, "withdrawn": not undo and withdrawn}
        screen.answer({"sha256": found.sha256, **held, "changed": changed})
    screen.say(_sentence(screen, found.sha256, undo=undo, withdrawn=withdrawn, changed=changed))
    return 0


def _sentence(screen: Screen, sha256: str, *, undo: bool, withdrawn: bool, changed: bool) -> str:
    t = screen.words
    if undo:
        return t._("evidence/{sha256}: published again from now on.", sha256=sha256)
    if withdrawn and not changed:
        return t._("evidence/{sha256}: withdrawn already, for that reason.", sha256=sha256)
    if withdrawn:
        return t._(
            "evidence/{sha256}: withdrawn from now on. Publish again: `sverka publish`.", sha256=sha256
        )
    if not changed:
        return t._("evidence/{sha256}: withheld already, for that reason.", sha256=sha256)
    return t._("evidence/{sha256}: withheld from now on. Publish again: `sverka publish`.", sha256=sha256)
