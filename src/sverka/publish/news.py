"""What happened beside counts coming in: publications and their corrections, annulments, stops, decisions.

They lie beside the reproducible pages, for a publication is told of only after its fact, which stands in the record
behind the facts that its pages were made from.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from sverka.record.facts import (
    AnnulmentFact,
    DefinitionFact,
    PublicationFact,
    ReinstatementFact,
    hash_of,
    parse_fact,
)
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact

NewsFact = (
    PublicationFact
    | AnnulmentFact
    | ReinstatementFact
    | StopFact
    | AllowanceFact
    | DecisionFact
    | DefinitionFact
)

MOST_IN_FEED = 60
SKIPPED = (b'"kind":"count"', b'"kind":"document"')  # most of a record, and never news


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One fact that is news: its place in the record, the SHA-256 of its bytes, and what it says."""

    entry: int
    sha256: str
    fact: NewsFact


@dataclass
class News:
    """The news of a record, gathered as it grows; `read` : how many of its facts were looked at.

    `latest` : the last of all kinds · `kept` : all but publications that corrected nothing
    """

    read: int = 0
    latest: deque[NewsItem] = field(default_factory=lambda: deque(maxlen=MOST_IN_FEED))
    kept: list[NewsItem] = field(default_factory=list)

    def take(self, entries: Iterable[bytes]) -> None:
        """Look at the facts that follow those that were looked at."""
        for entry in entries:
            if not any(kind in entry for kind in SKIPPED):
                self._take(entry)
            self.read += 1

    def _take(self, entry: bytes) -> None:
        fact = parse_fact(entry)
        if isinstance(fact, NewsFact):
            item = NewsItem(self.read, hash_of(entry), fact)
            self.latest.append(item)
            if not isinstance(fact, PublicationFact) or is_correction(fact):
                self.kept.append(item)


def is_correction(fact: PublicationFact) -> bool:
    """Whether a publication says that figures changed which had been published."""
    return bool(fact.reason or fact.changed)
