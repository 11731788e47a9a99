"""One of two records that are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sverka.domain.counts import CountTable, Source, Unit
from sverka.domain.election import Election
from sverka.domain.ids import ContestId
from sverka.record.arrivals import Arrivals
from sverka.record.facts import CountFact, DocumentFact, decoder
from sverka.record.replay import Gathered
from sverka.record.snapshot import Counts, Snapshot


@dataclass(frozen=True, kw_only=True)
class Side:
    """A record, its election, and what the other record calls its stations and areas.

    `entry_of` : the bytes of a fact by its index · `names` : its own id -> the id in the comparison, where another
    """

    election: Election
    snapshot: Snapshot
    gathered: Gathered
    entry_of: Callable[[int], bytes]
    names: Mapping[Unit, Mapping[str, str]] = field(default_factory=dict)

    def sources(self, contest: ContestId, unit: Unit) -> Mapping[Source, Counts]:
        """The counts of a contest, by source."""
        return self.snapshot.of(contest, unit)

    def own(self, unit: str, kind: Unit) -> str:
        """The id of the comparison as this record has it."""
        return self._own.get((kind, unit), unit)

    def table(self, counts: Counts) -> CountTable:
        """A table on the ids of the comparison."""
        table = counts.table
        names = self.names.get(table.unit, {})
        if not names:
            return table
        units = tuple(names.get(unit, unit) for unit in table.units)
        return table.with_cells(table.values, table.state, units=units)

    def facts(self, table: CountTable, unit: str) -> Iterator[tuple[int, CountFact]]:
        """The count facts of a unit of the comparison, in order, each with its index."""
        for entry in self._arrivals(table).of(self.own(unit, table.unit)):
            fact = decoder.decode(self.entry_of(entry))
            assert isinstance(fact, CountFact), "the gathered facts of a table are counts"
            yield entry, fact

    def papers_of(self, unit: str, source: Source, contest: str) -> Iterator[DocumentFact]:
        """The papers that the record has of a station in the hand of a source, by their last facts."""
        for paper in self._papers.get((self.own(unit, Unit.STATION), source), ()):
            if paper.contest in ("", contest):
                yield paper

    @cached_property
    def paper(self) -> Mapping[str, DocumentFact]:
        """Every paper by its hash, as the last fact of it says."""
        return {fact.sha256: fact for fact in self.snapshot.documents.values()}

    @cached_property
    def _papers(self) -> dict[tuple[str, Source], list[DocumentFact]]:
        found: dict[tuple[str, Source], list[DocumentFact]] = {}
        for paper in self.paper.values():
            source = Source.parse(paper.account)
            held = Source(source.account, paper.holder or source.holder)
            found.setdefault((paper.station, held), []).append(paper)
        return found

    @cached_property
    def _own(self) -> dict[tuple[Unit, str], str]:
        return {(kind, name): own for kind, names in self.names.items() for own, name in names.items()}

    def _arrivals(self, table: CountTable) -> Arrivals:
        key = table.contest, table.source, table.unit
        if key not in self._known:
            self._known[key] = Arrivals(self.gathered, table)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[ContestId, Source, Unit], Arrivals]:
        return {}
