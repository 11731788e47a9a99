"""Replay: whole tables at once say what one fact at a time says."""

from __future__ import annotations

from dataclasses import replace
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import Source, State, Unit
from sverka.domain.ids import AccountId, ContestId, RowId, StationId
from sverka.errors import Fault
from sverka.record.fact_shape import LARGEST_INTEGER
from sverka.record.facts import (
    AnnulmentFact,
    CountFact,
    DefinitionFact,
    DocumentFact,
    ReinstatementFact,
    Scope,
    UnknownFact,
    canonical_bytes,
)
from sverka.record.replay import gather, replay, tabulate
from tests.record.one_by_one import of_snapshot, one_by_one
from tests.small_election import MACHINE, STATIONS, small_election

ELECTION = small_election()
ELECTION = replace(
    ELECTION,
    accounts={
        **ELECTION.accounts,
        MACHINE: replace(ELECTION.accounts[MACHINE], rows=(RowId("11"), RowId("10"))),
    },
)
CONTESTS = ("parties", "parties", "parties", "single-a")
ACCOUNTS = ("hand", "hand", "hand", "machine", "observer")
HOLDERS = ("", "NGO", "odd@name")
FIELDS = {
    (contest, account): [
        *(row for row in ELECTION.contests[ContestId(contest)].row_ids if account != "machine" or row != "1"),
        *ELECTION.contests[ContestId(contest)].selection_ids,
    ]
    for contest in CONTESTS
    for account in ACCOUNTS
}
LAYOUT = st.sampled_from(["rrrrrrr", "rr.ru.a", "rr.ruua", "rr.r..a", "rr.ru.."]) | st.text(
    "rua.", min_size=7, max_size=7
)
"""What a fact says of each field: read, unread, absent, or not a word. Few forms are usual, so that they meet again."""
OTHER = DocumentFact(schema=1, received="r", sha256="0", bytes=0, media_type="text/plain")
FIGURE = st.integers(0, 3) | st.integers(0, LARGEST_INTEGER)


def count(station: str = "0001", **more: object) -> CountFact:
    given = {"account": "hand", "contest": "parties", **more}
    return CountFact(schema=1, received="r", station=station, **given)  # type: ignore[arg-type]


@st.composite
def counts(draw: st.DrawFn) -> CountFact:
    """Any count of the election's: some fields read, some unread, some absent, of others not a word."""
    contest, account = draw(st.sampled_from(CONTESTS)), draw(st.sampled_from(ACCOUNTS))
    said = dict(zip(FIELDS[contest, account], draw(LAYOUT), strict=False))
    figures = {name: draw(FIGURE) for name, how in said.items() if how == "r"}
    selections = {str(each) for each in ELECTION.contests[ContestId(contest)].selection_ids}
    of_area = draw(st.integers(0, 4)) == 0
    return CountFact(
        schema=1,
        received="r",
        contest=contest,
        account=account,
        holder=draw(st.sampled_from(HOLDERS)) if draw(st.booleans()) else "",
        area=draw(st.sampled_from("ab")) if of_area else "",
        station="" if of_area else draw(st.sampled_from(["0001"] * 6 + [*STATIONS, "9999"])),
        rows={name: value for name, value in figures.items() if name not in selections},
        selections={name: value for name, value in figures.items() if name in selections},
        unread=tuple(name for name, how in said.items() if how == "u"),
        absent=tuple(name for name, how in said.items() if how == "a"),
    )


@pytest.mark.parametrize("enough", [1, 2, 256])
@given(facts=st.lists(counts() | st.just(OTHER), max_size=25))
def test_whole_tables_say_what_one_fact_at_a_time_says(
    enough: int, facts: list[CountFact | DocumentFact]
) -> None:
    with mock.patch("sverka.record.layouts.ENOUGH", enough):
        snapshot = replay(map(canonical_bytes, facts), ELECTION)
    alone = [(entry, fact) for entry, fact in enumerate(facts) if isinstance(fact, CountFact)]

    assert of_snapshot(snapshot) == one_by_one(alone, FIELDS)
    assert snapshot.size == len(facts)


@given(st.lists(counts(), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_facts_of_different_units_does_not_matter(
    facts: list[CountFact], random: object
) -> None:
    by_key: dict[tuple[str, ...], list[CountFact]] = {}
    for fact in facts:
        by_key.setdefault((fact.contest, fact.account, fact.holder, fact.station, fact.area), []).append(fact)
    keys = [key for key, of in by_key.items() for _ in of]
    random.shuffle(keys)  # type: ignore[attr-defined]
    queues = {key: iter(of) for key, of in by_key.items()}
    shuffled = [next(queues[key]) for key in keys]

    cells = [
        {key: (told.cells, told.before, told.revisions) for key, told in of_snapshot(one).items()}
        for one in (replay(map(canonical_bytes, order), ELECTION) for order in (facts, shuffled))
    ]
    assert cells[0] == cells[1]


@given(st.lists(counts(), max_size=12))
def test_every_table_keeps_its_own_rules(facts: list[CountFact]) -> None:
    snapshot = replay(map(canonical_bytes, facts), ELECTION)
    tables = [n.table for by in (*snapshot.stations.values(), *snapshot.areas.values()) for n in by.values()]

    for table in tables:
        none = table.state == State.NO_COUNT
        assert (none.all(axis=1) | ~none.any(axis=1)).all()
        assert (table.values[table.state != State.READ] == 0).all()
        assert table.unit is Unit.AREA or set(ELECTION.stations_of(table.contest)) <= set(table.units)


def test_a_correction_changes_what_it_states_and_nothing_else() -> None:
    facts = [
        count(selections={"gerb": 10, "ata": 20}, unread=("butun",)),
        count("0002", selections={"gerb": 1}),
        count(selections={"ata": 19, "butun": 5}, reason="retyped"),
    ]
    counts = replay(map(canonical_bytes, facts), ELECTION).of(ContestId("parties"))[Source(AccountId("hand"))]

    assert counts.table.values[0].tolist() == [0, 0, 0, 10, 19, 5, 0]
    assert counts.before is not None
    assert counts.before.values[0].tolist() == [0, 0, 0, 10, 20, 0, 0]
    assert counts.before.state[0, 5] == State.UNREAD
    assert not counts.before.counted[1]
    assert counts.entry.tolist() == [2, 1, -1, -1, -1, -1]
    assert counts.revisions.tolist() == [2, 1, 0, 0, 0, 0]


def test_without_corrections_there_is_no_before() -> None:
    [counts] = (
        replay([canonical_bytes(count(selections={"gerb": 1}))], ELECTION).of(ContestId("parties")).values()
    )

    assert counts.before is None


def test_an_area_is_never_a_station() -> None:
    fact = CountFact(
        schema=1, received="r", account="hand", contest="parties", station="0001", area="a", rows={"1": 5}
    )
    snapshot = replay([canonical_bytes(fact)], ELECTION)

    assert not snapshot.stations
    [counts] = snapshot.areas[ContestId("parties")].values()
    assert counts.table.units == ("a", "b")
    assert counts.table.values[0, 0] == 5


def test_an_annulment_is_in_force_until_its_scope_is_reinstated() -> None:
    def decision(kind: type[AnnulmentFact] | type[ReinstatementFact], station: str, box: str = "") -> bytes:
        scope = Scope(station=station, box=box)
        return canonical_bytes(
            kind(schema=1, received="r", scope=scope, authority="CEC", number="836", reason="because")
        )

    facts = [
        decision(AnnulmentFact, "0001"),
        decision(AnnulmentFact, "0002"),
        decision(AnnulmentFact, "0001", "mobile"),
    ]
    facts += [decision(ReinstatementFact, "0001"), decision(AnnulmentFact, "0101")]

    assert list(replay(facts[:3], ELECTION).annulments) == [0, 1, 2]
    assert list(replay(facts, ELECTION).annulments) == [1, 2, 4]


def test_the_latest_definition_is_in_force() -> None:
    facts = [DefinitionFact(schema=1, received="r", election="e", definition=text) for text in ("a", "b")]
    gathered = gather(map(canonical_bytes, facts))

    assert (gathered.definition, gathered.definition_entry) == (facts[1], 1)


def test_unknown_facts_are_kept_with_their_place() -> None:
    facts = [
        b'{"kind":"statement","received":"r","schema":1}',
        canonical_bytes(count(selections={"gerb": 1})),
    ]
    facts.append(facts[1].replace(b'"schema":1', b'"schema":2'))
    facts.append(canonical_bytes(OTHER).replace(b'"schema":1', b'"schema":3'))
    snapshot = replay(facts, ELECTION)

    assert snapshot.unknown == {
        0: UnknownFact("statement", 1),
        2: UnknownFact("count", 2),
        3: UnknownFact("document", 3),
    }
    assert snapshot.of(ContestId("parties"))[Source(AccountId("hand"))].revisions.sum() == 1


BROKEN = {
    "no fact": (b"{", "record entry 1: not a fact"),
    "no text": (b'{"kind":"\xff"}', "record entry 1: not a fact"),
    "a contest nobody defined": (canonical_bytes(count(contest="mayor", rows={"1": 1})), "contest 'mayor'"),
    "a row nobody defined": (canonical_bytes(count(rows={"99": 1})), "'99'"),
    "a row of another form": (canonical_bytes(count(account="machine", rows={"1": 1})), "'1'"),
    "a selection of another contest": (canonical_bytes(count(selections={"a-1": 1})), "'a-1'"),
    "an unread field nobody defined": (canonical_bytes(count(unread=("99",))), "'99'"),
}


@pytest.mark.parametrize("entry, says", BROKEN.values(), ids=BROKEN)
def test_a_record_that_cannot_be_read_says_where_and_why(entry: bytes, says: str) -> None:
    with pytest.raises(Fault) as raised:
        replay([canonical_bytes(OTHER), entry], ELECTION)
    assert says in str(raised.value)
    assert raised.value.cure


def test_a_table_of_a_million_figures_is_written_at_once() -> None:
    stations = [f"{number:06}" for number in range(50_000)]
    facts = (canonical_bytes(count(s, selections={"gerb": n, "ata": 2 * n})) for n, s in enumerate(stations))
    [counts] = tabulate(gather(facts), ELECTION).of(ContestId("parties")).values()

    assert counts.table.units[6:] == tuple(map(StationId, stations))
    assert (counts.table.values[6:, 4] == 2 * np.arange(50_000)).all()
