"""The history of an election: its figures at every publication of a record, and at the end of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sverka.domain.ids import AreaId, ContestId
from sverka.publish.areas import WHOLE
from sverka.publish.history.between import Between, between
from sverka.publish.history.figures import Figures, changed_areas
from sverka.publish.history.parts import ElectionOf
from sverka.publish.history.past import Past
from sverka.publish.history.running import Running
from sverka.publish.results import Results
from sverka.record.facts import PublicationFact


@dataclass(frozen=True, kw_only=True)
class Point:
    """One publication, or, with no fact, what the record says at its end.

    `entry` : where the publication stands in the record
    `between` : what came in since the publication before
    `changed` : per contest the areas of which a figure is another one than there
    """

    size: int
    entry: int
    fact: PublicationFact | None
    figures: Mapping[ContestId, Figures]
    between: Between
    changed: Mapping[ContestId, frozenset[AreaId]]

    @cached_property
    def memory(self) -> dict[tuple[object, ...], Any]:
        """What pages said of it, which does not change: kept for the next publication."""
        return {}


@dataclass(frozen=True, kw_only=True)
class History:
    """Every publication that the first `size` facts tell of, oldest first, then what they say now.

    `past`, `election_of` : the facts themselves, and what their definitions describe
    """

    size: int
    past: Past
    election_of: ElectionOf
    published: Sequence[Point]
    now: Point

    @property
    def points(self) -> tuple[Point, ...]:
        """The publications, and now."""
        return (*self.published, self.now)

    def changes(self, contest: ContestId, area: AreaId = WHOLE) -> tuple[Point, ...]:
        """The publications at which a figure of an area was another one than at the one before."""
        return tuple(point for point in self.published if area in point.changed.get(contest, ()))


@dataclass
class Historian:
    """Follows a record: takes its entries, and gives the history that they tell."""

    election_of: ElectionOf
    past: Past = field(default_factory=Past)
    _points: list[Point] = field(default_factory=list)
    _running: Running = field(init=False)

    def __post_init__(self) -> None:
        self._running = Running(self.past, self.election_of)

    def take(self, entries: Iterable[bytes]) -> None:
        """Take in the entries that follow."""
        self.past.take(entries)

    def history(self, results: Results | None = None) -> History:
        """The history as of all entries taken; `results` : those of these entries, where they are at hand."""
        size, told = self.past.size, self._points[-1].entry + 1 if self._points else 0
        for entry, fact in self.past.between(told, size):
            if isinstance(fact, PublicationFact):
                self._points.append(self._point(fact.record_size, entry, fact))
        return History(
            size=size,
            past=self.past,
            election_of=self.election_of,
            published=tuple(self._points),
            now=self._point(size, size, None, results),
        )

    def _point(
        self, size: int, entry: int, fact: PublicationFact | None, results: Results | None = None
    ) -> Point:
        last = self._points[-1] if self._points else None
        figures = self._running.to(size, results)
        return Point(
            size=size,
            entry=entry,
            fact=fact,
            figures=figures,
            between=between(self.past, last.size if last else 0, size),
            changed={
                contest: changed_areas(last.figures.get(contest) if last else None, now)
                for contest, now in figures.items()
            },
        )


def history_of(entries: Iterable[bytes], election_of: ElectionOf) -> History:
    """The history of a record, in one pass over it."""
    historian = Historian(election_of)
    historian.take(entries)
    return historian.history()
