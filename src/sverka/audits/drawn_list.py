"""What was drawn, as the file that the record keeps beside the dice.

::

    place,station,hash,weight,key
    1,0412,03b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,1,0.01441599…
    2,1007,…

`hash` is SHA-256 of the seed, a comma and the station; `key` is h = hash / 2^256, or by size -ln(h) / weight, with 50
decimals, cut off. With equal chances every weight is 1.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from sverka.audits.sampling import Drawn, decimal_of

TITLES = ("place", "station", "hash", "weight", "key")


def format_drawn(drawn: Iterable[Drawn]) -> bytes:
    """The file, in its one form: UTF-8, a newline behind every line, quotes only where they must be."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(TITLES)
    for each in drawn:
        writer.writerow((each.place, each.unit, f"{each.hash:064x}", each.weight or 1, decimal_of(each.key)))
    return written.getvalue().encode()


def stations_in(content: bytes) -> tuple[str, ...]:
    """The stations of a list that was drawn, in order; it has been held against the seed before."""
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    return tuple(row[1] for row in list(rows)[1:])
