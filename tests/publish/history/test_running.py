"""The history has the sums that the results of every publication have."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sverka.domain.counts import Source
from sverka.domain.election import Election
from sverka.domain.ids import AreaId, BaseId, ContestId
from sverka.publish.areas import WHOLE
from sverka.publish.history.figures import Figures
from sverka.publish.history.past import Past
from sverka.publish.history.running import Running
from sverka.publish.history.sums import pair_of
from sverka.publish.results import ContestResults, Results
from sverka.publish.totals import Total
from sverka.record.replay import replay
from tests.publish.history.records import definition, elections, plain_count, publication, record
from tests.publish.site.toytown import SAME


def all_areas(election: Election) -> Mapping[AreaId, int]:
    return {area: line for line, area in enumerate((WHOLE, *election.places.areas))}


def assert_same(figures: Figures, of: ContestResults) -> None:
    """Every sum of every source and area, and its shares."""
    assert set(figures.sources) == {*of.totals}
    for source, totals in of.totals.items():
        for area in figures.axis:
            assert_same_total(figures.total(source, area), totals.of(area))
            expected = totals.of(area)
            base = of.contest.share_base
            if expected is not None and base is not None:
                assert figures.shares(source, area) == expected.shares(base)


def assert_same_total(ours: Total | None, theirs: Total | None) -> None:
    """An area without stations has no total there, and a total over no station here."""
    if theirs is None:
        assert ours is None or ours.stations.expected == 0
    else:
        assert ours == theirs


def assert_same_pair(figures: Figures, of: ContestResults) -> None:
    """Each of the pair over the stations that the other has."""
    assert figures.pair == pair_of(of)
    for source, other in (figures.pair, figures.pair[::-1]) if figures.pair else ():
        totals = of.same_stations(source, other)
        for area in figures.axis:
            assert_same_total(figures.total(source, area, same_as=other), totals.of(area))


@pytest.mark.parametrize("election", elections(), ids=("plain", "set-aside", "joint"))
@pytest.mark.parametrize("seed", range(8))
def test_the_sums_of_every_publication_are_those_of_its_results(election: Election, seed: int) -> None:
    past = Past()
    past.take(record(seed))
    running = Running(past, lambda _: election, all_areas)
    for _, fact in past.publications(past.size):
        figures = running.to(fact.record_size)
        results = Results(election, replay(past.entries[: fact.record_size], election))
        for of in results:
            assert_same(figures[of.id], of)
            assert_same_pair(figures[of.id], of)


def test_sums_are_moved_and_not_computed_anew_where_only_counts_came_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    anew: list[int] = []
    original = Running._anew

    def counted(running: Running, size: int, results: Results | None = None) -> None:
        anew.append(size)
        original(running, size, results)

    monkeypatch.setattr(Running, "_anew", counted)
    election = elections()[0]
    past = Past()
    past.take(record(3, batches=60, decisions=0))
    running = Running(past, lambda _: election)
    sizes = [fact.record_size for _, fact in past.publications(past.size)]
    for size in sizes:
        running.to(size)

    assert 0 < len(anew) < len(sizes) / 3


def test_stations_that_share_a_scanner_are_looked_at_together() -> None:
    _, _, joint = elections()
    entries = [
        definition(),
        plain_count("machine", "0002", 5),
        plain_count("hand", "0002", 5),
        publication(3),
    ]
    entries += [plain_count("machine", SAME, 70, 0), plain_count("hand", SAME, 50, 4)]
    past = Past()
    past.take(entries)
    running = Running(past, lambda _: joint)
    running.to(3)

    assert_same_total(
        running.to(6)[ContestId("lists")].total(Source.parse("hand")),
        Results(joint, replay(entries, joint)).of(ContestId("lists")).totals[Source.parse("hand")].of(),
    )


@pytest.mark.parametrize("seed", range(3))
def test_what_is_out_is_what_one_count_has_and_the_other_has_not(seed: int) -> None:
    election = elections()[2]
    past = Past()
    past.take(record(seed, batches=20))
    figures = Running(past, lambda _: election, all_areas).to(past.size)[ContestId("lists")]
    of = Results(election, replay(past.entries, election)).of(ContestId("lists"))
    left, right = Source.parse("machine"), Source.parse("hand")
    rest = figures.rest(left, right)
    out = ~(of.tables[right].counted & ~of.annulled & ~of.standings[right].set_aside)
    expected = of._sum(of.tables[left], of.standings[left], only=out).of()
    missing = of.registered[~of.tables[right].counted & ~of.annulled]

    assert rest is not None
    assert rest[0] == expected
    assert expected is not None
    assert rest[1] == expected.shares(BaseId("took-part"))
    assert figures.voters_missing(right) == (None if (missing < 0).any() else missing.sum())
