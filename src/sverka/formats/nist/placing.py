"""Where every count of every source stands in a results report.

The first source of a DeviceType has its counts at the stations and areas themselves. Every further source
that was counted the same way (a recount, an observer's copy) has a ReportingDevice in each unit, so that
nobody who reads the counts of a station takes a second account of the same ballots for more ballots.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sverka.domain.accounts import DeviceType
from sverka.domain.counts import CountTable, Source, Unit
from sverka.domain.election import Election
from sverka.formats.nist.cdf import DeviceClass
from sverka.formats.nist.layout import document_id


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSource:
    """A source in a file; with `on_devices`, a source before it was counted the same way."""

    position: int
    source: Source
    device: DeviceClass
    on_devices: bool

    @property
    def id(self) -> str:
        """Its `@id`."""
        return document_id("source", self.position, self.source.account)

    def place(self, unit: str) -> str:
        """The `@id` at which its counts of a unit stand."""
        return document_id("device", self.position, unit) if self.on_devices else unit


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTable:
    """A table in a file; `units` and `places` hold an `@id` for each of its lines."""

    table: CountTable
    source: PlacedSource
    units: tuple[str, ...]
    places: tuple[str, ...]


def placed_tables(election: Election, tables: Sequence[CountTable]) -> tuple[PlacedTable, ...]:
    """The tables in the order of a file: by contest, then source, stations before areas."""
    sources = _placed_sources(election, {table.source for table in tables})
    contests, kinds = list(election.contests), list(Unit)
    placed = [_placed_table(table, sources[table.source]) for table in tables]
    return tuple(
        sorted(
            placed,
            key=lambda each: (
                contests.index(each.table.contest),
                each.source.position,
                kinds.index(each.table.unit),
            ),
        )
    )


def _placed_table(table: CountTable, source: PlacedSource) -> PlacedTable:
    units = tuple(document_id(table.unit, unit) for unit in table.units)
    places = tuple(source.place(unit) for unit in units)
    return PlacedTable(table=table, source=source, units=units, places=places)


def _placed_sources(election: Election, sources: Iterable[Source]) -> dict[Source, PlacedSource]:
    """Those that are compared by default first, then the legal ones, then the others."""
    policies = election.policies
    order = list(dict.fromkeys((policies.left, policies.right, *policies.legal, *election.accounts)))
    placed: dict[Source, PlacedSource] = {}
    taken: set[DeviceType] = set()
    ranked = sorted(sources, key=lambda source: (order.index(source.account), source.holder))
    for position, source in enumerate(ranked, start=1):
        device = election.accounts[source.account].device
        placed[source] = PlacedSource(
            position=position,
            source=source,
            device=DeviceClass(type=device),
            on_devices=device in taken,
        )
        taken.add(device)
    return placed
