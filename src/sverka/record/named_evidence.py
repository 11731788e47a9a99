"""Which files of `evidence/` a fact names."""

from __future__ import annotations

from collections.abc import Iterator

from sverka.record.facts import (
    AnchorFact,
    AnyFact,
    CountFact,
    DefinitionFact,
    DocumentFact,
    KeyFact,
    PublicationFact,
)
from sverka.record.group_facts import CommitmentFact, FinalDocumentFact, SampleFact


def evidence_named_by(fact: AnyFact) -> Iterator[str]:
    """The SHA-256 of every file behind a fact."""
    match fact:
        case CountFact():
            yield from fact.documents
        case DocumentFact():
            yield fact.sha256
        case DefinitionFact():
            yield from filter(None, (fact.definition, fact.stations, fact.aliases))
        case PublicationFact():
            yield from (fact.code, fact.stations_list)
        case AnchorFact():
            yield from (fact.token, *fact.certificates)
        case KeyFact(predecessor=log) if log is not None:
            yield log.checkpoint
        case CommitmentFact():
            yield fact.population
        case SampleFact():
            yield fact.drawn
        case FinalDocumentFact():
            yield from (fact.document, *fact.papers.values())
        # `documents` of the group's acts are papers that facts of their own bring in, and may withhold again
