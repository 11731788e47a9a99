"""Why a total changed: what the facts between two sizes added is the change, to the vote."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from sverka.domain.counts import Source
from sverka.domain.election import Election
from sverka.domain.ids import AreaId, ContestId, SelectionId
from sverka.publish.history.past import Past
from sverka.publish.history.why import Asked, Move, why
from sverka.publish.results import Results
from sverka.record.facts import AnnulmentFact, CountFact
from sverka.record.replay import replay
from tests.publish.history.records import definition, elections, plain_count, record
from tests.publish.site.toytown import SAME

LISTS = ContestId("lists")


def past_of(seed: int, batches: int = 12) -> Past:
    past = Past()
    past.take(record(seed, batches=batches))
    return past


def votes_at(past: Past, election: Election, asked: Asked, size: int) -> dict[SelectionId, int]:
    """The total as the results have it."""
    results = Results(election, replay(past.entries[:size], election))
    totals = results.of(asked.contest).totals.get(asked.source)
    total = None if totals is None else totals.of(asked.area)
    return {} if total is None else {each: votes for each, votes in total.selections.items() if votes}


@pytest.mark.parametrize("election", elections(), ids=("plain", "set-aside", "joint"))
@pytest.mark.parametrize("source", ["machine", "hand", "page", "copy@watch", "legal"])
@pytest.mark.parametrize("seed", range(4))
def test_what_the_facts_added_is_the_change(election: Election, source: str, seed: int) -> None:
    past, chance = past_of(seed, batches=40), random.Random(seed)
    for area in ("", "left-bank"):
        asked = Asked(contest=LISTS, source=Source.parse(source), area=AreaId(area))
        start, end = sorted(chance.sample(range(1, past.size + 1), 2))
        found = why(past, lambda _: election, asked, start, end)
        change = Counter(found.before.votes)
        for cause in found.causes:
            assert start <= cause.entry < end
            change.update(cause.move.votes)

        assert {each: n for each, n in change.items() if n} == found.after.votes
        assert found.before.votes == votes_at(past, election, asked, start)
        assert found.after.votes == votes_at(past, election, asked, end)
        assert found.before.stations + sum(c.move.stations for c in found.causes) == found.after.stations
        assert all(cause.move for cause in found.causes)


def test_a_fact_that_moved_nothing_is_not_named() -> None:
    past = past_of(2)
    asked = Asked(contest=LISTS, source=Source.parse("hand"))
    found = why(past, lambda _: elections()[0], asked, 1, past.size)

    for cause in found.causes:
        if isinstance(cause.fact, CountFact):
            assert (cause.fact.account, cause.fact.contest) == ("hand", "lists")
        else:
            assert (
                isinstance(cause.fact, AnnulmentFact) or cause.fact.__struct_config__.tag == "reinstatement"
            )


def test_nothing_between_moves_nothing() -> None:
    past = past_of(4)
    asked = Asked(contest=LISTS, source=Source.parse("hand"))
    found = why(past, lambda _: elections()[0], asked, 9, 9)

    assert (found.before, found.causes) == (found.after, ())


def test_a_move_says_what_is_more_and_what_is_less() -> None:
    apple, pear = SelectionId("apple"), SelectionId("pear")

    assert Move(stations=2, votes={apple: 5}) - Move(stations=1, votes={apple: 5, pear: 3}) == Move(
        stations=1, votes={pear: -3}
    )


def test_stations_that_share_a_scanner_are_looked_at_together() -> None:
    _, _, joint = elections()
    past = Past()
    past.take([definition(), plain_count("machine", SAME, 70, 0), plain_count("hand", SAME, 50, 4)])
    asked = Asked(contest=LISTS, source=Source.parse("hand"))
    found = why(past, lambda _: joint, asked, 1, 3)

    assert found.after.votes == {SelectionId("fish"): 50}
    assert [cause.move for cause in found.causes] == [found.after]
