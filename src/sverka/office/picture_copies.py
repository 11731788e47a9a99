"""The published copies of many pictures, made side by side, each kept in a file until the record takes it."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sverka.errors import Fault, fault_of
from sverka.formats.pictures.kinds import LONGEST_HEAD, PictureKind, kind_of
from sverka.formats.pictures.published import PublishedCopy, published_copy
from sverka.office.picture_places import Placed
from sverka.record.facts import DocumentFact, hash_of

MOST_AT_ONCE = 4  # each holds a decoded picture, half a gigabyte at most
_pdf = threading.Lock()  # pdfium works on one document at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A picture that was handed in, by the hash of its bytes, and its published copy.

    `path` : where the copy lies; None where the record has it already
    """

    placed: Placed
    original: str
    sha256: str
    bytes: int
    media_type: str
    path: Path | None = None


def copies_of(
    placed: Sequence[Placed], scratch: Path, known: Mapping[str, DocumentFact]
) -> Iterator[Copied | Fault]:
    """A copy of each picture, or what is wrong with it, in their order; `known` are papers by their `original`."""
    pool = ThreadPoolExecutor(min(MOST_AT_ONCE, os.cpu_count() or 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, on metadata that is left out anyway
        try:
            yield from pool.map(partial(_copied, scratch=scratch, known=known), placed)
        finally:
            pool.shutdown(cancel_futures=True)


def _copied(placed: Placed, scratch: Path, known: Mapping[str, DocumentFact]) -> Copied | Fault:
    try:
        content = placed.file.read()
        original = hash_of(content)
        if original in known:
            return _of_record(placed, known[original])
        copy = _copy(content, placed.file.name)
        sha256 = hash_of(copy.content)
        path = scratch / sha256
        path.write_bytes(copy.content)
    except Fault as fault:
        return fault
    except OSError as error:
        return fault_of(error)
    return Copied(
        placed=placed,
        original=original,
        sha256=sha256,
        bytes=len(copy.content),
        media_type=copy.kind.value,
        path=path,
    )


def _copy(content: bytes, name: str) -> PublishedCopy:
    if kind_of(content[:LONGEST_HEAD]) is not PictureKind.PDF:
        return published_copy(content, name)
    with _pdf:
        return published_copy(content, name)


def _of_record(placed: Placed, fact: DocumentFact) -> Copied:
    """The same file once more: the copy that the record has stays the one."""
    return Copied(
        placed=placed,
        original=fact.original,
        sha256=fact.sha256,
        bytes=fact.bytes,
        media_type=fact.media_type,
    )
