"""Lots: who must draw for how many seats, and what was drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sverka.domain.ids import SelectionId
from sverka.errors import Refused
from sverka.seats.steps import Step, StepCode, step

Claim = int | Fraction  # votes, or a remainder


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot that the law has to draw: these have equal claims, and so many of them get one seat each."""

    between: tuple[SelectionId, ...]
    seats: int


@dataclass(frozen=True, slots=True)
class DrawnLot:
    """A lot that was drawn: between whom, and who won a seat each. The order of names says nothing."""

    between: tuple[SelectionId, ...]
    winners: tuple[SelectionId, ...]


def by_size(claims: Mapping[SelectionId, Claim]) -> list[SelectionId]:
    """The largest first; equal ones by id, so that the order in which they are given says nothing."""
    return sorted(claims, key=lambda selection: (-claims[selection], selection))


def highest(claims: Mapping[SelectionId, Claim], places: int) -> tuple[tuple[SelectionId, ...], Lot | None]:
    """Who has one of the highest claims for certain, and the lot among those level for the last places."""
    ranked = by_size(claims)
    if places >= len(ranked):
        return tuple(ranked), None
    if claims[ranked[places - 1]] > claims[ranked[places]]:
        return tuple(ranked[:places]), None
    cut = claims[ranked[places]]
    above = tuple(selection for selection in ranked if claims[selection] > cut)
    level = tuple(selection for selection in ranked if claims[selection] == cut)
    return above, Lot(level, places - len(above))


def tie(lot: Lot, level: Claim) -> Step:
    """The step that names a tie; `level` is the number which all of them have."""
    return step(StepCode.TIE, between=lot.between, seats=lot.seats, level=level)


def winners_of(lot: Lot | None, drawn: Sequence[DrawnLot]) -> tuple[SelectionId, ...] | None:
    """The winners of the lot that has to be drawn, or None while it is not drawn.

    Everything in `drawn` must be that one lot: a lot which the votes do not ask for was drawn
    on other figures, and taking no notice of it would hide that.
    """
    fitting = [d for d in drawn if lot is not None and set(d.between) == set(lot.between)]
    for other in drawn:
        if other not in fitting:
            raise _does_not_fit(other, lot)
    if lot is None or not fitting:
        return None
    if len(fitting) > 1:
        raise Refused("R302", f"the lot between {_list(lot.between)} is given {len(fitting)} times")
    return _checked(lot, fitting[0])


def _checked(lot: Lot, drawn: DrawnLot) -> tuple[SelectionId, ...]:
    """The winners, in the order of the lot, if each is in it and they are as many as the seats."""
    winners = set(drawn.winners)
    if winners <= set(lot.between) and len(drawn.winners) == len(winners) == lot.seats:
        return tuple(selection for selection in lot.between if selection in winners)
    raise Refused(
        "R302",
        f"the lot between {_list(lot.between)} is for {lot.seats} seat(s), "
        f"but its winners are {_list(drawn.winners) or 'nobody'}",
        cure=f"name {lot.seats} different winner(s), all from the lot",
    )


def _does_not_fit(drawn: DrawnLot, lot: Lot | None) -> Refused:
    needed = f"a lot between {_list(lot.between)} for {lot.seats} seat(s)" if lot else "no lot"
    return Refused(
        "R301",
        f"a lot was drawn between {_list(drawn.between) or 'nobody'}, but these votes ask for {needed}",
        cure="leave the drawn lot out, or look at which votes it was drawn on",
    )


def _list(selections: Sequence[SelectionId]) -> str:
    return ", ".join(sorted(selections))
