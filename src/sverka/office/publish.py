"""Publish an election by a command: one publication of the night, with the words of a person; or make a past one again.

It goes through the same steps as each publication of a night (`office/night/publisher.py`): files beside the site, the
gate, the fact, files in their places, the archive. Killed before the fact, nothing was published; killed after it, the
same command puts in place what the record says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sverka.office.folder import State
from sverka.office.live_files import news_of
from sverka.office.night.explaining import by_a_person
from sverka.office.night.gating import Gate as Checks
from sverka.office.night.maker import Progress
from sverka.office.night.outcomes import Published, Stopped
from sverka.office.night.publisher import Publisher
from sverka.office.papers import check_unchanged
from sverka.office.publication import Words, check_can_record
from sverka.office.record_status import copy_status
from sverka.office.site_files import site_files
from sverka.office.site_folder import replace_site
from sverka.office.writer_lock import only_publisher
from sverka.publish.gate.gate import Gate
from sverka.publish.results import Results
from sverka.publish.site.build import LANGUAGES
from sverka.publish.site.corrections import news_files
from sverka.publish.site.status import status_files
from sverka.record.facts import PublicationFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was published: the publication in force, and where it stands in the record.

    `files` : how many were put in place · `fresh` : if the record has it only since now
    """

    files: int
    entry: int
    fact: PublicationFact
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


def publish(
    state: State, out: Path, words: Words, *, gate: Checks | None = None, progress: Progress = iter
) -> Done | Stopped:
    """Publish what the record of a folder holds, unless the gate stops it; every file of the site is looked at.

    `state` : of that folder; the files of its definition must be those that the record names
    """
    if state.snapshot.definition is not None:
        check_unchanged(state.folder.path, state.snapshot.definition)
    check_can_record(state)
    publisher = Publisher(
        state.folder,
        out,
        Gate() if gate is None else gate,
        clock=lambda _: words.received,
        explain=by_a_person(words),
        progress=progress,
        whole=True,
    )
    publisher.site.claim()
    with only_publisher(publisher.site.out):
        outcome = publisher.publish_next()
    if isinstance(outcome, Stopped):
        return outcome
    if publisher.last is None:
        raise AssertionError("nothing was published, and nothing had been")
    entry, fact = publisher.last
    fresh = outcome.files if isinstance(outcome, Published) else 0
    return Done(files=publisher.mended + fresh, entry=entry, fact=fact, fresh=isinstance(outcome, Published))
