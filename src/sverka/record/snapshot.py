"""The state of an election at one size of its record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, Unit
from sverka.domain.ids import ContestId
from sverka.record.facts import (
    AnchorFact,
    AnnulmentFact,
    DefinitionFact,
    DocumentFact,
    KeyFact,
    PublicationFact,
    RefusedCopyFact,
    Scope,
    Subject,
    UnknownFact,
    why_withdrawn,
    why_withheld,
)
from sverka.record.group_facts import AnyGroupFact
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact


@dataclass(frozen=True, kw_only=True)
class Counts:
    """One source's counts of one contest, and where in the record they stand.

    `entry` : shape (units,), index of the latest count fact of each unit, -1 where there is none
    `revisions` : shape (units,), how many count facts each unit has
    `before` : the figures before the latest count, NO_COUNT where there was none; None if no unit has two
    """

    table: CountTable
    entry: NDArray[np.int64]
    revisions: NDArray[np.int64]
    before: CountTable | None = None


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Everything that the first `size` facts say; what is not counts is mapped by its index in the record.

    `latest` : the index of the last fact of each subject, counts apart: theirs are in `Counts.entry`
    """

    size: int
    stations: Mapping[ContestId, Mapping[Source, Counts]]
    areas: Mapping[ContestId, Mapping[Source, Counts]]
    definition: DefinitionFact | None = None
    definition_entry: int = -1
    definitions: Mapping[int, DefinitionFact] = field(default_factory=dict)  # those before it too
    documents: Mapping[int, DocumentFact] = field(default_factory=dict)
    annulments: Mapping[int, AnnulmentFact] = field(default_factory=dict)  # those in force
    publications: Mapping[int, PublicationFact] = field(default_factory=dict)
    anchors: Mapping[int, AnchorFact] = field(default_factory=dict)
    keys: Mapping[int, KeyFact] = field(default_factory=dict)
    refused_copies: Mapping[int, RefusedCopyFact] = field(default_factory=dict)
    group: Mapping[int, AnyGroupFact] = field(default_factory=dict)
    stops: Mapping[int, StopFact] = field(default_factory=dict)
    allowances: Mapping[int, AllowanceFact] = field(default_factory=dict)
    decisions: Mapping[int, DecisionFact] = field(
        default_factory=dict
    )  # all of them; `decided` has those in force
    latest: Mapping[Subject, int] = field(default_factory=dict)
    unknown: Mapping[int, UnknownFact] = field(default_factory=dict)

    @property
    def withheld(self) -> Mapping[str, str]:
        """Files of evidence that are not published, withheld or withdrawn, by their hash; why, and who decided."""
        last = {fact.sha256: why_withdrawn(fact) or why_withheld(fact) for fact in self.documents.values()}
        return {sha256: reason for sha256, reason in last.items() if reason}

    def of(self, contest: ContestId, unit: Unit = Unit.STATION) -> Mapping[Source, Counts]:
        """All sources of a contest, of stations or of areas."""
        return (self.stations if unit is Unit.STATION else self.areas).get(contest, {})

    def tables(self, contest: ContestId, unit: Unit = Unit.STATION) -> dict[Source, CountTable]:
        """The figures alone of all sources of a contest."""
        return {source: counts.table for source, counts in self.of(contest, unit).items()}

    def scopes(self, contest: ContestId) -> Iterator[Scope]:
        """What is annulled in a contest, by the decisions in force."""
        return (a.scope for a in self.annulments.values() if a.scope.contest in ("", contest))
