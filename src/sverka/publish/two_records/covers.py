"""What shows that a fact was in a record by some time: proven by others' clocks, or only said by whoever keeps it.

A fact of index *i* is covered by whatever is over more than *i* facts. `received` in a fact is what the record's keeper
says. A time stamp (RFC 3161) and a witness's cosignature are signed by others, over a root of which the fact is part:
they prove that it was there *by* then, and never that it was not there before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter


class CoverKind(StrEnum):
    """What covers a fact."""

    PUBLICATION = "publication"  # by the keeper's own word; whoever has the page of that day can tell
    STAMP = "stamp"
    COSIGNATURE = "cosignature"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Something over the first `size` facts, by whom and when.

    at : RFC 3339; of stamps and cosignatures in UTC, with Z
    """

    kind: CoverKind
    size: int
    at: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers:
    """Everything over a record; stamps that do not verify, and cosignatures of strangers, are not among it."""

    publications: tuple[Cover, ...] = ()
    proofs: tuple[Cover, ...] = ()

    def published(self, entry: int) -> Cover | None:
        """The first publication over a fact, in the order of the record."""
        return next((each for each in self.publications if each.size > entry), None)

    def proven(self, entry: int) -> Cover | None:
        """The earliest time by which someone else's clock proves that a fact was there."""
        return _earliest(each for each in self.proofs if each.size > entry)


def _earliest(covers: Iterable[Cover]) -> Cover | None:
    return min(covers, key=attrgetter("at"), default=None)
