"""Dice typed by several, each for itself: given with a key, or asked for unseen by the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.cli.screen import Screen
    from sverka.tlog.keys import Signer


def typist(given: str) -> tuple[Signer, str]:
    """The key in `KEYFILE` or `KEYFILE:DIGITS`, and the digits, "" where they are to be asked for."""
    from sverka.office.member_keys import read_member_key

    file, colon, digits = given.rpartition(":")
    if not colon or Path(given).is_file():
        file, digits = given, ""
    return read_member_key(Path(file)), digits


def digits_typed(screen: Screen, typists: Sequence[tuple[Signer, str]]) -> dict[str, str]:
    """What each typed, by its name; blanks between digits are for the eye."""
    typed: dict[str, str] = {}
    for signer, given in typists:
        if signer.name in typed:
            raise Fault(f"{signer.name} twice", place="--typed", cure="each types for itself, once")
        typed[signer.name] = "".join((given or _asked(screen, signer)).split())
    return typed


def _asked(screen: Screen, signer: Signer) -> str:
    question = screen.words._("{member}, the digits of the dice", member=signer.name)
    return str(typer.prompt(question, hide_input=True, err=True))
