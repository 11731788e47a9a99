"""What a seat rule can come to: seats, seats but for a lot, or no one elected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sverka.domain.ids import SelectionId
from sverka.seats.lots import DrawnLot, Lot, winners_of
from sverka.seats.steps import Step, StepCode, step


class Reason(StrEnum):
    """Why no one is elected."""

    NOBODY_PASSES = "nobody-passes"
    NO_VOTES = "no-votes"
    AGAINST_ALL_AHEAD = "against-all-ahead"


@dataclass(frozen=True, slots=True)
class Allocated:
    """Every seat that the rule fills has its owner; each eligible selection is named, with 0 if it has none.

    Fewer seats than the rule has are given only where the cap leaves nobody to take them, or
    where a plurality contest has fewer candidates with votes than seats (step `seats-unfilled`).
    """

    seats: Mapping[SelectionId, int]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class LotsRequired:
    """Equal claims to the last seats. `seats` are certain whatever the lots say."""

    seats: Mapping[SelectionId, int]
    lots: tuple[Lot, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class NoOneElected:
    """The rule fills no seat (every eligible selection is named, with 0): a result, not an error."""

    seats: Mapping[SelectionId, int]
    reason: Reason
    steps: tuple[Step, ...]


Allocation = Allocated | LotsRequired | NoOneElected


def conclude(
    certain: Mapping[SelectionId, int],
    seats: int,
    lot: Lot | None,
    steps: Sequence[Step],
    drawn: Sequence[DrawnLot],
) -> Allocated | LotsRequired:
    """The certain seats with the drawn lot added, or the lot that is still to be drawn."""
    winners = winners_of(lot, drawn)
    given = dict(certain)
    steps = list(steps)
    if lot:
        if winners is None:
            return LotsRequired(given, (lot,), tuple(steps))
        steps.append(step(StepCode.LOT_DRAWN, between=lot.between, winners=winners))
        given |= {winner: given[winner] + 1 for winner in winners}
    if unfilled := seats - sum(given.values()):
        steps.append(step(StepCode.SEATS_UNFILLED, seats=unfilled))
    return Allocated(given, tuple(steps))


def no_one(
    nobody: Mapping[SelectionId, int], reason: Reason, steps: Sequence[Step], drawn: Sequence[DrawnLot]
) -> NoOneElected:
    """No seat is filled, so that no lot can have been drawn for one."""
    winners_of(None, drawn)
    return NoOneElected(nobody, reason, tuple(steps))
