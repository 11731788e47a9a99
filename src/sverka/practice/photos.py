"""Photos of filled-in protocols, as observers send them in: pictures of the figures that a count table has.

Everything about a photo is drawn by `numpy.random.Generator(PCG64(seed, contest, station, take))`, so that the same
seed gives the same bytes and one photo does not depend on the others. Each carries planted traces of a camera and a
person (`camera_traces`): `Photo.planted` are byte strings that its file holds and that no published file may hold.
"""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from numpy.random import PCG64, Generator, SeedSequence
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from sverka.domain.counts import CountTable
from sverka.domain.election import Contest
from sverka.domain.ids import StationId
from sverka.domain.places import Station
from sverka.errors import Fault
from sverka.practice.camera import scanned, shot
from sverka.practice.camera_traces import Traces
from sverka.practice.invent import PracticeElection
from sverka.practice.protocol_paper import drawn, paper_of

QUALITY = 72  # of JPEG: a photo has 100 to 200 kB
LANGUAGES = ("ky", "ru")  # of the printed form, in turn
TAKEN_AT = time.struct_time((2021, 11, 28, 15, 14, 7, 6, 332, 0))


class Medium(StrEnum):
    """What kind of file a photo is; the value is the end of its name."""

    JPEG = "jpg"
    PNG = "png"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        """Its MIME type."""
        return {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One file: its name says station and contest; `planted` are byte strings in it that must not be published."""

    name: str
    content: bytes
    media_type: str
    station: str
    contest: str
    planted: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Darkroom:
    """What photos of one election are made with: a font (TTF), the stations by id, a seed.

    `medium` : of all photos; None: of eight, six are JPEG, one PNG, one PDF
    """

    font: bytes
    stations: Mapping[StationId, Station]
    seed: int = 1
    medium: Medium | None = None

    def photos(
        self, contest: Contest, table: CountTable, stations: Iterable[str] | None = None
    ) -> Iterator[Photo]:
        """A photo of each protocol in a table, or of those of some stations, in their order."""
        for station in table.units if stations is None else stations:
            line = table.position[station]
            if table.counted[line]:
                yield self.photo(contest, table, station)

    def photo(self, contest: Contest, table: CountTable, station: str, *, take: int = 0) -> Photo:
        """The photo of one protocol; another `take` is the same paper by another camera."""
        line = table.position[station]
        writing, camera = self._draws(contest, station, take)
        names = self.stations[StationId(station)].names
        paper = paper_of(contest, table, line, station=names, language=LANGUAGES[line % len(LANGUAGES)])
        sheet = drawn(paper, self.font, writing)
        medium = self.medium or self._medium(line + take)
        picture = scanned(sheet, camera) if medium is Medium.PNG else shot(sheet, camera)
        traces = Traces(tag=f"{camera.integers(1 << 40):010x}")
        content, planted = _written(picture, medium, traces)
        behind = f"-{take + 1}" if take else ""
        return Photo(
            name=f"{station}-{contest.id}{behind}.{medium}",
            content=content,
            media_type=medium.media_type,
            station=station,
            contest=str(contest.id),
            planted=planted,
        )

    def _draws(self, contest: Contest, station: str, take: int) -> tuple[Generator, Generator]:
        """What is on the paper, the same in every take, and how it was photographed."""
        of = [self.seed, zlib.crc32(contest.id.encode()), zlib.crc32(station.encode())]
        return Generator(PCG64(SeedSequence(of))), Generator(PCG64(SeedSequence([*of, take + 1])))

    @staticmethod
    def _medium(turn: int) -> Medium:
        return {6: Medium.PNG, 7: Medium.PDF}.get(turn % 8, Medium.JPEG)


def first_photos(election: PracticeElection, contest: Contest, font: bytes, number: int) -> tuple[Photo, ...]:
    """Photos of the first protocols of a practice election: what stood on the papers, before any mistake."""
    if number > len(election.hand.units):
        raise Fault(
            f"{number} photos of {len(election.hand.units)} protocols",
            place="--photos",
            cure="Ask for fewer photos or more stations.",
        )
    darkroom = Darkroom(font=font, stations=election.places.stations, seed=election.seed)
    return tuple(darkroom.photos(contest, election.hand, election.hand.units[:number]))


def _written(picture: Image.Image, medium: Medium, traces: Traces) -> tuple[bytes, tuple[bytes, ...]]:
    """The file of a picture with the traces in it, and the traces as bytes."""
    match medium:
        case Medium.JPEG:
            return _jpeg(picture, traces), traces.in_jpeg
        case Medium.PNG:
            return _png(picture, traces), traces.in_png
        case Medium.PDF:
            return _pdf(picture, traces), traces.in_pdf


def _jpeg(picture: Image.Image, traces: Traces) -> bytes:
    """With EXIF, a comment, and something behind the end of the picture, as some telephones write it."""
    written, words = io.BytesIO(), traces.words
    picture.save(
        written,
        "JPEG",
        quality=QUALITY,
        exif=traces.exif(picture),
        comment=words["comment"],
        xmp=_xmp(traces),
    )
    return written.getvalue() + words["owner"].encode()


def _png(picture: Image.Image, traces: Traces) -> bytes:
    written, words, said = io.BytesIO(), traces.words, PngInfo()
    said.add_text("Title", words["title"])
    said.add_text("Author", words["author"])
    said.add_itxt("XML:com.adobe.xmp", _xmp(traces).decode())
    picture.save(written, "PNG", pnginfo=said, exif=traces.exif(picture))
    return written.getvalue()


def _pdf(picture: Image.Image, traces: Traces) -> bytes:
    """A page that is one JPEG, which keeps its own EXIF, as programs that scan with a camera write it."""
    written, words = io.BytesIO(), traces.words
    picture.save(
        written,
        "PDF",
        resolution=106,
        quality=QUALITY,
        title=words["title"],
        author=words["author"],
        subject=words["comment"],
        creator=words["program"],
        creationDate=TAKEN_AT,
        modDate=TAKEN_AT,
        exif=traces.exif(picture),
    )
    return written.getvalue()


def _xmp(traces: Traces) -> bytes:
    author = traces.words["author"]
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{author}</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
