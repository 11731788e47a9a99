"""`sverka publish`: the static site, and the fact that says what was published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sverka.cli.folders import moment, open_state
from sverka.cli.options import AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.folder import State
    from sverka.office.publish import Done, Progress


def publish(
    context: typer.Context,
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option(help="Where to (default: public/ in the folder).", show_default=False)
    ] = None,
    reason: Annotated[
        str, typer.Option(help="Why figures changed that were published before.", show_default=False)
    ] = "",
    changed: Annotated[
        str, typer.Option(help="Which, in your words; what Sverka finds stands behind.", show_default=False)
    ] = "",
    at: AtSize = None,
    status: Annotated[
        bool, typer.Option("--status", help="Renew only the checkpoint and the page on the record.")
    ] = False,
    received: Annotated[
        str, typer.Option(help="When it was published, if that is not now.", show_default=False)
    ] = "",
    json: Json = False,
) -> int:
    """Publish the election: a site in Kyrgyz, Russian and English with its data and its record, and the fact of it.

    With --at N the site as it was when the record held N facts is made again, byte for byte, from any copy of the
    folder: that writes nothing to the record and needs no key.
    """
    screen = Screen.of(context)
    if status:
        return _renew(screen, folder, out, json=json)
    if at is not None:
        return _reproduce(screen, folder, at, out, json=json)
    from sverka.office.folder import ElectionFolder
    from sverka.office.publication import Words, size_to_publish
    from sverka.office.publish import publish as make

    state = open_state(folder, screen, size=size_to_publish(ElectionFolder(folder)))
    words = Words(received=moment(received, state), reason=reason, changed=changed)
    target = out or state.folder.public
    done = make(state, target, words, progress=_progress(screen, state))
    if json:
        screen.answer({"out": str(target), **_answer(done)})
    _say(screen, target, done)
    return 0


def _reproduce(screen: Screen, folder: Path, at: int, out: Path | None, *, json: bool) -> int:
    """Make a past state again."""
    from sverka.office.publish import reproduce

    if out is None:
        raise Fault("a past state is not put in the place of the site", place="--at", cure="give --out DIR")
    state = open_state(folder, screen, size=at)
    count = reproduce(state, out, progress=_progress(screen, state))
    if json:
        screen.answer({"out": str(out), "files": count, "record_size": at})
    screen.say(screen.words._("{folder}: files written: {n}.", folder=out, n=screen.words.number(count)))
    return 0


def _renew(screen: Screen, folder: Path, out: Path | None, *, json: bool) -> int:
    """Renew what is true now."""
    from sverka.office.folder import ElectionFolder
    from sverka.office.live_files import renew_live_files

    election = ElectionFolder(folder)
    target = out or election.public
    count = renew_live_files(target, election)
    if json:
        screen.answer({"out": str(target), "files": count})
    screen.say(screen.words._("{folder}: files written: {n}.", folder=target, n=screen.words.number(count)))
    return 0


def _progress(screen: Screen, state: State) -> Progress:
    pages = 3 * len(state.election.places.stations)
    return lambda files: screen.progress(files, pages)


def _answer(done: Done) -> dict[str, object]:
    fact = done.publication.fact
    return {
        "files": done.files,
        "record_size": fact.record_size,
        "root": fact.root,
        "figures": fact.figures,
        "code": fact.code,
        "entry": done.publication.entry,
        "recorded": done.fresh,
        "reason": fact.reason,
        "changed": fact.changed,
    }


def _say(screen: Screen, target: Path, done: Done) -> None:
    t, size = screen.words, done.publication.fact.record_size
    screen.say(t._("{folder}: files written: {n}.", folder=target, n=t.number(done.files)))
    if done.fresh:
        screen.say(
            t._(
                "Publication of {n} facts recorded as entry {entry}.",
                n=t.number(size),
                entry=done.publication.entry,
            )
        )
    else:
        screen.say(
            t._(
                "Entry {entry} of the record says so already: the same {n} facts, figures, files and code.",
                n=t.number(size),
                entry=done.publication.entry,
            )
        )
    if done.publication.fact.changed:
        screen.say(t._("Changed since the publication before: {what}", what=done.publication.fact.changed))
