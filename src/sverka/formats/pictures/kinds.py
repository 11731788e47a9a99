"""Which files are pictures of papers, told from their first bytes, and what to do with those that cannot be taken.

ff d8 ff                     JPEG
89 50 4e 47 0d 0a 1a 0a      PNG
%PDF-                        PDF, within the first 1,024 bytes (ISO 32000-1, Annex H, 3.4.1)
....ftypheic                 HEIF, as telephones write it (ISO/IEC 23008-12, 10.2)
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from sverka.errors import Fault

LONGEST_HEAD = 1_024
SAVE_AS = "save it as JPEG, PNG or PDF and give that"


class PictureKind(StrEnum):
    """A kind of file that can be taken and published; the value is its MIME type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"

    @property
    def ending(self) -> str:
        """How the name of a published copy ends."""
        return {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}[self]


ENDINGS = {
    ".jpg": PictureKind.JPEG,
    ".jpeg": PictureKind.JPEG,
    ".jpe": PictureKind.JPEG,
    ".png": PictureKind.PNG,
    ".pdf": PictureKind.PDF,
}
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
FOREIGN = {
    ".heic": "HEIC",
    ".heif": "HEIC",
    ".avif": "AVIF",
    ".webp": "WebP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".gif": "GIF",
    ".bmp": "BMP",
    ".dng": "DNG",
    ".djvu": "DjVu",
}
HEIC_CURE = (
    "on the telephone choose JPEG (iPhone: Settings, Camera, Formats, Most Compatible) for the next photos; "
    "of this one send a copy as JPEG, and keep the original"
)


def kind_of(head: bytes) -> PictureKind | None:
    """The kind of a picture by how its bytes begin, whatever its name says."""
    if head.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    return PictureKind.PDF if b"%PDF-" in head[:LONGEST_HEAD] else None


def is_picture(name: str, head: bytes) -> bool:
    """Whether a file is meant as a picture: by its bytes, or by what its name ends with."""
    ending = PurePath(name).suffix.lower()
    return ending in ENDINGS or ending in FOREIGN or _is_heif(head) or kind_of(head) is not None


def checked_kind(name: str, head: bytes) -> PictureKind:
    """The kind of a picture, or the fault of one that cannot be taken."""
    found = kind_of(head)
    if found is not None:
        return found
    ending = PurePath(name).suffix.lower()
    if _is_heif(head) or FOREIGN.get(ending) == "HEIC":
        raise Fault("a HEIC picture, which few programs can show", place=name, cure=HEIC_CURE)
    if ending in FOREIGN:
        raise Fault(f"a {FOREIGN[ending]} picture; papers are JPEG, PNG or PDF", place=name, cure=SAVE_AS)
    if not head:
        raise Fault("an empty file", place=name, cure="send it again")
    raise Fault("neither a JPEG nor a PNG nor a PDF, whatever its name says", place=name, cure=SAVE_AS)


def _is_heif(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS
