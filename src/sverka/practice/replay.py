"""A replay of a real election: its known sums, exactly, in the counts of invented stations.

Everything is drawn by `numpy.random.Generator(PCG64(seed of the recipe))`; the same recipe and definition
give the same bytes. The sums hold for the hand count of the stations that are not annulled, after the
corrections: what goes wrong for good goes wrong in the scanners' reports, or in rows that no known sum is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from sverka.domain.counts import CountTable
from sverka.domain.election import Contest, Election
from sverka.domain.places import Places
from sverka.practice.arrival import Arrival, arrivals
from sverka.practice.ground import Ground, lay_out
from sverka.practice.mistakes import Mistake
from sverka.practice.pages import page_of
from sverka.practice.recipe import Page, Recipe, Wave
from sverka.practice.sheets import Lines, sheet
from sverka.practice.spoiling import spoil
from sverka.practice.truth import (
    Counts,
    contest_of,
    counted,
    district_ballots,
    list_ballots,
    mobile_ballots,
)

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Replay:
    """Stations, counts as they came in, and what was planted.

    `lists`, `districts` : the final counts of both contests
    `first_hand` : the list protocols before the corrections
    `machine_arrival`, `hand_arrival` : when each station's count came in
    `copies` : an observer organisation's copies of the list protocols
    `planted` : (contest, mistake)
    """

    recipe: Recipe
    contest: Contest
    ground: Ground
    places: Places
    lists: Counts
    districts: Counts
    first_hand: CountTable
    corrected: BoolArray
    machine_arrival: Arrival
    hand_arrival: Arrival
    copies: CountTable
    planted: tuple[tuple[str, Mistake], ...]

    @property
    def annulled(self) -> tuple[str, ...]:
        """The stations whose results were declared invalid."""
        return tuple(self.ground.units[line] for line in np.flatnonzero(self.ground.special.annulled))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The counts as CSV files in the order in which they came in."""
        yield from self._waves(
            self.recipe.machine_waves, self.machine_arrival, self.lists.machine, self.districts.machine
        )
        for page in self.recipe.pages:
            yield f"{page.name}.csv", sheet([_whole(self.page(page), self._wave(page).ends.isoformat())])
        yield from self._waves(
            self.recipe.hand_waves, self.hand_arrival, self.first_hand, self.districts.hand
        )
        yield "corrections.csv", sheet([self._corrections()])
        yield "copies.csv", sheet([_whole(self.copies, self.recipe.copies.at.isoformat())])
        yield "final-page.csv", sheet([_whole(self.final_page(), "")])

    def page(self, page: Page) -> CountTable:
        """The commission's page of the scanners' results at the end of a wave."""
        wave = self.recipe.machine_waves.index(self._wave(page))
        arrived = (self.machine_arrival.wave >= 0) & (self.machine_arrival.wave <= wave)
        return page_of(
            self.recipe,
            self.contest,
            self.lists.machine,
            arrived,
            account=self.recipe.roles.page,
            formula=page.formula,
            more={self.recipe.form.registered: int(self.ground.registered.sum())},
        )

    def final_page(self) -> CountTable:
        """The result as published in the end: the protocols' sums without the annulled stations."""
        regular = ~self.ground.special.annulled
        return page_of(
            self.recipe, self.contest, self.lists.hand, regular, account=self.recipe.roles.final_page
        )

    def _wave(self, page: Page) -> Wave:
        return next(wave for wave in self.recipe.machine_waves if wave.name == page.wave)

    def _waves(
        self, waves: Sequence[Wave], arrival: Arrival, lists: CountTable, districts: CountTable
    ) -> Iterator[tuple[str, bytes]]:
        for number, wave in enumerate(waves):
            arrived = arrival.wave == number
            parts = [
                Lines(table=table, which=arrived, claimed=arrival.claimed) for table in (lists, districts)
            ]
            yield f"{wave.name}.csv", sheet(parts)

    def _corrections(self) -> Lines:
        moment = self.recipe.mistakes.corrected_at.isoformat()
        moments = (moment,) * len(self.ground.units)
        return Lines(table=self.lists.hand, which=self.corrected, claimed=moments)


def build(recipe: Recipe, election: Election) -> Replay:
    """The replay of a recipe on the definition that it names."""
    draw = Generator(PCG64(recipe.seed))
    ground = lay_out(recipe, election, draw)
    mobile = mobile_ballots(recipe, ground)
    contest, family = (contest_of(election, name) for name in (recipe.roles.lists, recipe.roles.districts))
    lists = counted(contest, recipe, ground, list_ballots(recipe, contest, ground, draw), mobile, draw)
    districts = counted(family, recipe, ground, district_ballots(recipe, family, ground, draw), mobile, draw)
    spoiled = spoil(recipe, ground, lists, districts, draw)
    never_late = np.zeros(len(ground.units), np.bool_)
    form = recipe.form.took_part
    return Replay(
        recipe=recipe,
        contest=contest,
        ground=ground,
        places=ground.places(election),
        lists=spoiled.lists,
        districts=spoiled.districts,
        first_hand=spoiled.first_hand,
        corrected=spoiled.corrected,
        machine_arrival=arrivals(recipe.machine_waves, lists.machine, form, ground.special.partial, draw),
        hand_arrival=arrivals(recipe.hand_waves, lists.hand, form, never_late, draw),
        copies=spoiled.copies,
        planted=spoiled.planted,
    )


def _whole(table: CountTable, claimed: str) -> Lines:
    """All lines of a table, counted at one moment."""
    return Lines(
        table=table, which=np.ones(len(table.units), np.bool_), claimed=(claimed,) * len(table.units)
    )
