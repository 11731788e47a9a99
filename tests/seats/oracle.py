"""The possible results of a seat rule, found by trying every allocation against its definition.

Nothing here is shared with `sverka.seats`: no quota is divided, no remainder is sorted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from sverka.domain.ids import SelectionId
from sverka.domain.seat_rules import LargestRemainder, Plurality, Quota, Threshold
from tests.seats.elections import SmallElection

Seats = tuple[int, ...]  # in the order of the eligible


def possible_results(election: SmallElection) -> set[Seats]:
    """Every result that the rule allows, whatever the lots."""
    if isinstance(election.rule, Plurality):
        return set(_plurality(election, election.rule))
    return set(_largest_remainder(election, election.rule))


def allocations(parties: int, seats: int) -> Iterator[Seats]:
    """Every way of giving the seats to so many parties."""
    if parties == 1:
        yield (seats,)
        return
    for first in range(seats + 1):
        for others in allocations(parties - 1, seats - first):
            yield (first, *others)


def holds(votes: Seats, given: Seats, quota: Fraction) -> bool:
    """Whether no next seat has a better claim than somebody else's last seat (arXiv 2107.11903, eq. 3).

    For the Hare quota V/S this is g = S(v_i - v_j) - (s_i - s_j + 1)V <= 0 for every pair with s_j > 0.
    """
    price, scale = quota.numerator, quota.denominator
    return all(
        scale * (votes[i] - votes[j]) <= (given[i] - given[j] + 1) * price
        for i in range(len(votes))
        for j in range(len(votes))
        if i != j and given[j] > 0
    )


def quota(method: Quota, votes: int, seats: int) -> Fraction:
    """Votes per seat; Droop: the least whole number that only `seats` parties can reach."""
    if method is Quota.HARE:
        return Fraction(votes, seats)
    return Fraction(next(q for q in range(1, votes + 2) if q * (seats + 1) > votes))


def passes(threshold: Threshold, party: SelectionId, election: SmallElection) -> bool:
    """Whether the party has the share, of a base that is not empty; areas with an empty base do not count."""
    if threshold.areas is None:
        places: list[tuple[Mapping[SelectionId, int], int]] = [
            (election.votes, election.bases[threshold.base])
        ]
        if places[0][1] == 0:
            return False
    else:
        places = [
            (election.area_votes.get(area, {}), bases[threshold.base])
            for area, bases in election.area_bases.items()
            if bases[threshold.base] > 0
        ]
    shares = [Fraction(votes.get(party, 0), base) for votes, base in places]
    return all(
        share > threshold.share or (share == threshold.share and not threshold.strict) for share in shares
    )


def _largest_remainder(election: SmallElection, rule: LargestRemainder) -> Iterator[Seats]:
    order = election.eligible
    passing = [
        party
        for party in order
        if election.votes.get(party, 0) > 0 and all(passes(t, party, election) for t in rule.thresholds)
    ]
    votes = {party: election.votes[party] for party in passing}
    for result in _within_cap(votes, rule.seats, rule):
        yield tuple(result.get(party, 0) for party in order)


def _within_cap(
    votes: Mapping[SelectionId, int], seats: int, rule: LargestRemainder
) -> Iterator[dict[SelectionId, int]]:
    """Results that keep to the cap; if there are none, those above it stay at it and the others divide anew."""
    if not votes:
        yield {}
        return
    parties, numbers = tuple(votes), tuple(votes.values())
    price = quota(rule.quota, sum(numbers), seats)
    cap = rule.seats if rule.cap is None else rule.cap
    results = [given for given in allocations(len(parties), seats) if holds(numbers, given, price)]
    kept = [given for given in results if max(given) <= cap]
    if kept:
        yield from (dict(zip(parties, given, strict=True)) for given in kept)
        return
    above = {party for given in results for party, n in zip(parties, given, strict=True) if n > cap}
    others = {party: votes[party] for party in parties if party not in above}
    for result in _within_cap(others, seats - cap * len(above), rule):
        yield dict.fromkeys(above, cap) | result


def _plurality(election: SmallElection, rule: Plurality) -> Iterator[Seats]:
    order = election.eligible
    votes = {candidate: election.votes.get(candidate, 0) for candidate in order}
    against = election.votes.get(election.against_all, 0) if election.against_all else 0
    voted = [candidate for candidate in order if votes[candidate] > 0]
    if rule.void_when_against_all_leads and all(against > n for n in votes.values()):
        voted = []
    for elected in combinations(voted, min(rule.seats, len(voted))):
        outside = [votes[candidate] for candidate in voted if candidate not in elected]
        if not outside or not elected or max(outside) <= min(votes[candidate] for candidate in elected):
            yield tuple(int(candidate in elected) for candidate in order)
