"""`data/stations/NAME.json`: every count of one station, and where in the record the last fact of each stands.

::

    {"contests":{"parties":{"counts":{"asu":{"absent":[],"entry":812,"received":"2021-11-28T20:31:07+06:00",
     "rows":{"9":412},"selections":{"ata":88},"unread":["gerb"]},…}}},"station":"0001"}

In the form of facts. A field of the form that stands in none of the four is one that the source does not carry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import State
from sverka.publish.answers import Answer
from sverka.publish.results import ContestResults, Results
from sverka.record.snapshot import Counts

STATIONS_FOLDER = "data/stations"

_encoder = msgspec.json.Encoder(order="sorted")


def format_stations(
    results: Results, stations: Sequence[str], received: Callable[[int], str]
) -> Iterator[tuple[str, bytes]]:
    """Some stations, each with its file.

    `received` : when the fact of an entry came in
    """
    said: dict[str, Answer] = {station: {} for station in stations}
    for of in results:
        for station, counts in _contest(of, stations, received):
            said[station][of.id] = {"counts": counts}
    for station, contests in said.items():
        yield station, _encoder.encode({"station": station, "contests": contests})


def _contest(
    of: ContestResults, stations: Sequence[str], received: Callable[[int], str]
) -> Iterator[tuple[str, Answer]]:
    """The stations of one contest, each with its counts by source."""
    places = [(station, of.position[station]) for station in stations if station in of.position]
    found: dict[str, Answer] = {station: {} for station, _ in places}
    lines = np.array([line for _, line in places], np.intp)
    for source in of.tables:
        counts = of.results.snapshot.of(of.id)[source]
        for (station, _), answer in zip(places, _counts(counts, lines, received), strict=True):
            if answer is not None:
                found[station][str(source)] = answer
    yield from found.items()


def _counts(
    counts: Counts, lines: NDArray[np.intp], received: Callable[[int], str]
) -> Iterator[Answer | None]:
    """What a source says of each of some lines; None where it has no count."""
    table = counts.table
    rows, fields = len(table.rows), list(map(str, table.fields))
    cells = zip(
        counts.entry[lines].tolist(), table.values[lines].tolist(), table.state[lines].tolist(), strict=True
    )
    for entry, values, states in cells:
        if entry < 0:
            yield None
            continue
        told = list(zip(fields, values, states, strict=True))
        yield {
            "rows": {field: value for field, value, state in told[:rows] if state == State.READ},
            "selections": {field: value for field, value, state in told[rows:] if state == State.READ},
            "unread": [field for field, _, state in told if state == State.UNREAD],
            "absent": [field for field, _, state in told if state == State.ABSENT],
            "entry": entry,
            "received": received(entry),
        }
