"""Two counts of the same contest, station by station and field by field.

The sign is said once, here: a difference is right minus left (hand minus machine).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Tolerance
from sverka.domain.ids import ContestId, FieldId
from sverka.reconcile import kinds
from sverka.reconcile.kinds import KINDS, KindId

BLOCK = 4096  # stations at a time: two blocks of 40 fields stay in the second-level cache

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What two counts of one contest say of each other.

    `left`, `right` : the tables, on one axis of units and with the same columns
    `both` : shape (units,), both sources have a count
    `lines` : shape (d,), the units that are listed: different, only in one, or not comparable
    `kind`, `also` : shape (d,), code of the kind and bits of the others that fit (`kinds.KINDS`)
    `gross`, `net` : shape (d,), over the selections: sum of |right - left|, sum of right - left
    `joined` : shape (units,), counted together with another unit and compared there
    `within_tolerance` : stations whose figures differ by no more than the policy tolerates
    """

    left: CountTable
    right: CountTable
    both: BoolArray
    lines: NDArray[np.intp]
    kind: NDArray[np.uint8]
    also: NDArray[np.uint32]
    gross: IntArray
    net: IntArray
    tolerance: Tolerance
    joined: BoolArray
    within_tolerance: int = 0

    @property
    def contest(self) -> ContestId:
        """The contest compared."""
        return self.left.contest

    @cached_property
    def different(self) -> BoolArray:
        """Shape (d,): the listed stations whose figures differ."""
        return self.kind > kinds.CODE[kinds.NOT_COMPARABLE]

    @cached_property
    def stations(self) -> dict[str, int]:
        """How many stations: both = identical + different + not_comparable."""
        both = int(self.both.sum())
        different = int(self.different.sum())
        not_comparable = int((self.kind == kinds.CODE[kinds.NOT_COMPARABLE]).sum())
        return {
            "left": int(self.left.counted.sum()),
            "right": int(self.right.counted.sum()),
            "both": both,
            "identical": both - different - not_comparable,
            "different": different,
            "not_comparable": not_comparable,
            "sum_kept": int((self.different & (self.net == 0)).sum()),
            "within_tolerance": self.within_tolerance,
            "joined": int(self.joined.sum()),
        }

    @cached_property
    def kind_counts(self) -> dict[KindId, int]:
        """How many stations of each kind, in the published order, none left out that occurs."""
        counts = np.bincount(self.kind, minlength=len(KINDS))
        return {kind: int(n) for kind, n in zip(KINDS, counts, strict=True) if n}

    @property
    def agrees(self) -> bool:
        """Every station has both counts and all agree."""
        return len(self.lines) == 0 and bool((self.both | self.joined).all()) and len(self.both) > 0

    @cached_property
    def sums(self) -> dict[FieldId, dict[str, int]]:
        """Per field, over the cells compared: left, right, gross, net."""
        total = np.zeros((4, len(self.left.fields)), np.int64)
        for start in range(0, len(self.both), BLOCK):
            left, right = _cells(self.left, self.right, slice(start, start + BLOCK))
            left, right = left[self.both[start : start + BLOCK]], right[self.both[start : start + BLOCK]]
            total += [left.sum(0), right.sum(0), np.abs(right - left).sum(0), (right - left).sum(0)]
        words = ("left", "right", "gross", "net")
        return {
            f: dict(zip(words, map(int, total[:, i]), strict=True)) for i, f in enumerate(self.left.fields)
        }

    @cached_property
    def deltas(self) -> IntArray:
        """Shape (units, fields): right minus left; 0 where a count is missing or a cell could not be read."""
        left, right = _cells(self.left, self.right, slice(None))
        deltas: IntArray = np.where(self.both[:, None], right - left, 0)
        return deltas

    def deltas_at(self, line: int) -> IntArray:
        """Shape (fields,): the same of one unit."""
        left, right = _cells(self.left, self.right, slice(line, line + 1))
        return (right - left)[0] if self.both[line] else np.zeros_like(left[0])

    def difference_of(self, unit: str) -> int | None:
        """The place of a unit in `lines`, or None where it is not listed."""
        return self._listed.get(unit)

    @cached_property
    def _listed(self) -> dict[str, int]:
        return {self.left.units[line]: place for place, line in enumerate(self.lines)}


def compare(
    left: CountTable,
    right: CountTable,
    *,
    tolerance: Tolerance | None = None,
    joined: BoolArray | None = None,
) -> Comparison:
    """Compare two counts of one contest over all units that either has on its axis.

    Absent against 0 is equal, absent against n > 0 differs; a cell that one side could not read is
    not compared, and a station where nothing else differs is then *not comparable*.
    `joined` : shape (units,) on the left axis, which both tables must then share
    """
    if left.contest != right.contest:
        raise AssertionError(f"comparing contest {left.contest} with {right.contest}")
    tolerance = tolerance or Tolerance()
    left, right = aligned(left, right)
    both = left.counted & right.counted
    differs, unread, tolerated = _scan(left, right, both, tolerance)
    only_left, only_right = left.counted & ~right.counted, right.counted & ~left.counted
    lines = np.flatnonzero(differs | unread | only_left | only_right)
    kind = np.full(len(lines), kinds.CODE[kinds.NOT_COMPARABLE], np.uint8)
    kind[only_left[lines]] = kinds.CODE[kinds.ONLY_LEFT]
    kind[only_right[lines]] = kinds.CODE[kinds.ONLY_RIGHT]
    also = np.zeros(len(lines), np.uint32)
    gross, net = np.zeros(len(lines), np.int64), np.zeros(len(lines), np.int64)
    found = np.flatnonzero(differs[lines])
    for start in range(0, len(found), BLOCK):
        at = found[start : start + BLOCK]
        kind[at], also[at], gross[at], net[at] = _judge(left, right, lines[at])
    return Comparison(
        left=left,
        right=right,
        both=both,
        lines=lines,
        kind=kind,
        also=also,
        gross=gross,
        net=net,
        tolerance=tolerance,
        within_tolerance=tolerated,
        joined=np.zeros(len(both), np.bool_) if joined is None else joined,
    )


def aligned(left: CountTable, right: CountTable) -> tuple[CountTable, CountTable]:
    """Both tables on the union of their units and on the fields that both can carry.

    Rows that only one account's form has are left out; a selection that only one table has is
    *not on the sheet* of the other.
    """
    units = left.units if left.units == right.units else tuple(dict.fromkeys((*left.units, *right.units)))
    left, right = left.reindexed(units), right.reindexed(units)
    rows = tuple(row for row in left.rows if row in right.rows)
    selections = tuple(dict.fromkeys((*left.selections, *right.selections)))
    return left.with_columns(rows, selections), right.with_columns(rows, selections)


def _cells(left: CountTable, right: CountTable, block: slice | NDArray[np.intp]) -> tuple[IntArray, IntArray]:
    """The figures of some units; a cell that one side could not read is 0 in both, as if it agreed."""
    values_left, values_right = left.values[block], right.values[block]
    unread = (left.state[block] == State.UNREAD) | (right.state[block] == State.UNREAD)
    if unread.any():
        values_left, values_right = np.where(unread, 0, values_left), np.where(unread, 0, values_right)
    return values_left, values_right


def _scan(
    left: CountTable, right: CountTable, both: BoolArray, tolerance: Tolerance
) -> tuple[BoolArray, BoolArray, int]:
    """Which units differ, which cannot be compared, and how many differ within the tolerance."""
    differs, unread = np.zeros(len(both), np.bool_), np.zeros(len(both), np.bool_)
    tolerated = 0
    for start in range(0, len(both), BLOCK):
        block = slice(start, start + BLOCK)
        values_left, values_right = _cells(left, right, block)
        missing = (left.state[block] == State.UNREAD) | (right.state[block] == State.UNREAD)
        unequal = (values_left != values_right).any(axis=1) & both[block]
        differs[block] = unequal
        if tolerance != Tolerance(source=tolerance.source):
            differs[block] = _beyond(values_left, values_right, tolerance).any(axis=1) & both[block]
        unread[block] = missing.any(axis=1) & both[block] & ~differs[block]
        tolerated += int((unequal & ~differs[block] & ~unread[block]).sum())
    return differs, unread, tolerated


def _beyond(left: IntArray, right: IntArray, tolerance: Tolerance) -> BoolArray:
    """Cells that differ by more than the tolerated votes and by more than the tolerated share of the larger."""
    apart, share = np.abs(right - left), Fraction(tolerance.share)
    whole, rest = np.divmod(np.maximum(left, right), share.denominator)
    tolerated = whole * share.numerator + rest * share.numerator // share.denominator  # never beyond int64
    return np.asarray((apart > tolerance.votes) & (apart > tolerated))


def _judge(
    left: CountTable, right: CountTable, lines: NDArray[np.intp]
) -> tuple[NDArray[np.uint8], NDArray[np.uint32], IntArray, IntArray]:
    """Kind, the others that fit, gross and net of some differing units."""
    values_left, values_right = _cells(left, right, lines)
    votes_left, votes_right = values_left[:, left.selection_columns], values_right[:, left.selection_columns]
    delta = votes_right - votes_left
    gross, net = np.abs(delta).sum(axis=1), delta.sum(axis=1)
    by_votes = gross > 0
    if by_votes.all():
        return *kinds.kinds_of(votes_left, votes_right), gross, net
    kind, also = np.zeros(len(lines), np.uint8), np.zeros(len(lines), np.uint32)
    kind[by_votes], also[by_votes] = kinds.kinds_of(votes_left[by_votes], votes_right[by_votes])
    rows = slice(0, len(left.rows))
    kind[~by_votes], also[~by_votes] = kinds.kinds_of(
        values_left[~by_votes, rows], values_right[~by_votes, rows]
    )
    return kind, also, gross, net
