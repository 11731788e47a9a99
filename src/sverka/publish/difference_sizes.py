"""How many stations differ by how many votes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sverka.reconcile.compare import Comparison

STEPS = (0, 1, 2, 3, 6, 11, 21, 51, 101)
"""Where each band of sizes begins; 0 is a difference in rows of the form alone."""


@dataclass(frozen=True, slots=True)
class Size:
    """Stations that differ by `least` to `most` votes in all (gross); `most` is None in the last band."""

    least: int
    most: int | None
    stations: int


def sizes_of(comparison: Comparison) -> tuple[Size, ...]:
    """The stations that differ, by the size of the difference; bands without a station are left out."""
    gross = comparison.gross[comparison.different]
    bands = np.bincount(np.searchsorted(STEPS, gross, side="right") - 1, minlength=len(STEPS)).tolist()
    ends: list[int | None] = [*(start - 1 for start in STEPS[1:]), None]
    return tuple(
        Size(least, most, stations)
        for least, most, stations in zip(STEPS, ends, bands, strict=True)
        if stations
    )


def largest_difference(comparison: Comparison) -> int:
    """The most votes by which a station differs (gross), 0 where none does."""
    gross = comparison.gross[comparison.different]
    return int(gross.max()) if len(gross) else 0
