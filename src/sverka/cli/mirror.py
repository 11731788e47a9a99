"""`sverka mirror`: copy a record from whoever publishes it, and verify it while copying."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.options import Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.mirror import Mirror, Mirrored

From = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE", help="The address of a published site, or an election folder.", show_default=False
    ),
]
To = Annotated[
    Path, typer.Argument(metavar="DIR", help="The copy, new or to be renewed.", show_default=False)
]
Vkey = Annotated[
    str,
    typer.Option(
        help="The public key that must have signed: a line, or a file with it (default: that of the copy; "
        "of a first copy, the one that the source itself gives).",
        show_default=False,
    ),
]
Every = Annotated[
    int, typer.Option(min=0, metavar="SECONDS", help="Go on, renewing the copy so often.", show_default=False)
]


def mirror(
    context: typer.Context, source: From, folder: To, vkey: Vkey = "", every: Every = 0, json: Json = False
) -> int:
    """Copy a record and verify it while copying; run again, it copies what is new.

    A source that shows another history than the copy is not followed: both checkpoints are kept, exit code 1.
    """
    from sverka.office.mirror import Mirror
    from sverka.office.mirror_source import source_at
    from sverka.office.vkeys import vkey_given

    screen = Screen.of(context)
    copy = Mirror(source_at(source), folder, vkey_given(vkey) if vkey else None)
    code = _once(copy, screen, json=json, tolerant=bool(every))
    while every and code is None:
        time.sleep(every)
        code = _once(copy, screen, json=json, tolerant=True)
    return code or 0


def _once(copy: Mirror, screen: Screen, *, json: bool, tolerant: bool) -> int | None:
    """Renew the copy once and say what came of it; None while it may go on."""
    from sverka.cli import mirror_words as words
    from sverka.office.mirror_forks import NotFollowed, Reason

    try:
        outcome = copy.renew(screen.progress)
    except Fault as fault:
        if not tolerant:
            raise
        screen.say(str(fault))
        return None
    if json:
        screen.answer(words.answer(outcome))
    for sentence in words.sentences(screen.words, outcome, copy):
        screen.say(sentence)
    if isinstance(outcome, NotFollowed):
        return None if tolerant and outcome.reason is Reason.DAMAGED else 1
    return None if tolerant else _code(outcome)


def _code(outcome: Mirrored) -> int:
    """1 where files of evidence could not be had, or facts are signed that are not well made."""
    return int(bool(outcome.evidence.missing or outcome.evidence.changed or outcome.defects))
