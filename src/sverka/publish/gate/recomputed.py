"""G6: what would be published follows from the published tables by other means: SQL, and the verifier's seat rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sverka.publish.gate.candidate import Stop
from sverka.publish.gate.children import UNKNOWN
from sverka.publish.gate.figures import WHOLE, Figures, Told, place_of
from sverka.publish.gate.second.area_counts import AreaCounts
from sverka.publish.gate.second.second import Second

CODE = "G6"


def check_recomputed(figures: Figures, second: Second) -> Iterator[Stop]:
    """The figures of the places that changed that are another ones by the second computation."""
    for contest, said in figures.contests:
        areas = AreaCounts.of(figures.candidate, contest, second)
        for place in figures.places(contest):
            where = f"{contest}//{place}"
            yield from _totals(figures, second, areas, contest, place)
            mine = second.of(contest).comparison.get(place)
            yield from _unlike(figures.comparison(contest, place), mine, f"{where}/comparison")
        seats = _seats(figures, second, areas, contest)
        yield from _unlike(said.get("seats", {}), seats, f"{contest}/seats")


def _totals(figures: Figures, second: Second, areas: AreaCounts, contest: str, place: str) -> Iterator[Stop]:
    published, of = figures.totals(contest, place), second.of(contest)
    has_stations = place == WHOLE or of.places[place] in of.expected.within  # else nothing is summed there
    summed = {source: of.total(source, place) for source in (of.numbers if has_stations else ())}
    mine = areas.totals(place) | {source: total for source, total in summed.items() if total is not None}
    for source in sorted({*published, *mine}):
        where = place_of(contest, source, place)
        yield from _unlike(published.get(source), mine.get(source), where)


def _seats(figures: Figures, second: Second, areas: AreaCounts, contest: str) -> Told:
    """By source, from the totals of the second computation."""
    of = second.of(contest)
    found = {}
    for source in figures.totals(contest, WHOLE):
        every = (
            {place: of.total(source, place) for place in second.deciding(contest)}
            if source in of.numbers
            else areas.by_place(source)
        )
        seats = second.seats(contest, {place: total for place, total in every.items() if total is not None})
        if seats is not None:
            found[source] = seats
    return found


def _unlike(published: Any, mine: Any, where: str) -> Iterator[Stop]:
    """Every figure that is published otherwise than it was computed; a row that no account carries is nothing."""
    if mine == UNKNOWN:
        return
    if isinstance(published, Mapping) and isinstance(mine, Mapping):
        for key in sorted({*published, *mine}):
            yield from _unlike(published.get(key), mine.get(key), f"{where}/{key}")
    elif published != mine:
        yield Stop(CODE, where, _said(published), _said(mine))


def _said(figure: Any) -> str:
    match figure:
        case None:
            return "nothing"
        case int():
            return f"{figure:,}"
        case Mapping():
            return "figures"
        case _:
            return str(figure)
