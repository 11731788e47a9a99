"""Entry bundles of C2SP tlog-tiles: up to 256 entries in one immutable file.

A bundle is the plain sequence of its entries, each after its length as a big-endian uint16::

    00 05 h e l l o 00 03 a b c

Full bundle 1234067 lies at `tile/entries/x001/x234/067`; a partial one of width 12 at
`tile/entries/x001/x234/067.p/12`. (c2sp.org/tlog-tiles, "Log entries" and "Merkle tree"; full text
of paths: the index in groups of three digits, all but the last with a leading `x`.)
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from itertools import pairwise

from sverka.tlog.errors import TlogError

BUNDLE_WIDTH = 256
MAX_ENTRY_BYTES = 65_535  # the length is a uint16

_LENGTH = struct.Struct(">H")
_PATH = re.compile(r"tile/entries/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


class BundleError(TlogError):
    """Bytes that are no entry bundle, or a path that names none."""


def format_bundle(entries: Iterable[bytes]) -> bytes:
    """The bytes of a bundle."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise BundleError(
                f"an entry of {len(entry)} bytes; a bundle holds entries of at most {MAX_ENTRY_BYTES}"
            )
        parts += (_LENGTH.pack(len(entry)), entry)
    return b"".join(parts)


def parse_bundle(bundle: bytes) -> list[bytes]:
    """The entries of a bundle; every byte must belong to one."""
    starts = [0]
    end = len(bundle)
    while (at := starts[-1]) < end:
        if at + 2 > end:
            raise BundleError("the bundle ends inside the length of an entry")
        starts.append(at + 2 + (bundle[at] << 8 | bundle[at + 1]))
    if starts[-1] != end:
        raise BundleError("the bundle ends inside an entry")
    if len(starts) - 1 > BUNDLE_WIDTH:
        raise BundleError(f"a bundle of {len(starts) - 1} entries; it holds at most {BUNDLE_WIDTH}")
    return [bundle[at + 2 : following] for at, following in pairwise(starts)]


def bundle_path(index: int, width: int = BUNDLE_WIDTH) -> str:
    """Where bundle `index` lies; partial if it holds fewer than 256 entries."""
    partial = f".p/{width}" if width < BUNDLE_WIDTH else ""
    return f"tile/entries/{grouped_index(index)}{partial}"


def parse_bundle_path(path: str) -> tuple[int, int]:
    """The index and width that a path names; only the canonical path of a bundle is one."""
    match = _PATH.fullmatch(path)
    if match:
        index = ungrouped_index(match[1])
        width = int(match[2]) if match[2] else BUNDLE_WIDTH
        if bundle_path(index, width) == path:
            return index, width
    raise BundleError(f"no path of an entry bundle: {path!r}")


def grouped_index(index: int) -> str:
    """An index in groups of three digits, all but the last with a leading `x`: `x001/x234/067`."""
    digits = f"{index:0{3 * max(1, -(-len(str(index)) // 3))}d}"
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])


def ungrouped_index(groups: str) -> int:
    """The index that groups of three digits name."""
    return int(groups.replace("x", "").replace("/", ""))
