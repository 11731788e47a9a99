"""Everything that a practice election hands out, as files by name, and what is needed to know them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

import numpy as np

from sverka.domain.counts import CountTable
from sverka.practice.definition_text import definition_text
from sverka.practice.group_files import group_files, group_text
from sverka.practice.invent import PracticeElection
from sverka.practice.mistakes import Planted
from sverka.practice.overlay import changed, overlaid
from sverka.practice.photos import Darkroom
from sverka.practice.planted_list import planted_list
from sverka.practice.replay import Replay
from sverka.practice.sheets import Lines, sheet

LIST = "practice.json"
"""Names the files and their hashes, so that a folder of ours can be told from any other."""

DEFINITION, STATIONS, PLANTED = "definition.toml", "stations.csv", "planted.csv"


def practice_files(
    election: PracticeElection, planted: Planted, stations: bytes
) -> Iterator[tuple[str, bytes]]:
    """The files of an exercise: definition, stations, both counts, and the answers."""
    yield DEFINITION, definition_text(election.sizes, seed=election.seed).encode()
    yield STATIONS, stations
    yield "machine.csv", _sheet(planted.left)
    yield "hand.csv", _sheet(planted.right)
    yield PLANTED, planted_list((str(planted.left.contest), mistake) for mistake in planted.mistakes)


def replay_files(
    replay: Replay, definition: str, stations: bytes, *, font: bytes
) -> Iterator[tuple[str, bytes]]:
    """The files of a replay: definition, stations, counts as they came in, photos, and what was planted.

    `definition` is the text of the definition that the recipe names; `font` (TTF) prints the forms in the photos.
    """
    plan = replay.recipe.group
    group = group_text(replay.recipe, plan) if plan else ""
    text = overlaid(definition, replay.recipe) + group
    yield DEFINITION, text.encode()
    yield from ((f"{each.name}.toml", changed(text, each).encode()) for each in replay.recipe.rule_changes)
    yield STATIONS, stations
    yield from replay.files()
    yield from group_files(replay, plan) if plan else ()
    yield from _photos(replay, font)
    yield PLANTED, planted_list(replay.planted)


def _photos(replay: Replay, font: bytes) -> Iterator[tuple[str, bytes]]:
    """Photos of the first of an observer organisation's copies."""
    darkroom = Darkroom(font=font, stations=replay.places.stations, seed=replay.recipe.seed)
    copies = replay.copies
    first = [unit for unit, counted in zip(copies.units, copies.counted, strict=True) if counted]
    for photo in darkroom.photos(replay.contest, copies, first[: replay.recipe.copies.photos]):
        yield f"photos/{photo.name}", photo.content


def list_of(files: Mapping[str, bytes]) -> bytes:
    """The content of `practice.json` for these files."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return (json.dumps({"made_by": "sverka practice", "files": hashes}, indent=1) + "\n").encode()


def _sheet(table: CountTable) -> bytes:
    return sheet([Lines(table=table, which=np.ones(len(table.units), np.bool_))])
