"""When counts came in: how many stations each source had at every moment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sverka.publish.charts import Moment
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.sayings import EPOCH, MICROSECOND

IntArray = NDArray[np.int64]


class Arrivals:
    """The moments at which stations of each source came in, and how many were in from then on."""

    def __init__(self, edition: Edition, figures: ContestFigures) -> None:
        known = edition.sayings.came
        self.times: dict[str, IntArray] = {}
        self.stations: dict[str, IntArray] = {}
        for source in figures.results.tables:
            came = known.get((figures.contest.id, source.account, source.holder))
            if came is not None and len(came.times) > 1:
                self.times[str(source)] = np.array(came.times, np.int64)
                self.stations[str(source)] = np.cumsum(came.stations)

    def __bool__(self) -> bool:
        """Whether any source came in over time."""
        return bool(self.times)

    def in_columns(self, columns: int) -> Mapping[str, list[Moment]]:
        """Of the moments that fall into one column of pixels the last, beside the first of all: more is not seen."""
        first = min(int(times[0]) for times in self.times.values())
        last = max(int(times[-1]) for times in self.times.values())
        span = max(last - first, A_MINUTE)
        return {
            source: self._thinned(source, (times - first) * columns // span)
            for source, times in self.times.items()
        }

    def _thinned(self, source: str, column: IntArray) -> list[Moment]:
        kept = np.r_[column[1:] != column[:-1], True]
        kept[0] = True
        times, stations = self.times[source][kept].tolist(), self.stations[source][kept].tolist()
        return [
            Moment(EPOCH + time * MICROSECOND, count) for time, count in zip(times, stations, strict=True)
        ]


A_MINUTE = 60_000_000  # microseconds; the axis of the chart is never shorter
