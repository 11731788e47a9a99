"""A replay of a real election: its known sums, exactly, in the counts of invented stations.

Everything is drawn by `numpy.random.Generator(PCG64(seed of the recipe))`; the same recipe and definition
give the same bytes. The sums hold for the hand count of the stations that are not annulled, after the
corrections: what goes wrong for good goes wrong in the scanners' reports, or in rows that no known sum is of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from sverka.domain.counts import AccountId, CountTable, Source
from sverka.domain.election import Contest, Election
from sverka.domain.places import Places
from sverka.practice.arrival import Arrival, arrivals
from sverka.practice.ground import Ground, lay_out
from sverka.practice.mistakes import Mistake, plant
from sverka.practice.pages import page_of
from sverka.practice.recipe import Page, Recipe, Wave
from sverka.practice.sheets import Lines, sheet
from sverka.practice.truth import (
    Counts,
    contest_of,
    counted,
    district_ballots,
    list_ballots,
    mobile_ballots,
)

BoolArray = NDArray[np.bool_]
PAPER = "paper"  # a mistake in rows that only the protocol has: no comparison shows it, a control does
SPECIAL = {
    "mobile": "mobile-box",
    "partial": "scanner-read-a-part",
    "failed": "scanner-never-reported",
    "without": "no-scanner",
}
"""Why counts differ, or one is missing, where nothing went wrong on paper; by the field of `ground.Special`."""


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
    spoiled = _spoil(recipe, ground, lists, districts, draw)
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


# --- what goes wrong -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Spoiled:
    lists: Counts
    districts: Counts
    first_hand: CountTable
    corrected: BoolArray
    copies: CountTable
    planted: tuple[tuple[str, Mistake], ...]


def _spoil(recipe: Recipe, ground: Ground, lists: Counts, districts: Counts, draw: Generator) -> _Spoiled:
    plan = recipe.mistakes
    papers = _papers(recipe, lists.hand, draw)
    hand = papers[0]
    seeds = draw.integers(0, 2**32, 4).tolist()
    machine = plant(
        lists.machine, hand, mistakes=plan.machine_lists, seed=seeds[0], weights=plan.weights, sides=(0,)
    )
    single = plant(
        districts.machine,
        districts.hand,
        mistakes=plan.machine_districts,
        seed=seeds[1],
        weights=plan.weights,
        sides=(0,),
    )
    typed = plant(
        machine.left, hand, mistakes=plan.corrected, seed=seeds[2], weights=plan.weights, sides=(1,)
    )
    mistyped = {mistake.station for mistake in typed.mistakes}
    copies, differing = _copies(recipe, ground, hand, seeds[3], draw)
    planted = [*_special(ground, lists), *papers[1], *machine.mistakes, *typed.mistakes, *differing]
    return _Spoiled(
        lists=Counts(machine=machine.left, hand=hand),
        districts=Counts(machine=single.left, hand=districts.hand),
        first_hand=typed.right,
        corrected=np.array([unit in mistyped for unit in ground.units]),
        copies=copies,
        planted=(
            *((recipe.roles.lists, mistake) for mistake in planted),
            *((recipe.roles.districts, mistake) for mistake in _special(ground, districts)),
            *((recipe.roles.districts, mistake) for mistake in single.mistakes),
        ),
    )


def _special(ground: Ground, counts: Counts) -> Iterator[Mistake]:
    """The stations of a contest that differ, or have one count only, because of what they are."""
    lines = {kind: np.flatnonzero(getattr(ground.special, name)) for name, kind in SPECIAL.items()}
    guests = np.flatnonzero(ground.special.host >= 0)
    lines |= {"counted-elsewhere": guests, "counts-a-neighbour": ground.special.host[guests]}
    for kind, stations in lines.items():
        for line in stations[counts.hand.counted[stations]]:
            station, source = counts.hand.units[line], str(counts.machine.source)
            yield Mistake(station=station, kind=kind, source=source, fields=(), before=(), after=())


def _papers(recipe: Recipe, hand: CountTable, draw: Generator) -> tuple[CountTable, list[Mistake]]:
    """Protocols whose cancelled ballots do not fit those received and issued."""
    column = list(hand.rows).index(recipe.form.cancelled)  # type: ignore[arg-type]
    lines = np.sort(draw.choice(len(hand.units), recipe.mistakes.papers, replace=False))
    values = hand.values.copy()
    before = values[lines, column]
    off = np.maximum(draw.integers(1, 60, len(lines)) * draw.choice((-1, 1), len(lines)), -before)
    values[lines, column] = before + np.where(off == 0, 1, off)
    mistakes = [
        Mistake(
            station=hand.units[line],
            kind=PAPER,
            source=str(hand.source),
            fields=(recipe.form.cancelled,),
            before=(int(was),),
            after=(int(values[line, column]),),
        )
        for line, was in zip(lines, before, strict=True)
    ]
    return hand.with_cells(values, hand.state), mistakes


def _copies(
    recipe: Recipe, ground: Ground, hand: CountTable, seed: int, draw: Generator
) -> tuple[CountTable, list[Mistake]]:
    """Copies that one organisation has of some protocols, from some districts; part of them differ."""
    plan = recipe.copies
    areas = np.array(ground.area)
    districts = draw.choice(np.unique(areas[ground.in_district]), plan.districts, replace=False)
    lines = np.sort(draw.choice(np.flatnonzero(np.isin(areas, districts)), plan.stations, replace=False))
    protocols = hand.reindexed([hand.units[line] for line in lines])
    as_copied = replace(protocols, source=Source(AccountId(recipe.roles.copy), plan.holder))
    planted = plant(
        as_copied, protocols, mistakes=plan.differ, seed=seed, weights=recipe.mistakes.weights, sides=(0,)
    )
    return planted.left, list(planted.mistakes)


def _whole(table: CountTable, claimed: str) -> Lines:
    """All lines of a table, counted at one moment."""
    return Lines(
        table=table, which=np.ones(len(table.units), np.bool_), claimed=(claimed,) * len(table.units)
    )
