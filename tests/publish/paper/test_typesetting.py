"""Typesetting: any values are text, the same values are the same bytes, and no page overflows."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from sverka.publish.paper import typesetting
from sverka.publish.paper.typesetting import TEMPLATES, typeset

AT = "2021-12-07T12:00:00+06:00"
TEMPLATE = "typesetting_try.typ"
HOSTILE = [
    '#panic() \\ ] [ " \' $x$ `a` *b* _c_ @d <e> // f /* g */ {h} #import "x" \\u{41}',
    "a word of " + "x" * 300,
    "Өзгөчө пикир, ң ү ө",
]
WIDTH, HEIGHT = 595, 842  # A4 in points


@pytest.fixture(autouse=True)
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The templates of the room, with one more for these tests."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    shutil.copy(Path(__file__).parent / TEMPLATE, tmp_path / "templates" / TEMPLATE)
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path / "templates")


def values(**said: Any) -> dict[str, Any]:
    """What the template of these tests needs."""
    usual = {
        "title": "A title",
        "head": ["left", "right"],
        "foot": ["a foot", "ab" * 32],
        "page": "page {page} of {pages}",
        "texts": [],
        "columns": ["№", "said"],
        "rows": [],
    }
    return {**usual, **said}


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def catalogue(pdf: bytes) -> Mapping[str, Any]:
    """What a PDF says of itself."""
    return PdfReader(io.BytesIO(pdf)).root_object


def test_values_are_text_and_never_markup() -> None:
    page = " ".join(texts(typeset(TEMPLATE, values(texts=HOSTILE), language="ky"))).replace("\n", "")

    assert HOSTILE[0] in page
    assert HOSTILE[2] in page


def test_a_letter_that_the_font_lacks_is_named_by_its_number() -> None:
    (page,) = texts(typeset(TEMPLATE, values(texts=["مر \N{GRINNING FACE} \x00\u202e"]), language="en"))

    assert "[U+0645][U+0631] [U+1F600] [U+0000][U+202E]" in page


@pytest.mark.parametrize("at", [AT, "2021-12-07", ""])
def test_the_same_values_are_the_same_bytes(at: str) -> None:
    said = values(texts=HOSTILE, rows=[[str(n), HOSTILE[n % 3]] for n in range(200)])
    first, second = (typeset(TEMPLATE, said, language="ru", at=at) for _ in range(2))

    assert first == second


def test_the_time_is_the_one_given_and_without_it_there_is_none() -> None:
    with_time, without = (
        PdfReader(io.BytesIO(typeset(TEMPLATE, values(), language="en", at=at))).metadata for at in (AT, "")
    )

    assert with_time is not None
    assert str(with_time["/CreationDate"]).startswith("D:20211207")
    assert without is None or "/CreationDate" not in without


def test_it_is_tagged_and_says_its_language_and_title() -> None:
    said = catalogue(typeset(TEMPLATE, values(), language="ky", at=AT))

    assert said["/Lang"] == "ky"
    assert said["/MarkInfo"]["/Marked"]
    assert said["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_head_of_a_table_stands_on_every_page_that_it_goes_on_to() -> None:
    pages = texts(typeset(TEMPLATE, values(rows=[[str(n), "row"] for n in range(150)]), language="en", at=AT))

    assert len(pages) > 2
    assert all("№ said" in page for page in pages)
    assert [f"page {n + 1} of {len(pages)}" in page for n, page in enumerate(pages)] == [True] * len(pages)


def test_nothing_runs_over_the_margins_or_off_a_sheet_of_a4() -> None:
    said = values(texts=HOSTILE, rows=[[str(n), HOSTILE[n % 3]] for n in range(60)])
    for page in pypdfium2.PdfDocument(typeset(TEMPLATE, said, language="ky")):
        assert (round(page.get_width()), round(page.get_height())) == (WIDTH, HEIGHT)
        text = page.get_textpage()
        rights = [text.get_charbox(n)[2] for n in range(text.count_chars())]
        assert max(rights) <= WIDTH - 50


def test_it_prints_black_on_white() -> None:
    for page in pypdfium2.PdfDocument(typeset(TEMPLATE, values(texts=HOSTILE), language="en")):
        pixels = page.render().to_numpy()
        assert (pixels.max(axis=2) - pixels.min(axis=2)).max() == 0  # no colour


def test_a_picture_has_words_for_those_who_cannot_see_it() -> None:
    square = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9H0z"/></svg>'
    pdf = typeset(TEMPLATE, values(), language="en", at=AT, images={"a black square": square})

    assert b"a black square" in pdf or "a black square".encode("utf-16-be").hex().upper().encode() in pdf
