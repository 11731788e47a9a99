"""Why no key was found, in one fault that says what to give."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from sverka.errors import Fault
from sverka.formats.faults import quoted
from sverka.formats.plain.columns import Kind
from sverka.formats.plain.matching import matched, unmatched
from sverka.formats.plain.units import Candidate, Rows, as_given, same_shape, tells_apart

MOST_COLUMNS = 3  # of one key
MOST_FURTHER = 8  # columns are tried beside those of a key
FEW = 0.1  # of the rows repeat: they are rather wrong than the key
MOST = 0.5  # of the rows repeat: a number may be what names a unit


def repeated(rows: Rows, columns: Sequence[int], known: Sequence[int]) -> Fault:
    """The fault for a key that two rows share, or that a row lacks; `known` are columns that both files have."""
    keys = rows.keys(columns)
    titles = as_given(rows.sheet.title(at) for at in columns)
    if keys.null_count():
        line = int(np.flatnonzero(keys.is_null().to_numpy())[0])
        at = next(at for at in (*columns, *rows.besides) if rows.sheet.table.texts(at)[line] is None)
        cure = (
            "Fill it in, leave the row out if it is a sum, or say which columns name a unit: --station TITLE."
            f"{_alone(rows)}"
        )
        return Fault(
            f"the row has no {rows.sheet.title(at)}", place=rows.sheet.table.place(line, at), cure=cure
        )
    lines = np.flatnonzero(keys.is_duplicated().to_numpy())
    same = lines[(keys.gather(lines) == keys[int(lines[0])]).to_numpy()]
    first, second = (int(rows.sheet.table.rows[line]) for line in same[:2])
    label = rows.labels([*columns, *rows.besides])[int(same[0])]
    what = f"{titles} does not tell the rows apart: {quoted(label)} stands in rows {first} and {second}"
    share = len(lines) / len(keys)
    return Fault(what, place=rows.sheet.table.name, cure=_further(rows, columns, known, share))


def _further(rows: Rows, columns: Sequence[int], known: Sequence[int], share: float) -> str:
    """What to give: the columns that would tell all rows apart, if there are any; `share` of the rows repeat."""
    texts, figures = (
        [at for at in rows.sheet.of_kind(kind) if at in known] for kind in (Kind.TEXT, Kind.FIGURES)
    )
    found = _telling(rows, columns, texts)
    if found:
        return f"Give --station '{found}'."
    say = "say which columns name a unit, under the same title in both files: --station TITLE,TITLE"
    if share <= FEW:
        return f"Leave one of these rows out, or {say}.{_alone(rows)}"
    like = _telling(rows, columns, figures) if share >= MOST else ""
    return f"{say[0].upper()}{say[1:]}{f', perhaps --station {like!r}' if like else ''}.{_alone(rows)}"


def _telling(rows: Rows, columns: Sequence[int], others: Sequence[int]) -> str:
    """The columns with the fewest further ones that tell all rows apart, as a person would give them."""
    further = [at for at in others if at not in {*columns, *rows.besides}][:MOST_FURTHER]
    for size in range(1, MOST_COLUMNS + 1):
        for more in combinations(further, size):
            chosen = sorted({*more, *columns})
            if tells_apart(rows.keys(chosen)):
                return as_given(rows.sheet.title(at) for at in chosen)
    return ""


def _alone(rows: Rows) -> str:
    """That one contest may be easier, where there are several."""
    several = rows.contest is not None and rows.sheet.table.texts(rows.contest).n_unique() > 1
    return " Or compare one contest alone: --contest NAME." if several else ""


def names_of(left: Rows, right: Rows) -> str:
    return f"{left.sheet.table.name} and {right.sheet.table.name}"


def two_keys(left: Rows, right: Rows, one: Candidate, other: Candidate, line: int) -> Fault:
    first, second = one.key.titles(left.sheet), other.key.titles(left.sheet)
    what = f"{first} and {second} could both name the unit"
    if same_shape(left, right):
        to = [right.sheet.table.rows[each.match.to_right[line]] for each in (one, other)]
        row = left.sheet.table.rows[line]
        what += (
            f", and they disagree: row {row} of the first file is row {to[0]} or row {to[1]} of the second"
        )
    return Fault(
        what, place=names_of(left, right), cure=f"Say which: --station '{first}' or --station '{second}'."
    )


def nothing_to_choose(left: Rows, right: Rows) -> Fault:
    titles = ", ".join(map(left.sheet.title, range(len(left.sheet.kinds))))
    cure = f"Say it: --station TITLE. The first file has {titles}."
    others = ", ".join(map(right.sheet.title, range(len(right.sheet.kinds))))
    return Fault(
        "no column that both files have names the units",
        place=names_of(left, right),
        cure=f"{cure} The second has {others}.",
    )


def no_key(
    left: Rows, right: Rows, columns: Sequence[tuple[int, int]], known: Sequence[tuple[int, int]]
) -> Fault:
    """Why none of the columns would do: labels repeat or lack, or no label is in both files.

    Of columns that repeat those are named that tell most rows apart.
    """
    best, chosen = -1.0, ((), ())
    for size in range(1, MOST_COLUMNS + 1):
        for pairs in combinations(columns, size):
            ours, theirs = zip(*pairs, strict=True)
            keys = left.keys(ours), right.keys(theirs)
            if all(map(tells_apart, keys)):
                return _few_in_both(left, right, ours, theirs)
            apart = min(each.n_unique() / len(each) for each in keys)
            if apart > best:
                best, chosen = apart, (ours, theirs)
    side = 0 if not tells_apart(left.keys(chosen[0])) else 1
    return repeated((left, right)[side], chosen[side], [each[side] for each in known])


def _few_in_both(left: Rows, right: Rows, ours: Sequence[int], theirs: Sequence[int]) -> Fault:
    match = matched(left.keys(ours), right.keys(theirs))
    titles = as_given(left.sheet.title(at) for at in ours)
    only = int(np.flatnonzero(match.to_right < 0)[0])
    missing = unmatched(match.to_right, len(right.sheet.table.rows))
    other = right.labels(theirs)[int(missing[0])]
    some = {0: "no units are", 1: "only 1 unit is"}.get(match.both, f"only {match.both:,} units are")
    what = (
        f"{some} in both files by {titles}: {quoted(left.labels(ours)[only])} is in the first alone, "
        f"{quoted(other)} in the second"
    )
    cure = f"Do both files name the units in the same way? Else say which column does: --station '{titles}'."
    return Fault(what, place=names_of(left, right), cure=cure)
