"""Planted mistakes: every kind, one at a station, and the list says exactly what changed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import PCG64, Generator

from sverka.domain.counts import CountTable, State
from sverka.errors import Fault
from sverka.practice.invent import invent
from sverka.practice.mechanisms import PART, WHOLE
from sverka.practice.mistakes import KINDS, MIRRORED, Planted, plant
from sverka.practice.sizes import Sizes
from sverka.reconcile import kinds
from sverka.reconcile.compare import compare

ELECTION = invent(Sizes(stations=900, parties=12), seed=11)
TRUTH = {"machine": ELECTION.machine, "hand": ELECTION.hand}


def planted(seed: int = 3, **more: object) -> Planted:
    return plant(ELECTION.machine, ELECTION.hand, seed=seed, **{"mistakes": 400, **more})  # type: ignore[arg-type]


def same(one: CountTable, other: CountTable) -> bool:
    return np.array_equal(one.values, other.values) and np.array_equal(one.state, other.state)


def test_the_kinds_are_those_of_the_comparison() -> None:
    assert set(KINDS) == set(kinds.KINDS)


def test_every_kind_is_planted() -> None:
    assert {mistake.kind for mistake in planted().mistakes} == set(KINDS)


def test_the_same_seed_plants_the_same_mistakes() -> None:
    assert planted(seed=5).mistakes == planted(seed=5).mistakes
    assert planted(seed=5).mistakes != planted(seed=6).mistakes


def test_the_truth_stays_as_it_was() -> None:
    before = ELECTION.hand.values.copy()
    planted()

    assert np.array_equal(ELECTION.hand.values, before)


def test_a_station_gets_one_mistake_and_every_one_shows() -> None:
    result = planted()
    stations = [mistake.station for mistake in result.mistakes]
    comparison = compare(result.left, result.right)

    assert len(set(stations)) == len(stations) == 400
    assert {comparison.left.units[line] for line in comparison.lines} == set(stations)


@given(st.integers(0, 2**63))
def test_the_list_of_mistakes_turns_the_truth_into_what_was_planted(seed: int) -> None:
    result = planted(seed=seed, mistakes=60)
    written = {
        name: (table.values.copy(), table.state.copy(), table.position, table.fields)
        for name, table in TRUTH.items()
    }
    for mistake in result.mistakes:
        values, state, position, fields = written[mistake.source]
        line = position[mistake.station]
        if not mistake.fields:
            values[line], state[line] = 0, State.NO_COUNT
        for field, before, after in zip(mistake.fields, mistake.before, mistake.after, strict=True):
            column = fields.index(field)
            assert values[line, column] == before
            values[line, column] = after or 0
            state[line, column] = State.UNREAD if after is None else State.READ

    assert same(ELECTION.machine.with_cells(*written["machine"][:2]), result.left)
    assert same(ELECTION.hand.with_cells(*written["hand"][:2]), result.right)


def test_mistakes_fall_on_both_accounts_and_on_rows_too() -> None:
    mistakes = planted().mistakes
    rows = set(ELECTION.machine.rows)
    parts = [mistake for mistake in mistakes if mistake.kind in PART]

    assert {mistake.source for mistake in mistakes} == {"machine", "hand"}
    assert 0 < sum(set(mistake.fields) <= rows for mistake in parts) < len(parts) / 4


def test_figures_go_wrong_on_the_side_that_was_asked_for() -> None:
    mistakes = planted(sides=(0,)).mistakes

    assert {mistake.source for mistake in mistakes if mistake.kind != "only-left"} == {"machine"}


def test_weights_choose_the_kinds() -> None:
    mistakes = planted(weights={"row-zero": 1, "mixed": 3}).mistakes
    counts = Counter(mistake.kind for mistake in mistakes)

    assert counts.keys() == {"row-zero", "mixed"}
    assert counts["mixed"] > counts["row-zero"]


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Fault, match="no kinds of mistake: rows-swopped") as refused:
        planted(weights={"rows-swopped": 1})

    assert "two-rows-swapped" in refused.value.cure


def test_more_mistakes_than_stations_are_refused() -> None:
    with pytest.raises(Fault, match="901 mistakes do not fit into 900 stations"):
        planted(mistakes=901)


figures = st.lists(st.integers(0, 3000), min_size=2, max_size=12).map(np.array)


@pytest.mark.parametrize("kind", [*WHOLE, *PART])
@given(figures=figures, seed=st.integers(0, 2**63))
def test_a_mechanism_makes_no_figure_negative_and_leaves_what_it_was_given(
    kind: str, figures: np.ndarray, seed: int
) -> None:
    before = figures.copy()
    after = {**WHOLE, **PART}[kind](figures, Generator(PCG64(seed)))

    assert np.array_equal(figures, before)
    assert after is None or (after.shape == figures.shape and (after >= 0).all())


def test_what_is_lower_on_the_right_is_higher_on_the_left() -> None:
    result = planted(weights=dict.fromkeys(MIRRORED, 1))
    for mistake in result.mistakes:
        lower = all(a is not None and a < b for a, b in zip(mistake.after, mistake.before, strict=True))

        assert lower == ((mistake.source == "hand") == (mistake.kind == "several-lower"))
