"""XLSX -> a typing sheet: what a person typed, or every cell in which something else stands, with the cure."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook

from sverka.domain.counts import State
from sverka.domain.ids import ElectionId
from sverka.domain.typing_sheets import ContestSheet, SheetLine, TypingSheet
from sverka.errors import Fault
from sverka.formats.faults import column_letter, quoted, refuse_all
from sverka.formats.typing_sheet import (
    ABOUT,
    CHECK,
    DASHES,
    FIRST_FIELD,
    FIRST_ROW,
    IDS_ROW,
    STATION,
    UNREAD,
    check_of,
)
from sverka.formats.typing_sheet_about import HANDED_OUT, parse_about
from sverka.formats.unpack import DAMAGED
from sverka.formats.values import EXACT, cell_text
from sverka.formats.xlsx_extent import check_extent
from sverka.formats.xlsx_formulas import formulas_of

EMPTY = ("", None)
BACK = "Undo it, or copy the line back from the sheet as it was handed out."
NUMBER = f"Type a whole number, {UNREAD} where it cannot be read, - where it is not on the sheet."


def read_typing_sheet(data: bytes, name: str, *, election: ElectionId) -> TypingSheet:
    """What one person typed; everything that is wrong with it is said together."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        check_extent(data, name)
        pages = {
            each: book.get_sheet_by_name(each).to_python(skip_empty_area=False) for each in book.sheet_names
        }
    except (CalamineError, *DAMAGED) as error:
        cure = "Open it and save it again as XLSX."
        raise Fault(f"the workbook is damaged ({error})", place=name, cure=cure) from None
    handed_out, titles = parse_about([[cell_text(c) for c in row] for row in pages.get(ABOUT, [])], name)
    if handed_out.election != election:
        what = f"a typing sheet of another election, {quoted(handed_out.election)}"
        raise Fault(what, place=name, cure=f"Give one of {quoted(election)}.")
    faults: list[Fault] = []
    contests = []
    for contest in handed_out.contests:
        title = titles[contest.contest]
        if title not in pages:
            faults.append(Fault(f"the sheet {quoted(title)} is missing", place=name, cure=HANDED_OUT))
            continue
        formulas = formulas_of(data, title)
        computed = formulas.cells | formulas.failed.keys()
        page = _Page(name=f"{name}, sheet {title}", cells=pages[title], formulas=computed)
        contests.append(_Typed(page, contest, election, faults).read())
    refuse_all(faults, name)
    return replace(handed_out, contests=tuple(contests))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The cells of one sheet, and which of them are formulas, or show that one failed."""

    name: str
    cells: Sequence[Sequence[object]]
    formulas: frozenset[tuple[int, int]]

    def at(self, row: int, column: int) -> object:
        """What stands in a cell; nothing where the sheet ends before it."""
        line = self.cells[row] if row < len(self.cells) else ()
        return line[column] if column < len(line) else ""

    def place(self, row: int, column: int) -> str:
        """A cell as a person finds it."""
        return f"{self.name}, {column_letter(column)}{row + 1}"


@dataclass(frozen=True, slots=True)
class _Typed:
    """The reading of one contest's sheet; what is wrong goes into `faults`."""

    page: _Page
    contest: ContestSheet
    election: ElectionId
    faults: list[Fault]

    def read(self) -> ContestSheet:
        """The contest's sheet with what was typed, its lines in the order in which they were handed out."""
        values, state = np.zeros_like(self.contest.values), np.zeros_like(self.contest.state)
        before = len(self.faults)
        self._check_columns()
        if len(self.faults) > before:
            return self.contest
        found = self._lines()
        for at, line in enumerate(self.contest.lines):
            row = found.get(at)
            if row is None:
                self._missing(line)
                continue
            for column in range(len(self.contest.fields)):
                value, known = self._cell(row, column, line)
                values[at, column], state[at, column] = value, known
        numbers = tuple(found.get(at, -1) + 1 for at in range(len(self.contest.lines)))
        return replace(self.contest, values=values, state=state, row_numbers=numbers)

    def _check_columns(self) -> None:
        """Every column is where it was, and nothing is written beside the last."""
        for at, name in enumerate(self.contest.fields):
            found = cell_text(self.page.at(IDS_ROW, FIRST_FIELD + at))
            if found != name:
                what = f"here stood {quoted(name)}, and now {quoted(found)}: a column was moved, put in or taken out"
                cure = "Undo it, or type into the sheet as it was handed out."
                self.faults.append(Fault(what, place=self.page.place(IDS_ROW, FIRST_FIELD + at), cure=cure))
                return
        end = FIRST_FIELD + len(self.contest.fields)
        for row, cells in enumerate(self.page.cells):
            for column in range(end, len(cells)):
                if cells[column] not in EMPTY:
                    self._outside(row, column)

    def _lines(self) -> dict[int, int]:
        """The row in which each line stands now."""
        checks = {
            check_of(self.election, self.contest.contest, line): at
            for at, line in enumerate(self.contest.lines)
        }
        found: dict[int, int] = {}
        for row in range(FIRST_ROW, len(self.page.cells)):
            check = cell_text(self.page.at(row, CHECK)).strip()
            at = checks.get(check)
            if at is None:
                self._stranger(row, check)
            elif at in found:
                self._twice(row, found[at], self.contest.lines[at])
            else:
                found[at] = row
                self._check_station(row, self.contest.lines[at])
        return found

    def _cell(self, row: int, column: int, line: SheetLine) -> tuple[int, State]:
        at = FIRST_FIELD + column
        cell = self.page.at(row, at)
        value, state, wrong = (
            (0, State.NO_COUNT, "a formula") if (row, at) in self.page.formulas else _meaning(cell)
        )
        if not wrong and state is not State.NO_COUNT and not line.asks(self.contest.fields[column]):
            self.faults.append(
                Fault("this cell was not asked for", place=self.page.place(row, at), cure="Empty it.")
            )
        if wrong:
            what = f"{quoted(cell_text(cell))} is {wrong}, not a count"
            self.faults.append(Fault(what, place=self.page.place(row, at), cure=NUMBER))
        return value, state

    # what is wrong with a line

    def _missing(self, line: SheetLine) -> None:
        names = ", ".join(each.name for each in line.pictures)
        what = f"the line of station {line.station} ({names}) is missing"
        self.faults.append(Fault(what, place=self.page.name, cure=BACK))

    def _twice(self, row: int, first: int, line: SheetLine) -> None:
        what = f"the line of station {line.station} stands here and in row {first + 1}"
        cure = "Delete the one that is wrong."
        self.faults.append(Fault(what, place=self.page.place(row, CHECK), cure=cure))

    def _check_station(self, row: int, line: SheetLine) -> None:
        found = cell_text(self.page.at(row, STATION)).strip()
        if found != line.station:
            what = f"the line is of station {line.station}, and here stands {quoted(found)}"
            self.faults.append(Fault(what, place=self.page.place(row, STATION), cure=BACK))

    def _stranger(self, row: int, check: str) -> None:
        for column, cell in enumerate(self.page.cells[row]):
            if cell not in EMPTY:
                if column < FIRST_FIELD:
                    what = f"no line that was handed out has the check {quoted(check)}"
                    self.faults.append(Fault(what, place=self.page.place(row, CHECK), cure=BACK))
                else:
                    self._outside(row, column)
                return

    def _outside(self, row: int, column: int) -> None:
        what = f"{quoted(cell_text(self.page.at(row, column)))} stands outside of the lines and fields"
        cure = "Empty the cell; a remark goes to who gave you the sheet."
        self.faults.append(Fault(what, place=self.page.place(row, column), cure=cure))


def _meaning(cell: object) -> tuple[int, State, str]:
    """A cell's figure and state, and what else it is where it is no count."""
    match cell:
        case bool():
            return 0, State.NO_COUNT, "yes or no"
        case int() | float():
            return _number(float(cell))
        case str():
            return _text(cell.strip())
        case None:
            return 0, State.NO_COUNT, ""
        case date() | time() | timedelta():
            return 0, State.NO_COUNT, "a date or a time"
        case _:
            return 0, State.NO_COUNT, "something else"


def _number(number: float) -> tuple[int, State, str]:
    if not number.is_integer():
        return 0, State.NO_COUNT, "no whole number"
    if number < 0:
        return 0, State.NO_COUNT, "below zero"
    if number >= EXACT:
        return 0, State.NO_COUNT, "too large"
    return int(number), State.READ, ""


def _text(text: str) -> tuple[int, State, str]:
    """`?`, a dash, or digits that the spreadsheet took for text."""
    if not text:
        return 0, State.NO_COUNT, ""
    if text == UNREAD:
        return 0, State.UNREAD, ""
    if text in DASHES:
        return 0, State.ABSENT, ""
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text), State.READ, ""
    return 0, State.NO_COUNT, "a text"
