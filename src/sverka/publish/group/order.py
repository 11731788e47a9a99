"""The order of work: of the cases that are open, first those whose difference could change a seat, then by size.

Until margins are known exactly, a difference is held against each condition that the seats hang on
(`conditions.py`), one by one: how much of what is missing to its change would move, if another account's figures of
this one station stood instead of the legal ones. The order says where to look first, and never what happened there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import Source
from sverka.domain.ids import BaseId, ContestId, StationId
from sverka.publish.areas import WHOLE
from sverka.publish.group.applications import Applications
from sverka.publish.group.cases import Case
from sverka.publish.group.conditions import Change, Condition, changes_of
from sverka.publish.group.differing import differing_anywhere
from sverka.publish.group.state import GroupState
from sverka.publish.legal import LEGAL
from sverka.publish.results import ContestResults, Results
from sverka.publish.surroundings import base_figures
from sverka.reconcile.cases import CaseState, Decided, Disputed, InCourt, Opened
from sverka.reconcile.compare import Comparison

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Could:
    """What a difference could change: with `source` in place of the legal count, `moved` of the votes missing."""

    condition: Condition
    source: Source
    moved: Fraction

    @property
    def share(self) -> Fraction:
        """Of what is missing; 1 and more would change it by itself."""
        return self.moved / self.condition.votes


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A case that is open; `gross` is the size of its difference between the two accounts compared by default."""

    contest: ContestId
    station: StationId
    state: CaseState
    gross: int
    could: Could | None = None


def order_of_work(results: Results, state: GroupState) -> tuple[Queued, ...]:
    """The open cases of all contests: what could change a seat first, then by size, then the older case."""
    asked = _asked_for(state.applications)
    queued = [each for of in results for each in _queue_of(of, state.cases.cases(of.id), asked)]
    return tuple(sorted(queued, key=lambda each: (-(each.could.share if each.could else 0), -each.gross)))


def _asked_for(applications: Applications) -> frozenset[tuple[str, str]]:
    """Contest and station of everything that is still applied for."""
    return frozenset(
        (each.contest, station)
        for each in applications.by_number.values()
        for station in (*each.waiting, *each.granted)
    )


def _queue_of(of: ContestResults, cases: Sequence[Case], asked: Collection[tuple[str, str]]) -> list[Queued]:
    cases = [case for case in cases if not isinstance(case.state, Decided | Disputed | InCourt)]
    waiting = _that_wait(of, cases, asked)
    if not waiting:
        return []
    lines = np.array([of.position[case.station] for case in waiting if case.station in of.position], np.intp)
    at = {of.stations[line]: place for place, line in enumerate(lines)}
    could, gross = _could_change(of, lines), _gross(of.comparison)
    return [
        Queued(
            contest=of.id,
            station=case.station,
            state=case.state,
            gross=gross.get(case.station, 0),
            could=could[at[case.station]] if case.station in at else None,
        )
        for case in waiting
    ]


def _that_wait(of: ContestResults, cases: Sequence[Case], asked: Collection[tuple[str, str]]) -> list[Case]:
    """Those where there is something to do.

    Nothing is to be done where a case was opened for an application that was taken back or declined, and no two
    accounts differ.
    """
    if not any(_only_applied_for(case) for case in cases):
        return list(cases)
    differing = frozenset(differing_anywhere(of))
    return [
        case
        for case in cases
        if not _only_applied_for(case) or case.station in differing or (of.id, case.station) in asked
    ]


def _only_applied_for(case: Case) -> bool:
    return isinstance(case.state, Opened) and bool(case.acts[0].fact.application)


def _gross(comparison: Comparison) -> dict[str, int]:
    units = comparison.left.units
    return {units[line]: int(gross) for line, gross in zip(comparison.lines, comparison.gross, strict=True)}


def _could_change(of: ContestResults, lines: NDArray[np.intp]) -> list[Could | None]:
    """For each station, the change to which its difference comes nearest; None where it moves nothing."""
    changes = changes_of(of)
    best = np.zeros(len(lines))
    found: list[Could | None] = [None] * len(lines)
    for source in of.tables if changes else ():
        shifts = _Shifts.of(of, source, lines)
        if not shifts.any:
            continue
        shares = np.stack([_share(change, shifts) for change in changes])
        nearest = shares.argmax(axis=0)
        for place in np.flatnonzero(shares.max(axis=0) > best):
            change = changes[nearest[place]]
            condition = min(change, key=lambda each: shifts.moved(each)[place] / each.missing)
            moved = Fraction(int(shifts.moved(condition)[place]), condition.unit)
            found[place] = Could(condition=condition, source=source, moved=moved)
            best[place] = shares[nearest[place], place]
    return found


def _share(change: Change, shifts: _Shifts) -> FloatArray:
    """Shape (lines,): how much of what is missing; of several conditions the one that is furthest."""
    shares: FloatArray = np.min([shifts.moved(each) / each.missing for each in change], axis=0)
    return shares


class _Shifts:
    """What the legal figures of some stations would change by, if another source stood there."""

    def __init__(self, of: ContestResults, lines: NDArray[np.intp], comparison: Comparison) -> None:
        self.results = of
        self.lines = lines
        in_no_total = of.legal_standing.annulled | of.legal_standing.set_aside
        self.summed = comparison.both[lines] & ~in_no_total[lines]
        votes = comparison.deltas[lines][:, comparison.left.selection_columns]
        self.votes: IntArray = np.where(self.summed[:, None], votes, 0)
        self.selections = comparison.left.selections
        self.comparison = comparison
        self._bases: dict[BaseId, IntArray] = {}
        self._moved: dict[int, IntArray] = {}

    @classmethod
    def of(cls, of: ContestResults, source: Source, lines: NDArray[np.intp]) -> _Shifts:
        """The differences between the legal counts and a source's, where both have one."""
        return cls(of, lines, of.compare(str(LEGAL), str(source)))

    @property
    def any(self) -> bool:
        """Whether any figure differs; ballots alone can move a base."""
        return bool(self.comparison.deltas[self.lines].any())

    def moved(self, condition: Condition) -> IntArray:
        """Shape (lines,): by how much the sum of a condition would fall, in its units; 0 where it would not."""
        if id(condition) not in self._moved:
            rise = self.votes @ condition.vector(self.selections)
            if condition.base is not None:
                rise = rise + condition.base_weight * self._base(condition.base)
            if condition.area != WHOLE:
                inside = np.isin(self.lines, self.results.membership.lines[condition.area])
                rise = np.where(inside, rise, 0)
            self._moved[id(condition)] = np.maximum(-rise, 0)
        return self._moved[id(condition)]

    def _base(self, base: BaseId) -> IntArray:
        """What a base would change by; 0 where one of the two counts does not have the rows for it."""
        if base not in self._bases:
            left = base_figures(self.results, base, self.comparison.left)
            right = base_figures(self.results, base, self.comparison.right)
            known = self.summed & ~(left.unknown | right.unknown)[self.lines]
            moved = (right.values - left.values)[self.lines]
            self._bases[base] = np.where(known, moved, 0).astype(np.int64)
        return self._bases[base]
