"""One look at somebody else's page, kept as it came over the wire: a WARC file (ISO 28500:2017, WARC/1.1).

::

    WARC/1.1
    WARC-Type: metadata                        what was watched, and what came of it (JSON, below)
    WARC-Date: 2021-11-28T15:22:05Z

    {"page":{"url":"https://results.example/…","format":"pcos",…},"trouble":"","same":{"times":17,"last":"2021-…"}}

    WARC-Type: request                         the bytes that were sent …
    WARC-Type: response                        … and those that came back, header and body, exactly

There is one pair of request and response for every address that the page sent us on to, the answer last. Where none
came there is no response, and `trouble` says why. `same` says of the look before this one how often, and when last,
the page still answered as it had then: looks that find nothing new are not kept.

The same look gives the same bytes: the ids of its records are made from what they hold. `warcio`, and every program
that reads web archives, opens the file.
"""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException, HTTPResponse
from typing import Any

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from sverka.errors import Fault
from sverka.formats.watched_pages import WatchedPage, page_of

VERSION = "WARC/1.1"
MEDIA_TYPE = "application/warc"
HEAD = b"WARC/1."
HTTP = {"request": "application/http; msgtype=request", "response": "application/http; msgtype=response"}
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "sverka/capture/v1")
NOT_A_CAPTURE = "it is not one that `sverka watch` kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What was sent to an address and what came back, as bytes on the wire; `response` is empty where nothing did."""

    url: str
    request: bytes
    response: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Same:
    """How often a page answered once more as it had at the look before, and when it last did."""

    times: int = 0
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One look at a page.

    `asked_at` : aware, whole seconds
    `trouble` : why there is no whole answer; "" where there is one
    `same` : of the look before this one
    """

    page: WatchedPage
    asked_at: datetime
    exchanges: tuple[Exchange, ...]
    trouble: str = ""
    same: Same = Same()

    @property
    def answer(self) -> Answer | None:
        """The last answer; None where nothing that is HTTP came back."""
        last = self.exchanges[-1] if self.exchanges else None
        return answer_of(last.response) if last and last.response else None

    @property
    def digest(self) -> str:
        """What two looks that found the same agree in: status and body, or the trouble."""
        answer = self.answer
        said = (
            f"{answer.status}\n".encode() + answer.body
            if answer and not self.trouble
            else self.trouble.encode()
        )
        return hashlib.sha256(said).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and the body of an answer, unchunked."""

    status: int
    reason: str
    body: bytes
    location: str = ""
    whole: bool = True


def answer_of(raw: bytes) -> Answer | None:
    """What the bytes of an answer say; None where they are no HTTP."""
    response = HTTPResponse(_Wire(raw))  # type: ignore[arg-type] # of a socket it only asks for a file
    whole = True
    try:
        response.begin()
        try:
            body = response.read()
        except HTTPException as error:  # it broke off: what came is kept
            body, whole = getattr(error, "partial", b""), False
    except (HTTPException, ValueError):
        return None
    return Answer(response.status, response.reason, body, response.getheader("Location") or "", whole)


class _Wire:
    """Bytes in the place of a socket."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def makefile(self, _mode: str) -> io.BytesIO:
        """The bytes as a file."""
        return io.BytesIO(self.raw)


def format_capture(capture: Capture) -> bytes:
    """The WARC file of a look."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version=VERSION)
    for record in _records(capture):
        writer.write_record(record)
    return out.getvalue()


def parse_capture(data: bytes, name: str) -> Capture:
    """The look in a WARC file."""
    try:
        records = [*_read(data)]
    except (ArchiveLoadFailed, ValueError, EOFError, AttributeError, TypeError) as error:
        raise Fault(f"this is no WARC file: {error}", place=name, cure="Fetch it again.") from None
    about = next((each for each in records if each[0] == "metadata"), None)
    if about is None:
        raise Fault("a WARC file without a record of what was watched", place=name, cure=NOT_A_CAPTURE)
    said = _said(about[3], name)
    return Capture(
        page=page_of(said.page, name),
        asked_at=_moment(about[2], name),
        exchanges=tuple(_exchanges(records)),
        trouble=said.trouble,
        same=said.same,
    )


class _Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the metadata record says."""

    page: dict[str, Any]
    trouble: str = ""
    same: Same = Same()


_encoder = msgspec.json.Encoder(order="sorted")


def _records(capture: Capture) -> Iterator[ArcWarcRecord]:
    page: dict[str, Any] = msgspec.to_builtins(capture.page)
    about = _encoder.encode(_Said(page, capture.trouble, capture.same))
    at = capture.asked_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield _record("metadata", capture.page.url, at, about, "application/json")
    for exchange in capture.exchanges:
        yield _record("request", exchange.url, at, exchange.request, HTTP["request"])
        if exchange.response:
            yield _record("response", exchange.url, at, exchange.response, HTTP["response"])


def _record(kind: str, url: str, at: str, block: bytes, media_type: str) -> ArcWarcRecord:
    """One record; the body of an HTTP message begins after the first empty line, and is digested by itself."""
    name = uuid.uuid5(SPACE, f"{kind} {url} {at} {hashlib.sha256(block).hexdigest()}")
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{name}>",
        "WARC-Target-URI": url,
        "WARC-Date": at,
        "WARC-Payload-Digest": _digest(block.partition(b"\r\n\r\n")[2] if kind in HTTP else block),
        "WARC-Block-Digest": _digest(block),
    }
    held = StatusAndHeaders("", [*headers.items()], protocol=VERSION)
    record = ArcWarcRecord("warc", kind, held, io.BytesIO(block), None, media_type, len(block))
    record.payload_length = len(block)
    return record


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()  # noqa: S324 - what WARC readers expect


def _read(data: bytes) -> Iterator[tuple[str, str, str, bytes]]:
    """Kind, address, date and bytes of each record."""
    for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True):
        header = record.rec_headers.get_header
        yield (
            record.rec_type,
            header("WARC-Target-URI") or "",
            header("WARC-Date") or "",
            record.raw_stream.read(),
        )


def _said(block: bytes, name: str) -> _Said:
    try:
        return msgspec.json.decode(block, type=_Said)
    except msgspec.MsgspecError as error:
        raise Fault(f"its metadata cannot be read: {error}", place=name, cure=NOT_A_CAPTURE) from None


def _moment(text: str, name: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Fault(f"not a time: {text!r}", place=name, cure=NOT_A_CAPTURE) from None


def _exchanges(records: list[tuple[str, str, str, bytes]]) -> Iterator[Exchange]:
    """Requests, each with the response that follows it."""
    for at, (kind, url, _, block) in enumerate(records):
        if kind == "request":
            follows = records[at + 1] if at + 1 < len(records) else ("", "", "", b"")
            yield Exchange(url=url, request=block, response=follows[3] if follows[0] == "response" else b"")
