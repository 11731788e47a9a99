"""`sverka fsck`: verify an election folder, file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen

if TYPE_CHECKING:
    from sverka.office.fsck import Verified

Vkey = Annotated[
    str,
    typer.Option(
        help="The public key that must have signed: a line, or a file with it (default: log.vkey).",
        show_default=False,
    ),
]


def fsck(context: typer.Context, folder: Folder, vkey: Vkey = "", json: Json = False) -> int:
    """Verify a folder or a copy of one: every signature, fact, hash and file. Says which file is wrong."""
    from sverka.office.fsck import fsck as verify
    from sverka.office.home import lock_database
    from sverka.office.vkeys import vkey_given

    screen = Screen.of(context)
    key = vkey_given(vkey) if vkey else None
    found = verify(folder, vkey=key, lock=lock_database(), progress=screen.progress)
    if json:
        screen.answer(_answer(found, screen))
    else:
        _say(found, screen)
    return 0 if found.sound else 1


def _say(found: Verified, screen: Screen) -> None:
    """Every defect with its file and what to do, those that matter first; then what was verified."""
    from sverka.publish.words.defects import defect_said

    t = screen.words
    for defect in sorted(found.defects, key=lambda each: each.harmless):
        said = defect_said(t, defect)
        typer.echo(f"{defect.file}: {said.title}" + ("" if defect.harmless else f"\n  {said.meaning}"))
    wrong = len({each.file for each in found.defects if not each.harmless})
    checked = t._(
        "Verified: facts {facts}, tiles {tiles}, files of evidence {evidence}.",
        facts=t.number(found.entries),
        tiles=t.number(found.tiles),
        evidence=t.number(found.evidence),
    )
    verdict = (
        t._("Nothing is wrong.") if found.sound else t._("Files that are wrong: {n}.", n=t.number(wrong))
    )
    screen.say(f"{checked} {verdict}")


def _answer(found: Verified, screen: Screen) -> dict[str, Any]:
    from sverka.publish.words.defects import defect_said

    checkpoint, witnesses = found.checkpoint, found.witnesses
    said = [(each, defect_said(screen.words, each)) for each in found.defects]
    lists: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for defect, words in said:
        lists[defect.harmless].append(
            {
                "code": defect.code,
                "file": defect.file,
                "what": words.title,
                "cure": words.meaning,
                **defect.context,
            }
        )
    return {
        "sound": found.sound,
        "origin": checkpoint.origin if checkpoint else None,
        "record_size": checkpoint.size if checkpoint else None,
        "root": checkpoint.root.hex() if checkpoint else None,
        "witnesses": {"signed": witnesses[0], "of": witnesses[1]} if witnesses else None,
        "verified": {"facts": found.entries, "tiles": found.tiles, "evidence": found.evidence},
        "wrong": lists[False],
        "harmless": lists[True],
    }
