"""What papers with findings could change: the votes of their stations against the gap that decides."""

from __future__ import annotations

import pytest

from sverka.domain.ids import ContestId, SelectionId
from sverka.publish.findings_weight import Gap, Weight, weight_of
from sverka.publish.language import translator
from sverka.publish.words.findings_weight import weight_said
from tests.publish.site.toytown import toytown

FIRST, SECOND = SelectionId("fish"), SelectionId("bread")


def weight(*, votes: int, aside: int = 0, gap: int, other: SelectionId | None = SECOND) -> Weight:
    return Weight(
        stations=1,
        votes=votes,
        aside=bool(aside),
        votes_aside=aside,
        gap=Gap(selection=FIRST, other=other, votes=gap),
    )


@pytest.mark.parametrize(
    "votes, aside, gap, could",
    [(10, 0, 20, True), (10, 0, 21, False), (0, 20, 20, True), (0, 19, 20, False), (5, 10, 20, True)],
)
def test_a_counted_vote_that_moves_closes_a_gap_by_two_and_one_set_aside_by_one(
    votes: int, aside: int, gap: int, could: bool
) -> None:
    assert weight(votes=votes, aside=aside, gap=gap).could_change is could


def test_a_vote_brings_a_list_nearer_to_a_threshold_by_one() -> None:
    assert weight(votes=20, gap=20, other=None).could_change
    assert not weight(votes=19, gap=20, other=None).could_change


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_sentences_say_how_many_stations_and_votes(language: str) -> None:
    results = toytown()[0]
    of = results.of(ContestId("lists"))
    found = weight_of(of)
    said = weight_said(translator(language), of.contest, found)

    assert found is not None
    assert len(said) == 2
    assert str(found.stations) in said[0]
    assert weight_said(translator(language), of.contest, None) == ()
