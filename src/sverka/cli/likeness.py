"""`sverka papers alike`, and what `sverka add` says of pictures that look like one paper."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import typer

from sverka.cli.folders import open_state
from sverka.cli.options import Folder, Json
from sverka.cli.screen import Screen

if TYPE_CHECKING:
    from sverka.office.picture_likeness import LooksAlike
    from sverka.record.facts import DocumentFact


def alike(context: typer.Context, folder: Folder, json: Json = False) -> int:
    """Look in the whole record for pictures that seem to show one paper: taken twice, cropped, turned, saved again.

    It takes a second for about ten pictures, and ends with 1 where there are any: look at them.
    """
    from sverka.office.picture_likeness import alike_among, pictures_in

    screen = Screen.of(context)
    state = open_state(folder, screen)
    papers = pictures_in(state.snapshot)

    def shown(done: Iterable[DocumentFact], total: int) -> Iterable[DocumentFact]:
        return _bar(done, total, screen)

    found = alike_among(papers, state.folder.evidence.get, shown)
    if json:
        screen.answer({"pictures": len(papers), "alike": [*map(pair_of, found)]})
    for sentence in likeness(found, screen):
        screen.say(sentence)
    t = screen.words
    screen.say(
        t._(
            "Pictures {pictures}, pairs that look alike {pairs}.",
            pictures=t.number(len(papers)),
            pairs=t.number(len(found)),
        )
    )
    return 1 if found else 0


def likeness(found: Iterable[LooksAlike], screen: Screen) -> Iterator[str]:
    """A sentence for every pair."""
    for each in found:
        yield screen.words._(
            "{one} ({first}) and {other} ({second}) look like one paper ({fit} %): look at both.",
            one=each.one.file,
            first=each.one.sha256[:16],
            other=each.other.file,
            second=each.other.sha256[:16],
            fit=each.fit,
        )


def pair_of(alike: LooksAlike) -> dict[str, Any]:
    """A pair for programs."""
    return {
        "one": {"sha256": alike.one.sha256, "station": alike.one.station, "holder": alike.one.holder},
        "other": {"sha256": alike.other.sha256, "station": alike.other.station, "holder": alike.other.holder},
        "fit": alike.fit,
    }


def _bar(done: Iterable[DocumentFact], total: int, screen: Screen) -> Iterable[DocumentFact]:
    if not sys.stderr.isatty():
        return done
    from rich.progress import track

    return track(done, total=total, console=screen.err, transient=True, description="")
