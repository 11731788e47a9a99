"""What papers with findings could change: the votes of those stations against the gap that decides.

No guess about who is right: if every vote in question were another one, would the order of the first two be another, or
would somebody be on the other side of a threshold?
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from sverka.domain.election import Contest
from sverka.domain.ids import BaseId, SelectionId
from sverka.domain.seat_rules import LargestRemainder
from sverka.publish.legal import LEGAL
from sverka.publish.results import ContestResults
from sverka.publish.totals import Total

VOTES_PER_MOVE = 2  # a vote that moves from the first to the second changes what is between them by two


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is decided by how many votes: the order of two, or one and a threshold (`other` is None)."""

    selection: SelectionId
    other: SelectionId | None
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """The stations whose papers have findings, counted and set aside, with their votes, and what these could change."""

    stations: int
    votes: int
    aside: int
    votes_aside: int
    gap: Gap | None

    @property
    def could_change(self) -> bool:
        """Whether these votes are enough to close the gap, if every one of them were another one."""
        if self.gap is None:
            return False
        moves = VOTES_PER_MOVE if self.gap.other is not None else 1
        return moves * self.votes + self.votes_aside >= self.gap.votes


def weight_of(of: ContestResults) -> Weight | None:
    """What findings weigh in the counts in law of a contest; None where no paper of them has any."""
    standing, table, total = of.legal_standing, of.legal.table, of.totals[LEGAL].of()
    counted = table.counted & ~standing.annulled
    found, aside = counted & standing.with_findings & ~standing.set_aside, counted & standing.set_aside
    if total is None or not (found.any() or aside.any()):
        return None
    votes = table.values[:, table.selection_columns]
    return Weight(
        stations=int(np.count_nonzero(found)),
        votes=int(votes[found].sum()),
        aside=int(np.count_nonzero(aside)),
        votes_aside=int(votes[aside].sum()),
        gap=_gap(of.contest, total),
    )


def _gap(contest: Contest, total: Total) -> Gap | None:
    """The smallest of the gaps to a threshold of the whole where the rule has one, else that of the first two."""
    thresholds = contest.seats.thresholds if isinstance(contest.seats, LargestRemainder) else ()
    bases = [(each.share, total.bases.get(BaseId(each.base))) for each in thresholds if each.areas is None]
    standing = [each.id for each in contest.selections if each.kind.contends]
    near = [
        Gap(selection=id_, other=None, votes=ceil(abs(total.selections[id_] - Fraction(share) * base)))
        for share, base in bases
        if base
        for id_ in standing
    ]
    if near:
        return min(near, key=lambda gap: (gap.votes, gap.selection))
    ranked = sorted(standing, key=lambda id_: (-total.selections[id_], id_))
    if len(ranked) < len(("first", "second")):
        return None
    first, second = ranked[:2]
    return Gap(selection=first, other=second, votes=total.selections[first] - total.selections[second])
