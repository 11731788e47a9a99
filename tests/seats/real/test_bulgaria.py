"""The 240 seats of Bulgaria's National Assembly of 2021 and 2023, from the national totals."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from sverka.domain.ids import BaseId, SelectionId
from sverka.domain.seat_rules import LargestRemainder, Threshold
from sverka.seats.allocate import allocate
from sverka.seats.allocation import Allocated

NONE_OF_THEM = SelectionId("НЕ ПОДКРЕПЯМ НИКОГО")
PARTY_VOTES, WITH_NONE = BaseId("party-votes"), BaseId("party-votes-and-none")


def seats(data_dir: Path, column: str, base: BaseId) -> tuple[int, ...]:
    """The seats under a threshold of 4 % of the base, the largest first."""
    with (data_dir / "bulgaria-machine-vs-hand" / "parties_total_votes.csv").open(encoding="utf-8") as file:
        votes = {
            SelectionId(row["party_name"]): int(row[column])
            for row in csv.DictReader(file, delimiter=";")
            if row[column]
        }
    total = sum(votes.values())
    bases = {PARTY_VOTES: total - votes[NONE_OF_THEM], WITH_NONE: total}
    rule = LargestRemainder(seats=240, thresholds=(Threshold(share=Fraction(4, 100), base=base),))
    allocation = allocate(rule, votes, bases, eligible=votes.keys() - {NONE_OF_THEM})

    assert isinstance(allocation, Allocated)
    return tuple(n for n in allocation.seats.values() if n)


@pytest.mark.parametrize(
    "column, base, expected",
    [
        ("E20210711_total_votes", PARTY_VOTES, (65, 63, 36, 34, 29, 13)),
        ("E20230402_total_votes", PARTY_VOTES, (69, 64, 37, 36, 23, 11)),
        ("E20230402_total_votes", WITH_NONE, (72, 67, 39, 38, 24)),  # a party falls below: the base decides
    ],
)
def test_the_official_seats(data_dir: Path, column: str, base: BaseId, expected: tuple[int, ...]) -> None:
    assert seats(data_dir, column, base) == expected
