"""How many of the stations drawn differ: once all were counted again, and from what was reported before."""

from __future__ import annotations

from sverka.domain.ids import ContestId
from sverka.publish.group.draw_outcome import differing_of
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import CountFact
from tests.publish.site.grouptown import Town, results_of
from tests.publish.site.toytown import ANNULLED, BY_ONE, SAME

DRAWN = (SAME, ANNULLED, BY_ONE)


def count(account: str, station: str, fish: int, **others: int) -> CountFact:
    votes = {"fish": fish, **others}
    return CountFact(
        schema=SCHEMA,
        received="2020-02-10T10:00:00+06:00",
        account=account,
        contest="lists",
        station=station,
        rows={"10": sum(votes.values())},
        selections=votes,
        reason="counted again",
    )


def differing(here: Town, record_size: int) -> int | None:
    return differing_of(results_of(here).of(ContestId("lists")), DRAWN, record_size=record_size)


def counted_again(here: Town) -> None:
    """All three: the first as it was, the second with a vote more, the third as it was."""
    here.enter(
        count("recount", SAME, 60, bread=40, against=3),
        count("recount", ANNULLED, 66, bread=35, against=3),
        count("recount", BY_ONE, 61, bread=39, against=3),
    )


def test_those_that_differ_are_counted_once_all_were_counted_again() -> None:
    here = Town()
    before = len(here.entries)
    here.enter(count("recount", SAME, 60, bread=40, against=3))

    assert differing(here, before) is None

    counted_again(here)

    assert differing(here, before) == 1


def test_what_was_reported_after_the_commitment_is_not_what_was_drawn_for() -> None:
    here = Town()
    before = len(here.entries)
    here.enter(count("hand", ANNULLED, 66, bread=35, against=3))
    counted_again(here)

    assert differing(here, before) is None
    assert differing(here, before + 1) == 0
