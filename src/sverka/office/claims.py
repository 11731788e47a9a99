"""When a file says that its counts were made."""

from __future__ import annotations

from dataclasses import replace

from sverka.domain.readings import Reading, ReadTable
from sverka.errors import Fault, Faults
from sverka.office.clock import checked

SHOWN = 20


def with_claims(reading: Reading, *, timezone: str) -> Reading:
    """The same reading with its times in the one form of the record; a text that is no time is a fault of its row."""
    faults: list[Fault] = []
    tables = tuple(_with_claims(read, reading.name, timezone, faults) for read in reading.tables)
    if faults:
        what = f"times that are none: {len(faults)}; nothing was taken in"
        raise Faults(faults[:SHOWN], what=what, place=reading.name)
    return replace(reading, tables=tables)


def _with_claims(read: ReadTable, name: str, timezone: str, faults: list[Fault]) -> ReadTable:
    known = {"": ""}
    for text, line in zip(read.claimed, read.lines, strict=False):
        if text not in known:
            try:
                known[text] = checked(text, timezone=timezone, option=f"{name}, row {line}")
            except Fault as fault:
                known[text] = ""
                faults.append(fault)
    return replace(read, claimed=tuple(known[text] for text in read.claimed))
