"""Who has a count since when, and the papers behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sverka.domain.counts import CountTable, Unit
from sverka.publish.two_records.side import Side
from sverka.record.facts import CountFact, DocumentFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A count fact in its record: with it the record held `size` facts."""

    size: int
    fact: CountFact

    @property
    def entry(self) -> int:
        """Its index."""
        return self.size - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper behind a count, by its hash; `fact` is what the record says of it, None where nothing."""

    sha256: str
    fact: DocumentFact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One record's counts of one unit by one source, the first of them first."""

    moments: tuple[Moment, ...]
    papers: tuple[Paper, ...]

    @property
    def since(self) -> Moment:
        """Since when the record has a count."""
        return self.moments[0]

    @property
    def latest(self) -> Moment:
        """The fact that gave it the figures which are compared."""
        return self.moments[-1]

    @property
    def facts(self) -> list[CountFact]:
        """The facts alone."""
        return [moment.fact for moment in self.moments]


def holding_of(side: Side, table: CountTable, unit: str) -> Holding | None:
    """What a record has of a unit of the comparison; None where it has no count of it."""
    if side.own(unit, table.unit) not in table.position:
        return None
    moments = tuple(Moment(size=entry + 1, fact=fact) for entry, fact in side.facts(table, unit))
    if not moments:
        return None
    return Holding(moments=moments, papers=tuple(_papers(side, table, unit, moments)))


def _papers(side: Side, table: CountTable, unit: str, moments: Iterable[Moment]) -> Iterator[Paper]:
    """The files that the counts name, then the other papers of that station in the same hand; each once."""
    named = {sha256: side.paper.get(sha256) for moment in moments for sha256 in moment.fact.documents}
    if table.unit is Unit.STATION:
        others = side.papers_of(unit, table.source, table.contest)
        named |= {fact.sha256: fact for fact in others if fact.sha256 not in named}
    for sha256, fact in named.items():
        if fact is None or not fact.withdrawn:  # withdrawn, it stands behind nothing
            yield Paper(sha256=sha256, fact=fact)
