"""A PDF whose pages are JPEGs, and which says nothing else: no dates, no program, no author, no identifier.

    %PDF-1.4
    1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
    2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj
    3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]
             /Contents 4 0 R/Resources<</XObject<</P 5 0 R>>>>>> endobj
    4 0 obj <</Length 34>> stream q 595.28 0 0 841.89 0 0 cm /P Do Q endstream endobj
    5 0 obj <</Type/XObject/Subtype/Image/Width …/Filter/DCTDecode/Length …>> stream (the JPEG) endstream endobj
    xref … trailer <</Size 6/Root 1 0 R>> startxref … %%EOF

After ISO 32000-1: 7.5 (the file), 8.9.5 (images). Its trailer has neither /Info nor /ID, which both may be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class JpegPage:
    """One page: a JPEG of `pixels`, in RGB or grey, on paper of `points` (1/72 inch)."""

    jpeg: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]
    grey: bool = False


def image_pdf(pages: Iterable[JpegPage]) -> bytes:
    """The file; the same pages are the same bytes."""
    several = list(pages)
    kids = " ".join(f"{3 + 3 * at} 0 R" for at in range(len(several)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(several)}/Kids[{kids}]>>".encode(),
        *(part for at, page in enumerate(several) for part in _objects(page, 3 + 3 * at)),
    ]
    return _file(objects)


def _objects(page: JpegPage, first: int) -> Iterator[bytes]:
    """The page, what is drawn on it, and the picture."""
    width, height = (f"{each:.2f}" for each in page.points)
    resources = f"/Resources<</XObject<</P {first + 2} 0 R>>>>"
    yield (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {first + 1} 0 R{resources}>>"
    ).encode()
    yield _stream("", f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode())
    across, down = page.pixels
    colours = "/DeviceGray" if page.grey else "/DeviceRGB"
    yield _stream(
        f"/Type/XObject/Subtype/Image/Width {across}/Height {down}/ColorSpace{colours}"
        "/BitsPerComponent 8/Filter/DCTDecode",
        page.jpeg,
    )


def _stream(said: str, content: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (said.encode(), len(content), content)


def _file(objects: list[bytes]) -> bytes:
    """Objects, the table of where each begins, and the trailer."""
    written, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(written)
