"""A practice election: the same from the same seed, and consistent before anything is planted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sverka.domain.ids import LevelId
from sverka.errors import Fault
from sverka.formats.definition import parse_definition
from sverka.practice.definition_text import definition_text
from sverka.practice.invent import BLOCK, CONTEST, PracticeElection, invent
from sverka.practice.sizes import Sizes
from sverka.reconcile.compare import compare
from sverka.reconcile.controls import check_table


@st.composite
def sizes(draw: st.DrawFn) -> Sizes:
    """Small elections of every shape."""
    regions = draw(st.integers(1, 4))
    districts = draw(st.integers(regions, 9))
    return Sizes(
        regions=regions,
        districts=districts,
        stations=draw(st.integers(districts, 60)),
        parties=draw(st.integers(2, 40)),
        voters=draw(st.integers(1, 5000)),
        spread=draw(st.floats(0, 1.5)),
    )


def figures(election: PracticeElection) -> list[bytes]:
    return [table.values.tobytes() for table in (election.machine, election.hand)]


@given(sizes(), st.integers(0, 2**63))
def test_the_same_seed_gives_the_same_figures(sizes: Sizes, seed: int) -> None:
    assert figures(invent(sizes, seed=seed)) == figures(invent(sizes, seed=seed))


def test_another_seed_gives_other_figures() -> None:
    assert figures(invent(Sizes(), seed=1)) != figures(invent(Sizes(), seed=2))


@given(sizes(), st.integers(0, 2**63))
def test_the_definition_and_the_tables_name_the_same_things(sizes: Sizes, seed: int) -> None:
    election = invent(sizes, seed=seed)
    definition = parse_definition(definition_text(sizes, seed=seed), name="practice")
    contest = definition.contests[CONTEST]

    assert (contest.row_ids, contest.selection_ids) == (election.hand.rows, election.hand.selections)
    assert definition.accounts[election.machine.source.account].rows == election.machine.rows
    assert definition.places.areas == election.places.areas
    assert definition.places.levels == election.places.levels


@given(sizes(), st.integers(0, 2**63))
def test_both_counts_agree_everywhere(sizes: Sizes, seed: int) -> None:
    election = invent(sizes, seed=seed)

    assert compare(election.machine, election.hand).agrees


@given(sizes(), st.integers(0, 2**63))
def test_every_control_of_the_definition_holds(sizes: Sizes, seed: int) -> None:
    election = invent(sizes, seed=seed)
    definition = parse_definition(definition_text(sizes, seed=seed), name="practice")
    contest = definition.contests[CONTEST]

    assert not check_table(election.hand, contest).failed.any()
    assert not check_table(election.hand, contest).unknown.any()
    assert not check_table(election.machine, contest).failed.any()


@settings(max_examples=10)
@given(st.integers(0, 2**63))
def test_every_station_lies_in_a_district_that_exists(seed: int) -> None:
    places = invent(Sizes(), seed=seed).places

    assert {station.area for station in places.stations.values()} == {
        a.id for a in places.at_level(LevelId("district"))
    }


def test_blocks_do_not_show() -> None:
    election = invent(Sizes(stations=BLOCK + 10, parties=3), seed=5)
    votes = election.hand.values[:, election.hand.selection_columns].sum(axis=1)

    assert np.array_equal(votes, election.hand.values[:, election.hand.rows.index("10")])


@pytest.mark.parametrize(
    "wrong",
    [
        {"stations": 0},
        {"parties": 1},
        {"districts": 0},
        {"stations": 3, "districts": 5},
        {"districts": 2, "regions": 3},
        {"spread": -1.0},
        {"voters": 0},
    ],
)
def test_impossible_sizes_are_refused_with_a_cure(wrong: dict[str, int]) -> None:
    with pytest.raises(Fault) as refused:
        Sizes(**wrong)

    assert refused.value.place.startswith("--")
    assert refused.value.cure
