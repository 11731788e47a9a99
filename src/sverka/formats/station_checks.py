"""What a table of stations must get right: ids, machines, and foreign ids that lead to one station."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from sverka.domain.places import Machine, Station
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.nearest import nearest
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.station_columns import StationColumns
from sverka.formats.table import Table

LONGEST = 100
ID = re.compile(rf"[^\W_][\w.-]{{0,{LONGEST - 1}}}")  # it becomes a file name and a key of the record


def check_ids(table: Table, columns: StationColumns) -> list[Fault]:
    """Rows without an id, with one that cannot be a file name, or with one that another row has."""
    first: dict[str, int] = {}
    faults: list[Fault] = []
    for line, text in enumerate(table.cells(columns.id)):
        if text and ID.fullmatch(text) and first.setdefault(text.lower(), line) == line:
            continue
        place = table.place(line, columns.id)
        faults += (
            Fault(what, place=place, cure=cure) for what, cure in _wrong_with(text, line, first, table)
        )
    return faults


def _wrong_with(
    text: str | None, line: int, first: dict[str, int], table: Table
) -> Iterator[tuple[str, str]]:
    if text is None:
        yield "the row names no station", "Fill it in, or take the row away."
        return
    if not _is_id(text):
        cure = f"Use letters, digits, - _ and . only (at most {LONGEST}): it becomes a file name."
        yield f"{quoted(text)} cannot be the id of a station", cure
    other = first.setdefault(text.lower(), line)  # file systems that ignore case would mix them up
    if other != line:
        cure = f"It stands in row {table.rows[other]}: every station has one row and an id of its own."
        yield f"{quoted(text)} is there already", cure


def _is_id(text: str) -> bool:
    """Letters, digits, - _ and . after a letter or a digit; letters of some alphabets have marks beside them."""
    bare = "".join(each for each in text if not unicodedata.category(each).startswith("M"))
    return len(text) <= LONGEST and text[0].isalnum() and ID.fullmatch(bare) is not None


def check_machines(table: Table, columns: StationColumns, stations: Sequence[Station]) -> list[Fault]:
    """Answers that are none, and ballots counted where there is no machine."""
    at, where = columns.known.get("machine"), columns.known.get("counted_at")
    faults = []
    words = {each.value for each in Machine}
    for line, text in enumerate(columns.texts(table, "machine")) if at is not None else ():
        if text is not None and text.casefold() not in words and not text.isdecimal():
            cure = "Write own, none or elsewhere, or how many machines it has."
            faults.append(Fault(f"{quoted(text)} is no answer", place=table.place(line, at), cure=cure))
    by_id = {str(station.id): station for station in stations}
    for line, station in enumerate(stations):
        if station.counted_at is not None:
            faults += _check_counted_at(station, by_id, table.place(line, where))
        elif station.machine is Machine.ELSEWHERE:
            cure = "Name the station whose machine counts its ballots in the column counted_at."
            faults.append(
                Fault(
                    "its ballots are counted elsewhere, and not said where",
                    place=table.place(line, at),
                    cure=cure,
                )
            )
    return faults


def _check_counted_at(station: Station, by_id: dict[str, Station], place: str) -> Iterator[Fault]:
    other = station.counted_at or ""
    if station.machine is not Machine.ELSEWHERE:
        cure = "Write elsewhere as its machine, or leave counted_at empty."
        yield Fault(
            f"its machine is {station.machine.value}, yet it is counted at {other}", place=place, cure=cure
        )
    elif other == station.id:
        yield Fault("the station is counted at itself", place=place, cure="Write own as its machine.")
    elif other not in by_id:
        yield Fault(f"{quoted(other)} is no station of this table", place=place, cure=nearest(other, by_id))
    elif by_id[other].machine is not Machine.OWN:
        cure = "Name a station that has a machine of its own."
        yield Fault(f"station {other} has no machine of its own", place=place, cure=cure)


def check_joins(table: Table, columns: StationColumns, stations: Sequence[Station]) -> list[Fault]:
    """Foreign ids and aliases that two stations claim: a file that uses them could not be read."""
    faults: list[Fault] = []
    aliases = columns.known.get("aliases")
    for system, at in columns.external.items():
        texts = [
            (line, s.external_ids[system]) for line, s in enumerate(stations) if system in s.external_ids
        ]
        faults += _claimed_twice(table, at, texts, {})
    if aliases is not None:
        texts = [(line, alias) for line, each in enumerate(stations) for alias in each.aliases]
        ids = {str(each.id): line for line, each in enumerate(stations)}
        faults += _claimed_twice(table, aliases, texts, ids)
    return faults


def _claimed_twice(
    table: Table, at: int, texts: Sequence[tuple[int, str]], ids: dict[str, int]
) -> Iterator[Fault]:
    first = dict(ids)
    for line, text in texts:
        other = first.setdefault(text, line)
        if other != line:
            cure = f"Row {table.rows[other]} has it: what foreign files say must lead to one station."
            yield Fault(f"{quoted(text)} leads to two stations", place=table.place(line, at), cure=cure)


def uneven_ids(table: Table, columns: StationColumns) -> list[Notice]:
    """A notice where numbers as ids are of unequal length, as when a spreadsheet drops leading zeros."""
    ids = [text or "" for text in table.cells(columns.id)]
    lengths = Counter(map(len, ids))
    if len(lengths) < 2 or not all(map(str.isdecimal, ids)) or _counts_from_one(ids):
        return []
    usual = max(lengths, key=lambda length: lengths[length])
    short = [line for line, text in enumerate(ids) if len(text) < usual]
    if not short:
        return []
    line = short[0]
    return [
        notice(
            NoticeCode.STATION_IDS_UNEVEN,
            count=len(short),
            row=int(table.rows[line]),
            text=ids[line],
            length=usual,
        )
    ]


def _counts_from_one(ids: Sequence[str]) -> bool:
    """Whether the ids are simply 1, 2, 3, … to their number."""
    numbers = [int(text) for text in ids]
    return min(numbers) == 1 and max(numbers) == len(ids)
