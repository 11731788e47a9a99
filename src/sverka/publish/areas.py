"""Which stations of a contest lie in which area, as arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.ids import AreaId, StationId
from sverka.domain.places import Places

WHOLE = AreaId("")  # the contest as a whole; no area has an empty id

Lines = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Membership:
    """The lines of an axis of stations that lie in each area, however deep; `WHOLE` has them all."""

    lines: Mapping[AreaId, Lines]

    @classmethod
    def of(cls, places: Places, stations: Sequence[str]) -> Membership:
        """Only areas in which at least one of the stations lies; `WHOLE` first, then the definition's order."""
        smallest: dict[AreaId | None, list[int]] = defaultdict(list)
        for line, station in enumerate(stations):
            known = places.stations.get(StationId(station))
            smallest[known.area if known else None].append(line)
        found: dict[AreaId, list[list[int]]] = defaultdict(list)
        for area, lines in smallest.items():
            for above in places.above(area):
                found[above.id].append(lines)
        joined = {area: _joined(found[area]) for area in places.areas if area in found}
        return cls({WHOLE: np.arange(len(stations)), **joined})


def _joined(parts: list[list[int]]) -> Lines:
    return np.sort(np.concatenate([np.asarray(part, np.intp) for part in parts]))
