"""`sverka publish`: the static site, and the fact that says what was published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sverka.cli.folders import moment, open_state
from sverka.cli.options import AtSize, Folder, Json
from sverka.cli.screen import Screen
from sverka.errors import Fault

if TYPE_CHECKING:
    from sverka.office.folder import State
    from sverka.office.night.maker import Progress
    from sverka.office.night.outcomes import Stopped
    from sverka.office.publish import Done


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

    It passes the gate first: where a figure contradicts the record, nothing is published, the site that stands says so,
    and the exit code is 1.

    With --at N the site as it was when the record held N facts is made again, byte for byte, from any copy of the
    folder: that writes nothing to the record and needs no key.
    """
    screen = Screen.of(context)
    if status:
        return _renew(screen, folder, out, json=json)
    if at is not None:
        return _reproduce(screen, folder, at, out, json=json)
    return _publish(screen, folder, out, Said(received, reason, changed), json=json)


class Said(NamedTuple):
    """What a person gave with the command."""

    received: str
    reason: str
    changed: str


def _publish(screen: Screen, folder: Path, out: Path | None, said: Said, *, json: bool) -> int:
    """Publish what the record holds; 1 if the gate stopped it."""
    from sverka.office.folder import ElectionFolder
    from sverka.office.night.outcomes import Stopped
    from sverka.office.publication import Words, size_to_publish
    from sverka.office.publish import publish as make

    state = open_state(folder, screen, size=size_to_publish(ElectionFolder(folder)))
    words = Words(received=moment(said.received, state), reason=said.reason, changed=said.changed)
    target = out or state.folder.public
    done = make(state, target, words, progress=_progress(screen, state))
    if json:
        answer = _stop(done) if isinstance(done, Stopped) else _answer(done)
        screen.answer({"out": str(target), **answer})
    if isinstance(done, Stopped):
        _say_stop(screen, done)
        return 1
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
    fact = done.fact
    return {
        "files": done.files,
        "record_size": fact.record_size,
        "root": fact.root,
        "figures": fact.figures,
        "code": fact.code,
        "entry": done.entry,
        "recorded": done.fresh,
        "reason": fact.reason,
        "changed": fact.changed,
    }


def _stop(stopped: Stopped) -> dict[str, object]:
    from msgspec.structs import asdict

    return {
        "stopped": {
            "record_size": stopped.size,
            "since": stopped.since,
            "entry": stopped.entry,
            "failed": stopped.failed,
            "checks": [asdict(check) for check in stopped.checks],
        }
    }


def _say_stop(screen: Screen, stopped: Stopped) -> None:
    """Every check that the record names."""
    from sverka.cli.night_words import stopped_sentences

    screen.say(stopped_sentences(screen.words, stopped, most=len(stopped.checks)))


def _say(screen: Screen, target: Path, done: Done) -> None:
    t, size = screen.words, done.fact.record_size
    screen.say(t._("{folder}: files written: {n}.", folder=target, n=t.number(done.files)))
    if done.fresh:
        screen.say(
            t._(
                "Publication of {n} facts recorded as entry {entry}.",
                n=t.number(size),
                entry=done.entry,
            )
        )
    else:
        screen.say(
            t._(
                "Entry {entry} of the record says so already: the same {n} facts, figures, files and code.",
                n=t.number(size),
                entry=done.entry,
            )
        )
    if done.fact.changed:
        screen.say(t._("Changed since the publication before: {what}", what=done.fact.changed))
