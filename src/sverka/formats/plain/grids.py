"""The figures of one file as matrices of units and fields, one per contest, whatever shape the file has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import State
from sverka.domain.readings import Notice
from sverka.errors import Fault
from sverka.formats.faults import shortened
from sverka.formats.notices import NoticeCode, notice
from sverka.formats.numbers import Figures, whole_numbers
from sverka.formats.plain.columns import WORDS
from sverka.formats.plain.matching import normal
from sverka.formats.plain.opened import Opened
from sverka.formats.plain.sums import block_sum_rows, grand_total_rows, total_columns
from sverka.formats.plain.words import is_count_title, is_total_alone
from sverka.formats.spellings import is_total


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One contest in one file: units by fields. Keys (normal form) and titles are distinct.

    `rows` : the file's number of each unit's (first) row
    `counts` : the titles that are no selections: registered, ballots cast, …
    """

    contest: str
    keys: pl.Series
    labels: pl.Series
    rows: NDArray[np.int64]
    titles: tuple[str, ...]
    counts: frozenset[str]
    values: NDArray[np.int64]
    state: NDArray[np.uint8]

    @property
    def selections(self) -> list[int]:
        """The columns that are selections."""
        return [at for at, title in enumerate(self.titles) if title not in self.counts]


def wide_grids(
    opened: Opened, key: Sequence[int], titles: Sequence[str], figures: Figures, counts: frozenset[str]
) -> list[Grid]:
    """The contests of a file with one row per unit; `figures` has a column per title."""
    rows = opened.rows
    keys, labels = rows.units(key), rows.labels(key)
    found = []
    for contest, lines in contests(opened):
        state = figures.state[lines]
        state[(state == State.ABSENT).all(axis=1)] = State.NO_COUNT
        own = ((state == State.READ) | (state == State.UNREAD)).any(axis=0)
        used = np.flatnonzero(own | (opened.shape.contest is None))
        found.append(
            Grid(
                contest=contest,
                keys=keys.gather(lines),
                labels=labels.gather(lines),
                rows=opened.sheet.table.rows[lines],
                titles=tuple(titles[at] for at in used.tolist()),
                counts=counts,
                values=figures.values[np.ix_(lines, used)],
                state=state[:, used],
            )
        )
    return found


def contests(opened: Opened) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """The lines of each contest; one contest without a name where the file names none."""
    table = opened.sheet.table
    if opened.shape.contest is None:
        yield "", np.arange(len(table.rows))
        return
    texts = _complete(opened, opened.shape.contest)
    lines = pl.DataFrame({"contest": texts, "line": np.arange(len(texts))})
    for name, group in lines.group_by("contest", maintain_order=True).agg("line").iter_rows():
        yield name, np.asarray(group, np.int64)


def _complete(opened: Opened, at: int) -> pl.Series:
    """A column that must say something in every row."""
    table = opened.sheet.table
    texts = table.texts(at)
    if texts.null_count():
        line = int(np.flatnonzero(texts.is_null().to_numpy())[0])
        alone = (
            ", or compare one contest alone: --contest NAME" if opened.shape.contest not in {None, at} else ""
        )
        what, cure = f"the row has no {opened.sheet.title(at)}", f"Fill it in{alone}."
        raise Fault(what, place=table.place(line, at), cure=cure)
    return texts


def long_grids(opened: Opened, key: Sequence[int]) -> tuple[list[Grid], list[Fault], tuple[Notice, ...]]:
    """The contests of a file with one row per figure, without selections that are sums."""
    assert opened.shape.votes is not None, "a wide file"
    assert opened.shape.selection is not None, "a wide file"
    figures = whole_numbers(opened.sheet.table, [opened.shape.votes], WORDS)
    words = _complete(opened, opened.shape.selection)
    sums = [word for word in words.unique(maintain_order=True) if is_total_alone(word)]
    keep = ~words.is_in(sums).to_numpy()
    said = [_left_out(opened, ~keep, sums[0])] if sums and keep.any() else []
    if not keep.any():
        keep[:] = True
    grids = [
        _pivoted(opened, key, contest, lines[keep[lines]], figures) for contest, lines in contests(opened)
    ]
    parts = [_without_sums(each, opened.sheet.table.name) for each in grids if len(each.keys)]
    said += [*_not_read(opened), *(each for _, sums in parts for each in sums)]
    return [grid for grid, _ in parts], figures.faults, (*figures.notices, *said)


def _without_sums(grid: Grid, name: str) -> tuple[Grid, list[Notice]]:
    """The grid without selections that are called sums ("Write-in totals") and add up."""
    known = ~(grid.state[:, grid.selections] == State.UNREAD).any(axis=1)
    found = total_columns(grid.values, known, grid.selections)
    sums = [at for at in found if is_total(grid.titles[at])]
    if not sums:
        return grid, []
    keep = [at for at in range(len(grid.titles)) if at not in sums]
    columns = ", ".join(grid.titles[at] for at in sums)
    said = notice(NoticeCode.TOTAL_COLUMNS_EXCLUDED, file=name, columns=columns)
    titles = tuple(grid.titles[at] for at in keep)
    return replace(grid, titles=titles, values=grid.values[:, keep], state=grid.state[:, keep]), [said]


def _not_read(opened: Opened) -> list[Notice]:
    titles = shortened(", ".join(map(opened.sheet.title, opened.shape.besides)), 400)
    return [notice(NoticeCode.COLUMNS_IGNORED, columns=titles)] if titles else []


def _left_out(opened: Opened, rows: NDArray[np.bool_], word: str) -> Notice:
    table = opened.sheet.table
    first, count = int(table.rows[rows][0]), int(rows.sum())
    return notice(NoticeCode.SUMMARY_ROWS_EXCLUDED, file=table.name, count=count, row=first, text=word)


def _pivoted(
    opened: Opened, key: Sequence[int], contest: str, lines: NDArray[np.int64], figures: Figures
) -> Grid:
    assert opened.shape.selection is not None, "a wide file"
    rows = opened.rows
    keys, labels = rows.units(key).gather(lines), rows.labels(key).gather(lines)
    words = opened.sheet.table.texts(opened.shape.selection).gather(lines)
    unit, first_units = _codes(keys)
    selection, first_words = _codes(normal(words))
    shape = (len(first_units), len(first_words))
    values, state = np.zeros(shape, np.int64), np.full(shape, State.ABSENT, np.uint8)
    values[unit, selection] = figures.values[lines, 0]
    state[unit, selection] = figures.state[lines, 0]
    state[(state == State.ABSENT).all(axis=1)] = State.NO_COUNT
    titles = tuple(words.gather(first_words).to_list())
    return Grid(
        contest=contest,
        keys=keys.gather(first_units),
        labels=labels.gather(first_units),
        rows=opened.sheet.table.rows[lines[first_units]],
        titles=titles,
        counts=frozenset(title for title in titles if is_count_title(title)),
        values=values,
        state=state,
    )


def _codes(texts: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number per distinct text in the order of its first appearance, and where each appears first."""
    frame = pl.DataFrame({"text": texts}).with_row_index("line")
    first = frame.group_by("text", maintain_order=True).agg(pl.col("line").first()).with_row_index("code")
    codes = frame.join(first.select("text", "code"), on="text", how="left", maintain_order="left")["code"]
    return codes.to_numpy().astype(np.int64), first["line"].to_numpy().astype(np.int64)


def sum_rows(grid: Grid) -> NDArray[np.bool_]:
    """Shape (units,): the units that only sum others, those of a block beside them or all."""
    votes = _votes(grid)
    found = block_sum_rows(votes)
    rest = votes[~found] if found.any() else votes
    found[~found] = grand_total_rows(rest, range(votes.shape[1]))
    return found


def _votes(grid: Grid) -> NDArray[np.int64]:
    """The votes alone: a view where their columns lie side by side, so that a country is not copied."""
    at = grid.selections
    beside = bool(at) and at[-1] - at[0] == len(at) - 1
    return grid.values[:, at[0] : at[-1] + 1] if beside else grid.values[:, at]


def without_units(grid: Grid, gone: NDArray[np.bool_]) -> Grid:
    """The grid without some of its units."""
    keep = pl.Series(~gone)
    return replace(
        grid,
        keys=grid.keys.filter(keep),
        labels=grid.labels.filter(keep),
        rows=grid.rows[~gone],
        values=grid.values[~gone],
        state=grid.state[~gone],
    )
