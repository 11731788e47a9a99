"""What cameras and programs leave in a picture beside the picture, planted so that a test can look for it.

EXIF of a JPEG, after the TIFF form (CIPA DC-008, 4.5)::

    Exif\\0\\0  MM\\0* …   IFD0: make, model, software, author, …  →  Exif IFD: serial number, owner, comment
                                                               →  GPS IFD: latitude, longitude, method
                         IFD1: a thumbnail, which is a small JPEG of its own
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

EXIF_IFD, GPS_IFD = 0x8769, 0x8825
SHORT, LONG = 3, 4  # kinds of entries (TIFF 6.0, section 2)
JPEG_COMPRESSION = 6
UTF16_ENTRY = 0x9C9D  # XPAuthor, as Windows writes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Planted words about a device and whoever held it; none is of anyone. `tag` makes them this photo's own."""

    tag: str

    @property
    def words(self) -> dict[str, str]:
        """Each word by what it is."""
        named = ("make", "model", "serial", "author", "owner", "comment", "place", "program", "title")
        return {name: f"planted-{name}-{self.tag}" for name in named}

    @property
    def in_jpeg(self) -> tuple[bytes, ...]:
        """The bytes that a JPEG with these traces holds."""
        texts = [word.encode() for name, word in self.words.items() if name != "title"]
        return (*texts, self.words["author"].encode("utf-16-le"), self.latitude_bytes)

    @property
    def in_png(self) -> tuple[bytes, ...]:
        """The bytes that a PNG with these traces holds."""
        return (*self.in_jpeg, self.words["title"].encode())

    @property
    def in_pdf(self) -> tuple[bytes, ...]:
        """The bytes that a PDF with these traces holds; its own entries are UTF-16."""
        own = [self.words[name].encode("utf-16-be") for name in ("title", "author", "comment", "program")]
        return (*self.in_jpeg, *own)

    @property
    def latitude_bytes(self) -> bytes:
        """The latitude as EXIF has it: degrees, minutes, ten-thousandths of seconds, as fractions."""
        numbers = [part for value in self._latitude for part in (value.numerator, value.denominator)]
        return struct.pack(">6I", *numbers)

    @property
    def _latitude(self) -> tuple[IFDRational, IFDRational, IFDRational]:
        seconds = (
            10 * (int(self.tag[-6:], 16) % 58_000) + 1
        )  # no common divisor with 10,000: written as it is
        return IFDRational(42, 1), IFDRational(52, 1), IFDRational(seconds, 10_000)

    def exif(self, picture: Image.Image) -> bytes:
        """The EXIF block of a picture, thumbnail and all."""
        words, exif = self.words, Image.Exif()
        exif.update(
            {
                0x010F: words["make"],
                0x0110: words["model"],
                0x0131: words["program"],
                0x0132: "2021:11-28 21:14:07",
                0x013B: words["author"],
                UTF16_ENTRY: words["author"].encode("utf-16-le"),
            }
        )
        exif.get_ifd(EXIF_IFD).update(
            {
                0x9286: b"ASCII\0\0\0" + words["comment"].encode(),
                0xA430: words["owner"],
                0xA431: words["serial"],
            }
        )
        exif.get_ifd(GPS_IFD).update(
            {
                1: "N",
                2: self._latitude,
                3: "E",
                4: (74.0, 36.0, 12.5),
                27: b"ASCII\0\0\0" + words["place"].encode(),
            }
        )
        return _with_thumbnail(exif.tobytes(), _thumbnail(picture))


def _thumbnail(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.convert("RGB").resize((113, 160), Image.Resampling.BOX).save(written, "JPEG", quality=60)
    return written.getvalue()


def _with_thumbnail(exif: bytes, thumbnail: bytes) -> bytes:
    """EXIF with a second directory that names a thumbnail: Pillow writes one directory alone."""
    head, tiff = exif[:6], bytearray(exif[6:])
    (first,) = struct.unpack_from(">I", tiff, 4)
    (entries,) = struct.unpack_from(">H", tiff, first)
    struct.pack_into(">I", tiff, first + 2 + 12 * entries, len(tiff))  # where IFD1 begins
    picture_at = len(tiff) + 2 + 3 * 12 + 4
    directory = struct.pack(
        ">H HHIHH HHII HHII I",
        3,
        *(0x0103, SHORT, 1, JPEG_COMPRESSION, 0),
        *(0x0201, LONG, 1, picture_at),
        *(0x0202, LONG, 1, len(thumbnail)),
        0,
    )
    return head + bytes(tiff) + directory + thumbnail
