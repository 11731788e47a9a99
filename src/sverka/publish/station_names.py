"""Under which name the files of each station lie, and in which list of files they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from sverka.publish.blocks import BLOCK
from sverka.publish.site.addresses import file_names

LISTS = "manifests/stations-"
OF_A_STATION = re.compile(r"(?:data/stations/([^/]+)\.json|[a-z]{2}/station/([^/]+)\.html)")


@dataclass(frozen=True)
class StationNames:
    """All stations, in the order of `all_stations`; `known` of them are in the station table."""

    stations: tuple[str, ...]
    known: int

    @cached_property
    def names(self) -> dict[str, str]:
        """The file name of each."""
        return file_names(self.stations)

    @property
    def others(self) -> tuple[str, ...]:
        """Those that only counts name."""
        return self.stations[self.known :]

    @cached_property
    def lists_beyond_the_table(self) -> frozenset[str]:
        """The lists with stations that only counts name, and as many after them as there may have been."""
        places = range(self.known, len(self.stations) + BLOCK, BLOCK)
        return frozenset(_list_at(place) for place in (*places, len(self.stations)))

    def list_of(self, path: str) -> str | None:
        """The list that a file is in; None for one that is of no single station."""
        found = OF_A_STATION.fullmatch(path)
        place = None if found is None else self._places.get(found[1] or found[2])
        return None if place is None else _list_at(place)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names.values())}


def _list_at(place: int) -> str:
    return f"{LISTS}{place // BLOCK:04}.sha256"
