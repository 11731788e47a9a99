"""Tables that follow a record say what a replay of the whole record says."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable
from sverka.domain.ids import ContestId, StationId
from sverka.record.facts import (
    AnnulmentFact,
    DefinitionFact,
    ReinstatementFact,
    Scope,
    canonical_bytes,
)
from sverka.record.live import Live
from sverka.record.replay import Gathered, gather, replay
from sverka.record.snapshot import Counts, Snapshot
from tests.record.test_replay import ELECTION, OTHER, count, counts

DECISION = {"schema": 1, "received": "r", "authority": "court", "number": "1", "reason": "a seal"}
SCOPE = st.sampled_from([Scope(station="0001"), Scope(contest="parties"), Scope(area="a")])
FACTS = st.one_of(
    *[counts()] * 6,
    st.just(OTHER),
    st.builds(lambda scope: AnnulmentFact(scope=scope, **DECISION), SCOPE),  # type: ignore[arg-type]
    st.builds(lambda scope: ReinstatementFact(scope=scope, **DECISION), SCOPE),  # type: ignore[arg-type]
    st.just(DefinitionFact(schema=1, received="r", election="e", definition="d")),
).map(canonical_bytes) | st.just(b'{"kind":"weather","received":"r","schema":1}')


@given(st.lists(st.lists(FACTS, max_size=6), max_size=8))
def test_batch_after_batch_the_tables_are_those_of_a_replay(batches: list[list[bytes]]) -> None:
    live, taken = Live(Gathered(), ELECTION), list[bytes]()
    for batch in batches:
        live.take(batch)
        taken += batch
        check_same(live.snapshot, replay(taken, ELECTION))


def test_a_record_that_was_read_before_is_gone_on_with() -> None:
    facts = [canonical_bytes(count(station, selections={"gerb": n})) for n, station in enumerate("1234")]
    live = Live(gather(facts[:2]), ELECTION)
    live.take(facts[2:])

    check_same(live.snapshot, replay(facts, ELECTION))


def test_another_definition_makes_the_tables_anew() -> None:
    [station, *_] = ELECTION.places.stations.values()
    more = replace(station, id=StationId("0999"))
    wider = replace(
        ELECTION, places=replace(ELECTION.places, stations={**ELECTION.places.stations, more.id: more})
    )
    facts = [canonical_bytes(count(selections={"gerb": 1}))]
    live = Live(gather(facts), ELECTION)
    live.under(wider)

    check_same(live.snapshot, replay(facts, wider))


def test_a_batch_leaves_the_entries_of_the_snapshot_before_as_they_were() -> None:
    live = Live(gather([canonical_bytes(count(selections={"gerb": 1}))]), ELECTION)
    before = _first(live.snapshot)
    live.take([canonical_bytes(count(selections={"gerb": 2}, reason="again"))])

    assert (before.entry[0], before.revisions[0]) == (0, 1)
    assert (_first(live.snapshot).entry[0], _first(live.snapshot).revisions[0]) == (1, 2)


def test_sources_of_one_contest_stand_on_one_axis_and_share_its_index() -> None:
    live = Live(gather([canonical_bytes(count(selections={"gerb": 1}))]), ELECTION)
    live.take([canonical_bytes(count(account="observer", holder="NGO", selections={"gerb": 1}))])
    one, other = (counts.table for counts in live.snapshot.of(ContestId("parties")).values())

    assert one.units is other.units


def _first(snapshot: Snapshot) -> Counts:
    return next(iter(snapshot.of(ContestId("parties")).values()))


def check_same(one: Snapshot, other: Snapshot) -> None:
    """Field for field, tables cell for cell."""
    for each in fields(Snapshot):
        if each.name in {"stations", "areas"}:
            continue
        assert getattr(one, each.name) == getattr(other, each.name), each.name
    for mine, its in ((one.stations, other.stations), (one.areas, other.areas)):
        assert [(c, list(by)) for c, by in mine.items()] == [(c, list(by)) for c, by in its.items()]
        for contest, by in mine.items():
            for source, mine_of in by.items():
                check_same_counts(mine_of, its[contest][source])


def check_same_counts(one: Counts, other: Counts) -> None:
    check_same_table(one.table, other.table)
    assert np.array_equal(one.entry, other.entry)
    assert np.array_equal(one.revisions, other.revisions)
    assert (one.before is None) == (other.before is None)
    if one.before is not None and other.before is not None:
        check_same_table(one.before, other.before)


def check_same_table(one: CountTable, other: CountTable) -> None:
    for name in ("contest", "source", "units", "rows", "selections", "unit", "position"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("values", "state", "counted"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
