"""How many facts the record held when what a page shows last changed.

A page names that size and not the size of the whole record, so that a publication leaves the bytes of all pages as
they are whose figures did not change. What else a page might show of the facts is worked out here on the safe side:
a page whose bytes change names a later size (a test adds fact after fact and looks at every page).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import Source, Unit
from sverka.domain.ids import AreaId
from sverka.publish.areas import Lines
from sverka.publish.group.acts import Act
from sverka.publish.group.answers import dated_by_entry, is_after
from sverka.publish.group.cases import Case
from sverka.publish.group.documents import time_of
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.listings import Part
from sverka.publish.site.sayings import Decision

if TYPE_CHECKING:
    from sverka.publish.site.edition import Edition

IntArray = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Changes:
    """The latest change of everything that pages show, as sizes of the record: the index of a fact, and 1 more."""

    edition: Edition

    @property
    def definition(self) -> int:
        """Of what every page stands on: the definition, and what the law's body decided."""
        snapshot = self.edition.results.snapshot
        return 1 + max([snapshot.definition_entry, *snapshot.decisions])

    @cached_property
    def whole(self) -> int:
        """Of any count, any decision, or the definition."""
        return max((self.contest(each) for each in self.edition.contests.values()), default=self.definition)

    def contest(self, figures: ContestFigures) -> int:
        """Of what one contest says, throughout the election."""
        return self._contests[figures.contest.id]

    def area(self, area: AreaId) -> int:
        """Of the stations of an area, and of figures that accounts give for it."""
        contests = self.edition.contests.values()
        figures = [each for each in contests if area in each.results.membership.beneath]
        replayed = [self.contest(each) for each in figures if self.edition.election.known_sums]
        return max(
            self.definition,
            self.in_area(area),
            *map(self.firsts_of, figures),
            *replayed,  # marks of legal sums
        )

    def in_area(self, area: AreaId) -> int:
        """The part of it that is the area's alone."""
        return max(self._areas.get(area, 0), self._in_area.get(area, 0))

    def listed(self, part: Part) -> int:
        """Of the stations that one page lists, whatever it says of them; of all where stations are named by counts."""
        if not part.area and self.edition.election.open_stations:
            return self.whole
        position = self.edition.ground.position
        stations = int(self.stations[[position[station] for station in part.stations]].max(initial=0))
        return max(self.definition, stations, self.firsts)

    def station(self, station: str, papers: Iterable[str] = ()) -> int:
        """Of the counts of a station, decisions on it, its cases, refused copies, and papers that its page names."""
        counts = int(self.stations[self.edition.ground.position[station]])
        entries = self.edition.document_entries
        named = (entries[sha256] + 1 for sha256 in papers if sha256 in entries)
        cases = (self._last(case.acts) for case in self.edition.cases_at.get(station, ()))
        refused = (entry + 1 for entry in self.edition.refusals_at.get(station, ()))
        return max(self.definition, counts, *named, *cases, *refused)

    def firsts_of(self, figures: ContestFigures) -> int:
        """Since when both accounts of the default pair are there, which gives tables their columns."""
        return max(self._first(figures, source) for source in (figures.left, figures.right))

    @cached_property
    def firsts(self) -> int:
        """The same of all contests."""
        return max(map(self.firsts_of, self.edition.contests.values()), default=0)

    def case(self, case: Case, papers: Iterable[str], others: Iterable[Act[Any]] = ()) -> int:
        """Of everything that the page of a case shows; `others` : acts that it names beside its own."""
        return max(self.station(case.station, papers), self._last(others))

    @property
    def papers(self) -> int:
        """Of the papers of stations, and of the copies that were refused."""
        snapshot = self.edition.results.snapshot
        of_stations = {fact.sha256 for fact in snapshot.documents.values() if fact.station}
        papers = (entry for entry, fact in snapshot.documents.items() if fact.sha256 in of_stations)
        return max(self.definition, 1 + max([*papers, *snapshot.refused_copies], default=-1))

    @property
    def acts(self) -> int:
        """Of any act of the group."""
        return max(self.definition, 1 + max(self.edition.results.snapshot.group, default=-1))

    @cached_property
    def answers(self) -> int:
        """Of any act of the group, and of what let the deadline of a final document pass."""
        group = self.edition.group
        made = group.state.documents.made if group else []
        return max(self.acts, *(self._passed(time_of(each.made.fact.deadline)) for each in made), 0)

    def _passed(self, deadline: datetime | None) -> int:
        """Of the first fact that came in after a deadline; counts do not tell (`publish/group/answers.py`)."""
        dated = dated_by_entry(self.edition.results.snapshot)
        after = (entry for entry, fact in dated if deadline is not None and is_after(fact.received, deadline))
        return 1 + min(after, default=-1)

    @property
    def group(self) -> int:
        """Of any act of the group, of its deadlines, and of the counts and decisions that put its work in order."""
        return max(self.whole, self.answers)

    def _last(self, acts: Iterable[Act[Any]]) -> int:
        return 1 + max((act.entry for act in acts), default=-1)

    # the parts

    @cached_property
    def _contests(self) -> Mapping[str, int]:
        """Per contest: of itself, and of those that its controls speak of."""
        named = {id_: figures.contest.named_contests for id_, figures in self.edition.contests.items()}
        return {
            id_: max(self.definition, *(self._contest.get(each, 0) for each in (id_, *others)))
            for id_, others in named.items()
        }

    @cached_property
    def _contest(self) -> Mapping[str, int]:
        """Per contest: its counts, those of areas too, and the decisions on it."""
        found: dict[str, int] = {}
        for id_, figures in self.edition.contests.items():
            of = [*self.edition.results.snapshot.of(id_).values()]
            of += self.edition.results.snapshot.of(id_, Unit.AREA).values()
            counts = [int(each.entry.max(initial=-1)) for each in of]
            decided = [each.entry for each in self.edition.sayings.decisions if _speaks_of(each, figures)]
            found[id_] = 1 + max([*counts, *decided], default=-1)
        return found

    @cached_property
    def stations(self) -> IntArray:
        """Shape (all stations,): the counts in any contest, and the decisions, that touch a station."""
        ground = self.edition.ground
        latest = np.zeros(len(ground.stations), np.int64)
        for id_, figures in self.edition.contests.items():
            lines = ground.lines[id_]
            latest[lines] = np.maximum(latest[lines], self._counts(figures))
        for decision in self.edition.sayings.decisions:
            hit = self._hit(decision)
            latest[hit] = np.maximum(latest[hit], decision.entry + 1)
        return latest

    @cached_property
    def _in_area(self) -> Mapping[AreaId, int]:
        """Per area, the latest of its stations."""
        membership = self.edition.ground.membership
        return dict(zip(membership.areas, membership.largest(self.stations).tolist(), strict=True))

    def _counts(self, figures: ContestFigures) -> IntArray:
        """Shape (stations,): the latest count of each, its neighbour's where one scanner counts both."""
        snapshot, joint = self.edition.results.snapshot, figures.results.joint
        latest = np.zeros(len(figures.results.stations), np.int64)
        for counts in snapshot.of(figures.contest.id).values():
            np.maximum(latest, counts.entry + 1, out=latest)
        if joint:
            latest[joint.hosts] = np.maximum(latest[joint.hosts], latest[joint.guests].max())
        named = [self._first(figures, each) for each in (figures.left, figures.right) if each.holder]
        return np.maximum(latest, max(named, default=0))

    def _hit(self, decision: Decision) -> Lines | slice:
        """The stations whose pages show a decision, or that it annuls."""
        scope, ground = decision.scope, self.edition.ground
        if scope.station:
            return np.array(
                [ground.position[scope.station]] if scope.station in ground.position else [], np.intp
            )
        if scope.area:
            return ground.membership.lines.get(AreaId(scope.area), np.empty(0, np.intp))
        return slice(0, 0) if scope.box or scope.selection else slice(None)

    @cached_property
    def _areas(self) -> Mapping[str, int]:
        """Per area, the latest figure that an account gives for the whole of it."""
        found: dict[str, int] = defaultdict(int)
        for id_ in self.edition.contests:
            for counts in self.edition.results.snapshot.of(id_, Unit.AREA).values():
                for unit, entry in zip(counts.table.units, counts.entry.tolist(), strict=True):
                    found[unit] = max(found[unit], entry + 1)
        return found

    def _first(self, figures: ContestFigures, source: Source) -> int:
        """Since when a source is there at all, which gives it its name and its column."""
        first = self.edition.sayings.firsts.get((figures.contest.id, source.account, source.holder), -1)
        return first + 1


def _speaks_of(decision: Decision, figures: ContestFigures) -> bool:
    return decision.scope.contest in ("", figures.contest.id)
