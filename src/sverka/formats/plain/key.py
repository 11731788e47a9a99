"""Which columns name the unit: the fewest that tell all rows apart in both files and pair them in one way only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.plain.asked import Asked, positions
from sverka.formats.plain.columns import Kind, Sheet
from sverka.formats.plain.matching import Match, joined_key, matched, normal, shown_key, unmatched
from sverka.formats.plain.words import is_index_title, is_key_title, is_unit_title

MOST_COLUMNS = 3  # of one key
ENOUGH = 0.5  # of the smaller file's units must be in the other, where nobody said which column is the key
MOST_CANDIDATES = 10


@dataclass(frozen=True, kw_only=True)
class Key:
    """The columns of the key in each file, in the same order."""

    left: tuple[int, ...]
    right: tuple[int, ...]

    def titles(self, sheet: Sheet) -> str:
        """As a person would give them: `County,Ward`."""
        return ",".join(sheet.title(at) for at in (self.left if sheet.side == "left" else self.right))


@dataclass(frozen=True, kw_only=True)
class Rows:
    """One file while its key is sought: `besides` are columns that tell rows of one unit apart (selection, contest)."""

    sheet: Sheet
    besides: tuple[int, ...] = ()

    def keys(self, columns: Sequence[int]) -> pl.Series:
        """The normal form of the key of each row, with what tells rows of one unit apart."""
        return joined_key([normal(self.sheet.table.texts(at)) for at in (*columns, *self.besides)])

    def units(self, columns: Sequence[int]) -> pl.Series:
        """The normal form of the unit of each row."""
        return joined_key([normal(self.sheet.table.texts(at)) for at in columns])

    def labels(self, columns: Sequence[int]) -> pl.Series:
        """The unit of each row as people read it."""
        return shown_key([self.sheet.table.texts(at) for at in columns])


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A key that tells the rows apart in both files, and how it pairs them."""

    key: Key
    match: Match
    share: float  # of the smaller file's rows that have a partner


def find_key(left: Rows, right: Rows, twins: Sequence[tuple[int, int]], asked: Asked) -> Key:
    """The key, or one fault that says what to give."""
    if asked.station:
        return _told(left, right, twins, asked)
    columns = [pair for pair in twins if _may_name_units(left, right, *pair)][:MOST_CANDIDATES]
    if not columns:
        raise _nothing_to_choose(left, right)
    for size in range(1, MOST_COLUMNS + 1):
        found = list(_candidates(left, right, columns, size))
        if found:
            return _sure(_one_of(found, left, right), left, right, columns)
    raise _no_key(left, right, columns)


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
    if Kind.TEXT in kinds:
        return True
    return is_key_title(title) or _has_zeros(left, ours) or _has_zeros(right, theirs)


def counts_rows(texts: pl.Series) -> bool:
    """Whether a column is 0, 1, 2, … or 1, 2, 3, …: the numbers of the rows, which name nothing."""
    numbers = texts.drop_nulls().cast(pl.Int64, strict=False)
    steps = numbers.diff().drop_nulls()
    return bool(
        len(numbers) > 1 and len(steps) + 1 == len(numbers) and (steps == 1).all() and numbers[0] in {0, 1}
    )


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
            if not _same_shape(left, right):
                ours, theirs = (
                    rows.units(at).unique(maintain_order=True)
                    for rows, at in ((left, key.left), (right, key.right))
                )
            match = matched(ours, theirs)
            share = match.both / max(min(len(ours), len(theirs)), 1)
            if share >= ENOUGH:
                yield Candidate(key=key, match=match, share=share)


def _same_shape(left: Rows, right: Rows) -> bool:
    """Whether rows of both files are about the same: units in both, or figures in both."""
    return len(left.besides) == len(right.besides)


def tells_apart(keys: pl.Series) -> bool:
    """Whether every row has a key of its own."""
    return not keys.null_count() and keys.n_unique() == len(keys)


def _one_of(found: Sequence[Candidate], left: Rows, right: Rows) -> Candidate:
    """The candidate to take: all that titles recommend most must pair the same rows; of those that do, the fullest."""
    ranks = [_rank(each, left) for each in found]
    best = [each for each, rank in zip(found, ranks, strict=True) if rank == max(ranks)]
    for other in best[1:]:
        where = _disagree(best[0].match, other.match) if _same_shape(left, right) else 0
        if where is not None:
            raise _two_keys(left, right, best[0], other, where)
    if not _same_shape(left, right):
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
            or not _same_shape(left, right)
        ):
            continue
        if left.sheet.kinds[ours] is not Kind.TEXT or _lie_together(found.match, left, ours, right, theirs):
            continue
        wider = [(*pair,) for pair in zip(found.key.left, found.key.right, strict=True)] + [(ours, theirs)]
        again = list(_candidates(left, right, sorted(wider), len(wider)))
        if not again:
            titles = f"{found.key.titles(left.sheet)},{left.sheet.title(ours)}"
            what = f"units with the same {found.key.titles(left.sheet)} differ in {left.sheet.title(ours)}"
            raise Fault(
                what,
                place=_names(left, right),
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


def repeated(rows: Rows, columns: Sequence[int], known: Sequence[int]) -> Fault:
    """The fault for a key that two rows share, or that a row lacks; `known` are columns that both files have."""
    keys = rows.keys(columns)
    titles = ",".join(rows.sheet.title(at) for at in columns)
    if keys.null_count():
        line = int(np.flatnonzero(keys.is_null().to_numpy())[0])
        at = next(at for at in (*columns, *rows.besides) if rows.sheet.table.texts(at)[line] is None)
        cure = (
            "Fill it in, leave the row out if it is a sum, or say which columns name a unit: --station TITLE."
        )
        return Fault(
            f"the row has no {rows.sheet.title(at)}", place=rows.sheet.table.place(line, at), cure=cure
        )
    lines = np.flatnonzero(keys.is_duplicated().to_numpy())
    same = lines[(keys.gather(lines) == keys[int(lines[0])]).to_numpy()]
    first, second = (int(rows.sheet.table.rows[line]) for line in same[:2])
    label = rows.labels([*columns, *rows.besides])[int(same[0])]
    what = f"{titles} does not tell the rows apart: {quoted(label)} stands in rows {first} and {second}"
    return Fault(what, place=rows.sheet.table.name, cure=_further(rows, columns, known))


def _further(rows: Rows, columns: Sequence[int], known: Sequence[int]) -> str:
    """What else could be given: the columns that would tell all rows apart, if there are any."""
    others = [
        at for at in known if at in rows.sheet.of_kind(Kind.TEXT) and at not in {*columns, *rows.besides}
    ]
    for size in range(1, MOST_COLUMNS + 1):
        for more in combinations(others, size):
            chosen = sorted({*more, *columns})
            if tells_apart(rows.keys(chosen)):
                return f"Give --station '{','.join(rows.sheet.title(at) for at in chosen)}'."
    return "Say which columns name a unit, under the same title in both files: --station TITLE,TITLE."


def _names(left: Rows, right: Rows) -> str:
    return f"{left.sheet.table.name} and {right.sheet.table.name}"


def _two_keys(left: Rows, right: Rows, one: Candidate, other: Candidate, line: int) -> Fault:
    first, second = one.key.titles(left.sheet), other.key.titles(left.sheet)
    what = f"{first} and {second} could both name the unit"
    if _same_shape(left, right):
        to = [right.sheet.table.rows[each.match.to_right[line]] for each in (one, other)]
        row = left.sheet.table.rows[line]
        what += (
            f", and they disagree: row {row} of the first file is row {to[0]} or row {to[1]} of the second"
        )
    return Fault(
        what, place=_names(left, right), cure=f"Say which: --station '{first}' or --station '{second}'."
    )


def _nothing_to_choose(left: Rows, right: Rows) -> Fault:
    titles = ", ".join(map(left.sheet.title, range(len(left.sheet.kinds))))
    cure = f"Say it: --station TITLE. The first file has {titles}."
    others = ", ".join(map(right.sheet.title, range(len(right.sheet.kinds))))
    return Fault(
        "no column that both files have names the units",
        place=_names(left, right),
        cure=f"{cure} The second has {others}.",
    )


def _no_key(left: Rows, right: Rows, columns: Sequence[tuple[int, int]]) -> Fault:
    """Why none of the columns would do: labels repeat, or no label is in both files."""
    for size in range(1, MOST_COLUMNS + 1):
        for chosen in combinations(columns, size):
            ours, theirs = [each[0] for each in chosen], [each[1] for each in chosen]
            keys = left.keys(ours), right.keys(theirs)
            if all(map(tells_apart, keys)):
                return _few_in_both(left, right, ours, theirs)
    widest = columns[:MOST_COLUMNS]
    side = 0 if not tells_apart(left.keys([each[0] for each in widest])) else 1
    return repeated((left, right)[side], [each[side] for each in widest], [each[side] for each in columns])


def _few_in_both(left: Rows, right: Rows, ours: Sequence[int], theirs: Sequence[int]) -> Fault:
    match = matched(left.keys(ours), right.keys(theirs))
    titles = ",".join(left.sheet.title(at) for at in ours)
    only = int(np.flatnonzero(match.to_right < 0)[0])
    missing = unmatched(match.to_right, len(right.sheet.table.rows))
    other = right.labels(theirs)[int(missing[0])]
    some = f"only {match.both:,}" if match.both else "no"
    what = (
        f"{some} units are in both files by {titles}: {quoted(left.labels(ours)[only])} is in the first alone, "
        f"{quoted(other)} in the second"
    )
    cure = f"Do both files name the units in the same way? Else say which column does: --station '{titles}'."
    return Fault(what, place=_names(left, right), cure=cure)
