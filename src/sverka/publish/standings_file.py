"""Where the count in law of every station stands: the list that a publication names by its hash.

::

    contest,station,standing
    parties,0001,in
    parties,0002,missing
    parties,0003,annulled
    parties,0004,set-aside

One line per contest and station of which a count is to be expected, in the order of the definition and of the
station table; `publish/totals.py` counts the same. Where a publication says that its list has the *changes*, it has the
same head and those lines alone that are others than in the publication before; a station of which no count is to be
expected any more has an empty standing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.ids import ContestId
from sverka.formats.exports import written_csv
from sverka.publish.results import ContestResults, Results

Codes = NDArray[np.int8]


class Place(StrEnum):
    """Where a station's count in law stands."""

    IN = "in"
    MISSING = "missing"
    ANNULLED = "annulled"
    SET_ASIDE = "set-aside"


PLACES = tuple(Place)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsList:
    """A list, and what it says of itself: everything, or the changes."""

    content: bytes
    says: Literal["", "changes"] = ""


@dataclass(frozen=True)
class StandingsOf:
    """Where every station stands at one size: by contest, its stations and the number of a `Place` of each."""

    places: Mapping[ContestId, tuple[tuple[str, ...], Codes]]

    @classmethod
    def at(cls, results: Results) -> StandingsOf:
        """By some results."""
        return cls({of.id: (of.stations, places_of(of)) for of in results})

    def whole(self) -> StandingsList:
        """All of them."""
        chosen = ((id_, stations, codes, codes >= 0) for id_, (stations, codes) in self.places.items())
        return StandingsList(content=_written(chosen))

    def after(self, before: StandingsOf) -> StandingsList:
        """Those that stand otherwise than before, under the same definition."""
        chosen = (
            (id_, stations, codes, codes != before._codes(id_, stations))
            for id_, (stations, codes) in self.places.items()
        )
        return StandingsList(content=_written(chosen), says="changes")

    def _codes(self, contest: ContestId, stations: tuple[str, ...]) -> Codes:
        """The standings of a contest on another axis of stations; -1 for one that it does not have."""
        mine, codes = self.places[contest]
        if mine == stations:
            return codes
        code = dict(zip(mine, codes.tolist(), strict=True))
        return np.array([code.get(station, -1) for station in stations], np.int8)


def format_standings(results: Results) -> bytes:
    """The whole list."""
    return StandingsOf.at(results).whole().content


def count_standings(results: Results) -> Counter[Place]:
    """How many lines of each kind the whole list has."""
    counts: Counter[Place] = Counter()
    for of in results:
        codes = places_of(of)
        counts.update({place: int(np.count_nonzero(codes == code)) for code, place in enumerate(PLACES)})
    return counts


def places_of(of: ContestResults) -> Codes:
    """Shape (stations,): the number of a `Place`, -1 where no count is to be expected."""
    counted = of.legal.table.counted
    standing = of.legal_standing
    codes = np.where(counted, PLACES.index(Place.IN), PLACES.index(Place.MISSING)).astype(np.int8)
    codes[counted & standing.set_aside] = PLACES.index(Place.SET_ASIDE)
    codes[standing.annulled] = PLACES.index(Place.ANNULLED)
    codes[~(counted | standing.expected)] = -1
    return codes


def _written(chosen: Iterable[tuple[ContestId, tuple[str, ...], Codes, NDArray[np.bool_]]]) -> bytes:
    frames = [
        _lines(contest, stations, codes, np.flatnonzero(listed))
        for contest, stations, codes, listed in chosen
    ]
    empty = pl.DataFrame(schema=dict.fromkeys(("contest", "station", "standing"), pl.String))
    return written_csv(pl.concat([empty, *frames]))


def _lines(
    contest: ContestId, stations: tuple[str, ...], codes: Codes, listed: NDArray[np.intp]
) -> pl.DataFrame:
    words = pl.Series((*PLACES, None), dtype=pl.String).gather(codes[listed] % (len(PLACES) + 1))
    named = pl.Series([stations[line] for line in listed.tolist()], dtype=pl.String)
    return pl.DataFrame({"station": named, "standing": words}).select(
        pl.lit(str(contest), pl.String).alias("contest"), pl.all()
    )
