"""What a QR code on a final document says: which record and which document this paper is of.

::

    sverka/final-document/v1
    kg-2021-11-28/b4bd9412
    2381
    4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2
    43cc23fa52b87b4cc1d02b5b114154151d6adddb17c9fddc06b027fa99e24008

Five lines, the last without a line break: what this is, the origin of the record as its checkpoints have it, its size
and root, and the hash of what the document says. No address: whoever holds the record, anywhere, can check the paper.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from sverka.errors import Fault

STAMPED_AS = "sverka/final-document/v1"
LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Record and document, hashes in hex."""

    origin: str
    record_size: int
    root: str
    document: str


def format_stamp(stamp: Stamp) -> str:
    """The text of the code."""
    return "\n".join((STAMPED_AS, stamp.origin, str(stamp.record_size), stamp.root, stamp.document))


def parse_stamp(text: str) -> Stamp:
    """A stamp from the text of a code."""
    lines = text.split("\n")
    if len(lines) != LINES or lines[0] != STAMPED_AS or not lines[2].isdecimal():
        raise Fault("not the code of a final document", cure="read the code on its first page")
    return Stamp(origin=lines[1], record_size=int(lines[2]), root=lines[3], document=lines[4])


def qr_code(stamp: Stamp) -> bytes:
    """The code as SVG, with the white border that readers need."""
    import segno

    drawn = io.BytesIO()
    segno.make(format_stamp(stamp), error="m", micro=False).save(
        drawn, kind="svg", border=4, xmldecl=False, nl=False, omitsize=True
    )
    return drawn.getvalue()
