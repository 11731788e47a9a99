"""Stations in parts of 256: where one changed, its part is written again, and no file grows with a country.

A part is 256 stations of a contest in the order of the station table; others that counts name come after them all,
by the letters of their ids, so that the parts do not depend on what came in first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.publish.results import ContestResults, Results

BLOCK = 256

Lines = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The lines of an axis of stations in the order of their parts.

    `order` : shape (stations,), lines · `place` : shape (stations,), where in the order each line stands
    `known` : how many of them are in the station table
    """

    order: Lines
    place: Lines
    known: int

    @classmethod
    def of(cls, stations: Sequence[str], known: int) -> Blocks:
        """Those of an axis, of which the first `known` are in the station table."""
        others = sorted(range(known, len(stations)), key=stations.__getitem__)
        order = np.concatenate([np.arange(known), np.array(others, np.intp)]).astype(np.intp)
        place = np.empty(len(order), np.intp)
        place[order] = np.arange(len(order))
        return cls(order, place, known)

    def __len__(self) -> int:
        """How many parts there are."""
        return (len(self.order) + BLOCK - 1) // BLOCK

    def lines(self, part: int) -> Lines:
        """The lines of one part, in order."""
        return self.order[part * BLOCK : (part + 1) * BLOCK]

    def holding(self, lines: Lines) -> list[int]:
        """The parts in which some lines are, each once, in order."""
        found: list[int] = np.unique(self.place[lines] // BLOCK).tolist()
        return found

    def beyond_the_table(self) -> range:
        """The parts with stations that only counts name: a new one may move the others."""
        return range(self.known // BLOCK, len(self)) if self.known < len(self.order) else range(0)


def blocks_of(of: ContestResults) -> Blocks:
    """The stations of a contest in parts."""
    return Blocks.of(of.stations, of.axis.own)


def all_stations(results: Results) -> tuple[str, ...]:
    """All stations in the order of the station table, then those that counts alone name, by their ids."""
    known = results.election.places.stations
    named = (of.stations[of.axis.own :] for of in results)
    others = {station for stations in named for station in stations if station not in known}
    return (*known, *sorted(others))


def part_names(folder: str, count: int, ending: str) -> Iterator[str]:
    """`folder/0000.csv`, `folder/0001.csv`, …"""
    return (f"{folder}/{part:04}{ending}" for part in range(count))
