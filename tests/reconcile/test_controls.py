"""Controls: the same definitions over a whole country and for one protocol as it is typed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from sverka.domain.counts import CountTable, Unit, cell_of
from sverka.domain.election import Contest
from sverka.domain.ids import AccountId, ContestId
from sverka.errors import Fault
from sverka.reconcile import controls
from sverka.reconcile.controls import Context, check_count, check_table
from tests.reconcile.one_by_one import judge
from tests.reconcile.papers import HAND, MACHINE, Cell, contest, control, paper_of, situations, table, typed

Situation = tuple[Contest, CountTable, Context]

# --- one control ------------------------------------------------------------------------------------------------


def failed_codes(of: Contest, *cells: Cell, context: Context | None = None) -> list[str]:
    counts = table(of, {"0101": cells})
    return [finding.code for finding in check_table(counts, of, context)]


def test_a_finding_says_where_to_look_on_the_paper() -> None:
    of = contest(control("R5", "[1] = sum(selections) + [2]"))

    (finding,) = check_table(table(of, {"0101": [9, 1, 0, 4, 3, 2]}), of).of("0101")

    assert (finding.code, finding.unit, finding.source) == ("R5", "0101", HAND)
    assert (finding.left, finding.right) == (9, 10)
    assert finding.rows == ("1", "2")
    assert finding.selections == ("a", "b", "against")


def test_against_all_is_a_selection_that_does_not_contend() -> None:
    of = contest(control("R1", "sum(contenders) = [1]"), control("R2", "sum(selections) = [2]"))

    assert failed_codes(of, 7, 9, 0, 4, 3, 2) == []


@pytest.mark.parametrize(
    "rule, least, most",
    [
        ("[1] = 10", 8, 12),
        ("[1] <= 10", 0, 12),
        ("[1] >= 10", 8, 20),
        ("[1] < 10", 0, 11),
        ("[1] > 10", 9, 20),
    ],
)
def test_the_left_side_may_miss_by_the_tolerance(rule: str, least: int, most: int) -> None:
    of = contest(control("R1", rule, tolerance=2))

    holding = [number for number in range(21) if not failed_codes(of, number)]

    assert holding == list(range(least, most + 1))


def test_unequal_demands_more_than_the_tolerance() -> None:
    of = contest(control("R1", "[1] != 10", tolerance=2))

    assert [number for number in range(21) if failed_codes(of, number)] == [8, 9, 10, 11, 12]


# --- what is not known ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [None, "absent"])
def test_a_figure_that_is_not_there_makes_its_controls_unknown(cell: Cell) -> None:
    of = contest(control("R1", "[1] = [2]"), control("R2", "[2] = [3]"))

    found = check_table(table(of, {"0101": [cell, 5, 6, 1, 1, 1]}), of)

    assert found.unknown.tolist() == [[True], [False]]
    assert found.failed.tolist() == [[False], [True]]


def test_a_sum_skips_what_is_not_on_the_sheet_and_waits_for_what_is_unread() -> None:
    of = contest(control("R1", "[1] = sum(selections)"))

    assert failed_codes(of, 7, 0, 0, 4, 3, "absent") == []
    assert failed_codes(of, 8, 0, 0, 4, 3, "absent") == ["R1"]
    assert failed_codes(of, 8, 0, 0, 4, 3, None) == []
    assert failed_codes(of, 8, 0, 0, "absent", "absent", "absent") == []


def test_the_smallest_of_a_group_is_not_one_that_is_not_on_the_sheet() -> None:
    of = contest(control("R1", "min(selections) = 3"))

    assert failed_codes(of, 0, 0, 0, 4, 3, "absent") == []


def test_a_unit_without_a_count_has_no_findings_even_when_others_know_of_it() -> None:
    of = contest(control("R1", "machine:[1] = 0"), control("R2", "registered = 0"), control("R3", "1 = 2"))
    machine = table(of, {"0101": [5, 5, 5, 1, 1, 1]}, MACHINE)
    context = Context(accounts={AccountId("machine"): machine}, registered=np.array([7]))

    found = check_table(table(of, {"0101": []}), of, context)

    assert found.unknown.all()
    assert list(found) == []


def test_an_account_with_fewer_rows_is_asked_only_for_what_it_carries() -> None:
    of = contest(control("R1", "[1] = [2]"), control("R2", "[3] = sum(selections)"))
    tape = table(of, {"0101": [1, 2, 9, 4, 3, 1]}, MACHINE).with_columns(of.row_ids[2:], of.selection_ids)

    found = check_table(tape, of)

    assert found.unknown.tolist() == [[True], [False]]
    assert [finding.code for finding in found] == ["R2"]


# --- what stands around a count ---------------------------------------------------------------------------------


def test_another_account_is_found_by_unit_not_by_place() -> None:
    of = contest(control("R8", "machine:[1] = [1]"))
    hand = table(of, {"0101": [1, 0, 0, 0, 0, 0], "0102": [2, 0, 0, 0, 0, 0], "0103": [3, 0, 0, 0, 0, 0]})
    machine = table(of, {"0103": [3, 0, 0, 0, 0, 0], "0102": [5, 0, 0, 0, 0, 0]}, MACHINE)

    found = check_table(hand, of, Context(accounts={AccountId("machine"): machine}))

    assert [(f.unit, f.left, f.right) for f in found] == [("0102", 5, 2)]
    assert found.unknown.tolist() == [[True, False, False]]


def test_a_family_of_contests_gives_the_figure_of_the_district_that_votes_in_the_station() -> None:
    of = contest(control("R7", "single/[1] = [1]"))
    here = table(of, {"0101": [1, 0, 0, 0, 0, 0], "0201": [2, 0, 0, 0, 0, 0], "0301": [3, 0, 0, 0, 0, 0]})
    first = table(of, {"0101": [1, 0, 0, 0, 0, 0], "0301": [9, 0, 0, 0, 0, 0]})
    second = table(of, {"0201": [9, 0, 0, 0, 0, 0], "0301": [9, 0, 0, 0, 0, 0]})

    found = check_table(here, of, Context(contests={ContestId("single"): [first, second]}))

    assert [(f.unit, f.left, f.right) for f in found] == [("0201", 9, 2)]
    assert found.unknown.tolist() == [[False, False, True]]  # the box of 0301 holds ballots of both districts


def test_registered_voters_come_from_the_table_of_stations() -> None:
    of = contest(control("R1", "[1] <= registered"))
    counts = table(of, {"0101": [9, 0, 0, 0, 0, 0], "0102": [9, 0, 0, 0, 0, 0]})

    found = check_table(counts, of, Context(registered=np.array([8, -1])))

    assert found.failed.tolist() == [[True, False]]
    assert found.unknown.tolist() == [[False, True]]


def test_controls_are_checked_only_on_the_accounts_and_units_they_name() -> None:
    by_machine = replace(control("R1", "1 = 2"), accounts=(AccountId("machine"),))
    of_areas = replace(control("R2", "1 = 2"), units=("area",))
    of = contest(by_machine, of_areas)
    cells = {"0101": [1, 1, 1, 1, 1, 1]}

    assert [f.code for f in check_table(table(of, cells), of)] == []
    assert [f.code for f in check_table(table(of, cells, MACHINE), of)] == ["R1"]
    assert [f.code for f in check_table(table(of, cells, unit=Unit.AREA), of)] == ["R2"]


def test_controls_of_one_contest_are_never_put_to_another() -> None:
    of = contest(control("R1", "1 = 2"))
    with pytest.raises(AssertionError):
        check_table(table(of, {}), replace(of, id=ContestId("other")))


# --- suppression ------------------------------------------------------------------------------------------------


def test_a_failed_control_hides_those_it_makes_meaningless() -> None:
    of = contest(control("A", "[1] = 0", "B"), control("B", "[2] = 0", "C"), control("C", "[3] = 0"))

    assert failed_codes(of, 1, 1, 1) == ["A"]
    assert failed_codes(of, 0, 1, 1) == ["B"]
    assert failed_codes(of, 1, 0, 1) == ["A", "C"]


def test_hidden_findings_are_still_counted_as_failures() -> None:
    of = contest(control("A", "[1] = 0", "B"), control("B", "[2] = 0"))

    found = check_table(table(of, {"0101": [1, 1, 0, 0, 0, 0]}), of)

    assert found.failures == {"A": 1, "B": 1}
    assert len(found) == 1
    assert found.with_findings.tolist() == [True]


# --- one protocol as it is typed --------------------------------------------------------------------------------


def test_controls_speak_up_as_soon_as_their_figures_are_typed() -> None:
    of = contest(control("R1", "[1] = [2] + [3]"), control("R5", "[2] = sum(selections)"))

    def shown(*cells: Cell) -> list[str]:
        return [finding.code for finding in check_count(of, HAND, "0101", typed(of, *cells))]

    assert shown(9, 5) == []
    assert shown(9, 5, 3) == ["R1"]
    assert shown(8, 5, 3, 4, 1) == []
    assert shown(8, 5, 3, 4, 1, 1) == ["R5"]
    assert shown(8, 5, 3, 4, 1, "absent") == []


@pytest.mark.parametrize("figure", [-1, 2**53 + 1, "9", 1.5])
def test_what_is_no_count_is_refused_with_the_field(figure: Cell) -> None:
    of = contest()
    with pytest.raises(Fault, match="0101, field 2") as caught:
        check_count(of, HAND, "0101", typed(of, 1, figure))

    assert "whole number" in caught.value.cure


def test_a_row_the_form_does_not_have_is_refused() -> None:
    with pytest.raises(Fault, match="no field '99'"):
        check_count(contest(), HAND, "0101", {**typed(contest(), 1), "99": 5})  # type: ignore[dict-item]


# --- exactness --------------------------------------------------------------------------------------------------


def test_absurd_figures_are_judged_exactly_and_shown_cut() -> None:
    rule = "[1] * [2] = [1] * [2] - 1"
    of = contest(control("R1", rule), control("R2", "[1] * [2] >= [1]"))

    found = check_table(table(of, {"0101": [2**53, 2**53, 0, 0, 0, 0], "0102": [3, 1, 0, 0, 0, 0]}), of)

    assert found.failed.tolist() == [[True, True], [False, False]]
    assert found.left[0].tolist() == [2**63 - 1, 3]


@pytest.mark.parametrize(
    "rule",
    [
        "sum(selections) * 512 > 0",  # 1.5 * 2**63
        "[1] * 512 + [2] * 512 > 0",  # 2**63
        "0 - [1] * 512 - [2] * 512 - [3] * 512 < 0",
        "[1] * 512 > 0 - [2] * 512 - 1",
    ],
)
def test_nothing_turns_around_beyond_64_bits(rule: str) -> None:
    of = contest(control("R1", rule))

    assert failed_codes(of, *[2**53] * 6) == []


# --- laws -------------------------------------------------------------------------------------------------------


@given(situations())
def test_a_whole_country_is_judged_as_one_paper_at_a_time(situation: Situation) -> None:
    of, counts, context = situation
    found = check_table(counts, of, context)

    for line in range(len(counts.units)):
        paper = paper_of(line, counts, of, context)
        for place, one in enumerate(of.controls):
            holds, left, right = judge(one, paper)
            assert bool(found.failed[place, line]) == (holds is False), one.rule
            assert bool(found.unknown[place, line]) == (holds is None), one.rule
            cut = [max(min(side, 2**63 - 1), -(2**63)) for side in (left, right)]
            assert [found.left[place, line], found.right[place, line]] == cut, one.rule


@given(situations())
def test_the_size_of_a_block_changes_nothing(situation: Situation) -> None:
    of, counts, context = situation
    whole = check_table(counts, of, context)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(controls, "BLOCK", 2)
        in_blocks = check_table(counts, of, context)

    assert list(in_blocks) == list(whole)
    assert np.array_equal(in_blocks.unknown, whole.unknown)


@given(situations())
def test_what_is_unknown_never_fails(situation: Situation) -> None:
    of, counts, context = situation
    found = check_table(counts, of, context)

    assert not (found.failed & found.unknown).any()


@given(situations())
def test_every_hidden_finding_hides_behind_one_that_is_shown(situation: Situation) -> None:
    of, counts, context = situation
    found = check_table(counts, of, context)

    assert not (found.shown & ~found.failed).any()
    assert (found.shown.any(axis=0) == found.with_findings).all()
    for place, line in np.argwhere(found.failed & ~found.shown):
        code = of.controls[place].code
        behind = [n for n, other in enumerate(of.controls) if code in other.suppresses]
        assert found.failed[behind, line].any()


@given(situations())
def test_one_protocol_typed_whole_has_the_findings_of_its_line(situation: Situation) -> None:
    of, counts, _ = situation
    found = check_table(counts, of)

    for line, unit in enumerate(counts.units):
        if not counts.counted[line]:
            continue
        cells = map(cell_of, counts.values[line], counts.state[line])
        assert check_count(of, HAND, unit, typed(of, *cells)).of(unit) == found.of(unit)
