"""Typists for tests: they fill a sheet with what is on the papers, and slip where they are told to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Election
from sverka.domain.typing_sheets import ContestSheet, TypingSheet
from sverka.formats.typing_sheet_reading import read_typing_sheet
from sverka.office.typing_sheets import sheet_bytes

Cell = tuple[str, str]
"""Station and field."""
Slips = Mapping[Cell, int | str]
"""What a person types instead: another number, `?`, `-`, or nothing at all, ``""``."""
SIGNS = {"?": State.UNREAD, "-": State.ABSENT, "": State.NO_COUNT}


def sheet_of(path: Path, election: Election) -> TypingSheet:
    """What a workbook says."""
    return read_typing_sheet(path.read_bytes(), path.name, election=election.id)


def fill(path: Path, election: Election, papers: CountTable, slips: Slips | None = None) -> None:
    """Type the papers into a workbook; every other cell than those of the slips is right."""
    sheet = sheet_of(path, election)
    contests = tuple(
        filled(each, papers, slips or {}) if each.contest == papers.contest else each
        for each in sheet.contests
    )
    path.write_bytes(sheet_bytes(replace(sheet, contests=contests), election))


def filled(sheet: ContestSheet, papers: CountTable, slips: Slips) -> ContestSheet:
    """The sheet with what is on the papers."""
    values, state = np.zeros_like(sheet.values), np.zeros_like(sheet.state)
    columns = {field: at for at, field in enumerate(papers.fields)}
    for at, line in enumerate(sheet.lines):
        row = papers.position[line.station]
        for column, field in enumerate(sheet.fields):
            if not line.asks(field):
                continue
            typed: int | str = int(papers.values[row, columns[field]])
            typed = slips.get((line.station, field), typed)
            state[at, column] = State.READ if isinstance(typed, int) else SIGNS[typed]
            values[at, column] = typed if isinstance(typed, int) else 0
    return replace(sheet, values=values, state=state)
