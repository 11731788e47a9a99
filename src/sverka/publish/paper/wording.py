"""The words on a PDF, whoever set it."""

from __future__ import annotations

from sverka.errors import Fault

HYPHEN = "\x02"  # how pdfium tells of a hyphen at the end of a line


def words_of(pdf: bytes) -> tuple[str, ...]:
    """The text of every page, in the order in which it stands there; words that were hyphenated are whole."""
    import pypdfium2

    try:
        pages = pypdfium2.PdfDocument(pdf)
        return tuple(page.get_textpage().get_text_bounded().replace(HYPHEN, "") for page in pages)
    except pypdfium2.PdfiumError as error:
        raise Fault(f"not a PDF: {error}", cure="take the file from another copy of the record") from error
