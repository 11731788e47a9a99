"""Labels of units in two files -> which row is which, never by a doubtful likeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

APART = "\x1f"  # between the parts of a key; no label holds it
SHOWN_APART = " / "


@dataclass(frozen=True, kw_only=True)
class Match:
    """Per label of the left file the position of the same label in the right one, else -1."""

    to_right: NDArray[np.int64]

    @property
    def both(self) -> int:
        """How many labels are in both files."""
        return int((self.to_right >= 0).sum())


def normal(texts: pl.Series) -> pl.Series:
    """Labels without differences of case, quotation marks, dashes and spaces (as `spelled`, for a whole column)."""
    return (
        texts.str.normalize("NFC")
        .str.replace_all("[\u00ad\u200b-\u200d\u2060\ufeff]", "")  # nobody sees them
        .str.to_lowercase()
        .str.replace_all("[«»\"“”„‟‘’‚'`]", "")
        .str.replace_all(r"\s*[‐‑‒–—―−-]\s*", "-")
        .str.replace_all(r"[\s\u00a0]+", " ")
        .str.strip_chars()
    )


def joined_key(parts: Sequence[pl.Series]) -> pl.Series:
    """One label of several columns; null where a part is missing."""
    frame = pl.DataFrame({str(at): part for at, part in enumerate(parts)})
    return frame.select(pl.concat_str(pl.all(), separator=APART)).to_series()


def shown_key(parts: Sequence[pl.Series]) -> pl.Series:
    """The label as people read it: "Adams / Ward 1"."""
    frame = pl.DataFrame({str(at): part.fill_null("") for at, part in enumerate(parts)})
    return frame.select(pl.concat_str(pl.all(), separator=SHOWN_APART)).to_series()


def without_zeros(keys: pl.Series) -> pl.Series:
    """Keys whose parts of digits alone have lost their leading zeros, as a spreadsheet loses them."""
    return keys.str.replace_all(rf"(^|{APART})0+(\d+)($|{APART})", "${1}${2}${3}").str.replace_all(
        rf"(^|{APART})0+(\d+)($|{APART})", "${1}${2}${3}"
    )


def matched(left: pl.Series, right: pl.Series) -> Match:
    """The same keys in both files; what is left over is matched without leading zeros where that is unambiguous.

    Keys are distinct within each file. "00123" and "123" are the same where no other key of either file is 123.
    """
    to_right = _same(left, right)
    rest_left = np.flatnonzero(to_right < 0)
    rest_right = unmatched(to_right, len(right))
    if not len(rest_left) or not len(rest_right):
        return Match(to_right=to_right)
    bare_left, bare_right = without_zeros(left), without_zeros(right)
    single_left, single_right = ~bare_left.is_duplicated(), ~bare_right.is_duplicated()
    again_left = rest_left[single_left.gather(rest_left).to_numpy()]
    again_right = rest_right[single_right.gather(rest_right).to_numpy()]
    found = _same(bare_left.gather(again_left), bare_right.gather(again_right))
    hit = found >= 0
    to_right[again_left[hit]] = again_right[found[hit]]
    return Match(to_right=to_right)


def unmatched(to_right: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """The positions of the right file's labels that no label of the left one has."""
    alone = np.ones(size, bool)
    alone[to_right[to_right >= 0]] = False
    found: NDArray[np.int64] = np.flatnonzero(alone)
    return found


def _same(left: pl.Series, right: pl.Series) -> NDArray[np.int64]:
    places = pl.DataFrame({"key": right, "at": np.arange(len(right), dtype=np.int64)})
    joined = pl.DataFrame({"key": left}).join(places, on="key", how="left", maintain_order="left")
    return joined["at"].fill_null(-1).to_numpy().astype(np.int64, copy=True)
