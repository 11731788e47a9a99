"""A photo or scan as it was handed in -> the copy that is published.

The copy is made anew from the pixels, upright and in sRGB. A JPEG becomes a JPEG, a PNG a PNG, a PDF a PDF of pictures.
Nothing else of the file is in it: no EXIF, XMP, IPTC, profile, comment, thumbnail, text, date, attachment or second
picture. Pixels are not looked at: what is to be seen on the picture, a face or a name, is to be seen on the copy.
"""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import dataclass

from PIL import Image

from sverka.errors import Fault
from sverka.formats.pictures.image_pdf import JpegPage, image_pdf
from sverka.formats.pictures.kinds import LONGEST_HEAD, PictureKind, checked_kind
from sverka.formats.pictures.pages import pages_of
from sverka.formats.pictures.upright import upright

QUALITY = 85
LARGEST = 100_000_000  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCopy:
    """The copy, and its first page as a picture, to compare it with others."""

    kind: PictureKind
    content: bytes
    picture: Image.Image


def published_copy(content: bytes, name: str) -> PublishedCopy:
    """The copy that is published; the same bytes give the same bytes with the same libraries."""
    kind = checked_kind(name, content[:LONGEST_HEAD])
    if len(content) > LARGEST:
        what = f"{len(content):,} bytes; a picture has at most {LARGEST:,}"
        raise Fault(what, place=name, cure="save it in a smaller size")
    if kind is PictureKind.PDF:
        return _of_pdf(content, name)
    picture = upright(content, name)
    written = _jpeg(picture) if kind is PictureKind.JPEG else _png(picture)
    return PublishedCopy(kind=kind, content=written, picture=picture)


def first_page(content: bytes, name: str) -> Image.Image:
    """What is seen of a picture, of a PDF its first page."""
    if checked_kind(name, content[:LONGEST_HEAD]) is not PictureKind.PDF:
        return upright(content, name)
    with closing(pages_of(content, name)) as pages:
        return next(pages)[0]


def _of_pdf(content: bytes, name: str) -> PublishedCopy:
    pages, first = [], None
    for picture, points in pages_of(content, name):
        first = first or picture
        pages.append(JpegPage(jpeg=_jpeg(picture), pixels=picture.size, points=points))
    assert first is not None, "bad math in pages: a PDF without a page"
    return PublishedCopy(kind=PictureKind.PDF, content=image_pdf(pages), picture=first)


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
