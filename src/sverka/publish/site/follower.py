"""Editions of a record that grows: what was read or worked out for one is not read or worked out again for the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sverka.domain.election import Election
from sverka.publish.axes import Axes
from sverka.publish.display import Display
from sverka.publish.history.parts import ElectionOf
from sverka.publish.history.points import Historian
from sverka.publish.results import Results
from sverka.publish.site.edition import Download, Edition, KeptLines
from sverka.publish.site.ground import Ground
from sverka.publish.site.group_edition import GroupEdition
from sverka.publish.site.sayings import Sayings
from sverka.publish.watching.report import WatchReport
from sverka.record.facts import DefinitionFact


class Follower:
    """What the editions of one record share. Results that are made with its `axes` share more of it.

    `election_of` : what each definition of the record describes; None where there was never another one
    `displays` : tables of somebody's own that overviews show
    """

    def __init__(self, election_of: ElectionOf | None = None) -> None:
        self.axes = Axes()
        self.sayings = Sayings()
        self.election_of = election_of
        self.historian = Historian(self._described)
        self.displays: Sequence[Display] = ()
        self.kept_lines: KeptLines = {}
        self._ground: Ground | None = None
        self._election: Election | None = None

    @property
    def size(self) -> int:
        """How many entries were read."""
        return self.sayings.size

    def read(self, entries: Iterable[bytes]) -> None:
        """Take in the next entries of the record; an edition made before them holds no longer."""
        for entry in entries:
            self.sayings.read(entry)
            self.historian.take((entry,))

    def _described(self, fact: DefinitionFact | None) -> Election:
        """The election as a definition describes it."""
        if self.election_of is not None:
            return self.election_of(fact)
        if self._election is None:
            raise AssertionError("the history of a record was asked for before any results of it")
        return self._election

    def edition(
        self,
        results: Results,
        *,
        downloads: Sequence[Download] = (),
        group: GroupEdition | None = None,
        watched: WatchReport | None = None,
    ) -> Edition:
        """An edition of the entries read, and of the results that follow from them."""
        if self._ground is None or not self._ground.holds(results):
            self._ground = Ground.of(results)
        self._election = results.election
        history = self.historian.history(results)
        return Edition(
            results,
            self.sayings,
            tuple(downloads),
            group,
            self._ground,
            watched,
            history,
            self.displays,
            self.kept_lines,
        )
