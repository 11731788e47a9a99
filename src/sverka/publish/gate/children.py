"""G2: a place is the sum of the places in it and of the stations directly in it.

Stations that are annulled or set aside are added up like all others: as numbers of stations, in no sum of votes. So the
equation holds with them, and what is out of the sums is named on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from sverka.publish.gate.candidate import Stop
from sverka.publish.gate.figures import WHOLE, Figures, Told, place_of

CODE = "G2"
ADDED = ("selections", "rows", "stations")

Parts = Mapping[str, Any]


class Direct(Protocol):
    """What lies in a place and in no place beneath it."""

    def direct(self, contest: str, source: str, place: str) -> Told | None:
        """The total over those stations; None for a source that counts areas, which adds up nothing."""


def check_children(figures: Figures, second: Direct) -> Iterator[Stop]:
    """Where a place that changed is not the sum of its parts."""
    beneath = _beneath(figures)
    for contest, _ in figures.contests:
        for place in figures.places(contest):
            parts = [figures.totals(contest, area) for area in beneath[place]]
            for source, total in figures.totals(contest, place).items():
                own = second.direct(contest, source, place)
                if own is not None:
                    found = [own, *(of[source] for of in parts if source in of)]
                    yield from _unlike(total, found, place_of(contest, source, place))


def _beneath(figures: Figures) -> Mapping[str, list[str]]:
    """The areas directly beneath each place; beneath the whole those that lie in no other."""
    found: dict[str, list[str]] = defaultdict(list)
    for area in figures.candidate.results.election.places.areas.values():
        found[area.parent or WHOLE].append(area.id)
    return found


def _unlike(total: Told, parts: Sequence[Told], where: str) -> Iterator[Stop]:
    for group in ADDED:
        for name, figure in total[group].items():
            known = [part[group].get(name) for part in parts]
            if UNKNOWN in known:
                continue
            numbers = [number for number in known if number is not None]
            expected = sum(numbers) if numbers or group != "rows" else None
            if figure != expected:
                yield Stop(
                    CODE, f"{where}/{group}/{name}", _said(figure), f"{_said(expected)}, the sum of its parts"
                )


UNKNOWN = "unknown"  # in place of a number that a second computation has no way to


def _said(figure: int | None) -> str:
    return "nothing" if figure is None else f"{figure:,}"
