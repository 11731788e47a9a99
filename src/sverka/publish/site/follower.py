"""Editions of a record that grows: what was read or worked out for one is not read or worked out again for the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sverka.publish.axes import Axes
from sverka.publish.display import Display
from sverka.publish.results import Results
from sverka.publish.site.edition import Download, Edition
from sverka.publish.site.ground import Ground
from sverka.publish.site.group_edition import GroupEdition
from sverka.publish.site.sayings import Sayings
from sverka.publish.watching.report import WatchReport


class Follower:
    """What the editions of one record share. Results that are made with its `axes` share more of it."""

    def __init__(self) -> None:
        self.axes = Axes()
        self.sayings = Sayings()
        self.displays: Sequence[Display] = ()
        self._ground: Ground | None = None

    @property
    def size(self) -> int:
        """How many entries were read."""
        return self.sayings.size

    def read(self, entries: Iterable[bytes]) -> None:
        """Take in the next entries of the record; an edition made before them holds no longer."""
        for entry in entries:
            self.sayings.read(entry)

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
        return Edition(results, self.sayings, tuple(downloads), group, self._ground, watched, displays=self.displays)
