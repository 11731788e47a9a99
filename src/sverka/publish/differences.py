"""How many stations of each area were compared, and how many of them differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sverka.domain.ids import AreaId, BaseId
from sverka.publish.areas import Membership
from sverka.publish.totals import Share
from sverka.reconcile.compare import Comparison
from sverka.reconcile.kinds import CODE, NOT_COMPARABLE, KindId

BoolArray = NDArray[np.bool_]

COMPARED = BaseId(
    "compared"
)  # the stations where both accounts have a count: a base of shares, like those of a contest
DIFFERENT = BaseId("different")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The comparison over the stations of one area: both = identical + different + not_comparable.

    `gross`, `net` : over the selections of the stations that differ, net is right minus left
    """

    both: int
    identical: int
    different: int
    not_comparable: int
    gross: int
    net: int

    @property
    def identical_share(self) -> Share:
        """Identical stations as a share of those compared."""
        return Share(votes=self.identical, base=COMPARED, of=self.both)

    @property
    def different_share(self) -> Share:
        """Differing stations as a share of those compared."""
        return Share(votes=self.different, base=COMPARED, of=self.both)


def compared_by_area(comparison: Comparison, membership: Membership) -> Mapping[AreaId, Compared]:
    """The comparison area by area, `WHOLE` first; of the stations of the membership's axis."""
    different, unreadable = _masks(comparison)
    gross, net = np.zeros((2, len(comparison.both)), np.int64)
    gross[comparison.lines], net[comparison.lines] = comparison.gross, comparison.net
    per_station = (comparison.both, different, unreadable, gross, net)
    sums = (membership.added_up(each.astype(np.int64)).tolist() for each in per_station)
    return {
        area: Compared(
            both=both,
            identical=both - unlike - unclear,
            different=unlike,
            not_comparable=unclear,
            gross=apart,
            net=less,
        )
        for area, both, unlike, unclear, apart, less in zip(membership.areas, *sums, strict=True)
    }


def kind_share(comparison: Comparison, kind: KindId) -> Share:
    """The stations of one kind as a share of those that differ."""
    of = comparison.stations["different"]
    return Share(votes=comparison.kind_counts.get(kind, 0), base=DIFFERENT, of=of)


def _masks(comparison: Comparison) -> tuple[BoolArray, BoolArray]:
    """Shape (units,) each: the stations that differ, and those whose figures could not be compared."""
    different, unreadable = np.zeros((2, len(comparison.both)), np.bool_)
    different[comparison.lines] = comparison.different
    unreadable[comparison.lines] = comparison.kind == CODE[NOT_COMPARABLE]
    return different, unreadable
