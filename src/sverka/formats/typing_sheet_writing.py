"""A typing sheet -> XLSX: cells to type in, everything else protected; what it looks like is in `typing_sheet`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from sverka.domain.counts import State
from sverka.domain.typing_sheets import ContestSheet, SheetLine, TypingSheet
from sverka.formats.faults import column_letter
from sverka.formats.typing_sheet import (
    ABOUT,
    CHECK,
    FIRST_FIELD,
    FIRST_ROW,
    IDS_ROW,
    MARK,
    PICTURE,
    STATION,
    TITLES_ROW,
    VERSION,
    WORDS,
    SheetWords,
    check_of,
    title_of,
)

NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - the same sheet has the same bytes, whenever it is written
A4 = 9
PRINTED = 70  # per cent: as many columns on a page as can still be read
PROTECTION = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True},
    "small": {"font_size": 8, "font_color": "#666666"},
    "title": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "font_size": 9},
    "fixed": {"font_size": 9, "num_format": "@"},
    "cell": {"locked": False, "border": 4, "num_format": "General", "align": "right"},
    "closed": {"bg_color": "#dddddd"},
    "text": {"text_wrap": True, "valign": "top"},
}


def format_typing_sheet(sheet: TypingSheet, words: SheetWords) -> bytes:
    """The workbook of one person, with what is typed in it already, if anything."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": MARK, "created": NO_TIME})
    formats = {name: book.add_format(each) for name, each in FORMATS.items()}
    _instructions(book, words, formats)
    for number, contest in enumerate(sheet.contests, 1):
        _contest(book.add_worksheet(title_of(contest.contest, number)), sheet, contest, words, formats)
    _about(book, sheet)
    if sheet.contests:
        book.worksheets()[1].activate()
    book.close()
    return written.getvalue()


def _instructions(book: Workbook, words: SheetWords, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(words.how)
    page.set_column(0, 0, 84)
    for row, paragraph in enumerate(words.instructions):
        page.write_string(row, 0, paragraph, formats["head"] if row == 0 else formats["text"])
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.protect("", PROTECTION)


def _contest(
    page: Any, sheet: TypingSheet, contest: ContestSheet, words: SheetWords, formats: dict[str, Any]
) -> None:
    _heading(page, contest, words, formats)
    for at, line in enumerate(contest.lines):
        row = FIRST_ROW + at
        names = ", ".join(each.name for each in line.pictures)
        page.write_string(row, PICTURE, names, formats["fixed"])
        page.write_string(row, STATION, line.station, formats["fixed"])
        page.write_string(row, CHECK, check_of(sheet.election, contest.contest, line), formats["small"])
        for column, name in enumerate(contest.fields):
            asked = formats["cell"] if line.asks(name) else formats["closed"]
            _cell(page, row, FIRST_FIELD + column, (contest, at, column), asked)
    _only_counts(page, contest, words)
    _print(page, contest)
    page.protect("", PROTECTION)


def _heading(page: Any, contest: ContestSheet, words: SheetWords, formats: dict[str, Any]) -> None:
    page.write_string(0, 0, words.headings[contest.contest], formats["head"])
    for column, word in ((PICTURE, words.picture), (STATION, words.station), (CHECK, words.check)):
        page.write_string(TITLES_ROW, column, word, formats["title"])
    for column, (name, title) in enumerate(zip(contest.fields, words.titles[contest.contest], strict=True)):
        page.write_string(IDS_ROW, FIRST_FIELD + column, name, formats["small"])
        page.write_string(TITLES_ROW, FIRST_FIELD + column, title, formats["title"])
    page.set_row(TITLES_ROW, 66)
    page.set_column(PICTURE, PICTURE, 24)
    page.set_column(STATION, STATION, 9)
    page.set_column(CHECK, CHECK, 11)
    page.set_column(FIRST_FIELD, FIRST_FIELD + len(contest.fields) - 1, 13)
    page.freeze_panes(FIRST_ROW, FIRST_FIELD)


def _cell(page: Any, row: int, column: int, typed: tuple[ContestSheet, int, int], style: Any) -> None:
    """One cell to type in: empty, a number, or one of the two signs."""
    contest, line, at = typed
    state = int(contest.state[line, at])
    if state == State.READ:
        page.write_number(row, column, int(contest.values[line, at]), style)
    elif state in WORDS:
        page.write_string(row, column, WORDS[state], style)
    else:
        page.write_blank(row, column, None, style)


def _only_counts(page: Any, contest: ContestSheet, words: SheetWords) -> None:
    """Let the spreadsheet itself refuse what is no whole number, no `?` and no `-`."""
    for top, left, bottom, right in _open_cells(contest):
        here = f"{column_letter(left)}{top + 1}"
        page.data_validation(
            top,
            left,
            bottom,
            right,
            {
                "validate": "custom",
                "value": f'=OR({here}="?",{here}="-",IF(ISNUMBER({here}),AND({here}>=0,{here}=INT({here})),FALSE))',
                "error_title": words.wrong[:32],
                "error_message": words.cure[:255],
            },
        )


def _open_cells(contest: ContestSheet) -> Iterator[tuple[int, int, int, int]]:
    """The cells to type in, as (top, left, bottom, right): all at once, or one by one where few are asked for."""
    last = FIRST_FIELD + len(contest.fields) - 1
    if contest.lines and all(line.asked is None for line in contest.lines):
        yield FIRST_ROW, FIRST_FIELD, FIRST_ROW + len(contest.lines) - 1, last
        return
    for at, line in enumerate(contest.lines):
        for column, name in enumerate(contest.fields):
            if line.asks(name):
                cell = FIRST_ROW + at, FIRST_FIELD + column
                yield *cell, *cell


def _print(page: Any, contest: ContestSheet) -> None:
    page.set_paper(A4)
    page.set_landscape()
    page.set_print_scale(PRINTED)
    page.repeat_rows(0, TITLES_ROW)
    page.repeat_columns(PICTURE, STATION)
    page.set_margins(0.4, 0.4, 0.5, 0.5)
    page.set_footer("&P / &N")
    page.print_area(0, 0, FIRST_ROW + max(len(contest.lines), 1) - 1, FIRST_FIELD + len(contest.fields) - 1)


# --- the hidden sheet ------------------------------------------------------------------------------------------------


def _about(book: Workbook, sheet: TypingSheet) -> None:
    page = book.add_worksheet(ABOUT)
    for row, words in enumerate(_said(sheet)):
        for column, word in enumerate(words):
            page.write_string(row, column, word)
    page.protect("")
    page.very_hidden()


def _said(sheet: TypingSheet) -> Iterator[tuple[str, ...]]:
    """Whose sheet it is; then of each contest its fields, and of each line what it is about."""
    yield MARK, VERSION
    yield "election", sheet.election
    yield "account", sheet.source.account
    yield "holder", sheet.source.holder
    yield "person", sheet.person
    yield "turn", str(sheet.turn)
    yield "language", sheet.language
    for number, contest in enumerate(sheet.contests, 1):
        yield "contest", contest.contest, title_of(contest.contest, number)
        yield "rows", *contest.rows
        yield "selections", *contest.selections
        for line in contest.lines:
            pictures = (word for each in line.pictures for word in (each.sha256, each.name))
            yield "line", line.station, _asked(line, contest), *pictures


def _asked(line: SheetLine, contest: ContestSheet) -> str:
    """The fields asked for as a row of 1 and 0; empty where all are."""
    if line.asked is None:
        return ""
    return "".join("1" if line.asks(name) else "0" for name in contest.fields)
