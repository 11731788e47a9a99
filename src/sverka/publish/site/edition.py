"""What all pages of one publication share, whatever their language; computed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sverka.domain.election import Election
from sverka.domain.ids import AreaId, ContestId, StationId
from sverka.domain.places import Area
from sverka.publish.display import Display
from sverka.publish.group.cases import Case
from sverka.publish.group.order import Queued, order_of_work
from sverka.publish.history.points import History
from sverka.publish.history.why import Cause
from sverka.publish.inventory import Inventory, inventory_of
from sverka.publish.results import Results
from sverka.publish.site.addresses import Addresses
from sverka.publish.site.changes import Changes
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.ground import Ground
from sverka.publish.site.group_edition import GroupEdition
from sverka.publish.site.listings import Listings
from sverka.publish.site.sayings import Decision, Sayings
from sverka.publish.site.sheets import Sheets
from sverka.publish.watching.report import WatchReport
from sverka.record.facts import DocumentFact, RefusedCopyFact, Scope

if TYPE_CHECKING:
    from sverka.publish.site.place_lines import AreaLine

KeptLines = dict[tuple[str, ContestId, AreaId], tuple[int, "AreaLine"]]
"""The lines of areas in tables, by language, contest and area: since when each is as it is, and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that the site offers: its path from the site's folder, and what is in it; of several parts the first."""

    path: str
    title: str
    media_type: str
    bytes: int
    sha256: str
    parts: int = 1


@dataclass(frozen=True, eq=False)
class Edition:
    """A publication: the results, what the record says around them, and where its pages lie."""

    results: Results
    sayings: Sayings
    downloads: Sequence[Download] = ()
    group: GroupEdition | None = None
    stands_on: Ground | None = None  # None: worked out when it is needed
    watched: WatchReport | None = None  # what captures of others' pages show; None where there are none
    history: History | None = None
    displays: Sequence[Display] = ()  # tables of somebody's own beside the sums
    kept_lines: KeptLines = field(default_factory=dict)  # of the editions before it

    @cached_property
    def causes(self) -> dict[ContestId, tuple[Cause, ...]]:
        """What moved each contest's counts in law since the last publication, as far as a page has asked."""
        return {}

    @property
    def election(self) -> Election:
        """The election as its definition describes it."""
        return self.results.election

    @cached_property
    def ground(self) -> Ground:
        """What it stands on: places, addresses, lists."""
        return self.stands_on or Ground.of(self.results)

    @cached_property
    def addresses(self) -> Addresses:
        """Where each page lies."""
        if self.group is None:
            return self.ground.addresses
        state = self.group.state
        return self.ground.addresses.with_group(state.cases.by_key, state.drawings.by_id)

    @cached_property
    def changes(self) -> Changes:
        """When what each page shows last changed."""
        return Changes(self)

    @cached_property
    def contests(self) -> Mapping[ContestId, ContestFigures]:
        """Every contest with its figures."""
        return {of.id: ContestFigures(of) for of in self.results}

    @cached_property
    def sheets(self) -> Mapping[str, Sheets]:
        """The counts of every contest side by side."""
        return {id_: Sheets(figures) for id_, figures in self.contests.items()}

    @property
    def stations(self) -> tuple[str, ...]:
        """All stations, in the order of the station table, then those that counts alone name."""
        return self.ground.stations

    @property
    def stations_in(self) -> Mapping[AreaId, tuple[str, ...]]:
        """The stations of each area, however deep, in the order of the station table."""
        return self.ground.stations_in

    def children(self, area: AreaId) -> tuple[Area, ...]:
        """The areas directly beneath an area."""
        return self.ground.children.get(area, ())

    @property
    def listings(self) -> Listings:
        """Which page lists which station."""
        return self.ground.listings

    @property
    def guests(self) -> Mapping[str, tuple[str, ...]]:
        """The stations whose ballots a station's scanner counts beside its own."""
        return self.ground.guests

    def contests_at(self, station: str) -> list[ContestFigures]:
        """The contests that a station votes in."""
        return [figures for figures in self.contests.values() if station in figures.position]

    @cached_property
    def documents(self) -> Mapping[str, DocumentFact]:
        """The papers and files of the record by the hash of their bytes."""
        return {fact.sha256: fact for fact in self.results.snapshot.documents.values()}

    @cached_property
    def document_entries(self) -> Mapping[str, int]:
        """Where in the record the last fact about each paper stands."""
        return {fact.sha256: entry for entry, fact in self.results.snapshot.documents.items()}

    @cached_property
    def papers_at(self) -> Mapping[str, list[DocumentFact]]:
        """The papers that belong to one station each."""
        found: dict[str, list[DocumentFact]] = defaultdict(list)
        for fact in self.results.snapshot.documents.values():
            if fact.station:
                found[fact.station].append(fact)
        return found

    @cached_property
    def refusals_at(self) -> Mapping[str, dict[int, RefusedCopyFact]]:
        """The refused copies of each station, by their place in the record; the last fact on each."""
        last = {
            (f.account, f.holder, f.station, f.contest): e
            for e, f in self.results.snapshot.refused_copies.items()
        }
        found: dict[str, dict[int, RefusedCopyFact]] = defaultdict(dict)
        for entry in last.values():
            fact = self.results.snapshot.refused_copies[entry]
            found[fact.station][entry] = fact
        return found

    @cached_property
    def inventory(self) -> Inventory:
        """Which papers there are of which station."""
        return inventory_of(self.election, self.results.snapshot)

    @property
    def lists_papers(self) -> bool:
        """Whether there is an inventory to show: always where there is a group, whose pages lead there."""
        return self.election.group is not None or bool(self.inventory.sources)

    @cached_property
    def cases_at(self) -> Mapping[str, list[Case]]:
        """The cases of each station."""
        found: dict[str, list[Case]] = defaultdict(list)
        for case in self.group.state.cases.by_key.values() if self.group else ():
            found[case.station].append(case)
        return found

    @cached_property
    def order(self) -> tuple[Queued, ...]:
        """The open cases, what to take up first on top."""
        return order_of_work(self.results, self.group.state) if self.group else ()

    def download(self, path: str) -> Download | None:
        """One of the files that the site offers, by its path."""
        return next((each for each in self.downloads if each.path == path), None)

    @cached_property
    def scopes_in_force(self) -> frozenset[Scope]:
        """What is annulled now."""
        return frozenset(fact.scope for fact in self.results.snapshot.annulments.values())

    def decisions_on(self, station: str) -> tuple[Decision, ...]:
        """The annulments and reinstatements that hit a station, itself or as part of an area."""
        above = self._areas_above(station)
        return tuple(
            decision
            for decision in self.sayings.decisions
            if decision.scope.station == station
            or (not decision.scope.station and decision.scope.area in above)
        )

    def _areas_above(self, station: str) -> set[str]:
        places = self.election.places
        known = places.stations.get(StationId(station))
        return {area.id for area in places.above(known.area)} if known else set()
