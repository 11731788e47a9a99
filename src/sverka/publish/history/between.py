"""What came in between two publications: facts, told apart by what they did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sverka.domain.counts import Source
from sverka.domain.ids import ContestId
from sverka.publish.history.past import Counted, Past, Told
from sverka.record.facts import CountFact, PublicationFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One count that came in.

    `first` : the source's first of this station or area
    `corrects` : it states a figure otherwise that was there; else a later one adds figures alone
    """

    entry: int
    source: Source
    contest: ContestId
    station: str
    area: str
    first: bool
    corrects: bool
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
    for index, counted in past.counts_between(start, end):
        fact = past.fact(index)
        if isinstance(fact, CountFact):
            yield _came(past, index, counted, fact)


def _came(past: Past, index: int, counted: Counted, fact: CountFact) -> Came:
    earlier = list(_earlier(past, index, counted))
    return Came(
        entry=index,
        source=counted.source,
        contest=ContestId(counted.contest),
        station=counted.station,
        area=counted.area,
        first=not earlier,
        corrects=_corrects(fact, earlier),
        reason=fact.reason,
    )


def _earlier(past: Past, index: int, counted: Counted) -> Iterator[CountFact]:
    """The counts of the same subject before an entry, in order."""
    of_unit = past.area_counts[counted.area] if counted.area else past.counts[counted.station]
    for entry in of_unit:
        if entry < index and past.counted[entry] == counted:
            fact = past.fact(entry)
            if isinstance(fact, CountFact):
                yield fact


def _corrects(fact: CountFact, earlier: list[CountFact]) -> bool:
    known: dict[str, int | None] = {}
    for each in earlier:
        known |= _stated(each)
    return any(field in known and known[field] != figure for field, figure in _stated(fact).items())


def _stated(fact: CountFact) -> dict[str, int | None]:
    """The figures that a fact states; None where it says unread."""
    return {**fact.rows, **fact.selections, **dict.fromkeys(fact.unread)}
