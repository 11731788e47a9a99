"""Columns of text -> whole numbers, strictly: what is no plain number is decided once per distinct text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import State
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.odd_numbers import LARGEST, CellWords, Odd, meaning_of
from sverka.formats.text_tables import TextTable


@dataclass(slots=True)
class _Seen:
    """What was noticed so far: per code how often, and the first place."""

    count: int
    row: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Cells as numbers: `values` int64 (0 where not READ) and `state`, shape (rows, columns)."""

    values: NDArray[np.int64]
    state: NDArray[np.uint8]
    faults: list[Fault] = field(default_factory=list)
    notices: tuple[Notice, ...] = ()


def whole_numbers(table: TextTable, columns: Sequence[int], words: CellWords) -> Figures:
    """The figures in some columns of a table, with a located fault for each cell that is none."""
    if not columns:
        empty = np.zeros((len(table.rows), 0))
        return Figures(values=empty.astype(np.int64), state=empty.astype(np.uint8))
    frame = table.frame.select(str(at) for at in columns)
    cast = frame.select(pl.all().cast(pl.Int64, strict=False).fill_null(-1))
    values = cast.to_numpy().astype(np.int64, copy=True)
    state = np.full(values.shape, State.READ, np.uint8)
    seen: dict[NoticeCode, _Seen] = {}
    faults: list[tuple[int, int, Fault]] = []
    odd = (values < 0) | (values > LARGEST)
    for at in np.flatnonzero(odd.any(axis=0)).tolist():
        lines = np.flatnonzero(odd[:, at])
        texts = frame.to_series(at).gather(lines).fill_null("")
        for text, which in _distinct(texts, lines):
            found = meaning_of(text, words)
            values[which, at], state[which, at] = found.value, found.state
            if found.notice:
                _note(seen, found.notice, which, table, text)
            if found.wrong:
                faults += [
                    (line, at, _fault(table, line, columns[at], text, found)) for line in which.tolist()
                ]
    notices = tuple(
        notice(code, count=each.count, row=each.row, text=each.text.strip()) for code, each in seen.items()
    )
    in_order = [fault for *_, fault in sorted(faults, key=lambda each: each[:2])]
    return Figures(values=values, state=state, faults=in_order, notices=notices)


def _distinct(texts: pl.Series, lines: NDArray[np.int64]) -> list[tuple[str, NDArray[np.int64]]]:
    """Each distinct text with the lines where it stands."""
    groups = pl.DataFrame({"text": texts, "line": lines}).group_by("text", maintain_order=True).agg("line")
    return [(text, group.to_numpy()) for text, group in zip(groups["text"], groups["line"], strict=True)]


def _note(
    seen: dict[NoticeCode, _Seen], code: NoticeCode, which: NDArray[np.int64], table: TextTable, text: str
) -> None:
    known = seen.setdefault(code, _Seen(0, int(table.rows[which[0]]), text))
    known.count += len(which)


def _fault(table: TextTable, line: int, column: int, text: str, found: Odd) -> Fault:
    shown = quoted(text) if text.strip() else "the cell"
    return Fault(f"{shown} {found.wrong}", place=table.place(line, column), cure=found.cure)
