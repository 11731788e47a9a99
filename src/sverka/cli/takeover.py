"""`sverka takeover`: this machine goes on with a record that another one wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import read_file
from sverka.cli.keys import PassphraseFile, passphrase_of
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.folder import ElectionFolder
    from sverka.office.takeover import TakenOver
    from sverka.record.lock_database import Held
    from sverka.tlog.keys import Signer

From = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="SOURCE",
        help="Copy the newest from here first: the address of a site or mirror, or a folder (default: DIR as it is).",
        show_default=False,
    ),
]
Key = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="FILE",
        help="The backup of its keys, from `sverka keys backup` (default: the keys that are on this machine).",
        show_default=False,
    ),
]
HandedOver = Annotated[
    Path | None,
    typer.Option(
        "--hand-over",
        metavar="FILE",
        help="The first machine's own word that it writes no more, from `sverka keys hand-over`.",
        show_default=False,
    ),
]
Gone = Annotated[
    str,
    typer.Option(
        "--first-is-gone",
        metavar="REASON",
        help="You made sure that the first machine can never write again, and why; it will stand in the record.",
        show_default=False,
    ),
]
By = Annotated[
    str, typer.Option("--by", help="Who takes over; it will stand in the record.", show_default=False)
]
Ask = Annotated[
    list[str] | None,
    typer.Option(
        "--ask",
        metavar="SOURCE",
        help="Another copy or site that may have more; may be repeated.",
        show_default=False,
    ),
]
NoWitness = Annotated[
    bool, typer.Option("--no-witness", help="Go on though no witness of the record answers.")
]


def takeover(
    context: typer.Context,
    folder: Folder,
    source: From = "",
    key: Key = None,
    passphrase_file: PassphraseFile = None,
    handed_over: HandedOver = None,
    gone: Gone = "",
    by: By = "",
    ask: Ask = None,
    no_witness: NoWitness = False,
    json: Json = False,
) -> int:
    """Become the writer of a record that another machine wrote: from a copy, and the key that was handed over.

    Refuses while the first machine may still write, and where a witness, another copy, the backup or this machine
    knows of more than the copy has. A fact of the record says who went on, and why.
    """
    from sverka.office.clock import now
    from sverka.office.folder import ElectionFolder, check_is_election
    from sverka.office.takeover import Grounds, Takeover, renew_copy

    screen = Screen.of(context)
    note = read_file(str(handed_over))[1] if handed_over else b""
    grounds = Grounds(by=by, note=note, gone=gone)
    grounds.check()
    signers, backed_up = _keys(screen, key, passphrase_file)
    if source:
        copied = renew_copy(source, folder, signers[0].verifier if signers else None, screen.progress)
        if copied.evidence.missing:
            t = screen.words
            screen.say(
                t._("Files of evidence that could not be had: {n}.", n=t.number(len(copied.evidence.missing)))
            )
    check_is_election(folder)
    here = ElectionFolder(folder)
    taking = Takeover(
        folder=here,
        signers=signers or _held_here(here),
        grounds=grounds,
        backed_up=backed_up,
        others=tuple(ask or ()),
        alone=no_witness,
    )
    _say(taking.do(now), screen, json=json)
    return 0


def _keys(screen: Screen, key: Path | None, passphrase_file: Path | None) -> tuple[list[Signer], Held | None]:
    """The keys in a backup, the newest first, and the lock that it has; nothing where none was given."""
    if key is None:
        return [], None
    from sverka.office.key_backup import parse_sealed, unseal
    from sverka.office.key_restore import signers_in

    name, content = read_file(str(key))
    sealed = parse_sealed(content, place=name)
    kept = unseal(sealed, passphrase_of(screen, passphrase_file, twice=False), place=name)
    return list(reversed(signers_in(kept, sealed.origin))), kept.held(sealed.origin)


def _held_here(folder: ElectionFolder) -> list[Signer]:
    from sverka.office.keys import signers_held

    found = signers_held(folder.origin)
    if not found:
        cure = "give the backup of its keys: --key FILE"
        raise Fault("the key of the record is not on this machine", place="--key", cure=cure)
    return found


def _say(taken: TakenOver, screen: Screen, *, json: bool) -> None:
    if json:
        witnesses = [
            {"witness": each.witness, "reply": each.reply, "known": each.known} for each in taken.answers
        ]
        screen.answer(
            {"origin": taken.origin, "size": taken.size, "entry": taken.entry, "witnesses": witnesses}
        )
    t = screen.words
    screen.say(
        t._(
            "This machine writes {origin} now; facts: {n}, the last says so. The first machine must never write again.",
            origin=taken.origin,
            n=t.number(taken.size),
        )
    )
