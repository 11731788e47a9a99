"""The heads of the columns of a case: whose account it is, when it came, on which paper, or that a copy was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sverka.domain.counts import Source
from sverka.domain.ids import AccountId
from sverka.publish.group.cases import Case
from sverka.publish.language import Translator
from sverka.publish.site.case_sheet import Column
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.papers import Paper, paper_of
from sverka.publish.site.sayings import Saying
from sverka.publish.site.station import Stations
from sverka.record.facts import RefusedCopyFact


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSaid:
    """The head of a column: an account as one holder has it, when it came, on which paper; or that a copy was refused.

    `joint` : added up with a neighbour · `reference` : the one that the others are held against
    """

    name: str
    way: str = ""
    law: bool = False
    joint: bool = False
    reference: bool = False
    saying: Saying | None = None
    papers: tuple[Paper, ...] = ()
    refusals: tuple[RefusedCopyFact, ...] = ()


class Accounts:
    """The accounts of all cases in one language."""

    def __init__(self, t: Translator, edition: Edition, stations: Stations) -> None:
        self.t, self.edition, self.stations = t, edition, stations

    def of(self, figures: ContestFigures, columns: Iterable[Column], case: Case) -> tuple[AccountSaid, ...]:
        """The head of each column."""
        return tuple(self._said(figures, column, case) for column in columns)

    def _said(self, figures: ContestFigures, column: Column, case: Case) -> AccountSaid:
        name, way, law = self.stations.named(column.source)
        if column.joint:
            both = (case.station, *self.edition.guests.get(case.station, ()))
            return AccountSaid(name=f"{name}: {' + '.join(both)}", way=way, joint=True)
        saying = self.edition.sayings.of(case.contest, column.source, case.station)
        return AccountSaid(
            name=name,
            way=way,
            law=law,
            reference=column.source == figures.right,
            saying=saying,
            papers=tuple(self._papers(case, column.source, saying)),
            refusals=tuple(self._refusals(case, column.source)),
        )

    def _papers(self, case: Case, source: Source, saying: Saying | None) -> Iterator[Paper]:
        """The files that a count names, and those of the station that the same holder has; each once."""
        named = saying.documents if saying else ()
        own = (
            fact.sha256
            for fact in self.edition.papers_at.get(case.station, ())
            if (fact.account, fact.holder) == (source.account, source.holder)
            if fact.contest in ("", case.contest)
        )
        return (paper_of(self.t, self.edition, sha256) for sha256 in dict.fromkeys((*named, *own)))

    def _refusals(self, case: Case, source: Source) -> Iterator[RefusedCopyFact]:
        for fact in self.edition.refusals_at.get(case.station, {}).values():
            if Source(AccountId(fact.account), fact.holder) == source and fact.contest in ("", case.contest):
                yield fact

    def refused(self, case: Case, columns: Iterable[Column]) -> tuple[AccountSaid, ...]:
        """The sources without a count here to which a copy was refused."""
        return tuple(self._refused(case, {column.source for column in columns}))

    def _refused(self, case: Case, shown: set[Source]) -> Iterator[AccountSaid]:
        facts = self.edition.refusals_at.get(case.station, {}).values()
        sources = dict.fromkeys(Source(AccountId(fact.account), fact.holder) for fact in facts)
        for source in sources:
            refusals = tuple(self._refusals(case, source))
            if source not in shown and refusals:
                name, way, _ = self.stations.named(source)
                yield AccountSaid(name=name, way=way, refusals=refusals)
