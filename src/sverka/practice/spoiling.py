"""What goes wrong in a replay: differences that stay, typing that is corrected, papers that do not add up.

Known sums are of the protocols as they stand in the end, so what stays wrong is planted into the scanners'
reports, into copies, or into rows of the protocol that no known sum is of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source
from sverka.domain.ids import AccountId
from sverka.practice.ground import Ground
from sverka.practice.mistakes import Mistake, plant
from sverka.practice.recipe import Recipe
from sverka.practice.truth import Counts

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
class Spoiled:
    """Both contests with what stays wrong, the protocols before corrections, and the list of it all."""

    lists: Counts
    districts: Counts
    first_hand: CountTable
    corrected: BoolArray
    copies: CountTable
    planted: tuple[tuple[str, Mistake], ...]


def spoil(recipe: Recipe, ground: Ground, lists: Counts, districts: Counts, draw: Generator) -> Spoiled:
    """Plant what the recipe asks for."""
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
    return Spoiled(
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
