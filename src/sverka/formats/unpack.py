"""Packed files: gzip, or a zip archive with one file in it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from sverka.errors import Fault

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
LARGEST = 4 << 30  # bytes unpacked; a country's counts are a hundredth of it
AGAIN = "Fetch it again."
DAMAGED = (  # what zipfile raises for archives with bytes out of place
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, IndexError, KeyError, NotImplementedError),
    *(OSError, OverflowError, ValueError),
)
GZIP_WINDOW = 31  # zlib: a gzip header and trailer around the deflate stream


def unpacked(data: bytes, name: str) -> bytes:
    """The bytes of the one file inside a gzip or zip file; other bytes as they are."""
    if data.startswith(GZIP):
        return _from_gzip(data, name)
    if data.startswith((ZIP, EMPTY_ZIP)) and not is_workbook(data):
        return _from_zip(data, name)
    return data


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are an XLSX workbook, which is a zip archive too."""
    return "xl/workbook.xml" in members(data)


def members(data: bytes) -> list[str]:
    """The names in a zip archive; none if it is no archive."""
    try:
        return zipfile.ZipFile(io.BytesIO(data)).namelist()
    except DAMAGED:
        return []


def _from_gzip(data: bytes, name: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while data:  # a gzip file may hold several members, one after the other
        stream = zlib.decompressobj(GZIP_WINDOW)
        try:
            parts.append(stream.decompress(data, LARGEST - size))
        except zlib.error as error:
            raise Fault(f"the gzip file is damaged ({error})", place=name, cure=AGAIN) from None
        size += len(parts[-1])
        if stream.unconsumed_tail:
            raise _too_large(name)
        if not stream.eof:
            raise Fault("the gzip file ends too early", place=name, cure=AGAIN)
        data = stream.unused_data.lstrip(b"\0")
    return b"".join(parts)


def _from_zip(data: bytes, name: str) -> bytes:
    cure = "Unpack it and give the files one by one."
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        files = [entry for entry in archive.infolist() if _is_content(entry)]
        if len(files) != 1:
            raise Fault(f"the zip file holds {len(files)} files instead of one", place=name, cure=cure)
        if files[0].file_size > LARGEST:
            raise _too_large(name)
        return archive.read(files[0])
    except DAMAGED as error:
        raise Fault(f"the zip file is damaged ({error})", place=name, cure=AGAIN) from None
    except RuntimeError:  # zipfile's word for a password
        raise Fault("the zip file has a password", place=name, cure=cure) from None


def _is_content(entry: zipfile.ZipInfo) -> bool:
    hidden = entry.filename.startswith("__MACOSX/") or entry.filename.rpartition("/")[2].startswith(".")
    return not entry.is_dir() and not hidden


def _too_large(name: str) -> Fault:
    return Fault(f"it unpacks to more than {LARGEST >> 30} GiB", place=name, cure="Give it in pieces.")
