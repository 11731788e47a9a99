"""Typing sheets: what was typed comes back, and everything else is said with its cell and its cure."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from sverka.domain.counts import Source, State
from sverka.domain.ids import AccountId, ElectionId, FieldId, StationId
from sverka.domain.typing_sheets import ContestSheet, Picture, SheetLine, TypingSheet
from sverka.errors import Fault, Faults, SverkaError
from sverka.formats.typing_sheet import ABOUT, title_of
from sverka.formats.typing_sheet_about import parse_about
from sverka.formats.typing_sheet_reading import read_typing_sheet
from sverka.formats.typing_sheet_writing import format_typing_sheet
from sverka.publish.language import translator
from sverka.publish.words.typing import sheet_words
from tests.small_election import PARTIES, small_election

ELECTION = small_election()
STATIONS = ("0001", "0002", "0101")


def sheet(*cells: tuple[int, int, int | str], asked: frozenset[FieldId] | None = None) -> TypingSheet:
    """A sheet of three stations; cells are (line, field, what is typed)."""
    form = ELECTION.contests[PARTIES]
    lines = tuple(
        SheetLine(
            station=StationId(each),
            pictures=(Picture(name=f"{each}.jpg", sha256=each * 16),),
            asked=asked if each == "0002" else None,
        )
        for each in STATIONS
    )
    contest = ContestSheet.empty(
        contest=PARTIES, rows=form.row_ids, selections=form.selection_ids, lines=lines
    )
    for line, field, typed in cells:
        state = {"?": State.UNREAD, "-": State.ABSENT}.get(str(typed), State.READ)
        contest.state[line, field] = state
        contest.values[line, field] = typed if isinstance(typed, int) else 0
    return TypingSheet(
        election=ELECTION.id,
        source=Source(AccountId("observer"), "North"),
        person="typist 1",
        language="en",
        contests=(contest,),
    )


def written(typed: TypingSheet) -> bytes:
    return format_typing_sheet(typed, sheet_words(translator(typed.language), typed, ELECTION))


def read(data: bytes) -> TypingSheet:
    return read_typing_sheet(data, "typist.xlsx", election=ELECTION.id)


def edited(data: bytes, edit: Callable[[dict[str, Any]], None]) -> bytes:
    """The workbook as a person saves it: `edit` gets its cells, as `B4`, a formula beginning with `=`."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    pages = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    cells = {
        f"{chr(65 + at)}{row + 1}": cell
        for row, line in enumerate(pages["parties"])
        for at, cell in enumerate(line)
    }
    edit(cells)
    out = io.BytesIO()
    target = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, lines in pages.items():
        page = target.add_worksheet(name)
        if name == "parties":
            for place, cell in cells.items():
                if cell not in ("", None):
                    page.write(place, cell)
        else:
            for row, line in enumerate(lines):
                for at, cell in enumerate(line):
                    page.write_string(row, at, str(cell))
    target.close()
    return out.getvalue()


def told(data: bytes) -> str:
    with pytest.raises(SverkaError) as raised:
        read(data)
    return str(raised.value)


cells = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, 6), st.one_of(st.integers(0, 2**40), st.sampled_from(["?", "-"]))
    ),
    max_size=15,
    unique_by=lambda each: each[:2],
)


@given(cells)
def test_what_was_typed_comes_back(typed: list[tuple[int, int, int | str]]) -> None:
    before = sheet(*typed)
    after = read(written(before))

    assert replace(after, contests=()) == replace(before, contests=())
    assert after.contests[0].lines == before.contests[0].lines
    assert np.array_equal(after.contests[0].values, before.contests[0].values)
    assert np.array_equal(after.contests[0].state, before.contests[0].state)


def test_the_same_sheet_has_the_same_bytes() -> None:
    assert written(sheet((0, 0, 5))) == written(sheet((0, 0, 5)))


def test_nothing_typed_is_not_zero() -> None:
    contest = read(written(sheet((0, 0, 0)))).contests[0]

    assert (contest.state[0, 0], contest.state[0, 1]) == (State.READ, State.NO_COUNT)


def test_the_titles_are_in_the_persons_language() -> None:
    data = written(replace(sheet(), language="ru"))
    page = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("parties").to_python()

    assert page[2][6:10] == ["1 · Герб", "2 · Ата-Мекен", "3 · Бутун Кыргызстан", "4 · Против всех"]


def test_lines_may_be_sorted_as_a_whole() -> None:
    def swap(cells: dict[str, Any]) -> None:
        for column in "ABCDEFGHIJ":
            cells[f"{column}4"], cells[f"{column}6"] = cells[f"{column}6"], cells[f"{column}4"]

    after = read(edited(written(sheet((0, 0, 5), (2, 0, 7))), swap)).contests[0]

    assert (after.values[0, 0], after.values[2, 0]) == (5, 7)
    assert after.row_numbers == (6, 5, 4)


def put(place: str, cell: object) -> Callable[[dict[str, Any]], None]:
    return lambda cells: cells.__setitem__(place, cell)


def swapped(*pairs: tuple[str, str]) -> Callable[[dict[str, Any]], None]:
    def edit(cells: dict[str, Any]) -> None:
        for one, other in pairs:
            cells[one], cells[other] = cells[other], cells[one]

    return edit


def without_line(cells: dict[str, Any]) -> None:
    for column in "ABCDEFGHIJ":
        cells[f"{column}5"] = cells[f"{column}6"]
        cells[f"{column}6"] = ""


def twice(cells: dict[str, Any]) -> None:
    for column in "ABCDEFGHIJ":
        cells[f"{column}7"] = cells[f"{column}6"]


BAD = {
    "a text": (put("E5", "12O"), "typist.xlsx, sheet parties, E5: '12O' is a text, not a count"),
    "a name": (put("E5", "see page 2"), "E5: 'see page 2' is a text"),
    "a negative": (put("E5", -4), "E5: '-4' is below zero"),
    "more than any count": (put("E5", 2**53), "E5: '9007199254740992' is too large, not a count"),
    "a formula that failed": (put("E5", "=1/0"), "E5: '0' is a formula, not a count"),
    "a fraction": (put("E5", 4.5), "E5: '4.5' is no whole number"),
    "a date": (put("E5", date(2021, 11, 28)), "E5: '2021-11-28' is a date or a time"),
    "a formula": (put("E5", "=D5+1"), "E5: '0' is a formula, not a count"),
    "yes or no": (put("E5", True), "E5: 'TRUE' is yes or no"),
    "another station": (put("B5", "0003"), "B5: the line is of station 0002, and here stands '0003'"),
    "a station without its zeros": (put("B5", 2), "B5: the line is of station 0002, and here stands '2'"),
    "stations exchanged": (swapped(("B4", "B5")), "B4: the line is of station 0001, and here stands '0002'"),
    "checks exchanged": (swapped(("C4", "C5")), "B4: the line is of station 0002, and here stands '0001'"),
    "a line deleted": (without_line, "sheet parties: the line of station 0002 (0002.jpg) is missing"),
    "a line twice": (twice, "C7: the line of station 0101 stands here and in row 6"),
    "a line of one's own": (put("B7", "0102"), "C7: no line that was handed out has the check ''"),
    "columns exchanged": (swapped(("D2", "E2")), "D2: here stood '1', and now '10'"),
    "a remark beside": (put("K5", "blurred"), "K5: 'blurred' stands outside of the lines and fields"),
    "a remark beneath": (put("E9", "blurred"), "E9: 'blurred' stands outside of the lines and fields"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_count_is_said_with_its_cell(case: str) -> None:
    edit, message = BAD[case]

    assert message in told(edited(written(sheet((1, 1, 8))), edit))


def test_all_that_is_wrong_is_said_together() -> None:
    def edit(cells: dict[str, Any]) -> None:
        cells["D4"], cells["E5"], cells["F6"] = "x", -1, 0.5

    with pytest.raises(Faults) as raised:
        read(edited(written(sheet()), edit))
    assert [fault.place.rpartition(", ")[2] for fault in raised.value.faults] == ["D4", "E5", "F6"]


def test_digits_that_the_spreadsheet_took_for_text_are_a_count() -> None:
    after = read(edited(written(sheet()), put("E5", " 12"))).contests[0]

    assert after.values[1, 1] == 12


@pytest.mark.parametrize("dash", "-–—−")
def test_any_dash_is_not_on_the_sheet(dash: str) -> None:
    assert read(edited(written(sheet()), put("E5", dash))).contests[0].state[1, 1] == State.ABSENT


def test_a_field_that_was_not_asked_for_must_stay_empty() -> None:
    given_back = sheet(asked=frozenset({FieldId("10")}))

    assert "D5: this cell was not asked for" in told(edited(written(given_back), put("D5", 3)))
    assert read(edited(written(given_back), put("E5", 3))).contests[0].typed == 1


def test_a_sheet_of_another_election_is_not_read() -> None:
    other = replace(sheet(), election=ElectionId("another"))

    assert "a typing sheet of another election, 'another'" in told(written(other))


def test_a_workbook_that_is_no_typing_sheet_is_not_read() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Votes").write(0, 0, "station")
    book.close()

    assert "not a typing sheet" in told(out.getvalue())
    assert "the workbook is damaged" in told(b"PK not a workbook")


def test_a_missing_sheet_is_said() -> None:
    data = written(sheet())
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    about = book.get_sheet_by_name(ABOUT).to_python()
    out = io.BytesIO()
    target = xlsxwriter.Workbook(out)
    page = target.add_worksheet(ABOUT)
    for row, line in enumerate(about):
        page.write_row(row, 0, line)
    target.close()

    assert "the sheet 'parties' is missing" in told(out.getvalue())


def about_rows() -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(sheet(asked=frozenset({FieldId("10")})))))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_name(ABOUT).to_python()]


@pytest.mark.parametrize("key, said", [("person", ""), ("person", " … "), ("turn", "0"), ("turn", "-1")])
def test_a_sheet_says_who_types_and_which_time_it_is(key: str, said: str) -> None:
    rows = [[key, said] if row[0] == key else row for row in about_rows()]

    with pytest.raises(Fault, match="its hidden sheet is damaged"):
        parse_about(rows, "typist.xlsx")


@pytest.mark.parametrize("line", range(13))
@pytest.mark.parametrize("harm", ["gone", "emptied", "cut", "otherwise"])
def test_a_damaged_hidden_sheet_is_a_fault_or_leaves_lines_out(line: int, harm: str) -> None:
    rows = about_rows()
    harmed = {
        "gone": [],
        "emptied": [[""] * 9],
        "cut": [rows[line][:1]],
        "otherwise": [["x", *rows[line][1:]]],
    }
    rows[line : line + 1] = harmed[harm]
    with suppress(Fault):  # anything else than a fault is one of ours
        handed_out, _ = parse_about(rows, "typist.xlsx")
        stations = {each.station for contest in handed_out.contests for each in contest.lines}
        assert stations <= set(STATIONS)


def test_long_ids_of_contests_still_name_their_sheets() -> None:
    assert title_of(PARTIES, 1) == "parties"
    assert len(title_of(type(PARTIES)("x" * 60), 36)) <= 31
