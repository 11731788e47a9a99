"""The slow twin of the comparison: one station, plain cells, and the published rules word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import Tolerance
from sverka.domain.ids import AccountId, ContestId, RowId, SelectionId

Cell = int | str | None
"""A figure, None for unread, "absent" for not on the sheet."""

Sheet = Mapping[str, Cell]
"""One station's cells by field; a field that is missing is absent."""

STATES = {int: State.READ, str: State.ABSENT, type(None): State.UNREAD}


@dataclass(frozen=True)
class Counted:
    """One account's sheets by station, and the fields of its form."""

    rows: Sequence[str]
    selections: Sequence[str]
    sheets: Mapping[str, Sheet | None]

    def table(self, account: str) -> CountTable:
        """The same as a table; None is no count."""
        fields = [*self.rows, *self.selections]
        values = np.zeros((len(self.sheets), len(fields)), np.int64)
        state = np.zeros(values.shape, np.uint8)
        for line, sheet in enumerate(self.sheets.values()):
            for column, name in enumerate(fields if sheet is not None else ()):
                cell = sheet.get(name, "absent") if sheet is not None else None
                values[line, column] = cell if isinstance(cell, int) else 0
                state[line, column] = STATES[type(cell)]
        return CountTable(
            contest=ContestId("c"),
            source=Source(AccountId(account)),
            units=tuple(self.sheets),
            rows=tuple(map(RowId, self.rows)),
            selections=tuple(map(SelectionId, self.selections)),
            values=values,
            state=state,
        )


@dataclass
class Said:
    """What is said of one station."""

    status: str
    gross: int = 0
    net: int = 0
    pairs: dict[str, tuple[int, int]] = field(default_factory=dict)


def said_of(left: Counted, right: Counted, station: str, tolerance: Tolerance) -> Said:
    """Compare one station, field by field."""
    one, other = left.sheets.get(station), right.sheets.get(station)
    if one is None or other is None:
        return Said("only-left" if one is not None else "only-right" if other is not None else "none")
    selections = dict.fromkeys([*left.selections, *right.selections])
    shared = [row for row in left.rows if row in right.rows]
    cells = {name: (one.get(name, "absent"), other.get(name, "absent")) for name in [*shared, *selections]}
    pairs = {name: (_number(a), _number(b)) for name, (a, b) in cells.items() if None not in (a, b)}
    votes = [pairs[name] for name in selections if name in pairs]
    said = Said("identical", sum(abs(b - a) for a, b in votes), sum(b - a for a, b in votes), pairs)
    if any(_beyond(a, b, tolerance) for a, b in pairs.values()):
        said.status = "different"
    elif len(pairs) < len(cells):
        said.status = "not-comparable"
    elif any(a != b for a, b in pairs.values()):
        said.status = "tolerated"
    return said


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0


def _beyond(left: int, right: int, tolerance: Tolerance) -> bool:
    apart = abs(right - left)
    return apart > tolerance.votes and apart > tolerance.share * max(left, right)


# Kinds


def kinds_one_by_one(left: Sequence[int], right: Sequence[int]) -> list[str]:
    """All kinds that fit one station's differing figures, in the published order."""
    named = [kind for kind, rule in NAMED.items() if rule(list(left), list(right))]
    if named and not _by_chance(left, right, named):
        return named
    return [*named, _shape(left, right)]


def _differing(left: Sequence[int], right: Sequence[int]) -> list[int]:
    return [at for at, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]


def _all_zero(left: list[int], right: list[int]) -> bool:
    return not any(left) or not any(right)


def _doubled(left: list[int], right: list[int]) -> bool:
    twice = [2 * a for a in left] == right or [2 * b for b in right] == left
    return twice and len(_differing(left, right)) >= 2


def _far_lower(left: list[int], right: list[int]) -> bool:
    low, high = sorted((left, right), key=sum)
    lower_everywhere = all(a <= b for a, b in zip(low, high, strict=True))
    large_ones_lower = all(a < b for a, b in zip(low, high, strict=True) if b >= 10)
    several = len(_differing(left, right)) >= 2 and sum(low) > 0 and sum(high) >= 20
    return several and 2 * sum(low) < sum(high) and lower_everywhere and large_ones_lower


def _shifted(left: list[int], right: list[int]) -> bool:
    at = _differing(left, right)
    first, last = at[0], at[-1]
    moved = right[first + 1 : last + 1] == left[first:last] or left[first + 1 : last + 1] == right[first:last]
    return moved and len(at) >= 3


def _rows_swapped(left: list[int], right: list[int]) -> bool:
    match _differing(left, right):
        case [i, j]:
            return (left[i], left[j]) == (right[j], right[i])
        case _:
            return False


def _one_moved(left: list[int], right: list[int]) -> bool:
    return sorted(b - a for a, b in zip(left, right, strict=True) if a != b) == [-1, 1]


def _single(left: list[int], right: list[int]) -> tuple[int, int] | None:
    at = _differing(left, right)
    return (left[at[0]], right[at[0]]) if len(at) == 1 else None


def _by_one(left: list[int], right: list[int]) -> bool:
    pair = _single(left, right)
    return pair is not None and abs(pair[0] - pair[1]) == 1


def _row_zero(left: list[int], right: list[int]) -> bool:
    pair = _single(left, right)
    return pair is not None and 0 in pair


def _swapped_digits(left: list[int], right: list[int]) -> bool:
    pair = _single(left, right)
    return pair is not None and digits_swapped(*pair)


def _dropped_digit(left: list[int], right: list[int]) -> bool:
    pair = _single(left, right)
    return pair is not None and digit_dropped(*pair)


def digits_swapped(a: int, b: int) -> bool:
    """On paper: the two figures one under the other, two columns of digits crossed over."""
    digits = list(zip_longest(reversed(str(a)), reversed(str(b)), fillvalue="0"))
    crossed = [(x, y) for x, y in digits if x != y]
    return len(crossed) == 2 and crossed[0] == crossed[1][::-1]


def digit_dropped(a: int, b: int) -> bool:
    """On paper: the longer figure with one digit struck out is the other."""
    small, large = sorted((a, b))
    text = str(large)
    return len(text) > 1 and any(int(text[:at] + text[at + 1 :]) == small for at in range(len(text)))


def _by_chance(left: Sequence[int], right: Sequence[int], named: Sequence[str]) -> bool:
    apart = [abs(a - b) for a, b in zip(left, right, strict=True) if a != b]
    few = len(apart) <= 2 and 2 <= max(apart) <= 9
    return few or ("far-lower" in named and max(sum(left), sum(right)) < 100)


def _shape(left: Sequence[int], right: Sequence[int]) -> str:
    apart = [b - a for a, b in zip(left, right, strict=True) if a != b]
    if len(apart) == 1:
        return "one-field"
    if sum(apart) == 0:
        return "ballots-moved" if len(apart) == 2 else "several-sum-kept"
    if max(apart) < 0:
        return "several-lower"
    return "several-higher" if min(apart) > 0 else "mixed"


NAMED = {
    "all-zero": _all_zero,
    "all-doubled": _doubled,
    "far-lower": _far_lower,
    "rows-shifted": _shifted,
    "two-rows-swapped": _rows_swapped,
    "one-ballot-moved": _one_moved,
    "one-field-by-one": _by_one,
    "row-zero": _row_zero,
    "digits-swapped": _swapped_digits,
    "digit-dropped-or-added": _dropped_digit,
}
