"""Typing sheets: protocols that people type from pictures, each in a workbook of their own."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import Source, State
from sverka.domain.ids import ContestId, ElectionId, FieldId, RowId, SelectionId, StationId


def person_id(person: str) -> str:
    """What tells people who type apart: letters and digits, in a form that a file can be named after.

    >>> person_id("Typist  1")
    'typist-1'
    """
    bare = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", person))
    return "-".join(bare.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a protocol: what it is called, and the SHA-256 of its file."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A protocol to type: its station and the pictures of it. `asked` are the fields to type, None: all."""

    station: StationId
    pictures: tuple[Picture, ...]
    asked: frozenset[FieldId] | None = None

    def asks(self, name: FieldId) -> bool:
        """Whether a field is to be typed."""
        return self.asked is None or name in self.asked


@dataclass(frozen=True, kw_only=True)
class ContestSheet:
    """The protocols of one contest and what was typed of them.

    `values` : int64, shape (lines, fields), 0 where `state` is not READ
    `state` : uint8 of `State`, same shape; NO_COUNT in a cell: not typed
    `row_numbers` : per line, where it stands in the file that was read
    """

    contest: ContestId
    rows: tuple[RowId, ...]
    selections: tuple[SelectionId, ...]
    lines: tuple[SheetLine, ...]
    values: NDArray[np.int64]
    state: NDArray[np.uint8]
    row_numbers: tuple[int, ...] = field(default=())

    @property
    def fields(self) -> tuple[FieldId, ...]:
        """The columns to type in: rows of the form, then selections."""
        return (*map(FieldId, self.rows), *map(FieldId, self.selections))

    @property
    def typed(self) -> int:
        """How many fields have been typed."""
        return int((self.state != State.NO_COUNT).sum())

    @classmethod
    def empty(
        cls,
        *,
        contest: ContestId,
        rows: tuple[RowId, ...],
        selections: tuple[SelectionId, ...],
        lines: tuple[SheetLine, ...],
    ) -> ContestSheet:
        """A sheet in which nothing is typed."""
        shape = (len(lines), len(rows) + len(selections))
        return cls(
            contest=contest,
            rows=rows,
            selections=selections,
            lines=lines,
            values=np.zeros(shape, np.int64),
            state=np.zeros(shape, np.uint8),
        )


@dataclass(frozen=True, kw_only=True)
class TypingSheet:
    """One person's workbook: whose count it is of, who types it (a role or a number), and which time it is.

    `turn` : 1 at first, higher where fields were given back to look at again
    """

    election: ElectionId
    source: Source
    person: str
    language: str
    contests: tuple[ContestSheet, ...]
    turn: int = 1
