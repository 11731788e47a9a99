"""Workbooks: the same table as in CSV, with what only sheets can do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
import xlsxwriter

from sverka.errors import Fault
from sverka.formats.mappings import mapping_of
from sverka.formats.xlsx_extent import check_extent
from sverka.formats.xlsx_formulas import formulas_of
from tests.formats.test_wide import codes, read

ROWS: list[list[object]] = [["station", "gerb", "ata"], ["0001", 10, 20.0], ["0002", 5, None]]


def workbook(fill: Callable[[Any], None] | None = None, **sheets: Sequence[Sequence[object]]) -> bytes:
    """The bytes of a workbook; `fill` gets it for what rows of cells cannot say."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    if fill:
        fill(book)
    book.close()
    return file.getvalue()


def test_a_workbook_reads_as_its_csv_does() -> None:
    [read_table] = read(workbook(Votes=ROWS)).tables

    assert read_table.table.units == ("0001", "0002")
    assert read_table.table.values.tolist() == [[10, 20], [5, 0]]
    assert read_table.lines == (2, 3)


def test_the_only_sheet_with_a_table_is_chosen_and_several_are_asked_for() -> None:
    assert "sheet-chosen" in codes(read(workbook(Notes=[["Recount"]], Votes=ROWS)))
    with pytest.raises(Fault, match="2 sheets have a table") as raised:
        read(workbook(A=ROWS, B=ROWS))
    assert "A, B" in raised.value.cure
    [read_table] = read(
        workbook(A=ROWS, B=ROWS), mapping_of({"station": "station", "sheet": "B"}, "m")
    ).tables
    assert read_table.table.units == ("0001", "0002")


def test_stations_stored_as_numbers_get_their_zeros_back() -> None:
    reading = read(workbook(Votes=[["station", "gerb"], [1.0, 3]]))

    assert reading.tables[0].table.units == ("0001",)
    assert "zeros-restored" in codes(reading)


def test_a_formula_that_failed_is_no_empty_cell() -> None:
    def fill(book: Any) -> None:
        book.get_worksheet_by_name("Votes").write_formula(2, 2, "=B9/0", None, "#DIV/0!")

    with pytest.raises(Fault, match="'#DIV/0!' is a spreadsheet's formula or its error") as raised:
        read(workbook(fill, Votes=ROWS))
    assert raised.value.place == "votes.csv, row 3, column C (ata)"


def test_a_formula_behind_an_empty_cell_is_found_where_it_stands() -> None:
    def fill(book: Any) -> None:
        page, style = book.get_worksheet_by_name("Votes"), book.add_format({"bold": True})
        page.write_blank(2, 2, None, style)
        page.write_formula(3, 0, "=A2", None, "0003")

    found = formulas_of(workbook(fill, Votes=ROWS), "Votes")

    assert found.cells == {(3, 0)}


def test_a_formula_that_nobody_computed_is_no_empty_cell() -> None:
    def fill(book: Any) -> None:
        book.get_worksheet_by_name("Votes").write_formula(2, 2, "=B2+1")

    data = with_part(
        workbook(fill, Votes=ROWS), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>0</v>", b"")
    )
    with pytest.raises(Fault, match="not computed"):
        read(data)


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of its archive changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return file.getvalue()


@pytest.mark.parametrize("cells", [["XFD1048576"], ["ZZ2", "A1048576"], ["AAA200000"]])
def test_a_cell_at_the_end_of_the_sheet_does_not_end_the_program(cells: list[str]) -> None:
    far = "".join(f'<row><c r="{cell}"><v>1</v></c></row>' for cell in cells).encode()
    data = with_part(
        workbook(Counts=[["station", "apple"], ["0001", 3]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", far + b"</sheetData>"),
    )

    with pytest.raises(Fault, match="a cell lies far outside of the table"):
        read(data, name="counts.xlsx")


@pytest.mark.parametrize("cells", [["A1048576", "AZ2"], ["XFD2", "A5000"]])
def test_a_long_table_or_a_wide_one_is_none_of_these(cells: list[str]) -> None:
    far = "".join(f'<row><c r="{cell}"/></row>' for cell in cells).encode()
    data = with_part(workbook(Counts=[["a"]]), "xl/worksheets/sheet1.xml", lambda xml: xml + far)

    check_extent(data, "counts.xlsx")


def test_a_date_where_a_figure_should_be_is_refused() -> None:
    def fill(book: Any) -> None:
        plain = book.add_format({"num_format": "yyyy-mm-dd"})
        book.get_worksheet_by_name("Votes").write_datetime(1, 1, datetime(2021, 11, 28), plain)  # noqa: DTZ001

    with pytest.raises(Fault, match="'2021-11-28' is a date"):
        read(workbook(fill, Votes=ROWS))


def test_one_figure_merged_over_two_stations_is_refused() -> None:
    def fill(book: Any) -> None:
        book.get_worksheet_by_name("Votes").merge_range("B2:B3", 7)

    with pytest.raises(Fault, match="one figure is merged over B2:B3"):
        read(workbook(fill, Votes=ROWS))


@pytest.mark.parametrize("cut", [30, 500, 3000])
def test_a_damaged_workbook_says_so(cut: int) -> None:
    with pytest.raises(Fault, match="damaged"):
        read(workbook(Votes=ROWS)[:cut], name="votes.xlsx")
