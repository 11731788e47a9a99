"""Everything that follows from a snapshot of the record, computed once and only when asked for.

What only some questions need (controls, totals, seats) is loaded by the first that asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sverka.domain.accounts import Counted
from sverka.domain.counts import CountTable, Source, Unit
from sverka.domain.election import Contest, Election
from sverka.domain.ids import AccountId, AreaId, BaseId, ContestId, SelectionId
from sverka.errors import Fault
from sverka.publish.areas import Membership
from sverka.publish.axes import Axes, Axis
from sverka.publish.joint import Joint
from sverka.publish.legal import LEGAL, Legal, legal_counts
from sverka.publish.standing import (
    Standing,
    annulled_selections,
    annulled_stations,
    standing_of,
    standing_of_first,
)
from sverka.reconcile.compare import Comparison, compare
from sverka.record.facts import Scope
from sverka.record.snapshot import Counts, Snapshot

if TYPE_CHECKING:
    from sverka.domain.findings import FindingTable
    from sverka.publish.totals import Totals
    from sverka.reconcile.many import ManyCounts
    from sverka.seats.allocation import Allocation
    from sverka.seats.lots import DrawnLot

BoolArray = NDArray[np.bool_]
Votes = Mapping[SelectionId, int]
Bases = Mapping[BaseId, int]


@dataclass(frozen=True)
class Results:
    """The results of an election at one size of its record, contest by contest.

    `axes` : what follows from the definition alone; results of several sizes may share them
    """

    election: Election
    snapshot: Snapshot
    axes: Axes = field(default_factory=Axes, compare=False, repr=False)

    def after(self, previous: Results) -> Results:
        """The same results, which take over from earlier ones what no fact changes."""
        return replace(self, axes=previous.axes)

    def of(self, contest: ContestId) -> ContestResults:
        """The results of one contest."""
        return self._contests[contest]

    @cached_property
    def _contests(self) -> dict[ContestId, ContestResults]:
        return {contest: ContestResults(self, contest) for contest in self.election.contests}

    def __iter__(self) -> Iterator[ContestResults]:
        return iter(self._contests.values())

    def source(self, text: str, contest: ContestId) -> Source:
        """The source that a person names by account, or by account@holder where several hold one."""
        given = Source.parse(text)
        known = self.of(contest).sources
        if given in known or given == LEGAL:
            return given
        if given.account not in self.election.accounts:
            raise Fault(
                f"no account {text!r} in this election",
                cure=f"give one of: {', '.join(self.election.accounts)}",
            )
        held = [source for source in known if source.account == given.account]
        if given.holder and held:
            raise Fault(f"nobody of that name holds {text}", cure=f"give one of: {', '.join(map(str, held))}")
        if len(held) > 1:
            raise Fault(f"several hold {text}", cure=f"give one of: {', '.join(map(str, held))}")
        return held[0] if held else given


@dataclass(frozen=True)
class ContestResults:
    """One contest: its counts by source, findings, comparison, totals and seats."""

    results: Results
    id: ContestId

    @cached_property
    def contest(self) -> Contest:
        """The contest as the definition has it."""
        return self.results.election.contests[self.id]

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """All sources that have a count of a station or an area, in the definition's order of accounts."""
        snapshot = self.results.snapshot
        found = {*snapshot.of(self.id), *snapshot.of(self.id, Unit.AREA)}
        order = {account: place for place, account in enumerate(self.results.election.accounts)}
        return tuple(sorted(found, key=lambda source: (order.get(source.account, len(order)), source.holder)))

    @property
    def stations(self) -> tuple[str, ...]:
        """The stations that vote in it, then any others that counts name."""
        return self.axis.stations

    @cached_property
    def axis(self) -> Axis:
        """Those stations, and what the definition says of each."""
        counts = next(iter(self.results.snapshot.of(self.id).values()), None)
        return self.results.axes.of(self.results.election, self.id, counts.table.units if counts else None)

    @property
    def position(self) -> dict[str, int]:
        """Station to its line in every table of the contest."""
        return self.axis.position

    @cached_property
    def tables(self) -> dict[Source, CountTable]:
        """The counts of stations by source."""
        tables = self.results.snapshot.tables(self.id)
        return {source: tables[source] for source in self.sources if source in tables}

    @cached_property
    def area_tables(self) -> dict[Source, CountTable]:
        """The counts of areas by source."""
        tables = self.results.snapshot.tables(self.id, Unit.AREA)
        return {source: tables[source] for source in self.sources if source in tables}

    @property
    def membership(self) -> Membership:
        """Which stations lie in which area."""
        return self.axis.membership

    @cached_property
    def legal(self) -> Legal:
        """The counts that are legal, with those that stand in."""
        return legal_counts(self.contest, self.tables, self.results.election.policies.legal, self.stations)

    # findings

    @cached_property
    def findings(self) -> dict[Source, FindingTable]:
        """What the controls say of each source's counts of stations."""
        return {source: self._check(source, table) for source, table in self.tables.items()}

    @cached_property
    def area_findings(self) -> dict[Source, FindingTable]:
        """What the controls say of each source's counts of areas, held against the stations beneath."""
        return {source: self._check(source, table) for source, table in self.area_tables.items()}

    def _check(self, source: Source, table: CountTable) -> FindingTable:
        from sverka.publish.surroundings import context_of
        from sverka.reconcile.controls import check_table

        found = check_table(table, self.contest, context_of(self, source, table))
        if table is self.tables.get(source):
            found.__dict__["_position"] = self.position  # the index of a country is costly, and the same
        return found

    def totals_counted_like(self, account: AccountId) -> Totals:
        """The sums over stations as all accounts that count as this one give them, the first that has each."""
        from sverka.publish.surroundings import counted_like

        order = counted_like(self, account)
        counts = legal_counts(self.contest, self.tables, order, self.stations)
        return self._sum(counts.table, self._standing_of_first(order))

    @cached_property
    def roots(self) -> tuple[AreaId, ...]:
        """The areas that stand for the contest as a whole."""
        if self.contest.area is not None:
            return (self.contest.area,)
        tops = [area.id for area in self.results.election.places.areas.values() if area.parent is None]
        return tuple(tops) if len(tops) == 1 else ()

    @property
    def registered(self) -> NDArray[np.int64]:
        """Voters on each station's list, -1 where not known."""
        return self.axis.registered

    # comparison

    @cached_property
    def comparison(self) -> Comparison:
        """The comparison that the definition asks for."""
        policies = self.results.election.policies
        return self.compare(str(policies.left), str(policies.right))

    def compare(self, left: str, right: str) -> Comparison:
        """Compare any two sources; the sign is right minus left.

        Where a scanner counts a neighbour's ballots too, the neighbours are compared together (`joint`).
        """
        tables = [self.table(left), self.table(right)]
        by_machine = [self.by_machine(table.source) for table in tables]
        joined: BoolArray | None = None
        if self.joint and by_machine[0] is not by_machine[1]:
            joint = self.joint.unless(tables[by_machine.index(True)].counted)
            joined = np.zeros(len(self.stations), np.bool_)
            joined[joint.guests] = True
            folds = [joint.without_guests if machine else joint.together for machine in by_machine]
            tables = [fold(table) for fold, table in zip(folds, tables, strict=True)]
        return compare(*tables, tolerance=self.results.election.policies.tolerance, joined=joined)

    def by_machine(self, source: Source) -> bool:
        """Whether a source is a machine count; the legal counts are what their first account is."""
        order = self.results.election.policies.legal[:1] if source == LEGAL else (source.account,)
        return self.results.election.accounts[order[0]].counted is Counted.MACHINE

    @property
    def joint(self) -> Joint:
        """The stations whose ballots another station's scanner counts."""
        return self.axis.joint

    def compare_many(self, sources: Sequence[Source] | None = None) -> ManyCounts:
        """Put several sources side by side, or all that count stations."""
        from sverka.reconcile.many import compare_many

        chosen = {source: self.table(str(source)) for source in sources or self.tables}
        return compare_many(chosen, tolerance=self.results.election.policies.tolerance)

    def table(self, source: str) -> CountTable:
        """A source's counts of stations; a table without counts if it has none."""
        found = self.results.source(source, self.id)
        if found == LEGAL:
            return self.legal.table
        if found in self.tables:
            return self.tables[found]
        account = self.results.election.accounts[found.account]
        rows = self.contest.row_ids if account.rows is None else account.rows
        return CountTable.empty(
            contest=self.id,
            source=found,
            units=self.stations,
            rows=[row for row in self.contest.row_ids if row in rows],
            selections=self.contest.selection_ids,
        )

    # totals

    @cached_property
    def annulled(self) -> BoolArray:
        """Shape (stations,): annulled as a whole, in this contest."""
        return annulled_stations(self._scopes, self.position, self.membership)

    @cached_property
    def annulled_selections(self) -> frozenset[SelectionId]:
        """Selections whose votes a decision has annulled throughout the contest."""
        return annulled_selections(self._scopes)

    @cached_property
    def _scopes(self) -> tuple[Scope, ...]:
        return tuple(self.results.snapshot.scopes(self.id))

    @cached_property
    def totals(self) -> dict[Source, Totals]:
        """The sums of every source, and of the legal counts."""
        from sverka.publish.totals import of_areas

        found = {source: self._sum(table, self.standings[source]) for source, table in self.tables.items()}
        for source, table in self.area_tables.items():
            if source not in found:
                found[source] = of_areas(self.contest, table, self.roots)
        found[LEGAL] = self._sum(self.legal.table, self._standing(LEGAL))
        return found

    def same_stations(self, source: Source, as_counted_by: Source) -> Totals:
        """A source's sums over no other stations than those that another source's sums are over."""
        other = self._standing(as_counted_by)
        only = self.table(str(as_counted_by)).counted & ~other.annulled & ~other.set_aside
        return self._sum(self.table(str(source)), self._standing(source), only=only)

    def _sum(self, table: CountTable, standing: Standing, *, only: BoolArray | None = None) -> Totals:
        from sverka.publish.totals import sum_stations

        table = table.reindexed(self.stations)
        return sum_stations(
            self.contest, table, self.membership, standing, only=only, registered=self.registered
        )

    @cached_property
    def standings(self) -> dict[Source, Standing]:
        """What becomes of each station's count, by source."""
        return {source: self._standing(source) for source in self.tables}

    @cached_property
    def legal_standing(self) -> Standing:
        """What becomes of each station's count in law."""
        return self._standing_of_first(self.results.election.policies.legal)

    def _standing(self, source: Source) -> Standing:
        policies = self.results.election.policies
        if source == LEGAL:
            return self.legal_standing
        return standing_of(
            self.findings.get(source),
            expected=self._expected([source.account]),
            annulled=self.annulled,
            policy=policies.findings,
        )

    def _standing_of_first(self, order: Sequence[AccountId]) -> Standing:
        expected = self._expected(order)
        return standing_of_first(
            order, self.tables, self.standings, expected=expected, annulled=self.annulled
        )

    def _expected(self, order: Iterable[AccountId]) -> BoolArray:
        """The stations of which one of the accounts is to be expected: by hand all, by machine those that have one."""
        accounts = self.results.election.accounts
        if any(accounts[account].counted is not Counted.MACHINE for account in order):
            return np.ones(len(self.stations), np.bool_)
        return self.axis.with_machine

    # seats

    def seats(self, source: Source = LEGAL, lots: Sequence[DrawnLot] = ()) -> Allocation | None:
        """The seats that follow from a source's counts; None where the contest has no seat rule or no total."""
        from sverka.publish.seating import seats_of

        totals = self.totals.get(source)
        if totals is None:
            return None
        places = self.results.election.places
        return seats_of(self.contest, totals, places, annulled=self.annulled_selections, lots=lots)

    def allocation(self, source: Source = LEGAL) -> Allocation | None:
        """The same; None, too, where papers contradict themselves so that the rule cannot be put to their sums.

        Votes where the base of a threshold is 0 are a finding of the papers, which stops no page.
        """
        try:
            return self.seats(source)
        except Fault:
            return None

    def counts(self, source: Source) -> Counts | None:
        """Where a source's counts of stations stand in the record."""
        return self.results.snapshot.of(self.id).get(source)
