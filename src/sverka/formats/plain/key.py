"""Which columns name the unit: the fewest that tell all rows apart in both files and pair them in one way only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.plain.asked import Asked, positions
from sverka.formats.plain.columns import Kind
from sverka.formats.plain.matching import Match, matched
from sverka.formats.plain.questions import (
    MOST_COLUMNS,
    names_of,
    no_key,
    nothing_to_choose,
    repeated,
    two_keys,
)
from sverka.formats.plain.units import Candidate, Key, Rows, as_given, counts_rows, same_shape, tells_apart
from sverka.formats.plain.words import is_index_title, is_key_title, is_unit_title

ENOUGH = 0.5  # of the smaller file's units must be in the other, where nobody said which column is the key
MOST_CANDIDATES = 10


def find_key(left: Rows, right: Rows, twins: Sequence[tuple[int, int]], asked: Asked) -> Key:
    """The key, or one fault that says what to give."""
    if asked.station:
        return _told(left, right, twins, asked)
    columns = [pair for pair in twins if _may_name_units(left, right, *pair)][:MOST_CANDIDATES]
    if not columns:
        raise nothing_to_choose(left, right)
    for size in range(1, MOST_COLUMNS + 1):
        found = list(_candidates(left, right, columns, size))
        if found:
            return _sure(_one_of(found, left, right), left, right, columns)
    raise no_key(left, right, columns, twins)


def _may_name_units(left: Rows, right: Rows, ours: int, theirs: int) -> bool:
    """A column of texts, or one of numbers whose title or zeros say that they are ids; never the numbers of rows."""
    if ours in left.besides or theirs in right.besides:
        return False
    kinds = {left.sheet.kinds[ours], right.sheet.kinds[theirs]}
    if kinds & {Kind.EMPTY, Kind.SHARES}:
        return False
    title = left.sheet.table.header[ours]
    numbers = left.sheet.table.texts(ours), right.sheet.table.texts(theirs)
    if is_index_title(title) and all(map(counts_rows, numbers)):
        return False
    if kinds == {Kind.TEXT}:
        return True
    return left.sheet.names_units(ours) or _has_zeros(left, ours) or _has_zeros(right, theirs)


def _has_zeros(rows: Rows, at: int) -> bool:
    texts = rows.sheet.table.texts(at)
    return bool(((texts.str.len_bytes() > 1) & texts.str.starts_with("0")).any())


def _candidates(
    left: Rows, right: Rows, columns: Sequence[tuple[int, int]], size: int
) -> Iterator[Candidate]:
    for chosen in combinations(columns, size):
        key = Key(left=tuple(each[0] for each in chosen), right=tuple(each[1] for each in chosen))
        ours, theirs = left.keys(key.left), right.keys(key.right)
        if tells_apart(ours) and tells_apart(theirs):
            if not same_shape(left, right):
                ours, theirs = (
                    rows.units(at).unique(maintain_order=True)
                    for rows, at in ((left, key.left), (right, key.right))
                )
            match = matched(ours, theirs)
            share = match.both / max(min(len(ours), len(theirs)), 1)
            if share >= ENOUGH:
                yield Candidate(key=key, match=match, share=share)


def _one_of(found: Sequence[Candidate], left: Rows, right: Rows) -> Candidate:
    """The candidate to take: all that titles recommend most must pair the same rows; of those that do, the fullest."""
    ranks = [_rank(each, left) for each in found]
    best = [each for each, rank in zip(found, ranks, strict=True) if rank == max(ranks)]
    for other in best[1:]:
        where = _disagree(best[0].match, other.match) if same_shape(left, right) else 0
        if where is not None:
            raise two_keys(left, right, best[0], other, where)
    if not same_shape(left, right):
        return best[0]
    agreeing = [each for each in found if _disagree(best[0].match, each.match) is None]
    return max(agreeing, key=lambda each: (each.share, _rank(each, left)))


def _rank(candidate: Candidate, left: Rows) -> tuple[int, int]:
    titles = [left.sheet.table.header[at] for at in candidate.key.left]
    named = sum(is_key_title(title) or is_unit_title(title) for title in titles)
    return (int(named == len(titles)), int(any(map(is_unit_title, titles))))


def _disagree(one: Match, other: Match) -> int | None:
    """The first left row that two keys pair with different right rows; None if there is none."""
    both = (one.to_right >= 0) & (other.to_right >= 0) & (one.to_right != other.to_right)
    where: NDArray[np.int64] = np.flatnonzero(both)
    return int(where[0]) if len(where) else None


def _sure(found: Candidate, left: Rows, right: Rows, columns: Sequence[tuple[int, int]]) -> Key:
    """The key, with a further column of areas where paired rows lie in different areas."""
    for ours, theirs in columns:
        if (
            ours in found.key.left
            or not is_key_title(left.sheet.table.header[ours])
            or not same_shape(left, right)
        ):
            continue
        if left.sheet.kinds[ours] is not Kind.TEXT or _lie_together(found.match, left, ours, right, theirs):
            continue
        wider = [(*pair,) for pair in zip(found.key.left, found.key.right, strict=True)] + [(ours, theirs)]
        again = list(_candidates(left, right, sorted(wider), len(wider)))
        if not again:
            titles = f"{found.key.titles(left.sheet)},{as_given([left.sheet.title(ours)])}"
            what = f"units with the same {found.key.titles(left.sheet)} differ in {left.sheet.title(ours)}"
            raise Fault(
                what,
                place=names_of(left, right),
                cure=f"Say which columns name a unit, e.g. --station '{titles}'.",
            )
        found = again[0]
    return found.key


def _lie_together(match: Match, left: Rows, ours: int, right: Rows, theirs: int) -> bool:
    """Whether the areas of paired rows correspond one to one, however each file spells them."""
    paired = match.to_right >= 0
    areas = pl.DataFrame(
        {
            "left": left.units([ours]).filter(pl.Series(paired)),
            "right": right.units([theirs]).gather(match.to_right[paired]),
        }
    ).unique()
    return areas["left"].n_unique() == len(areas) == areas["right"].n_unique()


def _told(left: Rows, right: Rows, twins: Sequence[tuple[int, int]], asked: Asked) -> Key:
    """The columns that were asked for; a column that the other file heads differently is known by its twin."""
    to_right, to_left = dict(twins), {theirs: ours for ours, theirs in twins}
    ours: list[int] = []
    theirs: list[int] = []
    for title in asked.station:
        here, there = positions(left.sheet.table, [title]), positions(right.sheet.table, [title])
        here = here or [to_left[at] for at in there if at in to_left]
        there = there or [to_right[at] for at in here if at in to_right]
        ours.append(_one_column(left, title, here))
        theirs.append(_one_column(right, title, there))
    for rows, found in ((left, ours), (right, theirs)):
        if not tells_apart(rows.keys(found)):
            known = to_right if rows is left else to_left
            raise repeated(rows, found, list(known))
    return Key(left=tuple(ours), right=tuple(theirs))


def _one_column(rows: Rows, title: str, found: Sequence[int]) -> int:
    if len(found) == 1:
        return found[0]
    what = (
        f"there is no column {quoted(title)}" if not found else f"several columns are called {quoted(title)}"
    )
    cure = f"It has: {', '.join(map(rows.sheet.title, range(len(rows.sheet.kinds))))}."
    raise Fault(what, place=rows.sheet.table.place(), cure=cure)
