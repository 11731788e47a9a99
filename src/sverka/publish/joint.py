"""Stations whose ballots another station's scanner counts: compared together, because they were counted so.

A scanner that takes in a neighbour's ballots reports both stations as one; held against its own station's protocol
alone, the neighbour's whole box would look like a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State
from sverka.domain.ids import StationId
from sverka.domain.places import Places

Lines = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Joint:
    """Which lines of an axis of stations are counted by the scanner of which others: `guests[i]` by `hosts[i]`."""

    guests: Lines
    hosts: Lines

    @classmethod
    def of(cls, places: Places, stations: Sequence[str]) -> Joint:
        """The pairs of which both are on the axis."""
        line = {station: at for at, station in enumerate(stations)}
        known = ((at, places.stations.get(StationId(station))) for at, station in enumerate(stations))
        pairs = [
            (at, line[station.counted_at]) for at, station in known if station and station.counted_at in line
        ]
        guests, hosts = zip(*pairs, strict=True) if pairs else ((), ())
        return cls(np.array(guests, np.intp), np.array(hosts, np.intp))

    def __bool__(self) -> bool:
        """Whether there is any such station."""
        return len(self.guests) > 0

    def unless(self, counted: NDArray[np.bool_]) -> Joint:
        """Only those guests of which a scanner's side has no count of its own; a count is never left out unseen."""
        apart = counted[self.guests]
        return Joint(self.guests[~apart], self.hosts[~apart])

    def without_guests(self, table: CountTable) -> CountTable:
        """The scanners' side: what is reported for a host is of host and guests."""
        return self._without(table, self.guests)

    def together(self, table: CountTable) -> CountTable:
        """The other side: each host's figures with those of its guests added; none until all of them are in.

        A figure that one of them has unread is unread in the sum.
        """
        values, state = table.values.copy(), table.state.copy()
        np.add.at(values, self.hosts, table.values[self.guests])
        for guest, host in zip(self.guests, self.hosts, strict=True):
            state[host] = _joined(state[host], table.state[guest])
        values[state != State.READ] = 0
        return self._without(table.with_cells(values, state), self.guests)

    def hidden(self, table: CountTable) -> CountTable:
        """A table that says nothing of hosts and guests, for rules that hold two accounts of one station together."""
        return self._without(table, np.concatenate([self.guests, self.hosts]))

    def _without(self, table: CountTable, lines: Lines) -> CountTable:
        values, state = table.values.copy(), table.state.copy()
        values[lines], state[lines] = 0, State.NO_COUNT
        return table.with_cells(values, state)


def _joined(host: NDArray[np.uint8], guest: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The states of a sum: no count if either has none, unread if either is, read if either is."""
    found = np.full(len(host), State.ABSENT, np.uint8)
    for state in (State.READ, State.UNREAD, State.NO_COUNT):
        found[(host == state) | (guest == state)] = state
    return found
