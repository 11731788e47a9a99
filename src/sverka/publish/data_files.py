"""Everything under `data/` that follows from counts, and of it only what may be another than at an earlier size.

::

    data/counts/CONTEST/0000.csv       data/differences/CONTEST/0000.csv      256 stations each (`blocks`)
    data/counts/CONTEST/areas.csv      figures that accounts give for whole areas
    data/stations/NAME.json            data/areas/NAME.json
    data/results.json                  data/datapackage.json

No file grows with the country but the list of areas in `results.json` and the list of parts in `datapackage.json`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.ids import ContestId
from sverka.formats.datapackage import Resource, format_datapackage
from sverka.formats.exports import KEYS, ROW
from sverka.publish.area_file import AreaFiles
from sverka.publish.blocks import BLOCK, blocks_of, part_names
from sverka.publish.counts_file import COUNTS_FOLDER, format_area_counts, format_counts
from sverka.publish.differences_file import DIFFERENCES_FOLDER, any_counted, format_differences
from sverka.publish.figures_file import RESULTS_FILE, format_results
from sverka.publish.results import ContestResults, Results
from sverka.publish.since import Since
from sverka.publish.site.addresses import file_names
from sverka.publish.station_file import STATIONS_FOLDER, format_stations
from sverka.publish.station_names import StationNames

PACKAGE_FILE = "data/datapackage.json"

Pairs = Iterator[tuple[str, bytes]]
Lines = NDArray[np.intp]


@dataclass(frozen=True)
class DataFiles:
    """The files of some results: those of what changed `since` then, and those that are not known.

    `hash_of` : the SHA-256 of a file of the site, as it stands or was just made; "" where there is none
    """

    results: Results
    since: Since
    names: StationNames
    hash_of: Callable[[str], str]

    def all(self, root: bytes, received: Callable[[int], str]) -> Pairs:
        """The files, those last that speak of others.

        `root` : of the tree of the facts · `received` : when the fact of an entry came in
        """
        for of in self.results:
            yield from self._counts(of)
            yield from self._differences(of)
        yield from self._stations(received)
        yield from self._areas()
        hashes = {area: self.hash_of(path) for area, path in self._area_files.paths.items()}
        yield RESULTS_FILE, format_results(self.results, root=root, areas=hashes)
        yield PACKAGE_FILE, self._package()

    def tables(self) -> Iterator[Resource]:
        """Every table, with its parts; paths from the folder of the package."""
        for of in self.results:
            name, title = self._names[of.id], of.contest.names.in_language("en")
            columns = [*(f"{ROW}{row}" for row in of.contest.row_ids), *of.contest.selection_ids]
            parts = len(blocks_of(of))
            if parts:
                yield _table(f"counts/{name}", f"{title}: every count", parts, [*KEYS, "station", *columns])
            if parts and any_counted(of.comparison):
                head = ["station", "field", "left", "right"]
                yield _table(f"differences/{name}", f"{title}: every figure that differs", parts, head)
            if of.area_tables:
                yield Resource(
                    name=f"counts-of-areas-{name}",
                    title=f"{title}: figures that an account gives for a whole area",
                    paths=[f"counts/{name}/areas.csv"],
                    header=[*KEYS, "area", *columns],
                )

    def _counts(self, of: ContestResults) -> Pairs:
        folder = f"{COUNTS_FOLDER}/{self._names[of.id]}"
        for path, lines in self._parts(of, folder):
            yield path, format_counts(of, lines)
        if of.area_tables:
            yield f"{folder}/areas.csv", format_area_counts(of)

    def _differences(self, of: ContestResults) -> Pairs:
        if any_counted(of.comparison):
            for path, lines in self._parts(of, f"{DIFFERENCES_FOLDER}/{self._names[of.id]}"):
                yield path, format_differences(of.comparison, lines)

    def _parts(self, of: ContestResults, folder: str) -> Iterator[tuple[str, Lines]]:
        """The parts of a contest with a station that changed, and those that are not there yet, each with its lines."""
        blocks = blocks_of(of)
        changed = {*blocks.holding(self.since.lines(of)), *blocks.beyond_the_table()}
        for part, path in enumerate(part_names(folder, len(blocks), ".csv")):
            if part in changed or not self.hash_of(path):
                yield path, blocks.lines(part)

    def _stations(self, received: Callable[[int], str]) -> Pairs:
        names, chosen = self.names.names, self._asked
        for start in range(0, len(chosen), BLOCK):
            some = chosen[start : start + BLOCK]
            for station, content in format_stations(self.results, some, received):
                yield f"{STATIONS_FOLDER}/{names[station]}.json", content

    @property
    def _asked(self) -> Sequence[str]:
        """The stations that changed, and all beyond the table: a new one may take the name of another."""
        if not self.since.size:
            return self.names.stations
        return sorted({*self.since.stations, *self.names.others})

    def _areas(self) -> Pairs:
        for area, path in self._area_files.paths.items():
            if area in self.since.areas or not self.hash_of(path):
                yield path, self._area_files.format(area)

    def _package(self) -> bytes:
        election = self.results.election
        return format_datapackage(
            list(self.tables()),
            name=election.id,
            title=f"{election.names.in_language('en')}: counts and differences",
            licence=election.licence,
            source=election.source,
        )

    @cached_property
    def _names(self) -> dict[ContestId, str]:
        names = file_names(self.results.election.contests)
        return {contest: names[contest] for contest in self.results.election.contests}

    @cached_property
    def _area_files(self) -> AreaFiles:
        return AreaFiles(self.results)


def _table(folder: str, title: str, parts: int, header: list[str]) -> Resource:
    """A table in parts."""
    return Resource(
        name=folder.replace("/", "-"),
        title=title,
        paths=list(part_names(folder, parts, ".csv")),
        header=header,
    )
