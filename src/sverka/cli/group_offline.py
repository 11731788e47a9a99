"""`sverka group enter`, `enrol` and `revoke`: what members signed on their own machines, and whose keys count."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sverka.cli.folders import moment, open_state
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

Reason = Annotated[
    str, typer.Option(help="Why the keys change; it stands in the record.", show_default=False)
]
Received = Annotated[str, typer.Option(help="When it came to you, if that is not now.", show_default=False)]


def enter(
    context: typer.Context,
    folder: Folder,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The acts, with the signatures of members.", show_default=False),
    ],
    received: Received = "",
    json: Json = False,
) -> int:
    """Write acts into the record that members have signed on machines of their own; all of them or none.

    Files that the acts name, and the record does not have yet, are taken from FILE.evidence/.
    """
    from sverka.office.group_offline import enter_acts

    screen = Screen.of(context)
    state = open_state(folder, screen)
    receipt = enter_acts(state, file, received=moment(received, state))
    if json:
        screen.answer({"entries": list(receipt.indexes), "record_size": receipt.size})
    t = screen.words
    screen.say(
        t._(
            "Recorded: acts {n}; the record holds {size} facts.",
            n=t.number(len(receipt.indexes)),
            size=t.number(receipt.size),
        )
    )
    return 0


def enrol(
    context: typer.Context,
    folder: Folder,
    member: Annotated[
        str,
        typer.Argument(metavar="MEMBER", help="The id of the member in the definition.", show_default=False),
    ],
    key: Annotated[
        str,
        typer.Argument(
            metavar="VKEY", help="What `sverka member keygen` printed, or a file with it.", show_default=False
        ),
    ],
    reason: Reason,
    json: Json = False,
) -> int:
    """Let a key sign for a member from now on: a new version of the definition, recorded with its reason."""
    from sverka.office.clock import now
    from sverka.office.enrolment import enrol as record
    from sverka.office.enrolment import member_key_given
    from sverka.office.folder import ElectionFolder
    from sverka.tlog.keys import format_vkey

    _check_said(reason)
    vkey = member_key_given(key)
    changed = record(ElectionFolder(folder), member, vkey, reason=reason, received=now)
    return _done(
        Screen.of(context), {"member": member, "vkey": format_vkey(vkey), "changed": changed}, json=json
    )


def revoke(
    context: typer.Context,
    folder: Folder,
    key: Annotated[
        str,
        typer.Argument(
            metavar="VKEY", help="The key, or its name and id as north+4a59adc2.", show_default=False
        ),
    ],
    reason: Reason,
    json: Json = False,
) -> int:
    """Let a key sign no more, since it is lost or in other hands. What it signed before stands."""
    from sverka.office.clock import now
    from sverka.office.enrolment import revoke as record
    from sverka.office.folder import ElectionFolder

    _check_said(reason)
    changed = record(ElectionFolder(folder), key, reason=reason, received=now)
    return _done(Screen.of(context), {"vkey": key, "changed": changed}, json=json)


def _check_said(reason: str) -> None:
    if not reason.strip():
        raise Fault("nothing is given", place="--reason", cure="write why the keys change")


def _done(screen: Screen, answer: dict[str, object], *, json: bool) -> int:
    if json:
        screen.answer(answer)
    t = screen.words
    done, known = t._("Recorded."), t._("The record has it so already; nothing changed.")
    screen.say(done if answer["changed"] else known)
    return 0
