"""What came in between two publications: facts, told apart by what they did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from sverka.domain.counts import Source
from sverka.domain.ids import ContestId
from sverka.publish.history.past import Counted, Past, Told
from sverka.record.facts import (
    AnnulmentFact,
    CountFact,
    DefinitionFact,
    PublicationFact,
    ReinstatementFact,
)
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact


class Did(StrEnum):
    """What a fact did."""

    CAME_IN = "came-in"  # the first count of a station or area by a source
    CORRECTED = "corrected"  # a count that states a figure otherwise that was there
    COMPLETED = "completed"  # a later count that adds figures alone
    ANNULLED = "annulled"
    REINSTATED = "reinstated"
    DEFINED = "defined"
    STOPPED = "stopped"
    ALLOWED = "allowed"
    DECIDED = "decided"


DID_TELL: Mapping[type, Did] = {
    AnnulmentFact: Did.ANNULLED,
    ReinstatementFact: Did.REINSTATED,
    DefinitionFact: Did.DEFINED,
    StopFact: Did.STOPPED,
    AllowanceFact: Did.ALLOWED,
    DecisionFact: Did.DECIDED,
}
"""What facts did that are no counts, by their kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One count that came in, and what it did."""

    entry: int
    source: Source
    contest: ContestId
    station: str
    area: str
    did: Did
    reason: str


@dataclass(frozen=True, kw_only=True)
class Between:
    """What the facts from entry `start` up to entry `end` did.

    `told` : decisions, definitions, stops, allowances and publications, by their entries
    """

    start: int
    end: int
    counts: tuple[Came, ...]
    told: Mapping[int, Told]

    @cached_property
    def contests(self) -> Mapping[ContestId, tuple[Came, ...]]:
        """The counts by contest."""
        found: dict[ContestId, list[Came]] = {}
        for count in self.counts:
            found.setdefault(count.contest, []).append(count)
        return {contest: tuple(counts) for contest, counts in found.items()}

    def of(self, contest: ContestId) -> tuple[Came, ...]:
        """The counts of one contest."""
        return self.contests.get(contest, ())


def between(past: Past, start: int, end: int) -> Between:
    """What came in from one size of the record to another."""
    told = {index: fact for index, fact in past.between(start, end) if not isinstance(fact, PublicationFact)}
    return Between(start=start, end=end, counts=tuple(_counts(past, start, end)), told=told)


def _counts(past: Past, start: int, end: int) -> Iterator[Came]:
    for index, _ in past.counts_between(start, end):
        yield came(past, index)


def came(past: Past, index: int) -> Came:
    """What one count did; `index` : its entry."""
    counted = past.counted[index]
    fact = past.count(index)
    return Came(
        entry=index,
        source=counted.source,
        contest=ContestId(counted.contest),
        station=counted.station,
        area=counted.area,
        did=_did(fact, list(_earlier(past, index, counted))),
        reason=fact.reason,
    )


def _did(fact: CountFact, earlier: Sequence[CountFact]) -> Did:
    if not earlier:
        return Did.CAME_IN
    return Did.CORRECTED if _corrects(fact, earlier) else Did.COMPLETED


def _earlier(past: Past, index: int, counted: Counted) -> Iterator[CountFact]:
    """The counts of the same subject before an entry, in order."""
    of_unit = past.area_counts[counted.area] if counted.area else past.counts[counted.station]
    for entry in of_unit:
        if entry < index and past.counted[entry] == counted:
            yield past.count(entry)


def _corrects(fact: CountFact, earlier: Sequence[CountFact]) -> bool:
    known: dict[str, int | None] = {}
    for each in earlier:
        known |= _stated(each)
    return any(field in known and known[field] != figure for field, figure in _stated(fact).items())


def _stated(fact: CountFact) -> dict[str, int | None]:
    """The figures that a fact states; None where it says unread."""
    return {**fact.rows, **fact.selections, **dict.fromkeys(fact.unread)}
