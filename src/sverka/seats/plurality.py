"""Plurality: the most votes win; "against all" ahead of the first can void the contest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sverka.domain.ids import SelectionId
from sverka.domain.seat_rules import Plurality
from sverka.seats.allocation import Allocation, Reason, conclude, no_one
from sverka.seats.lots import DrawnLot, by_size, highest, tie
from sverka.seats.steps import Step, StepCode, step


def plurality(
    rule: Plurality,
    votes: Mapping[SelectionId, int],
    against_all: int | None = None,
    drawn: Sequence[DrawnLot] = (),
) -> Allocation:
    """The `rule.seats` candidates with the most votes, one seat each, or the lot for the last seats.

    Parameters
    ----------
    votes : of each candidate who can be elected; nobody is elected without a vote
    against_all : votes against all, None where the ballot has no such line

    Where the rule says so, more votes against all than for the first candidate mean that nobody
    is elected and the contest is repeated; an equal number does not.
    not read: the article, so whether an equal number voids the contest is our reading.
    """
    ranked = by_size(votes)
    nobody = dict.fromkeys(ranked, 0)
    first_votes = votes[ranked[0]] if ranked else 0
    steps: list[Step] = []
    if rule.void_when_against_all_leads and against_all is not None:
        ahead = against_all > first_votes
        code = StepCode.AGAINST_ALL_AHEAD if ahead else StepCode.AGAINST_ALL_NOT_AHEAD
        steps.append(step(code, votes=against_all, first_votes=first_votes))
        if ahead:
            return no_one(nobody, Reason.AGAINST_ALL_AHEAD, steps, drawn)
    if not first_votes:
        return no_one(nobody, Reason.NO_VOTES, [*steps, step(StepCode.NO_VOTES)], drawn)

    sure, lot = highest({candidate: votes[candidate] for candidate in ranked if votes[candidate]}, rule.seats)
    steps.extend(step(StepCode.MOST_VOTES, selection=winner, votes=votes[winner]) for winner in sure)
    if lot:
        steps.append(tie(lot, votes[lot.between[0]]))
    return conclude(nobody | dict.fromkeys(sure, 1), rule.seats, lot, steps, drawn)
