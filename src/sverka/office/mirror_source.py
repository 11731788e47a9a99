"""Where a record is copied from: an address, or a folder. Only ever read, by paths that we make ourselves.

What comes from outside may be anything: every file has a limit of bytes, every answer one of time, and nothing that
a server says becomes part of a path.
"""

from __future__ import annotations

import hashlib
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from sverka import __version__
from sverka.errors import Fault

PIECE = 2**16  # bytes
SECONDS = 30  # without a byte
MOST_SECONDS = 600  # for one file
TRIES = 3
NOT_THERE = (404, 410)
TRY_AGAIN = "run the command again: it goes on where it stopped"

T = TypeVar("T")


class Source(Protocol):
    """A record as someone else has it."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    def read(self, path: str, *, most: int) -> bytes | None:
        """A file of at most so many bytes; None where there is none."""

    def save(self, path: str, target: Path, *, most: int) -> str | None:
        """Write a file to a place of ours; gives its SHA-256, None where there is none."""


def source_at(given: str) -> Source:
    """The source that a person names."""
    if urlsplit(given).scheme in {"http", "https"}:
        return Web(given.rstrip("/") + "/")
    if "://" in given:
        raise Fault("neither http nor https", place=given, cure="give an address, or a folder")
    if not (Path(given) / "record").is_dir():
        raise Fault("no record here", place=given, cure="give an address, or an election folder")
    return FolderSource(Path(given))


@dataclass(frozen=True, slots=True)
class FolderSource:
    """An election folder on this machine."""

    folder: Path

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.folder)

    def read(self, path: str, *, most: int) -> bytes | None:
        """A file; None where there is none."""
        return _joined(self._pieces(path), most, self.name + "/" + path)

    def save(self, path: str, target: Path, *, most: int) -> str | None:
        """Copy a file."""
        return _saved(self._pieces(path), target, most, self.name + "/" + path)

    def _pieces(self, path: str) -> Iterator[bytes] | None:
        file = self.folder / path
        if not file.is_file():
            return None
        return _pieces_of(file)


@dataclass(frozen=True, slots=True)
class Web:
    """A published site or an election folder behind http(s); `address` ends with a slash."""

    address: str
    seconds: float = SECONDS

    @property
    def name(self) -> str:
        """Its address."""
        return self.address

    def read(self, path: str, *, most: int) -> bytes | None:
        """A file; None where there is none."""
        return self._tried(path, lambda pieces: _joined(pieces, most, self.address + path))

    def save(self, path: str, target: Path, *, most: int) -> str | None:
        """Copy a file."""
        return self._tried(path, lambda pieces: _saved(pieces, target, most, self.address + path))

    def _tried(self, path: str, take: Callable[[Iterator[bytes] | None], T]) -> T:
        """What becomes of the answer; a server that stumbles is asked again."""
        for left in reversed(range(TRIES)):
            try:
                with _opener.open(_request(self.address + path), timeout=self.seconds) as answer:
                    return take(_answered(answer))
            except urllib.error.HTTPError as error:
                if error.code in NOT_THERE:
                    return take(None)
                if error.code < 500 or not left:
                    raise self._fault(path, f"answered {error.code} {error.reason}") from error
            except (OSError, HTTPException, zlib.error) as error:
                if not left:
                    raise self._fault(path, f"no answer: {getattr(error, 'reason', error)}") from error
            time.sleep(TRIES - left)
        raise AssertionError("the last try returns or raises")

    def _fault(self, path: str, what: str) -> Fault:
        return Fault(what, place=self.address + path, cure=TRY_AGAIN)


def _opener_of_the_web() -> urllib.request.OpenerDirector:
    """Opens http and https and nothing else, also where a server sends on to something else."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPRedirectHandler,
        urllib.request.HTTPDefaultErrorHandler,
        urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


_opener = _opener_of_the_web()


def _request(address: str) -> urllib.request.Request:
    headers = {"User-Agent": f"sverka/{__version__}", "Accept-Encoding": "gzip, identity"}
    return urllib.request.Request(address, headers=headers)  # noqa: S310 - the opener knows http(s) alone


def _answered(answer: HTTPResponse) -> Iterator[bytes]:
    """The body of an answer in pieces, unpacked; it must come whole and in time."""
    packed = answer.headers.get("Content-Encoding", "").lower() == "gzip"  # tlog-tiles, "Log entries"
    unpacker = zlib.decompressobj(wbits=31) if packed else None
    end = time.monotonic() + MOST_SECONDS
    while piece := answer.read(PIECE):
        if time.monotonic() > end:
            raise TimeoutError(f"not there after {MOST_SECONDS} seconds")
        if unpacker is None:
            yield piece
            continue
        while piece:
            yield unpacker.decompress(piece, PIECE)
            piece = unpacker.unconsumed_tail
    if answer.length:  # of what the server said it would send
        raise ConnectionError("the answer broke off")
    if unpacker is not None and not unpacker.eof:
        raise ConnectionError("the packed answer broke off")


def _pieces_of(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            yield piece


def _joined(pieces: Iterator[bytes] | None, most: int, place: str) -> bytes | None:
    return None if pieces is None else b"".join(_limited(pieces, most, place))


def _saved(pieces: Iterator[bytes] | None, target: Path, most: int, place: str) -> str | None:
    if pieces is None:
        return None
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        for piece in _limited(pieces, most, place):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _limited(pieces: Iterator[bytes], most: int, place: str) -> Iterator[bytes]:
    left = most
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise Fault(
                f"more than {most} bytes, and we take no more", place=place, cure="ask whose server it is"
            )
        yield piece
