"""Expecting what the last facts said reads the next ones faster, and nothing else."""

from __future__ import annotations

from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple

from sverka.record import layouts
from sverka.record.facts import NOT_A_FACT, CountFact, canonical_bytes
from sverka.record.layouts import Layout, decoder_of
from sverka.record.replay import gather, replay
from tests.record.one_by_one import of_snapshot, one_by_one
from tests.record.test_replay import ELECTION, FIELDS, OTHER, count, counts


@st.composite
def runs(draw: st.DrawFn) -> list[CountFact]:
    """Counts as files bring them: several in a row say the same fields, of other stations, with other figures."""
    facts = []
    for fact in draw(st.lists(counts(), max_size=6)):
        for add in draw(st.lists(st.integers(0, 2), min_size=1, max_size=4)):
            figures = {"rows": plus(fact.rows, add), "selections": plus(fact.selections, add)}
            station = "" if fact.area else draw(st.sampled_from(["0001", "0002", "9999"]))
            facts.append(msgspec.structs.replace(fact, station=station, **figures))
    return facts


def plus(figures: dict[str, int], add: int) -> dict[str, int]:
    return {name: number % 1000 + add for name, number in figures.items()}


@given(runs(), st.integers(1, 3), st.booleans())
def test_expecting_gives_the_same_tables(facts: list[CountFact], enough: int, interrupted: bool) -> None:
    step = 2 if interrupted else 1
    entries = [canonical_bytes(OTHER)] * (step * len(facts))
    entries[::step] = map(canonical_bytes, facts)
    places = zip(range(0, len(entries), step), facts, strict=True)

    with patch.object(layouts, "ENOUGH", enough):
        snapshot = replay(entries, ELECTION)

    assert of_snapshot(snapshot) == one_by_one(places, FIELDS)
    assert snapshot.size == len(entries)


@given(counts(), counts())
def test_a_layout_is_taken_and_no_other(one: CountFact, other: CountFact) -> None:
    decode = decoder_of(Layout.of(one))
    assert decode is not None

    for fact in (one, other):
        if Layout.of(fact) == Layout.of(one):
            taken = decode(canonical_bytes(fact))
            assert (taken.station, taken.area) == (fact.station, fact.area)
            assert astuple(taken.rows) == tuple(fact.rows.values())
            assert astuple(taken.selections) == tuple(fact.selections.values())
        else:
            with pytest.raises(NOT_A_FACT):
                decode(canonical_bytes(fact))


REFUSED = {
    "another schema": (b'"schema":1', b'"schema":2'),
    "a field more": (b'"schema":1', b'"party":"x","schema":1'),
    "a figure more": (b'{"ata":', b'{"against":1,"ata":'),
    "a figure less": (b',"gerb":2', b""),
    "a text for a figure": (b'"ata":1', b'"ata":"1"'),
    "a figure below zero": (b'"ata":1', b'"ata":-1'),
    "a figure too large": (b'"ata":1', b'"ata":9007199254740992'),
    "another kind": (b'"kind":"count"', b'"kind":"counts"'),
    "another account": (b'"hand"', b'"machine"'),
    "another contest": (b'"parties"', b'"single-a"'),
    "a holder": (b'"kind"', b'"holder":"NGO","kind"'),
    "an area": (b'"station":"0001"', b'"area":"a"'),
    "a station in an area": (b'"contest"', b'"area":"a","contest"'),
    "something unread": (b'"0001"', b'"0001","unread":["butun"]'),
    "something absent": (b'{"account"', b'{"absent":["butun"],"account"'),
}


@pytest.mark.parametrize("old, new", REFUSED.values(), ids=REFUSED)
def test_what_is_not_quite_the_layout_is_refused(old: bytes, new: bytes) -> None:
    entry = canonical_bytes(count(selections={"ata": 1, "gerb": 2}))
    decode = decoder_of(Layout.of(count(selections={"ata": 1, "gerb": 2})))
    assert decode is not None
    assert entry.count(old) == 1

    with pytest.raises(NOT_A_FACT):
        decode(entry.replace(old, new))


def test_other_marks_are_refused() -> None:
    decode = decoder_of(Layout.of(count(unread=("ata",), absent=("gerb", "butun"))))
    assert decode is not None

    for unread, absent in ((("ata", "11"), ("gerb", "butun")), (("gerb",), ("ata", "butun")), (("ata",), ())):
        with pytest.raises(NOT_A_FACT):
            decode(canonical_bytes(count(unread=unread, absent=absent)))


def test_names_that_no_type_can_have_are_read_as_ever() -> None:
    assert decoder_of(Layout.of(count(selections={'a"b': 1}))) is None


def test_many_facts_of_one_layout_are_expected() -> None:
    entries = [canonical_bytes(count(selections={"gerb": n})) for n in range(layouts.ENOUGH + 5)]
    [figures] = gather(entries).counts.values()

    assert figures.decode is not None
    assert len(figures.units) == len(entries)
