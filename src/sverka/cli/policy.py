"""`sverka policy`: whose witnesses a record has, and how many of them must have signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.cosign import moment_of
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen

if TYPE_CHECKING:
    from sverka.office.cosigning import Standing


def policy(
    context: typer.Context,
    folder: Folder,
    add_witness: Annotated[
        tuple[str, str, str] | None,
        typer.Option(
            metavar="NAME VKEY URL",
            help="A short name, the vkey that the witness handed out, and its address.",
            show_default=False,
        ),
    ] = None,
    remove_witness: Annotated[
        str | None, typer.Option(metavar="NAME", help="A witness that is retired.", show_default=False)
    ] = None,
    quorum: Annotated[
        str | None,
        typer.Option(
            metavar="WHICH", help="none, any, all, how many, or a name in the policy.", show_default=False
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Show the independent witnesses of a record and how its checkpoint stands with them, or change policy.txt.

    The policy says whom readers should believe; it makes no result official, and nothing waits for it.
    """
    from sverka.office.cosigning import standing_of
    from sverka.office.policy_file import (
        change_policy,
        read_policy,
        with_quorum,
        with_witness,
        without_witness,
    )

    held = read_policy(folder)
    wanted = held
    if remove_witness is not None:
        kept = wanted if quorum is None else with_quorum(wanted, "none")  # the new quorum comes last
        wanted = without_witness(kept, remove_witness)
    if add_witness is not None:
        wanted = with_witness(wanted, *add_witness)
    if quorum is not None:
        wanted = with_quorum(wanted, quorum)
    if wanted != held:
        change_policy(folder, wanted)
    _show(Screen.of(context), standing_of(folder), json=json)
    return 0


def _show(screen: Screen, standing: Standing, *, json: bool) -> None:
    from sverka.cli.cosign_words import standing_sentence
    from sverka.cli.witness_words import shown

    times = [None if each.cosigned_at is None else moment_of(each.cosigned_at) for each in standing.witnesses]
    if json:
        screen.answer(
            {
                "origin": standing.origin,
                "size": standing.size,
                "quorum": standing.quorum,
                "quorum_met": standing.quorum_met,
                "witnesses": [
                    {"name": each.name, "url": each.url, "cosigned_at": time}
                    for each, time in zip(standing.witnesses, times, strict=True)
                ],
            }
        )
        return
    t = screen.words
    rows = [
        [shown(each.name), shown(each.url), t.moment(time) if time else t._("not yet")]
        for each, time in zip(standing.witnesses, times, strict=True)
    ]
    columns = [t._("Witness"), t._("Address"), t._("Last co-signed")]
    screen.table(t._("Independent witnesses"), columns, rows, text=3)
    screen.say(standing_sentence(t, standing))
