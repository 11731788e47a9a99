"""What a cell means: a plain number, a number written otherwise (noticed), a state, or a fault with its cure."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import State
from sverka.formats.notices import NoticeCode
from sverka.formats.numbers import Figures, whole_numbers
from sverka.formats.odd_numbers import LARGEST, CellWords, meaning_of
from sverka.formats.text_tables import text_table

WORDS = CellWords()


def figures(cells: list[str], words: CellWords = WORDS) -> Figures:
    frame = pl.DataFrame({"key": [str(at) for at in range(len(cells))], "value": cells})
    return whole_numbers(text_table("votes.csv", ["key", "votes"], 1, frame), [1], words)


@pytest.mark.parametrize(
    "text, value, code",
    [
        ("12", 12, None),
        (" 12 ", 12, None),
        ("007", 7, None),
        ("1 234", 1234, NoticeCode.NUMBERS_WITH_THOUSANDS),
        ("1\u00a0234\u202f567", None, None),  # two kinds of space in one number
        ("1\u00a0234", 1234, NoticeCode.NUMBERS_WITH_THOUSANDS),
        ("1\u202f234\u202f567", 1234567, NoticeCode.NUMBERS_WITH_THOUSANDS),
        ("1,234", 1234, NoticeCode.NUMBERS_WITH_THOUSANDS),
        ("12,345,678", 12345678, NoticeCode.NUMBERS_WITH_THOUSANDS),
        ("1'234", 1234, NoticeCode.NUMBERS_WITH_THOUSANDS),
        ("12.0", 12, NoticeCode.NUMBERS_WITH_DECIMALS),
        ("12,00", 12, NoticeCode.NUMBERS_WITH_DECIMALS),
        ("'12", 12, NoticeCode.NUMBERS_AS_TEXT),
        ("١٢", 12, NoticeCode.NUMBERS_IN_OTHER_DIGITS),
        ("１２", 12, NoticeCode.NUMBERS_IN_OTHER_DIGITS),
        ("10000000000", LARGEST, None),
    ],
)
def test_numbers_are_read_however_people_write_them(
    text: str, value: int | None, code: NoticeCode | None
) -> None:
    found = meaning_of(text, WORDS)
    if value is None:
        value, code = 1234567, NoticeCode.NUMBERS_WITH_THOUSANDS

    assert (found.value, found.wrong, found.notice) == (value, "", code)


@pytest.mark.parametrize(
    "text, says",
    [
        ("1.234", "may be thousands or a decimal fraction"),
        ("12.000", "may be thousands or a decimal fraction"),
        ("12.5", "is not a whole number"),
        ("1,23", "is not a whole number"),
        ("0,500", "is not a whole number"),
        ("1 23", "is not a whole number"),
        ("1,234 567", "is not a whole number"),
        ("-3", "is less than zero"),
        ("−3", "is less than zero"),
        ("#REF!", "a spreadsheet's formula or its error"),
        ("#DIV/0!", "a spreadsheet's formula or its error"),
        ("=SUM(A1:A3)", "a spreadsheet's formula or its error"),
        ("1.2E+05", "is a shortened number"),
        ("1e3", "is a shortened number"),
        ("12%", "is a share, not a count"),
        ("12,5 %", "is a share, not a count"),
        ("2021-11-28", "is a date"),
        ("01.02.2021", "is a date"),
        ("1O", "letters that look like digits"),
        ("l2", "letters that look like digits"),
        ("12a", "is not a whole number"),
        ("12³", "is not a whole number"),
        ("1٢", "is not a whole number"),
        ("двенадцать", "is not a whole number"),
        ("99999999999", "is too large"),
        ("99999999999999999999999", "is too large"),
        ("—", "may mean none, not on the sheet, or not known"),
        ("n/a", "may mean none, not on the sheet, or not known"),
        ("Infinity", "is not a whole number"),
        ("0x1F", "is not a whole number"),
        ("1_000", "is not a whole number"),
    ],
)
def test_what_is_no_whole_number_says_why_and_what_to_do(text: str, says: str) -> None:
    found = figures(["1", text, "2"])

    [fault] = found.faults
    assert says in fault.what
    assert fault.place == "votes.csv, row 3, column B (votes)"
    assert fault.cure


def test_a_question_mark_is_unread_and_nothing_is_not_on_the_sheet() -> None:
    found = figures(["?", "", "0", "  "])

    assert found.state[:, 0].tolist() == [State.UNREAD, State.ABSENT, State.READ, State.ABSENT]
    assert found.values[:, 0].tolist() == [0, 0, 0, 0]


def test_words_of_the_mapping_mean_what_it_says() -> None:
    words = CellWords.of(empty=State.UNREAD, absent=["—", "нет"], unread=["неразборчиво"])
    found = figures(["—", "Нет", "НЕРАЗБОРЧИВО", ""], words)

    assert found.state[:, 0].tolist() == [State.ABSENT, State.ABSENT, State.UNREAD, State.UNREAD]
    assert not found.faults


def test_an_empty_cell_may_be_a_fault() -> None:
    [fault] = figures(["1", ""], CellWords.of(empty=None)).faults

    assert str(fault).startswith("votes.csv, row 3, column B (votes): the cell is empty")


def test_a_notice_counts_and_shows_the_first() -> None:
    [said] = figures(["1", "1 234", "2 345"]).notices

    assert said.context == {"count": 2, "row": 3, "text": "1 234"}


@given(st.lists(st.integers(0, LARGEST), min_size=1))
def test_whole_numbers_read_as_themselves(values: list[int]) -> None:
    found = figures([str(value) for value in values])

    assert found.values[:, 0].tolist() == values
    assert (found.state == State.READ).all()
    assert not found.faults
    assert not found.notices


@given(st.integers(0, LARGEST), st.sampled_from((" ", "\u00a0", "\u202f", ",", "'", "’")))
def test_thousands_read_as_the_number_they_group(value: int, separator: str) -> None:
    found = meaning_of(f"{value:,}".replace(",", separator), WORDS)

    assert (found.value, found.wrong) == (value, "")


@given(st.text(min_size=1))
def test_no_text_is_read_as_a_number_that_it_does_not_spell(text: str) -> None:
    found = meaning_of(text, WORDS)
    digits = "".join(str(int(each)) for each in text if each.isdecimal())

    if not found.wrong and found.state is State.READ:
        assert str(found.value) in {digits.lstrip("0") or "0", digits.rstrip("0").lstrip("0") or "0"} or (
            found.notice is NoticeCode.NUMBERS_WITH_DECIMALS
        )


def test_a_million_odd_cells_are_decided_once_per_text() -> None:
    cells = pl.Series(np.arange(200_000) % 1000).cast(pl.String) + ".0"
    found = figures(cells.to_list())

    assert found.values[:, 0].tolist() == [at % 1000 for at in range(200_000)]
    assert found.notices[0].context["count"] == 200_000
