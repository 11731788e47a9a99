"""Which pages may show something else than when the record held fewer facts.

What is asked first is cheap and errs on the safe side: it may name a page that stays as it is, never leave one out that
does not. A page that has been put together says by its own `changed_at` whether it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from sverka.domain.places import Area
from sverka.publish.group.cases import Case
from sverka.publish.site.edition import Edition
from sverka.publish.site.listings import Part

Fact = TypeVar("Fact")


@dataclass(frozen=True, eq=False)
class Renewed:
    """What changed in an edition after the first `since` facts; everything where that is None."""

    edition: Edition
    since: int | None = None

    def after(self, size: int) -> bool:
        """Whether what last changed at a size of the record may be otherwise than at `since`."""
        return self.since is None or size > self.since

    @cached_property
    def everything(self) -> bool:
        """Whether all pages have to be looked at: under another definition they may all say something else."""
        return self.after(self.edition.changes.definition)

    @cached_property
    def stations(self) -> tuple[str, ...]:
        """The stations whose pages may change, in their order."""
        ground, changes = self.edition.ground, self.edition.changes
        if self.since is None or self.everything:
            return ground.stations
        touched = np.flatnonzero(changes.stations > self.since).tolist()
        named = (ground.position[each] for each in self._around if each in ground.position)
        return tuple(ground.stations[line] for line in sorted({*touched, *named}))

    @property
    def _around(self) -> Iterator[str]:
        """The stations of later papers, refused copies and steps of cases; a paper's are all whose counts name it."""
        snapshot, naming = self.edition.results.snapshot, self.edition.sayings.naming
        yield from (station for sha256 in self._papers for station in naming.get(sha256, ()))
        if self._papers:
            yield from (fact.station for fact in snapshot.documents.values() if fact.sha256 in self._papers)
        yield from (fact.station for fact in _later(snapshot.refused_copies, self.since))
        for cases in self.edition.cases_at.values():
            yield from (case.station for case in cases if self._stepped(case))

    @cached_property
    def _papers(self) -> frozenset[str]:
        """The papers of which a later fact speaks."""
        later = _later(self.edition.results.snapshot.documents, self.since)
        return frozenset(fact.sha256 for fact in later)

    def _stepped(self, case: Case) -> bool:
        return any(self.after(act.entry + 1) for act in case.acts)

    def areas(self) -> Iterable[Area]:
        """The areas whose pages may change, in the definition's order."""
        areas, changes = self.edition.election.places.areas.values(), self.edition.changes
        replayed = self.edition.election.known_sums and self.after(changes.whole)
        if self.everything or replayed or self.after(changes.firsts):
            return areas
        return (area for area in areas if self.after(changes.in_area(area.id)))

    def lists(self, part: Part) -> bool:
        """Whether the page of a part of a list may change."""
        return self._all_lists or (part.area, part.number) in self._lists

    @cached_property
    def _all_lists(self) -> bool:
        changes, open_stations = self.edition.changes, self.edition.election.open_stations
        return self.everything or self.after(changes.firsts) or (open_stations and self.after(changes.whole))

    @cached_property
    def _lists(self) -> frozenset[tuple[str, int]]:
        return frozenset(self.edition.listings.with_stations(self.stations))

    def cases(self, cases: Iterable[Case]) -> Iterator[Case]:
        """The cases whose pages may change: all after any act or paper, for a page names those of others too."""
        every = self.everything or self.after(self.edition.changes.acts) or bool(self._papers)
        touched = frozenset(self.stations)
        return (case for case in cases if every or case.station in touched)


def _later(facts: Mapping[int, Fact], since: int | None) -> Iterator[Fact]:
    """The facts from an entry on; mapped in the order of the record."""
    for entry in reversed(list(facts)):
        if since is not None and entry < since:
            return
        yield facts[entry]
