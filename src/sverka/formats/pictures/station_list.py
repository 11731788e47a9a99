"""A list that says of each picture which station it is of, and what the paper bears.

::

    file,station,contest,signed,stamped
    IMG_1107.jpg,0001,,yes,no
    second roll/IMG_0003.jpg,0002,parties,yes,

`file` is the name of a picture, or its path from the folder that is given. `contest`, `signed` and `stamped` may be
left out, as columns or as cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sverka.domain.counts import Unit
from sverka.domain.election import Election
from sverka.errors import Fault
from sverka.formats.csv_text import read_csv_text
from sverka.formats.faults import quoted, refuse_all
from sverka.formats.nearest import nearest
from sverka.formats.station_join import Register, register_of
from sverka.formats.table import folded
from sverka.formats.text_tables import TextTable

COLUMNS = ("file", "station", "contest", "signed", "stamped")
CURE = "A list of pictures has the columns file, station and, where you like, contest, signed, stamped."
Looked = Literal["yes", "no", ""]
"""Whether a paper bears something; "" where nobody has looked."""
YES_OR_NO: dict[str, Looked] = {
    "yes": "yes",
    "no": "no",
    "да": "yes",
    "нет": "no",
    "ооба": "yes",
    "жок": "no",
    "": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list says of one picture."""

    station: str
    contest: str = ""
    signed: Looked = ""
    stamped: Looked = ""


def read_station_list(data: bytes, *, name: str, election: Election) -> Mapping[str, Listed]:
    """The pictures of a list by their names, or everything that is wrong with it."""
    table = read_csv_text(data, name, wanted=COLUMNS[:2])
    lines = _Lines(table, election, register_of(election, Unit.STATION))
    said = lines.said()
    refuse_all([*lines.faults(said), *lines.twice([each["file"] for each in said])], name)
    return {each["file"].replace("\\", "/"): lines.listed(each) for each in said}


@dataclass(frozen=True)
class _Lines:
    """The lines of a list, and what they are held against."""

    table: TextTable
    election: Election
    register: Register

    def said(self) -> list[dict[str, str]]:
        """What every line says under each title; "" where it says nothing, or there is no such column."""
        titles = {folded(title) for title in self.table.header}
        there = [key for key in COLUMNS if key in titles or key in COLUMNS[:2]]
        cells = {key: self.table.cells(self.table.column(key, CURE)) for key in there}
        return [
            {key: (cells[key][line] or "") if key in cells else "" for key in COLUMNS}
            for line in range(len(self.table.rows))
        ]

    def listed(self, said: Mapping[str, str]) -> Listed:
        """What a line without a fault says."""
        return Listed(
            station=self.register.find(said["station"])[0][0],
            contest=said["contest"],
            signed=YES_OR_NO[said["signed"].casefold()],
            stamped=YES_OR_NO[said["stamped"].casefold()],
        )

    def faults(self, said: list[dict[str, str]]) -> Iterator[Fault]:
        """What is wrong with each line by itself."""
        for line, each in enumerate(said):
            yield from self._of_line(each, self.table.place(line))

    def _of_line(self, said: Mapping[str, str], place: str) -> Iterator[Fault]:
        if not said["file"]:
            yield Fault("the line names no file", place=place, cure=CURE)
        stations, _ = self.register.find(said["station"])
        if not stations:
            yield self.register.unknown(said["station"], place)
        if len(stations) > 1:
            what = f"{quoted(said['station'])} fits several stations: {', '.join(stations[:5])}"
            yield Fault(what, place=place, cure="Write the whole id, with its leading zeros.")
        if said["contest"] and said["contest"] not in self.election.contests:
            cure = nearest(said["contest"], self.election.contests)
            yield Fault(f"there is no contest {quoted(said['contest'])}", place=place, cure=cure)
        for key in ("signed", "stamped"):
            if said[key].casefold() not in YES_OR_NO:
                yield Fault(f"{key} is {quoted(said[key])}", place=place, cure="Write yes or no, or nothing.")

    def twice(self, files: list[str]) -> Iterator[Fault]:
        """Files that two lines name."""
        first: dict[str, int] = {}
        for line, file in enumerate(files):
            if file and first.setdefault(file, line) != line:
                cure = f"Row {self.table.rows[first[file]]} has it already: a picture is of one station."
                yield Fault(f"{quoted(file)} stands twice", place=self.table.place(line), cure=cure)
