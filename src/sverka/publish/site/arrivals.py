"""When counts came in: how many stations each source had at every moment."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sverka.domain.counts import Source
from sverka.publish.charts import Moment
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures


def arrivals(edition: Edition, figures: ContestFigures, source: Source) -> list[Moment]:
    """The moments at which stations of a source came in, and how many were in from then on; corrections add none."""
    first_of = edition.sayings.first_received
    times = Counter(
        received
        for station in figures.results.stations
        if (received := first_of(figures.contest.id, source, station))
    )
    moments, stations = [], 0
    for at, came in sorted((datetime.fromisoformat(time), count) for time, count in times.items()):
        stations += came
        moments.append(Moment(at, stations))
    return moments
