"""Everything that follows from a snapshot of the record, computed once and only when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import (
    BaseId,
    Contest,
    ContestId,
    Election,
    FindingsPolicy,
    SelectionId,
    SelectionKind,
    Severity,
)
from sverka.domain.findings import FindingTable
from sverka.domain.places import AreaId, Station, StationId
from sverka.errors import Fault
from sverka.publish.areas import WHOLE, Membership
from sverka.publish.legal import LEGAL, Legal, legal_counts
from sverka.publish.totals import Standing, Total, Totals, of_areas, sum_stations
from sverka.reconcile.compare import Comparison, compare
from sverka.reconcile.controls import check_table
from sverka.reconcile.sheets import Context
from sverka.record.snapshot import Counts, Snapshot
from sverka.seats.allocate import allocate
from sverka.seats.allocation import Allocation
from sverka.seats.lots import DrawnLot

BoolArray = NDArray[np.bool_]
Votes = Mapping[SelectionId, int]
Bases = Mapping[BaseId, int]


@dataclass(frozen=True)
class Results:
    """The results of an election at one size of its record, contest by contest."""

    election: Election
    snapshot: Snapshot

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

    @cached_property
    def stations(self) -> tuple[str, ...]:
        """The stations that vote in it, then any others that counts name."""
        counts = next(iter(self.results.snapshot.of(self.id).values()), None)
        return counts.table.units if counts else self.results.election.stations_of(self.id)

    @cached_property
    def position(self) -> dict[str, int]:
        """Station to its line in every table of the contest."""
        return {station: line for line, station in enumerate(self.stations)}

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

    @cached_property
    def membership(self) -> Membership:
        """Which stations lie in which area."""
        return Membership.of(self.results.election.places, self.stations)

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
        return check_table(table, self.contest, self._context(source, table))

    def _context(self, source: Source, table: CountTable) -> Context:
        of_areas = table.unit is Unit.AREA
        counts = self.results.snapshot.of(self.id, table.unit)[source]
        tables = self.area_tables if of_areas else self.tables
        return Context(
            accounts={other.account: one for other, one in tables.items() if other != source},
            contests=self._other_contests(source, table.unit),
            children=self._beneath(table) if of_areas else None,
            previous=counts.before,
            registered=None if of_areas else self.registered,
        )

    def _other_contests(self, source: Source, unit: Unit) -> dict[ContestId, list[CountTable]]:
        """The same source's counts of the other contests, by id and by family."""
        found: dict[ContestId, list[CountTable]] = {}
        for contest in self.results.election.contests.values():
            table = self.results.snapshot.tables(contest.id, unit).get(source)
            if table is not None and contest.id != self.id:
                for name in {contest.id, ContestId(contest.family)} - {ContestId("")}:
                    found.setdefault(name, []).append(table)
        return found

    def _beneath(self, table: CountTable) -> CountTable:
        """Per area, the sums over the stations beneath as counted the same way; UNREAD until all are in.

        A page of machine counts is held against machine counts, one of hand counts against hand counts.
        """
        totals = self._counted_like(table.source.account)
        sums = totals.sums
        state = sums.state.copy()
        for line, area in enumerate(totals.areas):
            if not totals.coverage[area].complete:
                state[line, state[line] == State.READ] = State.UNREAD
        named = {root: WHOLE for root in self.roots if root not in sums.position}
        units = tuple(named.get(AreaId(unit), unit) for unit in table.units)
        beneath = sums.with_cells(sums.values, state).reindexed(units)
        return beneath.with_cells(beneath.values, beneath.state, units=table.units)

    def _counted_like(self, account: AccountId) -> Totals:
        """The sums of all accounts of stations that count as this one does, the definition's first on top."""
        accounts = self.results.election.accounts
        policies = self.results.election.policies
        like = accounts[account].counted
        order = dict.fromkeys((*policies.legal, policies.left, policies.right, *accounts))
        alike = [each for each in order if accounts[each].counted is like]
        counts = legal_counts(self.contest, self.tables, alike, self.stations)
        return self._sum(counts.table, self._standing_of(alike))

    @cached_property
    def roots(self) -> tuple[AreaId, ...]:
        """The areas that stand for the contest as a whole."""
        if self.contest.area is not None:
            return (self.contest.area,)
        tops = [area.id for area in self.results.election.places.areas.values() if area.parent is None]
        return tuple(tops) if len(tops) == 1 else ()

    @cached_property
    def registered(self) -> NDArray[np.int64]:
        """Voters on each station's list, -1 where not known."""
        known = self.results.election.places.stations
        return np.array([_registered(known.get(StationId(s))) for s in self.stations], np.int64)

    # comparison

    @cached_property
    def comparison(self) -> Comparison:
        """The comparison that the definition asks for."""
        policies = self.results.election.policies
        return self.compare(str(policies.left), str(policies.right))

    def compare(self, left: str, right: str) -> Comparison:
        """Compare any two sources; the sign is right minus left."""
        return compare(
            self.table(left), self.table(right), tolerance=self.results.election.policies.tolerance
        )

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
        annulled = np.zeros(len(self.stations), np.bool_)
        for scope in self.results.snapshot.scopes(self.id):
            if scope.box or scope.selection:
                continue
            if scope.station:
                annulled[[self.position[scope.station]] if scope.station in self.position else []] = True
            else:
                annulled[self.membership.lines.get(AreaId(scope.area), [])] = True
        return annulled

    @cached_property
    def annulled_selections(self) -> frozenset[SelectionId]:
        """Selections whose votes a decision has annulled throughout the contest."""
        scopes = self.results.snapshot.scopes(self.id)
        return frozenset(
            SelectionId(s.selection) for s in scopes if s.selection and not s.station and not s.area
        )

    @cached_property
    def totals(self) -> dict[Source, Totals]:
        """The sums of every source, and of the legal counts."""
        found = {source: self._sum(table, self._standing(source)) for source, table in self.tables.items()}
        for source, table in self.area_tables.items():
            if source not in found:
                found[source] = of_areas(self.contest, table, self.roots)
        found[LEGAL] = self._sum(self.legal.table, self._standing_of_legal())
        return found

    def same_stations(self, source: Source, as_counted_by: Source) -> Totals:
        """A source's sums over no other stations than those that another source's sums are over."""
        other = self._standing(as_counted_by)
        only = self.table(str(as_counted_by)).counted & ~other.annulled & ~other.set_aside
        return self._sum(self.table(str(source)), self._standing(source), only=only)

    def _sum(self, table: CountTable, standing: Standing, *, only: BoolArray | None = None) -> Totals:
        table = table.reindexed(self.stations)
        return sum_stations(
            self.contest, table, self.membership, standing, only=only, registered=self.registered
        )

    def _standing(self, source: Source) -> Standing:
        if source == LEGAL:
            return self._standing_of_legal()
        if source not in self.findings:
            nothing = np.zeros(len(self.stations), np.bool_)
            return Standing(annulled=self.annulled, set_aside=nothing, with_findings=nothing)
        findings = self.findings[source]
        errors = [control.severity is Severity.ERROR for control in findings.controls]
        broken = np.asarray(findings.shown[errors].any(axis=0))
        shown = np.asarray(findings.shown.any(axis=0))
        setting_aside = self.results.election.policies.findings is FindingsPolicy.SET_ASIDE
        return Standing(
            annulled=self.annulled,
            set_aside=broken if setting_aside else np.zeros_like(broken),
            with_findings=shown,
        )

    def _standing_of_legal(self) -> Standing:
        return self._standing_of(self.results.election.policies.legal)

    def _standing_of(self, order: Sequence[AccountId]) -> Standing:
        """Each station stands as it does in the source that gave its count, the first of an order of accounts."""
        set_aside, with_findings = np.zeros((2, len(self.stations)), np.bool_)
        free = np.ones(len(self.stations), np.bool_)
        for account in order:
            for source in (source for source in self.tables if source.account == account):
                mine = free & self.tables[source].counted
                standing = self._standing(source)
                set_aside[mine], with_findings[mine] = standing.set_aside[mine], standing.with_findings[mine]
                free &= ~mine
        return Standing(annulled=self.annulled, set_aside=set_aside, with_findings=with_findings)

    # seats

    def seats(self, source: Source = LEGAL, lots: Sequence[DrawnLot] = ()) -> Allocation | None:
        """The seats that follow from a source's counts; None where the contest has no seat rule or no total."""
        totals = self.totals.get(source)
        whole = totals.of() if totals else None
        if self.contest.seats is None or totals is None or whole is None:
            return None
        against = [s.id for s in self.contest.selections if s.kind is SelectionKind.AGAINST_ALL]
        areas = self._threshold_areas(totals)
        return allocate(
            self.contest.seats,
            whole.selections,
            _known(whole),
            {area: votes for area, (votes, _) in areas.items()},
            {area: bases for area, (_, bases) in areas.items()},
            eligible=[s for s in self._contenders() if s not in self.annulled_selections],
            against_all=against[0] if against else None,
            lots=lots,
        )

    def _contenders(self) -> list[SelectionId]:
        return [selection.id for selection in self.contest.selections if selection.kind.contends]

    def _threshold_areas(self, totals: Totals) -> dict[AreaId, tuple[Votes, Bases]]:
        """Votes and bases of the areas that a regional threshold names; zero where there is no count."""
        thresholds = getattr(self.contest.seats, "thresholds", ())
        levels = {threshold.areas for threshold in thresholds if threshold.areas}
        areas = [area.id for level in levels for area in self.results.election.places.at_level(level)]
        nothing = dict.fromkeys(self.contest.bases, 0)
        found = {area: totals.of(area) for area in areas}
        return {
            area: (total.selections, _known(total)) if total else ({}, nothing)
            for area, total in found.items()
        }

    def counts(self, source: Source) -> Counts | None:
        """Where a source's counts of stations stand in the record."""
        return self.results.snapshot.of(self.id).get(source)


def _known(total: Total) -> dict[BaseId, int]:
    return {base: number for base, number in total.bases.items() if number is not None}


def _registered(station: Station | None) -> int:
    return -1 if station is None or station.registered is None else station.registered
