"""What the tables of one contest stand on: its fields as columns, its stations as numbers, its areas, its controls.

Taken from the definition in force, once; stations that counts alone name get the numbers after those of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sverka.domain.accounts import Counted
from sverka.domain.counts import Source
from sverka.domain.election import Contest, Election
from sverka.domain.ids import AccountId, AreaId, StationId
from sverka.domain.places import Machine
from sverka.publish.areas import WHOLE

NOWHERE = -1  # the area of a station that lies in none


@dataclass(frozen=True, slots=True)
class Spot:
    """One station: its smallest area, its voters (-1: not known), and whether it has a machine."""

    leaf: int
    registered: int
    own: bool


@dataclass
class Ground:
    """The stations, areas and columns of one contest."""

    election: Election
    contest: Contest
    name: str
    columns: dict[str, str] = field(init=False)
    areas: list[str] = field(init=False)
    stations: dict[str, int] = field(default_factory=dict)
    spots: list[Spot] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    hosted: dict[str, str] = field(default_factory=dict)  # who is counted elsewhere, and where

    def __post_init__(self) -> None:
        fields = [*self.contest.row_ids, *self.contest.selection_ids]
        self.columns = {str(name): f"f{at}" for at, name in enumerate(fields)}
        self.areas = [WHOLE, *map(str, self.election.places.areas)]
        self._at = {area: at for at, area in enumerate(self.areas)}
        for station in self.election.stations_of(self.contest.id):
            self.place_of(str(station))

    @property
    def header(self) -> list[str]:
        """The columns of a part, as the file names them."""
        rows = [f"row:{row}" for row in self.contest.row_ids]
        return ["contest", "account", "holder", "station", *rows, *map(str, self.contest.selection_ids)]

    def place_of(self, station: str) -> int:
        """The number of a station; a new one where it has none."""
        if station not in self.stations:
            self.stations[station] = len(self.spots)
            known = self.election.places.stations.get(StationId(station))
            leaf = NOWHERE if known is None or known.area is None else self._at[known.area]
            voters = -1 if known is None or known.registered is None else known.registered
            own = known is None or known.machine is Machine.OWN
            self.spots.append(Spot(leaf, voters, own))
            if known is not None and known.counted_at:
                self.hosted[station] = known.counted_at
        return self.stations[station]

    def source_of(self, account: str, holder: str) -> int:
        """The number of a source; a new one where it has none."""
        source = Source(AccountId(account), holder)
        if source not in self.sources:
            self.sources.append(source)
        return self.sources.index(source)

    def order(self) -> list[int]:
        """The sources in the order of the definition's accounts, holders by the alphabet."""
        accounts = list(self.election.accounts)
        return sorted(
            range(len(self.sources)),
            key=lambda at: (accounts.index(self.sources[at].account), self.sources[at].holder),
        )

    def by_machine(self, accounts: tuple[AccountId, ...]) -> bool:
        """Whether all of some accounts count by machine: then only stations with one of their own are expected."""
        return all(self.election.accounts[each].counted is Counted.MACHINE for each in accounts)

    def above(self) -> list[tuple[int, int]]:
        """Every area that may be a station's smallest, with each place above it: itself, those around, the whole."""
        places = self.election.places
        found = [(NOWHERE, 0)]
        for at, area in enumerate(self.areas[1:], start=1):
            found.append((at, 0))
            found += [(at, self._at[above.id]) for above in places.above(AreaId(area))]
        return found

    @property
    def hosts(self) -> Mapping[str, str]:
        """The stations whose ballots the scanner of another station of the contest counts."""
        return {guest: host for guest, host in self.hosted.items() if host in self.stations}
