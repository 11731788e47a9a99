"""The papers of a final document, opened: A4, three languages, black on white, a code that can be read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from sverka.domain.names import Language
from sverka.errors import Fault
from sverka.office.group_document import Made, make_document
from sverka.publish.final_document.stamp import Stamp, format_stamp, parse_stamp
from sverka.publish.final_document.words import parts_of
from sverka.publish.language import translator
from sverka.publish.paper.parts import Table
from sverka.publish.paper.wording import words_of
from tests.group_town import NOON
from tests.office.busy_group import EVENING, HOSTILE, busy_group

WIDTH, HEIGHT = 595, 842  # A4 in points
PRINTER = 200 / 72  # dots of an office printer or a telephone's picture of the page
LANGUAGES = list(Language)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The document of the town with a busy group."""
    folder = busy_group(tmp_path_factory.mktemp("busy") / "town")
    return make_document(folder.open(), made=NOON, deadline=EVENING)


@pytest.fixture(scope="module")
def stamp(made: Made) -> Stamp:
    """What its code says."""
    contents = made.contents
    return Stamp(
        origin=contents.origin,
        record_size=contents.record_size,
        root=contents.root,
        document=made.fact.document,
    )


def pages(pdf: bytes) -> list[Any]:
    """The pages of a PDF."""
    return list(pypdfium2.PdfDocument(pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_is_read_back_from_the_page(made: Made, stamp: Stamp, language: Language) -> None:
    picture = pages(made.papers[language])[0].render(scale=PRINTER, grayscale=True).to_pil()

    (code,) = zxingcpp.read_barcodes(picture)
    assert parse_stamp(code.text) == stamp


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_lies_within_the_margins_of_a4(made: Made, language: Language) -> None:
    for page in pages(made.papers[language]):
        assert (round(page.get_width()), round(page.get_height())) == (WIDTH, HEIGHT)
        text = page.get_textpage()
        boxes = [text.get_charbox(place) for place in range(text.count_chars())]
        assert min(box[0] for box in boxes) >= 50
        assert max(box[2] for box in boxes) <= WIDTH - 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_runs_into_other_text(made: Made, language: Language) -> None:
    for page in pages(made.papers[language]):
        boxes = sorted(lines_of(page))
        overlapping = [
            (boxes[place], boxes[place + 1])
            for place in range(len(boxes) - 1)
            if boxes[place][0] == boxes[place + 1][0] and boxes[place + 1][1] < boxes[place][2] - 1
        ]
        assert overlapping == []


def lines_of(page: Any) -> Iterator[tuple[int, float, float]]:
    """Where each piece of text of a page stands: height, left and right."""
    text = page.get_textpage()
    for place in range(text.count_rects()):
        left, bottom, right, _ = text.get_rect(place)
        yield round(bottom), left, right


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_black_on_white(made: Made, language: Language) -> None:
    for page in pages(made.papers[language]):
        pixels = page.render().to_numpy()
        assert (pixels.max(axis=2) - pixels.min(axis=2)).max() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_which_record_and_document_it_is_of(
    made: Made, stamp: Stamp, language: Language
) -> None:
    for page in PdfReader(io.BytesIO(made.papers[language])).pages:
        words = page.extract_text()
        assert stamp.origin in words
        assert stamp.root[:16] in words
        assert stamp.document[:16] in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_its_language_and_is_made_to_be_kept(made: Made, language: Language) -> None:
    reader = PdfReader(io.BytesIO(made.papers[language]))
    metadata = reader.xmp_metadata

    assert str(reader.root_object["/Lang"]) == str(language)
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "A")


def test_its_parts_are_bookmarks(made: Made) -> None:
    (title,) = PdfReader(io.BytesIO(made.papers[Language.RU])).outline[:1]

    assert title.title == "Протокол группы"  # type: ignore[union-attr]


def test_what_people_wrote_stands_there_as_they_wrote_it(made: Made) -> None:
    words = " ".join(words_of(made.papers[Language.EN]))
    words = " ".join(words.split())

    assert HOSTILE in words
    assert "Өзгөчө пикир: үч көчүрмө жок" in words
    assert "the chair had left" in words


def figures(made: Made, language: Language) -> list[list[str]]:
    """The figures of every table, without what a language puts between their digits."""
    tables = [
        block
        for part in parts_of(translator(language), made.contents)
        for block in part.blocks
        if isinstance(block, Table)
    ]
    return [
        ["".join(sign for sign in cell if sign.isdigit() or sign in "+\u2212") for cell in row[table.texts :]]
        for table in tables
        for row in table.rows
    ]


def test_the_three_papers_have_the_same_figures(made: Made) -> None:
    ky, ru, en = (figures(made, language) for language in Language)

    assert ky == ru == en
    assert ["65", "66", "+1", "1"] in en


def test_a_stamp_reads_back(stamp: Stamp) -> None:
    assert parse_stamp(format_stamp(stamp)) == stamp


@pytest.mark.parametrize(
    "text", ["", "sverka/final-document/v2\na\n1\nb\nc", "sverka/final-document/v1\na\nx\nb\nc"]
)
def test_another_code_is_none(text: str) -> None:
    with pytest.raises(Fault):
        parse_stamp(text)
