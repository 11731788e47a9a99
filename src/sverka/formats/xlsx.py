"""XLSX -> a table of text: the cells as a person reads them in the sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.csv_text import title_notices
from sverka.formats.faults import column_letter, place_of, refuse_all
from sverka.formats.headers import header_at
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.text_tables import TextTable, text_table
from sverka.formats.unpack import DAMAGED
from sverka.formats.values import cell_text
from sverka.formats.xlsx_extent import check_extent
from sverka.formats.xlsx_formulas import Formulas, formulas_of


def read_xlsx_text(data: bytes, name: str, *, sheet: str = "", wanted: Sequence[str] = ()) -> TextTable:
    """The table in one sheet of a workbook; `wanted` are columns that its header must have."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        check_extent(data, name)
        chosen, notices = _sheet(workbook, name, sheet)
        cells = [*chosen.to_python(skip_empty_area=False)]
        formulas = formulas_of(data, chosen.name)
    except (CalamineError, *DAMAGED) as error:
        raise Fault(
            f"the workbook is damaged ({error})", place=name, cure="Open it and save it again."
        ) from None
    where = f"{name}, sheet {chosen.name}" if len(workbook.sheet_names) > 1 else name
    rows = [[cell_text(cell) for cell in row] for row in cells]
    _fill_merged(rows, chosen, where)
    _mark_failed(rows, formulas)
    if formulas.count:
        notices.append(notice(NoticeCode.FORMULAS_READ, count=formulas.count))
    return _table(rows, where, wanted, notices)


def _table(rows: list[list[str]], name: str, wanted: Sequence[str], notices: list[Notice]) -> TextTable:
    at = header_at(rows, name, wanted)
    schema = {f"column_{position}": pl.String for position in range(len(rows[at]))}
    body = [[cell or None for cell in row] for row in rows[at + 1 :]]
    frame = pl.DataFrame(body, schema=schema, orient="row")
    return text_table(name, rows[at], at + 1, frame, [*notices, *title_notices(rows[:at], at + 1)])


def _sheet(workbook: CalamineWorkbook, name: str, wanted: str) -> tuple[CalamineSheet, list[Notice]]:
    """The sheet asked for, else the only visible one with content."""
    names = workbook.sheet_names
    if wanted:
        if wanted not in names:
            raise Fault(f"there is no sheet '{wanted}'", place=name, cure=f"It has: {', '.join(names)}.")
        return workbook.get_sheet_by_name(wanted), []
    visible = [
        each.name
        for each in workbook.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]
    filled = [sheet for sheet in map(workbook.get_sheet_by_name, visible) if sheet.height > 1]
    if not filled:
        raise Fault("no sheet has a table", place=name, cure="Give a table with a header row.")
    if len(filled) > 1:
        listed = ", ".join(sheet.name for sheet in filled)
        cure = f"Say which (--sheet NAME, or sheet in the mapping): {listed}."
        raise Fault(f"{len(filled)} sheets have a table", place=name, cure=cure)
    if len(names) == 1:
        return filled[0], []
    return filled[0], [notice(NoticeCode.SHEET_CHOSEN, sheet=filled[0].name, sheets=", ".join(names))]


def _fill_merged(rows: list[list[str]], sheet: CalamineSheet, name: str) -> None:
    """A text merged over several rows stands for each of them; one figure cannot be of several stations."""
    faults: list[Fault] = []
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or []:
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if bottom == top or not text:
            continue
        if text.isdecimal():
            where = f"{column_letter(left)}{top + 1}:{column_letter(left)}{bottom + 1}"
            cure = "Unmerge the cells and give each row its own figure."
            fault = Fault(
                f"one figure is merged over {where}", place=place_of(name, top + 1, left), cure=cure
            )
            faults.append(fault)
        for row in rows[top + 1 : bottom + 1]:
            row[left] = row[left] or text
    refuse_all(faults, name)


def _mark_failed(rows: list[list[str]], formulas: Formulas) -> None:
    """A formula that failed, or was never computed, shows as what it is, not as an empty cell."""
    for (row, column), shown in formulas.failed.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = shown
