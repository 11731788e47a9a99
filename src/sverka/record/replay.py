"""From facts, in order, to what they add up to.

Decoding loops over facts, nothing loops over stations or cells: counts are gathered layout by layout
(`record/layouts.py`) and written into tables at once (`record/tables.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sverka.domain.counts import Source, Unit
from sverka.domain.election import Election
from sverka.domain.ids import ContestId
from sverka.errors import Fault
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import (
    NOT_A_FACT,
    AnchorFact,
    AnnulmentFact,
    AnyFact,
    CountFact,
    DefinitionFact,
    DocumentFact,
    KeyFact,
    PublicationFact,
    RefusedCopyFact,
    ReinstatementFact,
    Subject,
    UnknownFact,
    decoder,
    kind_of,
    parse_fact,
    subject_of,
)
from sverka.record.group_facts import AnyGroupFact, GroupFact
from sverka.record.layouts import Figures, Layout
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact
from sverka.record.snapshot import Counts, Snapshot
from sverka.record.tables import TableKey, tables_of


@dataclass
class Gathered:
    """The facts of a record as far as they have been read, not yet in tables."""

    size: int = 0
    counts: dict[Layout, Figures] = field(default_factory=dict)
    latest: Figures | None = None  # of the layout that the next fact probably has
    definition: DefinitionFact | None = None
    definition_entry: int = -1
    definitions: dict[int, DefinitionFact] = field(default_factory=dict)
    documents: dict[int, DocumentFact] = field(default_factory=dict)
    annulments: dict[int, AnnulmentFact] = field(default_factory=dict)
    publications: dict[int, PublicationFact] = field(default_factory=dict)
    anchors: dict[int, AnchorFact] = field(default_factory=dict)
    keys: dict[int, KeyFact] = field(default_factory=dict)
    refused_copies: dict[int, RefusedCopyFact] = field(default_factory=dict)
    group: dict[int, AnyGroupFact] = field(default_factory=dict)
    stops: dict[int, StopFact] = field(default_factory=dict)
    allowances: dict[int, AllowanceFact] = field(default_factory=dict)
    decisions: dict[int, DecisionFact] = field(default_factory=dict)
    latest_of: dict[Subject, int] = field(default_factory=dict)
    unknown: dict[int, UnknownFact] = field(default_factory=dict)

    def read(self, entry: bytes) -> None:
        """Take in the next entry of the record."""
        index = self.size
        self.size += 1
        if self.latest is not None and self.latest.takes(index, entry):
            return
        fact: AnyFact | UnknownFact
        try:
            fact = decoder.decode(entry)
        except NOT_A_FACT:
            fact = _parse(index, entry)
        if type(fact) is CountFact and fact.schema == SCHEMA:
            self._count(index, fact)
        else:
            self._other(index, fact)

    def _count(self, index: int, fact: CountFact) -> None:
        layout = Layout.of(fact)
        figures = self.counts.get(layout)
        if figures is None:
            figures = self.counts[layout] = Figures(layout)
        figures.add(index, fact)
        self.latest = figures

    def _other(self, index: int, fact: AnyFact | UnknownFact) -> None:
        if not isinstance(fact, UnknownFact) and fact.schema != SCHEMA:
            fact = UnknownFact(kind_of(fact), fact.schema)
        if not isinstance(fact, UnknownFact):
            self.latest_of[subject_of(fact)] = index
        match fact:
            case DefinitionFact():
                self.definition, self.definition_entry = fact, index
                self.definitions[index] = fact
            case AnnulmentFact():
                self.annulments[index] = fact
            case ReinstatementFact():
                self.annulments = {i: a for i, a in self.annulments.items() if a.scope != fact.scope}
            case GroupFact():
                self.group[index] = fact
            case _:
                self._kept[type(fact)][index] = fact

    @cached_property
    def _kept(self) -> dict[type, dict[int, Any]]:
        """Where facts are kept of which nothing is made."""
        return {
            DocumentFact: self.documents,
            RefusedCopyFact: self.refused_copies,
            PublicationFact: self.publications,
            AnchorFact: self.anchors,
            KeyFact: self.keys,
            StopFact: self.stops,
            AllowanceFact: self.allowances,
            DecisionFact: self.decisions,
            UnknownFact: self.unknown,
        }


def gather(entries: Iterable[bytes]) -> Gathered:
    """Read the entries of a record from its first on."""
    gathered = Gathered()
    read = gathered.read
    for entry in entries:
        read(entry)
    return gathered


def tabulate(gathered: Gathered, election: Election) -> Snapshot:
    """The state that the facts add up to, under a definition."""
    return snapshot_of(gathered, tables_of(gathered.counts, election))


def snapshot_of(gathered: Gathered, tables: Mapping[TableKey, Counts]) -> Snapshot:
    """The state of a record whose counts stand in these tables."""
    return Snapshot(
        size=gathered.size,
        stations=_of_unit(tables, Unit.STATION),
        areas=_of_unit(tables, Unit.AREA),
        definition=gathered.definition,
        definition_entry=gathered.definition_entry,
        definitions=gathered.definitions,
        documents=gathered.documents,
        annulments=gathered.annulments,
        publications=gathered.publications,
        anchors=gathered.anchors,
        keys=gathered.keys,
        refused_copies=gathered.refused_copies,
        group=gathered.group,
        stops=gathered.stops,
        allowances=gathered.allowances,
        decisions=gathered.decisions,
        latest=gathered.latest_of,
        unknown=gathered.unknown,
    )


def replay(entries: Iterable[bytes], election: Election) -> Snapshot:
    """`gather` and `tabulate` in one."""
    return tabulate(gather(entries), election)


def _parse(index: int, entry: bytes) -> AnyFact | UnknownFact:
    try:
        return parse_fact(entry)
    except NOT_A_FACT as error:
        raise Fault(
            f"not a fact: {error}", place=f"record entry {index}", cure="restore the record from a copy"
        ) from error


def _of_unit(tables: Mapping[TableKey, Counts], unit: Unit) -> dict[ContestId, dict[Source, Counts]]:
    found: dict[ContestId, dict[Source, Counts]] = defaultdict(dict)
    for (contest, source, of), counts in sorted(tables.items(), key=lambda item: item[0][:2]):
        if of is unit:
            found[ContestId(contest)][source] = counts
    return dict(found)
