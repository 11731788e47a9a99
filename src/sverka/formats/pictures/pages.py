"""A PDF -> its pages as pictures: what is seen of it and nothing that it says beside it.

pdfium works on one document at a time: call this from one thread.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import Any

import pypdfium2
from PIL import Image

from sverka.errors import Fault
from sverka.formats.pictures.upright import LONGEST

MOST_PAGES = 60
DOTS_PER_INCH = 200
POINTS_PER_INCH = 72  # ISO 32000-1, 8.3.2.3
SAVE_PLAINLY = "open it, print it into a new PDF without a password, and give that; keep the original"


def pages_of(content: bytes, name: str) -> Generator[tuple[Image.Image, tuple[float, float]]]:
    """Every page as RGB, and its size in points."""
    try:
        with closing(pypdfium2.PdfDocument(content)) as document:
            document.init_forms()  # what was typed into a form is seen too
            _check_pages(len(document), name)
            for number in range(len(document)):
                yield _page(document[number])
    except pypdfium2.PdfiumError as error:
        raise Fault(f"not a PDF that can be shown: {error}", place=name, cure=SAVE_PLAINLY) from error


def _check_pages(number: int, name: str) -> None:
    if not 0 < number <= MOST_PAGES:
        what = f"a PDF of {number} pages; a paper has 1 to {MOST_PAGES}"
        raise Fault(what, place=name, cure="give a file for each station")


def _page(page: Any) -> tuple[Image.Image, tuple[float, float]]:
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / POINTS_PER_INCH, LONGEST / max(width, height, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    return picture, (width, height)
