"""The publisher of a night: what came in becomes the next state of the site, or a stop that everyone can see.

One publication takes these steps; killed after any of them, the next start finishes it or begins it again::

    1  files beside the site        all that differ from what stands, and their copies for the archive
    2  the gate                     on these bytes; a stop is a fact and a notice, and the site stays
    3  the fact                     from now on it is published: the record says so
    4  files in their places        figures, stations, areas, contests, overviews; the archive; site.json
    5  what lies beside, now.json   the record and the page on it; last, that all of it is there

The site of every size is the one that `sverka publish DIR --at SIZE` makes, byte for byte. `sverka publish DIR` is one
publication of the same kind.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sverka.office.clock import now as now_in
from sverka.office.folder import ElectionFolder
from sverka.office.night.archive import Kept
from sverka.office.night.candidate import Made
from sverka.office.night.explaining import Change, Explain, by_the_facts
from sverka.office.night.gating import Gate
from sverka.office.night.maker import Maker, Progress, own_code
from sverka.office.night.outcomes import Nothing, Outcome, Published, Stopped
from sverka.office.night.placer import Placer
from sverka.office.night.recording import Append, as_a_command, check_nobody_published, last_publications
from sverka.office.night.site import Site
from sverka.office.night.standing_figures import standing_figures
from sverka.office.night.stops import Stops, stop_fact
from sverka.office.publication import publication_fact, size_to_publish
from sverka.office.record_files import RECORD
from sverka.publish.display import Display
from sverka.publish.figures_file import RESULTS_FILE
from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.site.build import LANGUAGES
from sverka.publish.standings_file import StandingsList, StandingsOf
from sverka.record.facts import PublicationFact, canonical_bytes, hash_of
from sverka.record.store import CHECKPOINT

Clock = Callable[[str], str]
"""Gives the time in a zone, as facts write it."""


@dataclass
class Publisher:
    """The publisher of one election folder into one site, for one thread of its process.

    `append` : how its facts are recorded · `every` : seconds until it looks again
    `displays` : tables of somebody's own that pages show beside the sums
    `explain` : the words of a publication that corrects what was published · `progress` : shows how its files are made
    `whole` : every file is held against what stands, also those that nothing changes: what was damaged is mended
    """

    folder: ElectionFolder
    out: Path
    gate: Gate
    languages: tuple[str, ...] = LANGUAGES
    append: Append | None = None
    clock: Clock = now_in
    every: int = 60
    displays: Sequence[Display] = ()
    explain: Explain = by_the_facts
    progress: Progress = iter
    whole: bool = False
    maker: Maker = field(init=False)
    placer: Placer = field(init=False)
    stops: Stops = field(default_factory=Stops)
    last: tuple[int, PublicationFact] | None = None
    standings: StandingsOf | None = None
    begun: bool = False
    tried: int = -1
    mended: int = 0
    """How many files were put in place before anything new was published."""

    def __post_init__(self) -> None:
        self.site = Site(self.out.resolve())
        self.maker = Maker(self.folder, self.site, self.languages, self.displays, self.progress)
        self.placer = Placer(self.folder, self.site, self.languages, self.every)
        self.append_facts = self.append or as_a_command(self.folder)

    def begin(self) -> None:
        """Finish what was interrupted: the publication that the record has, the notice of a stop, `now.json`."""
        self.placer.begin()
        published = last_publications(self.folder)
        self.last = published[0] if published else None
        self.maker.begin([] if self.whole else [fact for _, fact in published])
        self.stops = Stops.of(self.folder, 0 if self.last is None else self.last[0])
        if self.last is not None:
            if self._is_to_be_finished(self.last[1]):
                self.mended = self._finish(*self.last, after=published[1][0] if published[1:] else -1)
            self._look_back(self.last[1])
            self.renew()
        self.begun = True

    def _is_to_be_finished(self, last: PublicationFact) -> bool:
        """Whether the publication in force may not be in its place, whole."""
        held_anew = self.whole and last.record_size == size_to_publish(self.folder)
        return held_anew or not self.placer.stands(last)

    def _look_back(self, last: PublicationFact) -> None:
        """Know where each station stood in the publication in force."""
        following = self.maker.following
        if following.size <= last.record_size:  # else this process published it, and knows
            self.standings = StandingsOf.at(self.maker.results(following.at(last.record_size)))

    def renew(self) -> None:
        """Bring what lies beside the pages, notices and `now.json` to what the record says now."""
        if self.last is not None and self.placer.stands(self.last[1]):
            state = self.maker.following.at(max(self.maker.following.size, self.last[1].record_size))
            self.placer.put_beside(state, self.last[1].record_size)
            self.placer.say(self.last[1], self.stops.since)

    def renew_if_grown(self) -> None:
        """The same, if the record has another checkpoint than what lies beside the pages."""
        if self.folder.store.note() != self.site.read(f"{RECORD}/{CHECKPOINT}"):
            self.renew()

    def publish_next(self) -> Outcome:
        """Publish what came in since, if it changes anything that pages could show and passes the gate."""
        started = time.monotonic()
        if not self.begun:
            self.begin()
        size = size_to_publish(self.folder)
        if self._is_published(size):
            return Nothing()
        if self.stops.in_force is not None and self.tried == size:
            return self.stops.in_force
        self.begun = False  # whatever goes wrong from here on, the next call looks at what stands
        with self.maker.made(size) as made:
            facts = self._facts(0 if self.last is None else self.last[1].record_size, size)
            candidate = self._candidate(made, facts)
            failed = self.gate.check(candidate)
            outcome = self._stop(made, failed) if failed else self._publish(made, facts, started)
            if not failed:
                self.gate.accept(candidate)
        self.begun = True
        return outcome

    def _is_published(self, size: int) -> bool:
        if self.last is None:
            return False
        fact = self.last[1]
        return fact.record_size == size and fact.code == own_code()[0] and self.placer.stands(fact)

    def _facts(self, start: int, size: int) -> list[tuple[int, bytes]]:
        """What came in between two sizes of the record."""
        return list(enumerate(self.folder.store.entries(start, size), start))

    def _candidate(self, made: Made, facts: Sequence[tuple[int, bytes]]) -> Candidate:
        """What the gate looks at; where less stands than the publication in force, it is told of all facts since."""
        before = self._figures_that_stand()
        stands = 0 if before is None else self.site.mark.record_size
        if self.last is not None and stands < self.last[1].record_size:
            facts = self._facts(stands, made.size)
        return Candidate(
            results=made.results, files=made.staged, facts=facts, before=before, read=self.site.read
        )

    def _figures_that_stand(self) -> dict[str, Any] | None:
        """What was published and stands here; None before the first publication."""
        if self.last is None:
            return None
        return standing_figures(self.site, self.placer.archive, self.last[1].figures)

    def _publish(self, made: Made, facts: Sequence[tuple[int, bytes]], started: float) -> Published:
        fact = self._fact(made, facts)
        kept = self.placer.keep(made, fact, after=-1 if self.last is None else self.last[0])
        made.staged.settle()
        entry = self._recorded(made, fact)
        count = self._put(made, kept, entry)
        self.stops, self.standings = Stops(), self.standings_made
        self.renew()
        return Published(
            size=made.size,
            root=fact.root,
            received=fact.received,
            entry=entry,
            files=count,
            changed=fact.changed,
            seconds=time.monotonic() - started,
        )

    def _fact(self, made: Made, facts: Sequence[tuple[int, bytes]]) -> PublicationFact:
        standings = self._standings(made)
        fact = publication_fact(
            made.state,
            made.results,
            figures=made.hash_of(RESULTS_FILE, self.site),
            files=made.files(self.site),
            code=own_code()[0],
            standings=standings,
        )
        reason, changed = self._explained(made, fact, facts)
        self.folder.evidence.put(standings.content)
        return replace(
            fact,
            received=self.clock(made.state.election.timezone),
            supersedes="" if self.last is None else hash_of(self.folder.store.entry(self.last[0])),
            reason=reason,
            changed=changed,
        )

    def _explained(
        self, made: Made, fact: PublicationFact, facts: Sequence[tuple[int, bytes]]
    ) -> tuple[str, str]:
        """The reason and the change that a publication states; the first one corrects nothing."""
        if self.last is None:
            return "", ""
        before = self.last[1]
        return self.explain(
            Change(before=before, now=fact, state=made.state, results=made.results, facts=facts)
        )

    def _standings(self, made: Made) -> StandingsList:
        """Where each station stands: what changed since the publication in force, or all under a new definition."""
        now, before = StandingsOf.at(made.results), self.standings
        self.standings_made = now
        fresh = self.last is None or made.state.snapshot.definition_entry >= self.last[1].record_size
        return now.whole() if before is None or fresh else now.after(before)

    def _root(self, size: int) -> str:
        return self.folder.store.root(size).hex()

    def _recorded(self, made: Made, fact: PublicationFact) -> int:
        """Record a publication; gives its entry."""
        self.folder.evidence.put(own_code()[1])
        start = max(made.size, 0 if self.last is None else self.last[0] + 1)

        def make(size: int) -> list[bytes]:
            check_nobody_published(self.folder, start, size)
            return [canonical_bytes(fact)]

        (entry,) = self.append_facts(make)
        self.last = entry, fact
        return entry

    def _stop(self, made: Made, failed: Sequence[Stop]) -> Stopped:
        """Say of a candidate that it did not pass: in the record, once, and on the pages that stand."""
        stopped = self.stops.in_force
        if stopped is None or not self.stops.says_so(failed):
            fact = stop_fact(
                failed,
                size=made.size,
                root=self._root(made.size),
                received=self.clock(made.state.election.timezone),
                supersedes=self._stop_before(made),
            )
            (entry,) = self.append_facts(lambda size: [canonical_bytes(fact)])
            stopped = self.stops.add(entry, fact)
        self.tried = made.size
        self.renew()
        return stopped

    def _stop_before(self, made: Made) -> str:
        """The hash of the last stop of the record."""
        stopped = self.stops.in_force
        entry = max([*made.state.snapshot.stops, -1 if stopped is None else stopped.entry], default=-1)
        return "" if entry < 0 else hash_of(self.folder.store.entry(entry))

    def _finish(self, entry: int, fact: PublicationFact, *, after: int) -> int:
        """Put a publication in its place that was recorded, if this program makes the bytes that it names.

        Gives how many files it took.
        """
        if fact.code != own_code()[0] or self.maker.following.size > fact.record_size:
            self.maker.forget()
            return 0
        with self.maker.made(fact.record_size) as made:
            if made.files(self.site) == fact.files:
                is_kept = self.placer.archive.has(entry)
                kept = None if is_kept else self.placer.keep(made, fact, after=after)
                return self._put(made, kept, entry)
        self.maker.forget()
        return 0

    def _put(self, made: Made, kept: Kept | None, entry: int) -> int:
        """Put files in their places; gives how many."""
        count = self.placer.put(made, kept, entry, gone=self.maker.memory.gone)
        self.maker.memory.accept()
        return count
