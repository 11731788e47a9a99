"""Submissions in one order: each whole or not at all, none twice, and none made from an older record."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.errors import Fault, Refused
from sverka.record.facts import CountFact, DefinitionFact, KeyFact, canonical_bytes
from sverka.record.sequencer import Receipt, Sequencer, Submission
from tests.record.ledgers import record_of


def fact(number: int, votes: int = 1) -> bytes:
    """A count of the station of this number."""
    return canonical_bytes(
        CountFact(
            schema=1, received="r", account="hand", contest="c", station=str(number), selections={"x": votes}
        )
    )


ON_WHICH_OTHERS_STAND = {
    "definition": canonical_bytes(DefinitionFact(schema=1, received="r", election="e", definition="0")),
    "key": canonical_bytes(KeyFact(schema=1, received="r", vkey="k", state="in-force", reason="new")),
    "unknown": b'{"kind":"statement","number":7,"schema":1}',
}


def submission(*numbers: int, after: int | None = None) -> Submission:
    return Submission(entries=tuple(map(fact, numbers)), after=after)


def corrected(number: int, after: int) -> Submission:
    return Submission(entries=(fact(number, votes=2),), after=after)


def receipt(*indexes: int, size: int) -> Receipt:
    return Receipt(indexes=indexes, size=size)


@pytest.fixture
def sequencer(tmp_path: Path) -> Sequencer:
    """A record of facts 0 to 299."""
    return Sequencer(record_of(tmp_path, [fact(number) for number in range(300)]).open())


def test_what_is_new_goes_behind_the_last_and_what_is_known_stays_where_it_is(sequencer: Sequencer) -> None:
    assert sequencer.take([submission(500, 7, 501)]) == [receipt(300, 7, 301, size=302)]
    assert sequencer.take([submission(501, 500)]) == [receipt(301, 300, size=302)]


def test_the_same_fact_in_one_batch_is_recorded_once(sequencer: Sequencer) -> None:
    taken = sequencer.take([submission(500, 500), submission(501, 500)])

    assert taken == [receipt(300, 300, size=302), receipt(301, 300, size=302)]


def test_what_was_made_from_an_older_record_is_refused_where_something_came_of_the_same_subject(
    sequencer: Sequencer,
) -> None:
    first, second, third = sequencer.take(
        [submission(500, after=300), corrected(500, after=300), submission(502)]
    )

    assert first == receipt(300, size=302)
    assert isinstance(second, Refused)
    assert second.code == "R104"
    assert third == receipt(301, size=302)


def test_counts_of_other_stations_do_not_stand_in_its_way(sequencer: Sequencer) -> None:
    sequencer.take([submission(500), submission(501)])

    assert sequencer.take([submission(502, after=300)]) == [receipt(302, size=303)]


@pytest.mark.parametrize("kind", ON_WHICH_OTHERS_STAND)
def test_what_others_stand_on_does(sequencer: Sequencer, kind: str) -> None:
    sequencer.take([Submission(entries=(ON_WHICH_OTHERS_STAND[kind],))])
    (taken,) = sequencer.take([submission(500, after=300)])

    assert isinstance(taken, Refused)
    assert taken.code == "R104"


def test_handed_in_again_after_an_answer_that_was_lost_it_is_found(sequencer: Sequencer) -> None:
    sequencer.take([submission(500, after=300)])

    assert sequencer.take([submission(500, after=300)]) == [receipt(300, size=301)]


def test_a_record_that_has_become_shorter_is_a_fault(sequencer: Sequencer) -> None:
    (taken,) = sequencer.take([submission(500, after=400)])

    assert isinstance(taken, Fault)


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"{",
        b'{"b":1,"a":2}',
        b'{"kind":"count","received":"r","schema":1}',
        b'{"account":"a","contest":"c","kind":"count","reason":"","received":"r","schema":1,"station":"1"}',
        b'{"a":"' + b"x" * 65_530 + b'"}',
    ],
)
def test_what_is_no_fact_is_refused_alone(sequencer: Sequencer, entry: bytes) -> None:
    refused, taken = sequencer.take([Submission(entries=(fact(500), entry)), submission(501)])

    assert isinstance(refused, Fault)
    assert taken == receipt(300, size=301)


@given(st.lists(st.lists(st.integers(0, 40), max_size=8), max_size=8))
def test_in_any_batches_every_fact_is_there_once(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]]
) -> None:
    sequencer = Sequencer(record_of(tmp_path_factory.mktemp("batches"), [fact(0)]).open())
    receipts = [sequencer.take([submission(*numbers)])[0] for numbers in batches]
    there = list(sequencer.ledger.store.entries())

    assert len(set(there)) == len(there)
    for numbers, taken in zip(batches, receipts, strict=True):
        assert isinstance(taken, Receipt)
        assert [there[index] for index in taken.indexes] == [fact(number) for number in numbers]
