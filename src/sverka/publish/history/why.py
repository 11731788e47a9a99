"""Why a total changed: the facts between two sizes of the record, each with what it added to the total.

A fact adds what the total is with it, less what it is without it, where the facts before it are there and those after
it are not. So the parts add up to the change exactly, whatever became of the stations in between.

Stations do not look at each other (but for those that share a scanner): the first counts of all of them are taken
together, then the second ones. Decisions and definitions are taken one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sverka.domain.counts import Source
from sverka.domain.election import Election, FindingsPolicy
from sverka.domain.ids import AreaId, ContestId, SelectionId
from sverka.publish.areas import WHOLE
from sverka.publish.history.parts import ElectionOf, Sizes, groups_of, hit, part, with_neighbours
from sverka.publish.history.past import Counted, Past
from sverka.publish.history.sums import IntArray, summed, table_of
from sverka.publish.results import ContestResults, Results
from sverka.publish.totals import of_areas
from sverka.record.facts import AnyFact

Group = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A total: of one source and contest, in one area."""

    contest: ContestId
    source: Source
    area: AreaId = WHOLE


@dataclass(frozen=True, kw_only=True)
class Move:
    """By how much a total moved, or what it is: the stations in it, and the votes; what is 0 is left out."""

    stations: int = 0
    votes: Mapping[SelectionId, int]

    def __sub__(self, other: Move) -> Move:
        votes = Counter(self.votes)
        votes.subtract(other.votes)
        return Move(
            stations=self.stations - other.stations, votes={each: n for each, n in votes.items() if n}
        )

    def __bool__(self) -> bool:
        return bool(self.stations or self.votes)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One fact, and what it added."""

    entry: int
    fact: AnyFact
    move: Move


@dataclass(frozen=True, kw_only=True)
class Why:
    """A total at two sizes, and every fact between them that moved it, in the record's order."""

    before: Move
    after: Move
    causes: tuple[Cause, ...]


def why(past: Past, election_of: ElectionOf, asked: Asked, start: int, end: int) -> Why:
    """What moved a total from one size of the record to another."""
    asking = _Asking(Sizes(past, election_of), asked)
    found = tuple(asking.causes(start, end))
    return Why(before=asking.total(start), after=asking.total(end), causes=found)


def causes(
    past: Past, election_of: ElectionOf, asked: Iterable[Asked], start: int, end: int
) -> dict[Asked, tuple[Cause, ...]]:
    """The facts alone, for whoever knows both totals; what several totals have in common is computed once."""
    sizes = Sizes(past, election_of)
    return {each: tuple(_Asking(sizes, each).causes(start, end)) for each in asked}


@dataclass
class _Asking:
    sizes: Sizes
    asked: Asked

    @property
    def past(self) -> Past:
        """The record."""
        return self.sizes.past

    def total(self, size: int) -> Move:
        """What the total is at a size; nothing where there is none."""
        return _total(self.sizes.whole(size), self.asked)

    def causes(self, start: int, end: int) -> Iterator[Cause]:
        """The facts that moved it, in order."""
        for at in self._breaks(start, end):
            yield from self._counted(start, at)
            yield from self._cause(at, self._taken_alone(at))
            start = at + 1
        yield from self._counted(start, end)

    def _breaks(self, start: int, end: int) -> list[int]:
        """Facts that are taken alone: rulings, and the first count of a station by who counts areas as well."""
        first, of_areas = self._first(end), self._first(end, areas=True)
        alone = first is not None and first >= start and of_areas is not None
        return sorted({*self.past.rulings(start, end), *([first] if first is not None and alone else [])})

    def _first(self, size: int, *, areas: bool = False) -> int | None:
        """The first count of the source before a size, of a station or of an area."""
        return self.past.first_count(self.asked.contest, self.asked.source, size, areas=areas)

    def _taken_alone(self, entry: int) -> Move:
        """What a fact added that is taken alone: a decision by the stations that it hits, if it hits some only."""
        election = self.sizes.election(entry)
        ruling = self.past.rulings(entry, entry + 1).get(entry)
        stations = None if ruling is None else hit(election, ruling)
        if stations is None:
            return self.total(entry + 1) - self.total(entry)
        if not stations or self.asked.contest not in election.contests:
            return Move(votes={})
        group = frozenset(with_neighbours(election, stations))
        before, after = (
            _moves(self.sizes.part(size, election, group), self.asked, [group])[group]
            for size in (entry, entry + 1)
        )
        return after - before

    def _cause(self, entry: int, move: Move) -> Iterator[Cause]:
        if move:
            yield Cause(entry=entry, fact=self.past.fact(entry), move=move)

    def _counted(self, start: int, end: int) -> Iterator[Cause]:
        """The counts between two sizes, between which nothing else moved the total."""
        election = self.sizes.election(start)
        if start < end and self.asked.contest in election.contests:
            found = [*self._of_areas(election, start, end), *self._of_stations(election, start, end)]
            for entry, move in sorted(found, key=lambda each: each[0]):
                yield from self._cause(entry, move)

    def _of_stations(self, election: Election, start: int, end: int) -> Iterator[tuple[int, Move]]:
        turns = self._turns(election, start, end)
        stations = {station for group in turns for station in group}
        taken = self._taken(election, stations, start)
        before = _moves(part(self.past, start, election, stations, only=taken), self.asked, turns)
        for turn in range(max(map(len, turns.values()), default=0)):
            now = {group: entries[turn] for group, entries in turns.items() if turn < len(entries)}
            taken = sorted((*taken, *now.values()))
            after = _moves(part(self.past, start, election, stations, only=taken), self.asked, turns)
            yield from ((entry, after[group] - before[group]) for group, entry in now.items())
            before = after

    def _taken(self, election: Election, stations: Collection[str], size: int) -> list[int]:
        """The counts of some stations before a size that may have a say in the total."""
        contests, counted = self._concerned(election), self.past.counted
        counts = self.past.counts_of(stations, (), size)
        return [entry for entry in counts if counted[entry].contest in contests]

    def _concerned(self, election: Election) -> frozenset[str]:
        """The contest; where findings take stations out of sums, those that its controls speak of as well."""
        alone = frozenset((self.asked.contest,))
        if election.policies.findings is not FindingsPolicy.SET_ASIDE:
            return alone
        return alone | election.contests[self.asked.contest].named_contests

    def _turns(self, election: Election, start: int, end: int) -> dict[Group, list[int]]:
        """Per station, or stations that share a scanner: the counts of it in order."""
        groups, contests = groups_of(election), self._concerned(election)
        found: dict[Group, list[int]] = defaultdict(list)
        for entry, counted in self.past.counts_between(start, end):
            if not counted.area and counted.contest in contests:
                group = groups.get(counted.station, frozenset((counted.station,)))
                found[group].append(entry)
        return found

    def _of_areas(self, election: Election, start: int, end: int) -> Iterator[tuple[int, Move]]:
        """What the figures that a source gives for whole areas moved, where it counts no station."""
        given = [entry for entry, each in self._counts(start, end) if each.area and self._gives(each)]
        areas = list(election.places.areas)
        if given and self._first(start) is None:
            before = _total(part(self.past, given[0], election, (), areas), self.asked)
            for entry in given:
                after = _total(part(self.past, entry + 1, election, (), areas), self.asked)
                yield entry, after - before
                before = after

    def _gives(self, counted: Counted) -> bool:
        return counted.source == self.asked.source

    def _counts(self, start: int, end: int) -> Iterator[tuple[int, Counted]]:
        """The counts of the contest."""
        counts = self.past.counts_between(start, end)
        return ((entry, each) for entry, each in counts if each.contest == self.asked.contest)


def _total(results: Results, asked: Asked) -> Move:
    """The total as it is."""
    if asked.contest not in results.election.contests:
        return Move(votes={})
    of = results.of(asked.contest)
    if asked.source in of.area_tables and asked.source not in of.tables:
        total = of_areas(of.contest, of.area_tables[asked.source], of.roots).of(asked.area)
        return Move(votes={} if total is None else _some(total.selections))
    added = _added(of, asked).sum(axis=0)
    return _move(of, added)


def _moves(results: Results, asked: Asked, groups: Iterable[Group]) -> dict[Group, Move]:
    """What each group of stations adds to the total."""
    of = results.of(asked.contest)
    added = _added(of, asked)
    at = {group: [of.position[each] for each in group if each in of.position] for group in groups}
    return {group: _move(of, added[lines].sum(axis=0)) for group, lines in at.items()}


def _added(of: ContestResults, asked: Asked) -> IntArray:
    """Shape (stations, 1 + selections): whether each is in the sums of the area, and with which votes."""
    table, standing = table_of(of, asked.source)
    within = np.zeros(len(of.stations), np.bool_)
    within[of.membership.lines.get(asked.area, [])] = True
    within &= summed(table, standing)
    votes = table.values[:, table.selection_columns]
    return np.concatenate((np.ones_like(votes[:, :1]), votes), axis=1) * within[:, None]


def _move(of: ContestResults, added: IntArray) -> Move:
    stations, *votes = added.tolist()
    return Move(stations=stations, votes=_some(dict(zip(of.contest.selection_ids, votes, strict=True))))


def _some(votes: Mapping[SelectionId, int]) -> dict[SelectionId, int]:
    return {selection: n for selection, n in votes.items() if n}
