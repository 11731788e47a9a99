"""Two records held against each other: per station and contest, who has which account since when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sverka.domain.counts import Source, Unit
from sverka.domain.ids import ContestId
from sverka.publish.two_records.definitions import Definitions, OnlyIn
from sverka.publish.two_records.earlier import agreed_before
from sverka.publish.two_records.holdings import Holding, Moment, holding_of
from sverka.publish.two_records.pairs import Alone, Pair, Verdict, alone_in, pair_of, pairs_of
from sverka.publish.two_records.side import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be compared.

    contests, accounts : these alone; nothing said, all · pair : our account with their other one
    stations : list these alone, and what agrees too · everything : list what agrees too
    """

    contests: Collection[str] = ()
    accounts: Collection[str] = ()
    pair: tuple[Source, Source] | None = None
    stations: Collection[str] = ()
    everything: bool = False

    def wants(self, source: Source) -> bool:
        """Whether an account is asked for, as `account` or `account@holder`."""
        return not self.accounts or str(source) in self.accounts or source.account in self.accounts


@dataclass(frozen=True, kw_only=True)
class Line:
    """One count of one unit in both records, or in one of them.

    `place` : where it is in the lines of the pair's comparison; None where both agree
    `agreed` : the two facts after which they agreed, where they do not any more
    """

    pair: Pair
    unit: str
    verdict: Verdict
    place: int | None
    ours: Holding | None
    theirs: Holding | None
    agreed: tuple[Moment, Moment] | None = None


@dataclass(frozen=True, kw_only=True)
class TwoRecords:
    """Ours and theirs."""

    ours: Side
    theirs: Side
    definitions: Definitions
    question: Question = field(default_factory=Question)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every account that is compared."""
        if self.question.pair is None:
            return tuple(pairs_of(self.ours, self.theirs, self.contests, self.question.wants))
        return tuple(self._told(*self.question.pair))

    @cached_property
    def alone(self) -> tuple[tuple[Alone, ...], tuple[Alone, ...]]:
        """The accounts that only we have, and those that only they have."""
        if self.question.pair is not None:
            return (), ()
        wants = self.question.wants
        ours = alone_in(self.ours, self.theirs, self._all(self.ours), wants)
        return tuple(ours), tuple(alone_in(self.theirs, self.ours, self._all(self.theirs), wants))

    @property
    def contests(self) -> tuple[ContestId, ...]:
        """The contests that are compared."""
        return tuple(filter(self._asks_for, self.definitions.contests))

    @property
    def agrees(self) -> bool:
        """Whether both have the same counts, and no count or field that was asked for is only in one of them."""
        return (
            bool(self.pairs)
            and all(pair.agrees for pair in self.pairs)
            and not any(self.alone)
            and not any(self.fields_apart)
        )

    @property
    def fields_apart(self) -> list[OnlyIn]:
        """The fields that are not compared, since only one of the definitions has them."""
        return [apart for contest, apart in self.definitions.fields.items() if self._asks_for(contest)]

    def lines(self) -> Iterator[Line]:
        """What is to be listed, account after account, in the order of our table of stations."""
        for pair in self.pairs:
            yield from self._listed(pair)

    def _listed(self, pair: Pair) -> Iterator[Line]:
        units, asked = pair.comparison.left.units, self.question.stations
        for place, line in enumerate(pair.comparison.lines.tolist()):
            if not asked or units[line] in asked:
                yield self._line(pair, units[line], pair.verdict(place), place)
        if asked or self.question.everything:
            for unit in pair.equal():
                if not asked or unit in asked:
                    yield self._line(pair, unit, Verdict.EQUAL, None)

    def _line(self, pair: Pair, unit: str, verdict: Verdict, place: int | None) -> Line:
        ours = holding_of(self.ours, pair.ours.table, unit)
        theirs = holding_of(self.theirs, pair.theirs.table, unit)
        agreed = None
        if verdict is Verdict.CONFLICT and ours is not None and theirs is not None:
            agreed = _agreed(ours, theirs, pair)
        return Line(
            pair=pair, unit=unit, verdict=verdict, place=place, ours=ours, theirs=theirs, agreed=agreed
        )

    def _told(self, ours: Source, theirs: Source) -> Iterator[Pair]:
        """Our account and their other one, where both have counts."""
        for contest in self.contests:
            for unit in Unit:
                left = self.ours.sources(contest, unit).get(ours)
                right = self.theirs.sources(contest, unit).get(theirs)
                if left is not None and right is not None:
                    yield pair_of(self.ours, self.theirs, left, right)

    def _all(self, side: Side) -> list[ContestId]:
        """The contests of a record that are asked for, those of the other or not."""
        return list(filter(self._asks_for, side.election.contests))

    def _asks_for(self, contest: ContestId) -> bool:
        return not self.question.contests or contest in self.question.contests


def _agreed(ours: Holding, theirs: Holding, pair: Pair) -> tuple[Moment, Moment] | None:
    if len(ours.moments) == len(theirs.moments) == 1:
        return None
    found = agreed_before(ours.facts, theirs.facts, pair.comparison.left.fields)
    return None if found is None else (ours.moments[found[0]], theirs.moments[found[1]])
