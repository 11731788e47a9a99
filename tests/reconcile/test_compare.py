"""The comparison: every sum and every verdict against a slow twin, station by station."""

from __future__ import annotations

from fractions import Fraction
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable
from sverka.domain.election import Tolerance
from sverka.domain.ids import ContestId
from sverka.reconcile.compare import Comparison, compare
from sverka.reconcile.kinds import CODE, KINDS, NOT_COMPARABLE, ONLY_LEFT, ONLY_RIGHT, names_of
from sverka.reconcile.triage import triage
from tests.reconcile.compared_one_by_one import Cell, Counted, Said, kinds_one_by_one, said_of

NONE = Tolerance()
RUSSIA = Tolerance(votes=2, share=Fraction(1, 100), source="more than 1 % of the larger and at least 3 units")
IRAQ = Tolerance(votes=1, source="fewer than 2 votes")
MOST = 2**53 - 1

CELL = st.one_of(st.integers(0, 3), st.integers(0, 400), st.just(MOST), st.none(), st.just("absent"))
FEW = st.one_of(st.integers(0, 1), st.just("absent"))


@st.composite
def two_counts(draw: st.DrawFn) -> tuple[Counted, Counted]:
    """Two accounts with stations, rows and selections of their own, most of them shared, most cells alike."""
    stations = draw(st.lists(st.sampled_from("uvwxyz"), unique=True, max_size=6))
    sides = []
    usual = {name: draw(FEW) for name in "12abcd"}
    for _ in range(2):
        rows = [row for row in "12" if draw(st.integers(0, 4))]
        selections = ["a", *(s for s in "bcd" if draw(st.integers(0, 4)))]
        sheets = {}
        for station in draw(st.permutations(stations)):
            form = [*rows, *selections]
            cells = {name: draw(CELL) if draw(st.integers(0, 3)) == 0 else usual[name] for name in form}
            sheets[station] = None if draw(st.integers(0, 6)) == 0 else cells
        for station in draw(st.lists(st.sampled_from(stations), unique=True, max_size=1)) if stations else []:
            del sheets[station]
        sides.append(Counted(rows, selections, sheets))
    return sides[0], sides[1]


def of(rows: str, selections: str, *sheets: list[Cell] | None) -> Counted:
    """A count of stations "0", "1", …"""
    fields = [*rows, *selections]
    cells = [None if sheet is None else dict(zip(fields, sheet, strict=True)) for sheet in sheets]
    return Counted(list(rows), list(selections), {str(n): sheet for n, sheet in enumerate(cells)})


def compared(left: Counted, right: Counted, tolerance: Tolerance = NONE) -> Comparison:
    return compare(left.table("left"), right.table("right"), tolerance=tolerance)


def said_everywhere(left: Counted, right: Counted, tolerance: Tolerance) -> dict[str, Said]:
    stations = dict.fromkeys([*left.sheets, *right.sheets])
    return {station: said_of(left, right, station, tolerance) for station in stations}


@pytest.mark.parametrize("block", [1, 2, 8192])
@pytest.mark.parametrize("tolerance", [NONE, RUSSIA, IRAQ], ids=["none", "Russia", "Iraq"])
@given(counts=two_counts())
def test_every_number_is_what_one_station_at_a_time_says(
    tolerance: Tolerance, block: int, counts: tuple[Counted, Counted]
) -> None:
    said = said_everywhere(*counts, tolerance)
    with mock.patch("sverka.reconcile.compare.BLOCK", block):
        found = compared(*counts, tolerance)
        sums, stations = found.sums, found.stations

    status = [each.status for each in said.values()]
    different = [each for each in said.values() if each.status == "different"]
    both = [each for each in said.values() if each.status not in {"none", "only-left", "only-right"}]
    assert stations == {
        "left": sum(s is not None for s in counts[0].sheets.values()),
        "right": sum(s is not None for s in counts[1].sheets.values()),
        "both": len(both),
        "identical": status.count("identical") + status.count("tolerated"),
        "different": len(different),
        "not_comparable": status.count("not-comparable"),
        "sum_kept": sum(each.net == 0 for each in different),
        "within_tolerance": status.count("tolerated"),
        "joined": 0,
    }
    assert int(found.gross.sum()) == sum(each.gross for each in different)
    assert int(found.net.sum()) == sum(each.net for each in different)
    for name, words in sums.items():
        pairs = [each.pairs[name] for each in both if name in each.pairs]
        assert words == {
            "left": sum(a for a, _ in pairs),
            "right": sum(b for _, b in pairs),
            "gross": sum(abs(b - a) for a, b in pairs),
            "net": sum(b - a for a, b in pairs),
        }


@given(counts=two_counts())
def test_every_listed_station_has_its_kind_and_its_size(counts: tuple[Counted, Counted]) -> None:
    said = said_everywhere(*counts, NONE)
    found = compared(*counts)
    listed = [each for each in found.left.units if said[each].status not in {"identical", "none"}]

    assert [found.left.units[line] for line in found.lines] == listed
    for place, station in enumerate(listed):
        kinds = [KINDS[found.kind[place]], *names_of(int(found.also[place]))]
        assert found.difference_of(station) == place
        if said[station].status != "different":
            assert kinds == [said[station].status]
            assert (found.gross[place], found.net[place]) == (0, 0)
            continue
        assert (found.gross[place], found.net[place]) == (said[station].gross, said[station].net)
        pairs = said[station].pairs
        votes = [pairs.get(str(name), (0, 0)) for name in found.left.selections]
        rows = [pairs.get(str(name), (0, 0)) for name in found.left.rows]
        judged = votes if any(a != b for a, b in votes) else rows
        assert kinds == kinds_one_by_one([a for a, _ in judged], [b for _, b in judged])


@given(counts=two_counts())
def test_the_other_way_round_net_is_negated_and_nothing_else_moves(counts: tuple[Counted, Counted]) -> None:
    one, other = compared(*counts), compared(counts[1], counts[0])
    swap = {"left": "right", "right": "left"}
    mirror = {CODE[ONLY_LEFT]: CODE[ONLY_RIGHT], CODE[ONLY_RIGHT]: CODE[ONLY_LEFT]}

    assert {swap.get(word, word): number for word, number in one.stations.items()} == other.stations
    by_station = [
        {c.left.units[line]: (g, n) for line, g, n in zip(c.lines, c.gross, c.net, strict=True)}
        for c in (one, other)
    ]
    assert {station: (gross, -net) for station, (gross, net) in by_station[0].items()} == by_station[1]
    missing = [KINDS[mirror[k]] for k in one.kind if k in mirror]
    assert sorted(missing) == sorted(KINDS[k] for k in other.kind if k in mirror)


@given(counts=two_counts())
def test_a_count_agrees_with_itself_as_far_as_it_can_be_read(counts: tuple[Counted, Counted]) -> None:
    table = counts[0].table("left")
    found = compare(table, table)

    assert set(found.kind.tolist()) <= {CODE[NOT_COMPARABLE]}
    assert found.stations["different"] == 0
    assert found.agrees == (len(found.lines) == 0 and len(table.units) > 0 and bool(table.counted.all()))


def test_absent_is_zero_and_no_more() -> None:
    left = of("", "ab", [5, "absent"], [5, "absent"], [5, 0])
    right = of("", "ab", [5, 0], [5, 3], [5, "absent"])

    assert [KINDS[kind] for kind in compared(left, right).kind] == ["row-zero"]
    assert compared(left, right).lines.tolist() == [1]


def test_unread_is_not_compared_unless_something_else_differs() -> None:
    left = of("", "abc", [5, None, 1], [5, None, 1], [5, 7, 1])
    right = of("", "abc", [5, 7, 1], [4, 7, 1], [5, 7, 1])
    found = compared(left, right)

    assert [KINDS[kind] for kind in found.kind] == ["not-comparable", "one-field-by-one"]
    assert found.sums["b"] == {"left": 7, "right": 7, "gross": 0, "net": 0}  # type: ignore[index]
    assert not found.agrees


def test_rows_are_judged_only_where_the_votes_agree() -> None:
    left = of("12", "ab", [9, 9, 1, 2], [9, 9, 1, 2])
    right = of("12", "ab", [9, 8, 1, 2], [9, 1, 2, 1])
    found = compared(left, right)

    assert [KINDS[kind] for kind in found.kind] == ["one-field-by-one", "two-rows-swapped"]
    assert found.gross.tolist() == [0, 2]


def test_a_row_that_one_form_lacks_is_no_difference_and_a_selection_is() -> None:
    found = compared(of("12", "a", [9, 9, 1]), of("2", "ab", [9, 1, 4]))

    assert found.left.fields == ("2", "a", "b")
    assert (found.stations["different"], found.net.tolist()) == (1, [4])


TOLERATED: dict[str, tuple[Tolerance, int, int, bool]] = {
    "two units are tolerated in Russia however few": (RUSSIA, 10, 12, True),
    "three units of ten are not": (RUSSIA, 10, 13, False),
    "three units of three hundred are one percent of the larger": (RUSSIA, 297, 300, True),
    "three units of 299 are more": (RUSSIA, 296, 299, False),
    "the same with the larger on the left": (RUSSIA, 300, 297, True),
    "one vote is tolerated in Iraq": (IRAQ, 0, 1, True),
    "two votes are not": (IRAQ, 0, 2, False),
    "without a tolerance nothing is": (NONE, 0, 1, False),
    "a third of the largest figure there is": (Tolerance(share=Fraction(1, 3)), MOST, MOST - MOST // 3, True),
    "and one more": (Tolerance(share=Fraction(1, 3)), MOST, MOST - MOST // 3 - 1, False),
    "a share with a long denominator": (
        Tolerance(share=Fraction(333_333, 1_000_000)),
        MOST,
        MOST // 2,
        False,
    ),
}


@pytest.mark.parametrize("tolerance, left, right, tolerated", TOLERATED.values(), ids=TOLERATED)
def test_the_law_says_from_when_on_two_figures_differ(
    tolerance: Tolerance, left: int, right: int, tolerated: bool
) -> None:
    found = compared(of("", "ab", [left, 5]), of("", "ab", [right, 5]), tolerance)

    assert found.stations["within_tolerance"] == found.stations["identical"] == int(tolerated)
    assert found.agrees is tolerated


def test_what_is_tolerated_and_unread_is_not_called_identical() -> None:
    found = compared(of("", "ab", [10, None]), of("", "ab", [11, 3]), IRAQ)

    assert (found.stations["not_comparable"], found.stations["within_tolerance"]) == (1, 0)


def test_no_station_is_no_agreement() -> None:
    assert not compared(of("", "a"), of("", "a")).agrees


def test_a_station_without_any_count_is_no_agreement() -> None:
    found = compared(of("", "a", [1], None), of("", "a", [1], None))

    assert found.lines.tolist() == []
    assert not found.agrees


def test_two_contests_are_never_compared() -> None:
    table = of("", "a", [1]).table("left")
    other = CountTable.empty(
        contest=ContestId("d"), source=table.source, units=table.units, rows=(), selections=table.selections
    )
    with pytest.raises(AssertionError):
        compare(table, other)


def test_deltas_are_right_minus_left_where_both_can_be_read() -> None:
    found = compared(of("1", "a", [9, 5], [9, 5], None), of("1", "a", [7, None], [9, "absent"], [1, 1]))

    assert found.deltas.tolist() == [[-2, 0], [0, -5], [0, 0]]


def test_triage_looks_at_impact_then_size_then_pattern_then_place() -> None:
    left = of("", "ab", [5, 5], [5, 5], [50, 5], [5, 5], [5, 5])
    right = of("", "ab", [6, 5], [6, 4], [5, 5], [6, 6], [6, 5])
    found = compared(left, right)
    impact = np.array([0.0, 0.0, 0.0, 0.0, 1.0])

    assert [found.left.units[found.lines[place]] for place in triage(found)] == ["2", "1", "3", "0", "4"]
    assert [found.left.units[found.lines[place]] for place in triage(found, impact)] == [
        "4",
        "2",
        "1",
        "3",
        "0",
    ]
