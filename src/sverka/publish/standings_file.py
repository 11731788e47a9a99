"""Where the count in law of every station stands: the list that a publication names by its hash.

::

    contest,station,standing
    parties,0001,in
    parties,0002,missing
    parties,0003,annulled
    parties,0004,set-aside

One line per contest and station of which a count is to be expected, in the order of the definition and of the
station table; `publish/totals.py` counts the same.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.formats.exports import written_csv
from sverka.publish.results import ContestResults, Results


class Place(StrEnum):
    """Where a station's count in law stands."""

    IN = "in"
    MISSING = "missing"
    ANNULLED = "annulled"
    SET_ASIDE = "set-aside"


PLACES = tuple(Place)


def format_standings(results: Results) -> bytes:
    """The file."""
    frames = [_lines(of) for of in results]
    empty = pl.DataFrame(schema=dict.fromkeys(("contest", "station", "standing"), pl.String))
    return written_csv(pl.concat([empty, *frames]))


def count_standings(results: Results) -> Counter[Place]:
    """How many lines of each kind the file has."""
    counts: Counter[Place] = Counter()
    for of in results:
        codes = places_of(of)
        counts.update({place: int(np.count_nonzero(codes == code)) for code, place in enumerate(PLACES)})
    return counts


def places_of(of: ContestResults) -> NDArray[np.int8]:
    """Shape (stations,): the number of a `Place`, -1 where no count is to be expected."""
    counted = of.legal.table.counted
    standing = of.legal_standing
    codes = np.where(counted, PLACES.index(Place.IN), PLACES.index(Place.MISSING)).astype(np.int8)
    codes[counted & standing.set_aside] = PLACES.index(Place.SET_ASIDE)
    codes[standing.annulled] = PLACES.index(Place.ANNULLED)
    codes[~(counted | standing.expected)] = -1
    return codes


def _lines(of: ContestResults) -> pl.DataFrame:
    codes = places_of(of)
    listed = np.flatnonzero(codes >= 0)
    words = pl.Series(PLACES, dtype=pl.String).gather(codes[listed])
    stations = pl.Series([of.stations[line] for line in listed.tolist()], dtype=pl.String)
    return pl.DataFrame({"station": stations, "standing": words}).select(
        pl.lit(str(of.id), pl.String).alias("contest"), pl.all()
    )
