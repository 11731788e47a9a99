"""Many small elections against exact enumeration and against two libraries, where those are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

from interregnum.methods.singlevote.largest_remainder import LargestRemainderAllocator
from votelib.evaluate.core import Plurality as VotelibPlurality
from votelib.evaluate.core import Tie
from votelib.evaluate.proportional import LargestRemainder as VotelibLargestRemainder
from votelib.evaluate.threshold import AbsoluteThreshold

from sverka.domain.ids import SelectionId
from sverka.domain.seat_rules import LargestRemainder, Plurality
from sverka.seats.allocation import Allocated, Allocation, LotsRequired, NoOneElected
from sverka.seats.lots import DrawnLot, Lot
from sverka.seats.steps import StepCode
from tests.seats.elections import SmallElection, draw_election
from tests.seats.oracle import Seats, possible_results

Results = frozenset[Seats]


def soak(seed: int, n: int) -> dict[str, int]:
    """Compare `n` elections; gives how many there were of each kind, and how many came out `wrong`."""
    random = Random(seed)
    found = Counter({"elections": n, "wrong": 0})
    for _ in range(n):
        found.update(compare(draw_election(random)))
    return dict(found)


def compare(election: SmallElection) -> Iterator[str]:
    """What was seen in one election; `wrong` once for everything that does not agree."""
    allocation = election.allocate()
    results = results_of(election, allocation)
    if results != possible_results(election) or not _lot_is_exact(election, allocation, results):
        yield "wrong"
    yield type(allocation).__name__
    yield from {code.value for code in StepCode if any(s.code is code for s in allocation.steps)}
    if _exact_hit(allocation):
        yield "exact threshold"
    for name, theirs in (("votelib", votelib_results), ("interregnum", interregnum_results)):
        seen = theirs(election)
        if seen is not None:
            yield name
            if (seen != results) if name == "votelib" else not seen <= results:
                yield "wrong"


def results_of(election: SmallElection, allocation: Allocation) -> Results:
    """Every result that the allocation can end in, each lot drawn in every way."""
    if not isinstance(allocation, LotsRequired):
        return frozenset({in_order(election, allocation.seats)})
    (lot,) = allocation.lots
    return frozenset(in_order(election, drawn.seats) for drawn in _every_draw(election, lot))


def in_order(election: SmallElection, seats: Mapping[SelectionId, int]) -> Seats:
    """The seats in the order of the eligible."""
    assert set(seats) == set(election.eligible)
    return tuple(seats[selection] for selection in election.eligible)


def _every_draw(election: SmallElection, lot: Lot) -> Iterator[Allocated]:
    for winners in combinations(lot.between, lot.seats):
        drawn = election.allocate(DrawnLot(lot.between, winners))
        assert isinstance(drawn, Allocated)
        yield drawn


def _lot_is_exact(election: SmallElection, allocation: Allocation, results: Results) -> bool:
    """Whether the lot is between exactly those whose seats are open, and what is certain is certain."""
    if isinstance(allocation, NoOneElected):
        return results == {(0,) * len(election.eligible)}
    if isinstance(allocation, Allocated):
        return len(results) == 1
    least = tuple(map(min, zip(*results, strict=True)))
    most = tuple(map(max, zip(*results, strict=True)))
    is_open = {s for s, low, high in zip(election.eligible, least, most, strict=True) if low < high}
    (lot,) = allocation.lots
    return (
        in_order(election, allocation.seats) == least
        and set(lot.between) == is_open
        and all(sum(result) == sum(least) + lot.seats for result in results)
    )


def _exact_hit(allocation: Allocation) -> bool:
    rule = next((s for s in allocation.steps if s.code is StepCode.THRESHOLD), None)
    return rule is not None and any(
        step.context["share"] == rule.context["share"]
        for step in allocation.steps
        if step.code in {StepCode.PASSES, StepCode.FALLS_BELOW}
    )


def passing_by_votelib(election: SmallElection) -> dict[SelectionId, int] | None:
    """Votes of those above votelib's absolute threshold; None where a rule has what votelib has not.

    Its `AbsoluteThreshold` is right. Its `RelativeThreshold` is not used: with `accept_equal` it
    drops a party that is exactly at the threshold, and its only base is the sum of the votes.
    """
    rule = election.rule
    assert isinstance(rule, LargestRemainder)
    votes = {party: election.votes.get(party, 0) for party in election.eligible}
    voted: dict[SelectionId, int] = {party: number for party, number in votes.items() if number}
    for threshold in rule.thresholds:
        if threshold.areas is not None:
            return None
        least: Any = threshold.share * election.bases[threshold.base]
        passing = AbsoluteThreshold(least, accept_equal=not threshold.strict).evaluate(voted)
        voted = {party: voted[party] for party in passing}
    return voted


def votelib_results(election: SmallElection) -> Results | None:
    """All results that votelib allows, None where it is wrong or has no such rule.

    Wrong: a cap (`max_seats` is not kept to by the whole quotas), more seats left than parties
    (a Droop quota gives each only one of them). No such rule: "against all".
    """
    rule = election.rule
    if isinstance(rule, Plurality):
        return _votelib_plurality(election, rule)
    voted = passing_by_votelib(election)
    if not voted or rule.cap is not None:
        return None
    given: dict[Any, int] = VotelibLargestRemainder(rule.quota.value).evaluate(voted, rule.seats)
    if sum(given.values()) < rule.seats:
        return None
    return _untied(election, given)


def _votelib_plurality(election: SmallElection, rule: Plurality) -> Results | None:
    votes = {c: election.votes[c] for c in election.eligible if election.votes.get(c, 0)}
    if not votes or (rule.void_when_against_all_leads and election.against_all):
        return None
    return _untied(election, Counter(VotelibPlurality().evaluate(votes, rule.seats)))


def _untied(election: SmallElection, given: Mapping[Any, int]) -> Results:
    """Every result behind votelib's `Tie` objects."""
    certain = {party: seats for party, seats in given.items() if not isinstance(party, Tie)}
    ties = [(tie, seats) for tie, seats in given.items() if isinstance(tie, Tie)]
    winners = combinations(sorted(ties[0][0]), ties[0][1]) if ties else [()]
    return frozenset(
        tuple(certain.get(party, 0) + (party in won) for party in election.eligible) for won in winners
    )


def interregnum_results(election: SmallElection) -> Results | None:
    """The one result that interregnum gives; at a tie it prefers the larger party, then draws by itself.

    None for what it has not (caps, areas, other rules, where thresholds need a base of their own
    votelib's are used), and where it fails: more seats left than parties.
    """
    rule = election.rule
    if isinstance(rule, Plurality):
        return None
    voted = passing_by_votelib(election)
    if not voted or rule.cap is not None:
        return None
    if rule.seats - sum(_whole(voted, rule)) > len(voted):
        return None
    allocator: LargestRemainderAllocator[SelectionId] = LargestRemainderAllocator(rule.quota.value)
    result = allocator.calc(list(voted.items()), rule.seats, random_seed=1)
    given = {candidate.name: candidate.seats for candidate in result.allocation}
    return frozenset({tuple(given.get(party, 0) for party in election.eligible)})


def _whole(votes: Mapping[SelectionId, int], rule: LargestRemainder) -> list[int]:
    total = sum(votes.values())
    price = Fraction(total, rule.seats) if rule.quota.value == "hare" else total // (rule.seats + 1) + 1
    return [int(number / Fraction(price)) for number in votes.values()]
