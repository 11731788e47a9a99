"""The stations of a replay: where they lie, how many voters they have, how many came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sverka.domain.election import Contest, Election
from sverka.domain.ids import AreaId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Machine, Places, Station
from sverka.practice.recipe import AreaPlan, Recipe
from sverka.practice.splitting import split_total

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Lines = NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Special:
    """Stations that are not like the others; arrays of shape (stations,), a station is one of these at most.

    `annulled` : its results are on top of the known sums
    `host` : the line of the neighbour whose scanner counts its ballots, else -1
    `without` : no scanner at all; `failed`, `partial` : its scanner never reported, or read only a part
    `mobile` : it has a mobile box, whose ballots no scanner counts
    """

    annulled: BoolArray
    host: Lines
    without: BoolArray
    failed: BoolArray
    partial: BoolArray
    mobile: BoolArray

    @property
    def reports(self) -> BoolArray:
        """The stations of which a scanner's report ever comes in."""
        return (self.host < 0) & ~self.without & ~self.failed


@dataclass(frozen=True, kw_only=True)
class Ground:
    """All stations of a replay; arrays of shape (stations,).

    `plan` : number of the recipe's area; `area` : the smallest area, a district where there are districts
    `in_district` : the station votes in a single-member district
    """

    units: tuple[str, ...]
    plan: Lines
    area: tuple[AreaId, ...]
    in_district: BoolArray
    special: Special
    registered: IntArray
    took_part: IntArray

    def voting(self, contest: Contest) -> BoolArray:
        """The stations that vote in a contest; in one of a family those that lie in any of its districts."""
        return self.in_district if contest.family else np.ones(len(self.units), np.bool_)

    def places(self, election: Election) -> Places:
        """The election's areas with these stations."""
        stations = map(self._station, range(len(self.units)))
        return replace(election.places, stations={station.id: station for station in stations})

    def _station(self, line: int) -> Station:
        unit, host = self.units[line], int(self.special.host[line])
        without = Machine.NONE if self.special.without[line] else Machine.OWN
        return Station(
            id=StationId(unit),
            names=Names(f"№ {unit} шайлоо участкасы", f"Участок № {unit}", f"Station {unit}"),
            area=self.area[line],
            registered=int(self.registered[line]),
            machine=without if host < 0 else Machine.ELSEWHERE,
            counted_at=StationId(self.units[host]) if host >= 0 else None,
        )


def lay_out(recipe: Recipe, election: Election, draw: Generator) -> Ground:
    """Invent the stations of a recipe on the areas of an election."""
    plan = np.repeat(np.arange(len(recipe.areas)), [area.stations for area in recipe.areas])
    units, areas, in_district = zip(*_stations(recipe, election), strict=True)
    special = _special(recipe, plan, np.array(areas), np.array(in_district), draw)
    registered, took_part = _voters(recipe, plan, special.annulled, draw)
    return Ground(
        units=units,
        plan=plan,
        area=areas,
        in_district=np.array(in_district),
        special=special,
        registered=registered,
        took_part=took_part,
    )


def _stations(recipe: Recipe, election: Election) -> Iterator[tuple[str, AreaId, bool]]:
    """Number, smallest area and whether that is a district of the second contest, of every station."""
    districts = {
        contest.area for contest in election.contests.values() if contest.family == recipe.roles.districts
    }
    for plan in recipe.areas:
        children = [area.id for area in election.places.children(AreaId(plan.area)) if area.id in districts]
        for number in range(plan.stations):
            area = children[number * len(children) // plan.stations] if children else AreaId(plan.area)
            yield f"{plan.first + number:04}", area, bool(children)


def _special(
    recipe: Recipe, plan: Lines, area: NDArray[np.str_], in_district: BoolArray, draw: Generator
) -> Special:
    """Draw the special stations; those counted elsewhere have a neighbour in their own area."""
    invented = recipe.invented
    order = draw.permutation(np.flatnonzero(in_district))
    sizes = (
        recipe.annulled.stations,
        invented.elsewhere,
        invented.failed,
        invented.partial,
        invented.mobile_stations,
    )
    annulled, elsewhere, failed, partial, mobile, usual = np.split(order, np.cumsum(sizes))
    host = np.full(len(plan), -1)
    for line in elsewhere:
        near = usual[(area[usual] == area[line]) & ~np.isin(usual, host)]
        host[line] = near[np.abs(near - line).argmin()]
    length = len(plan)
    return Special(
        annulled=_mask(annulled, length),
        host=host,
        without=_mask(_without_machine(recipe.areas, plan, draw), length),
        failed=_mask(failed, length),
        partial=_mask(partial, length),
        mobile=_mask(mobile, length),
    )


def _without_machine(areas: list[AreaPlan], plan: Lines, draw: Generator) -> Lines:
    chosen = [
        draw.choice(np.flatnonzero(plan == number), area.no_machine, replace=False)
        for number, area in enumerate(areas)
    ]
    return np.concatenate(chosen).astype(np.intp)


def _voters(recipe: Recipe, plan: Lines, annulled: BoolArray, draw: Generator) -> tuple[IntArray, IntArray]:
    """Voters on the lists and voters who came: the known sums where stations count, alike in the others."""
    official = recipe.official
    size = np.array([area.size for area in recipe.areas])[plan] * np.clip(
        draw.lognormal(0, 0.4, len(plan)), 0.25, 2
    )
    came = np.array([area.turnout for area in recipe.areas])[plan] * draw.lognormal(0, 0.15, len(plan))
    regular = ~annulled
    registered = _shared_out(size, regular, official.registered, None)
    most = registered * 9 // 10
    return registered, _shared_out(registered * came, regular, official.took_part, most)


def _shared_out(
    weights: NDArray[np.float64], regular: BoolArray, total: int, most: IntArray | None
) -> IntArray:
    """The total split over the regular stations; the others in the same proportion, on top."""
    limit = np.full(len(weights), total) if most is None else most
    parts: IntArray = np.minimum(np.rint(weights * total / weights[regular].sum()).astype(np.int64), limit)
    parts[regular] = split_total(weights[regular], total, limit[regular])
    return parts


def _mask(lines: Lines, length: int) -> BoolArray:
    mask = np.zeros(length, np.bool_)
    mask[lines] = True
    return mask
