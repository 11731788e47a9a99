"""Counts as the wide CSV files that a commission could send.

::

    station,contest,claimed,row:9,row:10,row:11,party-01,party-02,against-all
    0001,parties,,207,200,7,76,121,3

An empty cell is not on that contest's sheet; `?` could not be read. A station without a count has no line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sverka.domain.counts import CountTable, State, Unit

UNREAD = "?"

MAPPINGS = """
[mappings.sheets]
shape = "wide"
station = "station"
contest_column = "contest"
claimed = "claimed"
unread = ["?"]

[mappings.pages]
shape = "wide"
area = "area"
contest_column = "contest"
claimed = "claimed"
unread = ["?"]
"""
"""How these files are read, for the definition: `sheets` of stations, `pages` of areas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Some lines of a table, and per unit when it was counted ("" where nothing is said)."""

    table: CountTable
    which: np.ndarray  # shape (units,), bool
    claimed: tuple[str, ...] = ()


def sheet(parts: Sequence[Lines]) -> bytes:
    """One CSV of the counted lines of several contests; columns in the order in which they first occur."""
    frame = pl.concat([_frame(part) for part in parts], how="diagonal")
    return frame.write_csv().encode()


def _frame(part: Lines) -> pl.DataFrame:
    table = part.table
    lines = np.flatnonzero(part.which & table.counted)
    claimed = part.claimed or ("",) * len(table.units)
    head = {
        "station" if table.unit is Unit.STATION else "area": [table.units[line] for line in lines],
        "contest": [str(table.contest)] * len(lines),
        "claimed": [claimed[line] for line in lines],
    }
    titles = [*(f"row:{row}" for row in table.rows), *map(str, table.selections)]
    values, state = table.values[lines], table.state[lines]
    figures = {title: _cells(values[:, at], state[:, at]) for at, title in enumerate(titles)}
    return pl.DataFrame({**head, **figures})


def _cells(values: np.ndarray, state: np.ndarray) -> pl.Series:
    """One column as texts."""
    texts = pl.Series(values, dtype=pl.Int64).cast(pl.String)
    if (state == State.READ).all():
        return texts
    unread, absent = pl.Series(state == State.UNREAD), pl.Series(state == State.ABSENT)
    texts = texts.zip_with(~absent, pl.Series([None], dtype=pl.String).new_from_index(0, len(texts)))
    return texts.zip_with(~unread, pl.Series([UNREAD]).new_from_index(0, len(texts)))
