"""What is published of a picture is what is seen on it, and no byte of what a camera or a person left in it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text

from sverka.errors import Fault
from sverka.formats.pictures.kinds import PictureKind, is_picture
from sverka.formats.pictures.published import published_copy
from sverka.formats.pictures.upright import LONGEST, MOST_PIXELS
from tests.formats.photographed import photo

PLANTED = b"planted-secret"
ORIENTATION = 0x0112


def drawn(size: tuple[int, int] = (400, 600), mode: str = "RGB") -> Image.Image:
    """A picture with a dark corner, upper left."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="#203040")
    return picture.convert(mode)


def written(picture: Image.Image, kind: str, **said: object) -> bytes:
    to = io.BytesIO()
    picture.save(to, kind, **said)
    return to.getvalue()


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def segments(jpeg: bytes) -> Iterator[int]:
    """The markers of a JPEG (ITU T.81, B.1.1.4) up to its scan."""
    at = 2
    while jpeg[at + 1] != 0xDA:
        yield jpeg[at + 1]
        at += 2 + struct.unpack_from(">H", jpeg, at + 2)[0]
    assert jpeg.endswith(b"\xff\xd9")


def chunks(png: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        yield png[at + 4 : at + 8]
        at += 12 + struct.unpack_from(">I", png, at)[0]


@pytest.mark.parametrize("ending", ["jpg", "png", "pdf"])
def test_no_planted_word_of_a_photo_is_in_its_copy(ending: str) -> None:
    taken = photo("0002", ending)
    copy = published_copy(taken.content, taken.name).content

    assert all(word in taken.content for word in taken.planted)
    assert [word for word in taken.planted if word in copy] == []
    assert b"planted" not in copy
    assert b"p\0l\0a\0n\0t\0e\0d" not in copy


def test_a_jpeg_has_no_segment_but_those_of_the_picture() -> None:
    photographed = photo("0002", "jpg")
    original = photographed.content[:2] + b"\xff\xed\x00\x10" + PLANTED + photographed.content[2:]  # IPTC
    copy = published_copy(original, "a.jpg").content

    assert set(segments(copy)) == {0xE0, 0xDB, 0xC0, 0xC4}  # JFIF, tables, frame
    assert copy[6:11] == b"JFIF\0"
    assert copy.count(b"\xff\xd8\xff") == 1  # no thumbnail, no second picture


def test_of_a_file_with_several_pictures_the_first_alone_is_published() -> None:
    second = drawn().rotate(180)
    copy = published_copy(written(drawn(), "MPO", save_all=True, append_images=[second]), "a.jpg")

    assert copy.kind is PictureKind.JPEG
    assert copy.content.count(b"\xff\xd8\xff") == 1
    assert shown(copy.content).convert("L").getpixel((40, 60)) < 80  # type: ignore[operator]


def test_a_png_has_no_chunk_but_those_of_the_picture() -> None:
    said = PngInfo()
    said.add_text("Author", PLANTED.decode(), zip=True)
    said.add(b"tIME", bytes(7))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    original = written(drawn(mode="P"), "PNG", pnginfo=said, dpi=(300, 300), icc_profile=profile)

    assert list(chunks(published_copy(original, "a.png").content)) == [b"IHDR", b"IDAT", b"IEND"]


def pdf(*, attach: bool = True) -> bytes:
    """Two pages with everything a PDF can say beside what is seen."""
    photos = [Image.open(io.BytesIO(photo(station, "jpg").content)) for station in ("0001", "0002")]
    to = io.BytesIO()
    photos[0].save(to, "PDF", save_all=True, append_images=photos[1:], author=PLANTED.decode())
    writer = PdfWriter(clone_from=io.BytesIO(to.getvalue()))
    writer.xmp_metadata = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>planted-secret</x:xmpmeta>"
    writer.add_annotation(0, Text(text=PLANTED.decode(), rect=(10, 10, 30, 30), title_bar=PLANTED.decode()))
    writer.add_outline_item(title=PLANTED.decode(), page_number=0)
    if attach:
        writer.add_attachment("planted-secret.txt", PLANTED)
    finished = io.BytesIO()
    writer.write(finished)
    return finished.getvalue()


def test_a_pdf_says_nothing_but_its_pages() -> None:
    copy = published_copy(pdf(), "a.pdf").content
    read = PdfReader(io.BytesIO(copy))

    assert b"planted" not in copy
    assert len(read.pages) == 2
    assert read.metadata is None
    assert set(read.trailer) == {"/Size", "/Root"}
    assert set(read.root_object) == {"/Type", "/Pages"}
    for page in read.pages:
        assert set(page) == {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}
        assert set(segments(page.images[0].data)) == {0xE0, 0xDB, 0xC0, 0xC4}


def test_the_pages_of_a_pdf_look_as_before_and_have_their_size() -> None:
    before, after = PdfReader(io.BytesIO(pdf())), published_copy(pdf(), "a.pdf")
    read = PdfReader(io.BytesIO(after.content))
    original = np.asarray(Image.open(io.BytesIO(photo("0001", "jpg").content)).convert("L").resize((80, 120)))
    seen = np.asarray(after.picture.convert("L").resize((80, 120)))

    assert [page.mediabox[2:] for page in read.pages] == [page.mediabox[2:] for page in before.pages]
    assert np.abs(seen.astype(int) - original).mean() < 4
    again = published_copy(after.content, "b.pdf")
    assert len(PdfReader(io.BytesIO(again.content)).pages) == 2


@pytest.mark.parametrize("ending", ["jpg", "png", "pdf"])
def test_the_same_bytes_give_the_same_copy(ending: str) -> None:
    taken = photo("0001", ending)

    assert published_copy(taken.content, "a").content == published_copy(taken.content, "b").content


# Where the dark corner is in the stored pixels, so that it is seen upper left (CIPA DC-008, 4.6.4, Orientation).
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", TURNS)
def test_a_picture_is_turned_upright_before_the_turn_is_forgotten(orientation: int, kind: str) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    copy = shown(published_copy(written(drawn().transpose(TURNS[orientation]), kind, exif=exif), "a").content)

    assert copy.size == (400, 600)
    assert copy.convert("L").getpixel((40, 60)) < 80  # type: ignore[operator]
    assert not copy.getexif()


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "RGBA", "LA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_seen_as_it_is(mode: str) -> None:
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(drawn(mode="L")).astype(np.uint16) * 257)
    else:
        picture = drawn(mode=mode)
    copy = shown(published_copy(written(picture, "JPEG" if mode == "CMYK" else "PNG"), "a").content).convert(
        "L"
    )

    assert copy.getpixel((20, 20)) < 80  # type: ignore[operator]
    assert copy.getpixel((300, 500)) > 240  # type: ignore[operator]


def test_what_is_transparent_lies_on_white() -> None:
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))

    assert shown(published_copy(written(clear, "PNG"), "a").content).getpixel((25, 25)) == (255, 255, 255)


def test_a_large_photo_is_made_no_larger_than_can_be_read() -> None:
    large = Image.new("L", (5_000, 3_000), "white")

    assert shown(published_copy(written(large, "JPEG"), "a").content).size == (LONGEST, LONGEST * 3 // 5)


def png_of_size(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be large."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def locked() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(attach=False)))
    writer.encrypt("a password", algorithm="RC4-128")
    to = io.BytesIO()
    writer.write(to)
    return to.getvalue()


def of_pages(number: int) -> bytes:
    writer = PdfWriter()
    for _ in range(number):
        writer.add_blank_page(100, 100)
    to = io.BytesIO()
    writer.write(to)
    return to.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.jpg": (lambda: b"", "empty"),
    "cut.jpg": (lambda: photo("0001", "jpg").content[:50_000], "broken or cut off"),
    "head-alone.jpg": (lambda: b"\xff\xd8\xff\xe0", "broken or cut off"),
    "cut.png": (lambda: photo("0001", "png").content[:20_000], "broken or cut off"),
    "broken.png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "broken or cut off"),
    "bomb.png": (lambda: png_of_size(60_000, 60_000), "million pixels"),
    "large.png": (lambda: png_of_size(MOST_PIXELS // 10_000 + 1, 10_000), "million pixels"),
    "text.jpg": (lambda: b"not a picture", "neither a JPEG nor"),
    "phone.heic": (lambda: b"\0\0\0\x18ftypheic" + bytes(50), "HEIC"),
    "named.jpg": (lambda: b"\0\0\0\x18ftypheic" + bytes(50), "HEIC"),
    "scan.tiff": (lambda: b"II*\0" + bytes(50), "TIFF"),
    "cut.pdf": (lambda: pdf()[:300], "not a PDF that can be shown"),
    "broken.pdf": (lambda: b"%PDF-1.7 " + bytes(1000), "not a PDF that can be shown"),
    "locked.pdf": (locked, "not a PDF that can be shown"),
    "long.pdf": (lambda: of_pages(61), "61 pages"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_taken_is_said_in_one_message_with_a_cure(name: str) -> None:
    made, what = BAD[name]

    with pytest.raises(Fault, match=what) as raised:
        published_copy(made(), name)
    assert raised.value.place == name
    assert raised.value.cure
    assert "object at 0x" not in str(raised.value)


def test_a_picture_is_known_by_its_bytes_or_by_its_name() -> None:
    assert published_copy(photo("0001", "png").content, "wrong.jpg").kind is PictureKind.PNG
    assert is_picture("counts", photo("0001", "jpg").content)
    assert is_picture("IMG_1.HEIC", b"")
    assert not is_picture("counts.csv", b"station,apple\n")
    assert not is_picture("counts.xlsx", b"PK\x03\x04")
