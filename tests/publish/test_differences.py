"""The comparison area by area, against counting station by station."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId, AreaId, ContestId, SelectionId
from sverka.publish.areas import WHOLE, Membership
from sverka.publish.differences import compared_by_area, kind_share
from sverka.reconcile.compare import Comparison, compare

STATES = st.sampled_from([State.READ, State.READ, State.READ, State.UNREAD, State.ABSENT])
CELL = st.tuples(st.integers(0, 3), STATES)
COUNT = st.none() | st.lists(CELL, min_size=3, max_size=3)


def table(name: str, counts: list[list[tuple[int, State]] | None]) -> CountTable:
    """A table of three selections; None where the source has no count."""
    cells = [each or [(0, State.NO_COUNT)] * 3 for each in counts]
    state = np.array([[s for _, s in each] for each in cells], np.uint8)
    values = np.array([[v for v, _ in each] for each in cells], np.int64) * (state == State.READ)
    return CountTable(
        contest=ContestId("c"),
        source=Source(AccountId(name)),
        units=tuple(f"{place:03}" for place in range(len(cells))),
        rows=(),
        selections=tuple(map(SelectionId, "abc")),
        values=values,
        state=state,
    )


def halves(stations: int) -> Membership:
    middle = stations // 2
    leaf = np.where(np.arange(stations) < middle, 0, 1).astype(np.intp)
    first, second = (np.array([number], np.intp) for number in range(2))
    beneath = {WHOLE: np.arange(2), AreaId("first"): first, AreaId("second"): second}
    return Membership(leaf, beneath)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    size = draw(st.integers(1, 12))
    left, right = (draw(st.lists(COUNT, min_size=size, max_size=size)) for _ in range(2))
    return compare(table("l", left), table("r", right))


@given(comparisons())
def test_an_area_counts_its_own_stations(comparison: Comparison) -> None:
    membership = halves(len(comparison.both))
    found = compared_by_area(comparison, membership)

    for area, lines in membership.lines.items():
        listed = {int(line): place for place, line in enumerate(comparison.lines)}
        places = [listed[line] for line in lines.tolist() if line in listed and comparison.both[line]]
        different = [place for place in places if comparison.different[place]]

        assert found[area].both == sum(bool(comparison.both[line]) for line in lines)
        assert found[area].different == len(different)
        assert found[area].not_comparable == len(places) - len(different)
        assert found[area].gross == sum(int(comparison.gross[place]) for place in different)
        assert found[area].net == sum(int(comparison.net[place]) for place in different)


@given(comparisons())
def test_areas_add_up_to_the_whole(comparison: Comparison) -> None:
    found = compared_by_area(comparison, halves(len(comparison.both)))
    whole, *parts = found.values()

    for name in ("both", "identical", "different", "not_comparable", "gross", "net"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
    assert whole.both == whole.identical + whole.different + whole.not_comparable
    assert whole.different == comparison.stations["different"]


@given(comparisons())
def test_kinds_of_difference_are_shares_of_those_that_differ(comparison: Comparison) -> None:
    kinds = [
        kind for kind in comparison.kind_counts if kind not in ("only-left", "only-right", "not-comparable")
    ]
    shares = [kind_share(comparison, kind).value for kind in kinds]

    assert sum(share for share in shares if share is not None) == (1 if kinds else 0)


@given(comparisons())
def test_a_delta_is_right_minus_left_where_both_were_read(comparison: Comparison) -> None:
    for line in range(len(comparison.both)):
        for column in range(3):
            unread = State.UNREAD in (
                comparison.left.state[line, column],
                comparison.right.state[line, column],
            )
            told = comparison.both[line] and not unread
            apart = comparison.right.values[line, column] - comparison.left.values[line, column]

            assert comparison.deltas[line, column] == (apart if told else 0)
