"""What the definition says of the stations of each contest, as arrays; the same from publication to publication."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.election import Election
from sverka.domain.ids import ContestId, StationId
from sverka.domain.places import Machine, Station
from sverka.publish.areas import Membership
from sverka.publish.joint import Joint


@dataclass(frozen=True, eq=False)
class Axis:
    """The stations of one contest in the order of its tables, and what the definition says of each.

    `own` : how many of them the definition has; the others, which counts alone name, come after them
    """

    election: Election
    stations: tuple[str, ...]
    own: int

    @cached_property
    def position(self) -> dict[str, int]:
        """Station to its line in every table of the contest."""
        return {station: line for line, station in enumerate(self.stations)}

    @cached_property
    def membership(self) -> Membership:
        """Which stations lie in which area."""
        return Membership.of(self.election.places, self.stations)

    @cached_property
    def joint(self) -> Joint:
        """The stations whose ballots another station's scanner counts."""
        return Joint.of(self.election.places, self.stations)

    @cached_property
    def registered(self) -> NDArray[np.int64]:
        """Voters on each station's list, -1 where not known."""
        return np.array([_registered(each) for each in self._known], np.int64)

    @cached_property
    def with_machine(self) -> NDArray[np.bool_]:
        """The stations that have a scanner of their own, as far as is known."""
        return np.array([each is None or each.machine is Machine.OWN for each in self._known], np.bool_)

    @property
    def _known(self) -> list[Station | None]:
        known = self.election.places.stations
        return [known.get(StationId(station)) for station in self.stations]


@dataclass(frozen=True, eq=False)
class Axes:
    """The axis of every contest, made when first asked for, and anew under another definition or of more stations."""

    by_contest: dict[ContestId, Axis] = field(default_factory=dict)

    def of(self, election: Election, contest: ContestId, counted: tuple[str, ...] | None) -> Axis:
        """The axis of a contest under a definition; `counted` : that of its tables, None where there is none."""
        axis = self.by_contest.get(contest)
        if axis is None or axis.election is not election or not _is_on(axis, counted):
            own = election.stations_of(contest)
            stations = own if counted is None else counted
            axis = self.by_contest[contest] = Axis(election, stations, len(own))
        return axis


def _is_on(axis: Axis, counted: tuple[str, ...] | None) -> bool:
    if counted is None:
        return axis.own == len(axis.stations)
    return axis.stations is counted or axis.stations == counted


def _registered(station: Station | None) -> int:
    return -1 if station is None or station.registered is None else station.registered
