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


def repeated(rows: Rows, columns: Sequence[int], known: Sequence[int]) -> Fault:
    """The fault for a key that two rows share, or that a row lacks; `known` are columns that both files have."""
    keys = rows.keys(columns)
    titles = as_given(rows.sheet.title(at) for at in columns)
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
                return f"Give --station '{as_given(rows.sheet.title(at) for at in chosen)}'."
    return "Say which columns name a unit, under the same title in both files: --station TITLE,TITLE."


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


def no_key(left: Rows, right: Rows, columns: Sequence[tuple[int, int]]) -> Fault:
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
    titles = as_given(left.sheet.title(at) for at in ours)
    only = int(np.flatnonzero(match.to_right < 0)[0])
    missing = unmatched(match.to_right, len(right.sheet.table.rows))
    other = right.labels(theirs)[int(missing[0])]
    some = f"only {match.both:,}" if match.both else "no"
    what = (
        f"{some} units are in both files by {titles}: {quoted(left.labels(ours)[only])} is in the first alone, "
        f"{quoted(other)} in the second"
    )
    cure = f"Do both files name the units in the same way? Else say which column does: --station '{titles}'."
    return Fault(what, place=names_of(left, right), cure=cure)
