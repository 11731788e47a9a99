"""What a reader found in one file, before anyone decided whether it goes into the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sverka.domain.counts import CountTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a person should know about a file that is no fault; `code` is in docs/checks.md.

    `context` holds the figures and texts that the sentence for this code names.
    """

    code: str
    context: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """The counts of one contest and source in a file, with the file's row number of each unit.

    `claimed` is, per unit, when the source says it was counted (ISO 8601 with zone; "" where it says nothing).
    """

    table: CountTable
    lines: tuple[int, ...]
    claimed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All counts of one file, and what its reader noticed. A file goes in whole or not at all."""

    name: str
    format: str
    tables: tuple[ReadTable, ...]
    notices: tuple[Notice, ...] = ()
