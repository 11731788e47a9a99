"""A country of as many stations as wanted: 40 selections, two counts, differences in Bulgaria's proportions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from sverka.domain.counts import CountTable
from sverka.practice.invent import invent
from sverka.practice.sizes import Sizes

IntArray = NDArray[np.int64]
Change = Callable[[IntArray, Generator], IntArray]

SELECTIONS = 40
SIZES = Sizes(stations=100_000, parties=SELECTIONS - 1, districts=36, regions=9)  # and "against all"
SEED = 20_230_402


def _moved(votes: IntArray, signs: tuple[int, ...], most: int, draw: Generator) -> IntArray:
    """What is taken from and given to the fields, up to `most` votes each time."""
    return np.array(signs) * draw.integers(1, most + 1, (len(votes), 1))


# How often two counts differed in which way on 2 April 2023 (docs/decisions/0003-kinds-of-difference.md): the
# share of the differing stations, how many fields, and what changes in them.
CHANGES: tuple[tuple[float, int, Change], ...] = (
    (0.289, 1, lambda votes, draw: draw.choice((-1, 1), votes.shape)),
    (0.271, 4, lambda votes, draw: -draw.integers(1, 4, votes.shape)),
    (0.170, 2, lambda votes, draw: _moved(votes, (1, -1), 1, draw)),
    (0.076, 1, lambda votes, draw: draw.integers(2, 30, votes.shape)),
    (0.057, 4, lambda votes, draw: _moved(votes, (1, -1, 2, -2), 3, draw)),
    (0.055, 5, lambda votes, draw: draw.integers(-4, 5, votes.shape)),
    (0.035, 3, lambda votes, draw: draw.integers(1, 4, votes.shape)),
    (0.022, 2, lambda votes, draw: votes[:, ::-1] - votes),
    (0.025, 2, lambda votes, draw: _moved(votes, (1, -1), 20, draw)),
)


def two_counts(stations: int, *, differing: float) -> tuple[CountTable, CountTable]:
    """The machine's and the hand count; `differing` of the stations, on average, are not alike in both.

    The machine reports 3 rows of the form and the selections, the protocol 7 rows and the selections.
    """
    election = invent(replace(SIZES, stations=min(stations, SIZES.stations)), seed=SEED)
    units = tuple(f"{number:07d}" for number in range(stations))
    machine, hand = (_grown(table, units) for table in (election.machine, election.hand))
    _change(hand.values[:, hand.selection_columns], differing, Generator(PCG64(SEED)))
    return machine, hand


def _grown(table: CountTable, units: tuple[str, ...]) -> CountTable:
    """The same stations again and again, under new numbers."""
    times = -(-len(units) // len(table.units))
    values = np.tile(table.values, (times, 1))[: len(units)]
    return table.with_cells(values, np.tile(table.state, (times, 1))[: len(units)], units=units)


def _change(votes: IntArray, differing: float, draw: Generator) -> None:
    """Write the differences into the votes of some stations; a figure never falls below zero."""
    lines = draw.permutation(np.flatnonzero(draw.random(len(votes)) < differing))
    ends = np.cumsum([share for share, _, _ in CHANGES]) * len(lines)
    for (_, fields, change), chosen in zip(CHANGES, np.split(lines, ends.astype(int)), strict=False):
        columns = draw.integers(0, votes.shape[1], (len(chosen), fields))
        before = votes[chosen[:, None], columns]
        votes[chosen[:, None], columns] = np.maximum(before + change(before, draw), 0)
