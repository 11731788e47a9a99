"""Publish an election: the site and its data, in a folder that changes as a whole, and the fact that says so.

First the site stands complete beside the old one; then the record says what is published; then the site takes the
old one's place. Killed before the fact, nothing was published. Killed after it, the old site stays until the command
runs again: it makes the same bytes, finds the record saying so already, and puts them in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import msgspec

from sverka.office.files import Files, write_files
from sverka.office.folder import State
from sverka.office.live_files import live_files, news_of
from sverka.office.night.notices import Now
from sverka.office.night.site import NOW
from sverka.office.own_code import own_wheel
from sverka.office.papers import check_unchanged
from sverka.office.publication import (
    Published,
    Words,
    check_can_record,
    corrected_since,
    explained,
    last_publication,
    publication_fact,
    record,
    says_the_same,
    standings_after,
)
from sverka.office.record_status import copy_status
from sverka.office.site_files import site_files
from sverka.office.site_folder import new_site, replace_site
from sverka.publish.figures_file import RESULTS_FILE
from sverka.publish.manifest import MANIFEST
from sverka.publish.results import Results
from sverka.publish.site.build import LANGUAGES
from sverka.publish.site.corrections import news_files
from sverka.publish.site.status import status_files
from sverka.record.facts import PublicationFact, hash_of

ASK_EVERY = 60  # seconds
Progress = Callable[[Files], Iterable[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was published: how many files, and the publication in force; `fresh` if the record has it only since now."""

    files: int
    publication: Published
    fresh: bool


def reproduce(
    state: State, out: Path, *, languages: Sequence[str] = LANGUAGES, progress: Progress = iter
) -> int:
    """Make the reproducible part of the site in `out` anew; gives how many files it has.

    Writes nothing to the record, needs no key, and gives the same bytes from any copy of it.
    """
    results = Results(state.election, state.snapshot)
    files = site_files(state, results, languages=languages)
    beside = chain(  # so that no link leads nowhere
        status_files(state.election, copy_status(state), languages),
        news_files(
            state.election, news_of(state.folder, state.snapshot.size), languages, state.snapshot.decisions
        ),
    )
    return replace_site(chain(progress(files), beside), out)


def publish(state: State, out: Path, words: Words, *, progress: Progress = iter) -> Done:
    """Record what is published and make the site in `out` anew.

    `state` : as of `size_to_publish`; the files of the definition must be those that the record names
    """
    if state.snapshot.definition is not None:
        check_unchanged(state.folder.path, state.snapshot.definition)
    check_can_record(state)
    results = Results(state.election, state.snapshot)
    with new_site(out) as building:
        count = write_files(progress(site_files(state, results)), building)
        publication, fresh = _recorded(state, results, building, words)
        live = live_files(state, lambda path: (building / path).exists())
        count += write_files(chain(live, [_now(publication.fact)]), building)
    return Done(files=count, publication=publication, fresh=fresh)


def _now(fact: PublicationFact) -> tuple[str, bytes]:
    """What stands, for the small script on every page: it asks whether there are new figures."""
    now = Now(
        size=fact.record_size, root=fact.root, published_at=fact.received, stopped=None, next_every=ASK_EVERY
    )
    return NOW, msgspec.json.encode(now) + b"\n"


def _recorded(state: State, results: Results, building: Path, words: Words) -> tuple[Published, bool]:
    """The publication of the site that stands in a folder, in the record now if it was not."""
    code, last = own_wheel(), last_publication(state)
    standings = standings_after(last, state, results)
    fact = publication_fact(
        state,
        results,
        figures=_hash_of_file(building / RESULTS_FILE),
        files=_hash_of_file(building / MANIFEST),
        code=hash_of(code),
        standings=standings,
    )
    if last is not None and says_the_same(last, fact):
        return last, False
    corrected = corrected_since(last, state, results) if last and last.fact.figures != fact.figures else []
    return record(state, explained(fact, corrected, words), last, [code, standings.content]), True


def _hash_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
