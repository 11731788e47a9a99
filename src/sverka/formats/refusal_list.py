"""A list of copies that were refused, as observers bring it home.

::

    station,reason,claimed,contest
    0007,no copier,2021-11-29T01:10,
    0012,"first the district must check it",2021-11-29,parties

`reason` is the one that was given. `claimed`, a day or a moment, and `contest` may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sverka.domain.counts import Unit
from sverka.domain.election import Election
from sverka.errors import Fault
from sverka.formats.csv_text import read_csv_text
from sverka.formats.faults import quoted, refuse_all
from sverka.formats.nearest import nearest
from sverka.formats.station_join import Register, register_of
from sverka.formats.table import folded
from sverka.formats.text_tables import TextTable

COLUMNS = ("station", "reason", "claimed", "contest")
NEEDED = COLUMNS[:2]
CURE = "A list of refused copies has the columns station and reason and, where you like, claimed and contest."


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCopy:
    """A copy that was asked for at a station and refused, and the reason that was given."""

    station: str
    reason: str
    claimed: str = ""
    contest: str = ""


def read_refusals(data: bytes, *, name: str, election: Election, reason: str = "") -> tuple[RefusedCopy, ...]:
    """The copies of a list, or everything that is wrong with it; `reason` stands where a line gives none."""
    table = read_csv_text(data, name, wanted=NEEDED[:1] if reason else NEEDED)
    register = register_of(election, Unit.STATION)
    said = [{**each, "reason": each["reason"] or reason} for each in _said(table)]
    places = [table.place(line) for line in range(len(said))]
    faults = [
        fault
        for each, place in zip(said, places, strict=True)
        for fault in _faults(each, place, register, election)
    ]
    refuse_all(faults, name)
    return tuple(
        RefusedCopy(
            station=register.find(each["station"])[0][0],
            reason=each["reason"],
            claimed=each["claimed"],
            contest=each["contest"],
        )
        for each in said
    )


def _said(table: TextTable) -> list[dict[str, str]]:
    """What every line says under each title; "" where it says nothing, or there is no such column."""
    titles = {folded(title) for title in table.header}
    cells = {key: table.cells(table.column(key, CURE)) for key in COLUMNS if key in titles}
    return [
        {key: (cells[key][line] or "") if key in cells else "" for key in COLUMNS}
        for line in range(len(table.rows))
    ]


def _faults(said: Mapping[str, str], place: str, register: Register, election: Election) -> Iterator[Fault]:
    stations, _ = register.find(said["station"])
    if not stations:
        yield register.unknown(said["station"], place)
    if len(stations) > 1:
        what = f"{quoted(said['station'])} fits several stations: {', '.join(stations[:5])}"
        yield Fault(what, place=place, cure="Write the whole id, with its leading zeros.")
    if not said["reason"]:
        yield Fault(
            "no reason is given", place=place, cure="Write the one that was given, or: no reason given."
        )
    if said["contest"] and said["contest"] not in election.contests:
        cure = nearest(said["contest"], election.contests)
        yield Fault(f"there is no contest {quoted(said['contest'])}", place=place, cure=cure)
