"""The rows of one file by the columns that may name its units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.formats.plain.columns import Sheet
from sverka.formats.plain.matching import Match, joined_key, matched, normal, shown_key


@dataclass(frozen=True, kw_only=True)
class Key:
    """The columns of the key in each file, in the same order."""

    left: tuple[int, ...]
    right: tuple[int, ...]

    def titles(self, sheet: Sheet) -> str:
        """As a person would give them: `County,Ward`."""
        return as_given(sheet.title(at) for at in (self.left if sheet.side == "left" else self.right))


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A key that tells the rows apart in both files, and how it pairs them."""

    key: Key
    match: Match
    share: float  # of the smaller file's rows that have a partner


@dataclass(frozen=True, kw_only=True)
class Rows:
    """One file while its key is sought: `besides` are columns that tell rows of one unit apart (selection, contest)."""

    sheet: Sheet
    besides: tuple[int, ...] = ()
    contest: int | None = None
    seen: dict[int, pl.Series] = field(default_factory=dict, compare=False, repr=False)

    def normal(self, column: int) -> pl.Series:
        """The normal form of one column, made once."""
        if column not in self.seen:
            self.seen[column] = normal(self.sheet.table.texts(column))
        return self.seen[column]

    def keys(self, columns: Sequence[int]) -> pl.Series:
        """The normal form of the key of each row, with what tells rows of one unit apart."""
        return joined_key([self.normal(at) for at in (*columns, *self.besides)])

    def units(self, columns: Sequence[int]) -> pl.Series:
        """The normal form of the unit of each row."""
        return joined_key([self.normal(at) for at in columns])

    def labels(self, columns: Sequence[int]) -> pl.Series:
        """The unit of each row as people read it."""
        return shown_key([self.sheet.table.texts(at) for at in columns])


def as_given(titles: Iterable[str]) -> str:
    """Titles as the command line takes them: with commas, those that hold one in quotation marks."""
    return ",".join(f'"{title}"' if "," in title else title for title in titles)


def same_shape(left: Rows, right: Rows) -> bool:
    """Whether rows of both files are about the same: units in both, or figures in both."""
    return len(left.besides) == len(right.besides)


def paired_lines(left: Rows, right: Rows, key: Key) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The lines of both files that are about the same unit (and contest), pair by pair.

    Where only one file has a line per figure, the first line of each unit stands for it.
    """
    like = same_shape(left, right)
    keys = [rows.keys(at) if like else rows.units(at) for rows, at in ((left, key.left), (right, key.right))]
    ours, theirs = (each.arg_unique().to_numpy().astype(np.int64) for each in keys)
    to_right = matched(keys[0].gather(ours), keys[1].gather(theirs)).to_right
    return ours[to_right >= 0], theirs[to_right[to_right >= 0]]


def tells_apart(keys: pl.Series) -> bool:
    """Whether every row has a key of its own."""
    return not keys.null_count() and keys.n_unique() == len(keys)


def counts_rows(texts: pl.Series) -> bool:
    """Whether a column is 0, 1, 2, … or 1, 2, 3, …: the numbers of the rows, which name nothing."""
    numbers = texts.drop_nulls().cast(pl.Int64, strict=False)
    steps = numbers.diff().drop_nulls()
    return bool(
        len(numbers) > 1 and len(steps) + 1 == len(numbers) and (steps == 1).all() and numbers[0] in {0, 1}
    )
