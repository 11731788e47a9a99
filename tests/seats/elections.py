"""Small elections, drawn by a seed so that ties, exact thresholds and caps are common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from sverka.domain.ids import AreaId, BaseId, LevelId, SelectionId
from sverka.domain.seat_rules import LargestRemainder, Plurality, Quota, SeatRule, Threshold
from sverka.seats.allocate import allocate
from sverka.seats.allocation import Allocation
from sverka.seats.lots import DrawnLot

VALID = BaseId("valid")
AGAINST_ALL = SelectionId("against-all")
REGION = LevelId("region")


def ids(*names: str) -> tuple[SelectionId, ...]:
    """Selections of these names."""
    return tuple(map(SelectionId, names))


def votes_of(**votes: int) -> dict[SelectionId, int]:
    """Votes by the name of the selection."""
    return {SelectionId(name): number for name, number in votes.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallElection:
    """Everything that a seat rule needs."""

    rule: SeatRule
    votes: Mapping[SelectionId, int]
    eligible: tuple[SelectionId, ...]
    bases: Mapping[str, int] = field(default_factory=dict)
    area_votes: Mapping[AreaId, Mapping[SelectionId, int]] = field(default_factory=dict)
    area_bases: Mapping[AreaId, Mapping[str, int]] = field(default_factory=dict)
    against_all: SelectionId | None = None

    def allocate(self, *lots: DrawnLot) -> Allocation:
        """What the code under test makes of it."""
        return allocate(
            self.rule,
            self.votes,
            {BaseId(name): number for name, number in self.bases.items()},
            self.area_votes,
            {area: {BaseId(b): n for b, n in bases.items()} for area, bases in self.area_bases.items()},
            eligible=self.eligible,
            against_all=self.against_all,
            lots=lots,
        )


def draw_election(random: Random) -> SmallElection:
    """A list contest in four of five cases, else a contest of candidates."""
    return _draw_candidates(random) if random.random() < 0.2 else _draw_lists(random)


def _draw_votes(random: Random, names: tuple[SelectionId, ...]) -> dict[SelectionId, int]:
    """Numbers from a short range, so that many are equal or in simple proportion; some are not named."""
    top, unit = random.choice((2, 4, 8, 20, 200)), random.choice((1, 1, 5, 10))
    return {name: unit * random.randint(0, top) for name in names if random.random() < 0.95}


def _draw_candidates(random: Random) -> SmallElection:
    eligible = ids(*"abcde"[: random.randint(1, 5)])
    rule = Plurality(seats=random.choice((1, 1, 1, 2, 3)), void_when_against_all_leads=random.random() < 0.5)
    votes = _draw_votes(random, (*eligible, AGAINST_ALL))
    against_all = AGAINST_ALL if random.random() < 0.8 else None
    return SmallElection(rule=rule, votes=votes, eligible=eligible, against_all=against_all)


def _draw_lists(random: Random) -> SmallElection:
    eligible = ids(*"abcde"[: random.randint(1, 5)])
    votes = _draw_votes(random, (*eligible, AGAINST_ALL))
    areas = {AreaId(f"r{n}"): _draw_votes(random, eligible) for n in range(random.randint(1, 3))}
    seats = random.randint(1, 8)
    rule = LargestRemainder(
        seats=seats,
        quota=random.choice((Quota.HARE, Quota.HARE, Quota.HARE, Quota.DROOP)),
        thresholds=_draw_thresholds(random, tuple(votes.values())),
        cap=random.randint(1, seats) if random.random() < 0.3 else None,
    )
    return SmallElection(
        rule=rule,
        votes=votes,
        eligible=eligible,
        bases={VALID: sum(votes.values())},
        area_votes={area: counted for area, counted in areas.items() if any(counted.values())},
        area_bases={area: {VALID: sum(counted.values())} for area, counted in areas.items()},
    )


def _draw_thresholds(random: Random, votes: tuple[int, ...]) -> tuple[Threshold, ...]:
    """None, one or two; every other national one is a share that some selection has exactly."""
    thresholds = []
    if random.random() < 0.5:
        share = Fraction(1, random.choice((4, 5, 6, 8, 10, 20)))
        if random.random() < 0.5 and any(votes):
            share = Fraction(random.choice(votes), sum(votes))
        thresholds.append(Threshold(share=share, base=VALID, strict=random.random() < 0.4))
    if random.random() < 0.2:
        share = Fraction(1, random.choice((8, 20, 200)))
        thresholds.append(Threshold(share=share, base=VALID, strict=random.random() < 0.4, areas=REGION))
    return tuple(thresholds)
