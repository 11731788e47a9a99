"""Where an election is a replay: which figures are official, which bounded, which invented."""

from __future__ import annotations

from dataclasses import dataclass

from sverka.domain.counts import Source
from sverka.domain.election import Election, Provenance
from sverka.domain.ids import AccountId, ContestId
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL, Legal
from sverka.publish.totals import Total
from sverka.publish.words.saying import Said
from sverka.publish.words.states import PROVENANCES


@dataclass(frozen=True, slots=True)
class Origin:
    """What kind of figures one total has; it tells nothing where the election is no replay.

    A sum that stations are missing from, or that stand-ins are part of, is none of the known sums.
    """

    election: Election
    contest: ContestId
    account: AccountId | None
    unit: str

    @classmethod
    def of(cls, election: Election, total: Total, source: Source, legal: Legal, *, of_areas: bool) -> Origin:
        """The origin of a source's total."""
        sources = list(legal.stations) if source == LEGAL else [source]
        whole = len(sources) == 1 and (of_areas or total.stations.complete)
        return cls(election, total.contest, sources[0].account if whole else None, str(total.area))

    def kind(self, field: str) -> Provenance | None:
        """What kind of figure a selection, a row or a base is."""
        if not self.election.known_sums:
            return None
        if self.account is None:
            return Provenance.INVENTED
        return self.election.provenance_of(self.contest, self.account, self.unit, field)


def legend(t: Translator, election: Election) -> tuple[tuple[Provenance, Said], ...]:
    """What the marks mean; empty where the election is no replay."""
    if not election.known_sums:
        return ()
    return tuple((kind, words.said(t)) for kind, words in PROVENANCES.items())
