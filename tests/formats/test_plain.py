"""Two plain tables: right on the first try, or one fault that says what to give."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from sverka.domain.counts import State
from sverka.errors import Fault
from sverka.formats.notices import NoticeCode
from sverka.formats.plain import PlainPair, read_plain_pair
from sverka.publish.words.notices import SENTENCES
from tests.formats.bad_counts import workbook
from tests.formats.plain_recount import CANDIDATES, Unit, differing, recount, sheet


def pair_of(left: str | bytes, right: str | bytes, **told: object) -> PlainPair:
    [found] = pairs_of(left, right, **told)
    return found


def pairs_of(left: str | bytes, right: str | bytes, **told: object) -> tuple[PlainPair, ...]:
    files = [each.encode() if isinstance(each, str) else each for each in (left, right)]
    pairs = read_plain_pair(("left.csv", files[0]), ("right.csv", files[1]), **told)  # type: ignore[arg-type]
    for each in (notice for pair in pairs for notice in pair.notices):
        assert SENTENCES[NoticeCode(each.code)].format(**each.context), (
            "every notice has what its sentence shows"
        )

    return pairs


def codes(pair: PlainPair) -> dict[str, dict[str, str | int]]:
    return {each.code: dict(each.context) for each in pair.notices}


def found_differences(pair: PlainPair) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    both = pair.left.counted & pair.right.counted
    different = (pair.left.values != pair.right.values).any(axis=1) & both
    return {
        pair.left.units[at]: (tuple(pair.left.values[at].tolist()), tuple(pair.right.values[at].tolist()))
        for at in np.flatnonzero(different)
    }


def rows_of(units: list[Unit], side: str) -> list[list[object]]:
    return [[each.county, each.label, *getattr(each, side)] for each in units]


HEADER = ["County", "Reporting Unit", *CANDIDATES]


def test_a_station_column_and_selections_need_nothing_to_be_said() -> None:
    pair = pair_of("station,A,B\n0001,10,20\n0002,1,2\n", "station,B,A\n0002,2,1\n0001,21,10\n")

    assert pair.contest == "votes"
    assert pair.left.units == pair.right.units == ("0001", "0002")
    assert pair.left.selections == pair.right.selections == ("A", "B")
    assert pair.left.values.tolist() == [[10, 20], [1, 2]]
    assert pair.right.values.tolist() == [[10, 21], [1, 2]]
    assert codes(pair)["key-chosen"] == {"columns": "station", "units": 2}


def test_labels_that_repeat_between_counties_take_the_county_into_the_key() -> None:
    units = recount(3600)
    shuffled = random.Random(1).sample(units, len(units))
    pair = pair_of(
        sheet(HEADER, rows_of(units, "left")),
        "\ufeff" + sheet(HEADER, rows_of(shuffled, "right"), delimiter=";"),
    )

    truth = {f"{county} / {label}": figures for (county, label), figures in differing(units).items()}
    assert len(pair.left.units) == 3600
    assert found_differences(pair) == truth


def test_the_recount_of_a_state_in_two_spreadsheets_is_right_on_the_first_try() -> None:
    units = recount(3600, seed=2016)
    left: list[list[object]] = [[each.number, each.county, each.label, *each.left] for each in units]
    right: list[list[object]] = [
        ["Recount, certified"],
        ["Unit No", "County", "Ward", *CANDIDATES, "Total Votes"],
    ]
    for before, each in zip([None, *units], units, strict=False):
        if before and before.county != each.county:
            right.append(["", f"{before.county} Totals", "", *county_sum(units, before.county)])
        county = "" if before and before.county == each.county else each.county
        right.append([int(each.number), county, each.label.upper(), *each.right, sum(each.right)])
    right.append(["", f"{units[-1].county} Totals", "", *county_sum(units, units[-1].county)])
    text = sheet(["Unit ID", "County", "Reporting Unit", *CANDIDATES], left, delimiter=";")
    pair = pair_of(text, workbook(right))

    assert pair.left.selections == CANDIDATES
    assert len(pair.left.units) == 3600
    assert Counter(found_differences(pair).values()) == Counter(differing(units).values())
    assert codes(pair)["summary-rows-excluded"]["count"] == 72


def county_sum(units: list[Unit], county: str) -> list[int]:
    figures = [each.right for each in units if each.county == county]
    return [*(sum(column) for column in zip(*figures, strict=True)), sum(map(sum, figures))]


def test_a_county_that_stands_once_for_its_block_is_filled_down_aloud() -> None:
    units = recount(720)
    right = rows_of(units, "right")
    for above, row in zip(units, right[1:], strict=False):
        row[0] = "" if row[0] == above.county else row[0]
    pair = pair_of(sheet(HEADER, rows_of(units, "left")), "Recount\r\n\r\n" + sheet(HEADER, right))

    assert len(found_differences(pair)) == len(differing(units))
    assert codes(pair)["key-filled-down"]["column"] == "County"
    assert codes(pair)["title-lines-skipped"] == {"count": 1, "header_row": 3}


def test_ids_whose_zeros_a_spreadsheet_dropped_still_pair() -> None:
    units = recount(500)
    left: list[list[object]] = [[each.number, *each.left] for each in units]
    right: list[list[object]] = [[int(each.number), *each.right] for each in reversed(units)]
    pair = pair_of(sheet(["Ward ID", *CANDIDATES], left), sheet(["ward id", *CANDIDATES], right))

    assert pair.left.units[:2] == ("00001", "00002")
    assert len(found_differences(pair)) == len(differing(units))
    assert codes(pair)["zeros-restored"] == {"count": 500, "row": 501, "text": "1", "station": "00001"}


def test_sums_are_no_selections_and_no_units() -> None:
    units = recount(60, counties=3)
    left: list[list[object]] = [[each.county, each.label, *each.left, sum(each.left)] for each in units]
    by_county = [
        [*(sum(each.right[at] for each in units if each.county == c) for at in range(4))]
        for c in sorted({u.county for u in units})
    ]
    right = rows_of(units, "right")
    right += [[f"County 0{at + 1} Total", "", *figures] for at, figures in enumerate(by_county)]
    right += [["Office Totals:", "", *np.sum(by_county, axis=0).tolist()]]
    pair = pair_of(sheet([*HEADER, "All votes"], left), sheet(HEADER, right))

    assert pair.left.selections == CANDIDATES
    assert len(pair.left.units) == 60
    assert codes(pair)["total-columns-excluded"] == {"columns": "All votes", "file": "left.csv"}
    assert codes(pair)["summary-rows-excluded"]["count"] == 4


def test_a_sum_without_a_title_is_found_by_adding_up() -> None:
    units = recount(60, counties=3)
    left: list[list[object]] = [[each.county, each.label, *each.left, sum(each.left)] for each in units]
    total = [sum(each.left[at] for each in units) for at in range(4)]
    left.append(["Wisconsin", "Statewide", *total, sum(total)])
    pair = pair_of(sheet([*HEADER, "x"], left), sheet(HEADER, rows_of(units, "right")))

    assert pair.left.selections == CANDIDATES
    assert len(pair.left.units) == 60


def test_units_in_one_file_only_are_kept_without_a_count_on_the_other_side() -> None:
    pair = pair_of("station,A,B\nx,1,2\ny,3,4\n", "station,A,B\nz,5,6\nx,1,2\n")

    assert pair.left.units == ("x", "y", "z")
    assert pair.left.counted.tolist() == [True, True, False]
    assert pair.right.counted.tolist() == [True, False, True]


def test_a_selection_in_one_file_only_is_not_on_the_other_sheet() -> None:
    pair = pair_of("station,A,B\nx,1,2\ny,3,4\n", "station,A\nx,1\ny,3\n")

    assert pair.right.state.tolist() == [[State.READ, State.ABSENT]] * 2
    assert codes(pair)["selection-only-in-one"] == {"file": "left.csv", "columns": "B"}


def test_registered_voters_are_compared_and_not_summed_with_votes() -> None:
    pair = pair_of(
        "station,Registered,A,B\nx,90,1,2\ny,80,3,4\n", "station,A,B,registered\nx,1,2,91\ny,3,4,80\n"
    )

    assert pair.left.rows == ("Registered",)
    assert pair.left.selections == ("A", "B")
    assert pair.right.values.tolist() == [[91, 1, 2], [80, 3, 4]]


def test_a_long_table_is_one_pair_per_contest() -> None:
    left = "station,contest,selection,votes\nx,P,A,1\nx,P,B,2\ny,P,A,3\nx,Q,C,4\n"
    right = "Contest;Station;Votes;Selection\nP;y;3;A\nP;x;1;A\nP;x;2;B\nQ;x;5;C\n"
    first, second = pairs_of(left, right)

    assert (first.contest, second.contest) == ("P", "Q")
    assert first.left.values.tolist() == first.right.values.tolist() == [[1, 2], [3, 0]]
    assert first.left.state[1].tolist() == [State.READ, State.ABSENT]
    assert (second.left.values.tolist(), second.right.values.tolist()) == ([[4]], [[5]])


def test_a_wide_table_compares_with_a_long_one() -> None:
    pair = pair_of("station,A,B\nx,1,2\ny,3,4\n", "station,selection,votes\nx,A,1\nx,B,2\ny,B,5\ny,A,3\n")

    assert pair.left.values.tolist() == [[1, 2], [3, 4]]
    assert pair.right.values.tolist() == [[1, 2], [3, 5]]


def test_votes_may_be_called_anything_beside_a_column_of_selections() -> None:
    pair = pair_of(
        "Ward,Candidate,Tally\nx,A,1\nx,B,2\ny,A,3\n", "ward,candidate,TALLY\nx,A,1\ny,A,4\nx,B,2\n"
    )

    assert pair.left.units == ("x", "y")
    assert found_differences(pair) == {"y": ((3, 0), (4, 0))}


def test_a_column_that_may_be_units_or_selections_is_a_question() -> None:
    left = "Ward,Nominee,Tally\nx,A,1\nx,B,2\ny,A,3\n"
    with pytest.raises(Fault, match="'Nominee' may name units or selections") as raised:
        pair_of(left, left)

    assert "--station 'Ward,Nominee'" in raised.value.cure
    assert pair_of(left, left, station=["Ward", "Nominee"]).left.units == ("x / A", "x / B", "y / A")


def test_numbers_of_wards_within_counties_are_part_of_the_key() -> None:
    left = "County,Ward,A,B\nAdams,1,10,20\nAdams,2,11,21\nBrown,1,12,22\nBrown,2,13,23\n"
    right = "County,Ward,A,B\nAdams,01,10,20\nAdams,02,11,21\nBrown,01,12,22\nBrown,02,13,29\n"
    pair = pair_of(left, right)

    assert pair.left.units == ("Adams / 01", "Adams / 02", "Brown / 01", "Brown / 02")
    assert found_differences(pair) == {"Brown / 02": ((13, 23), (13, 29))}


def test_a_word_for_all_in_every_row_is_no_sum() -> None:
    left = "Ward,Ballots,A,B\nx,All,1,2\ny,All,3,4\nTotal,All,4,6\n"

    assert pair_of(left, left).left.units == ("x", "y")


def test_headers_that_differ_in_spelling_are_the_same_column() -> None:
    pair = pair_of(
        "Polling_Station;Ата Мекен;«Бүтүн  Кыргызстан»\nx;1;2\ny;3;4\n",
        "POLLING STATION;ата мекен;бүтүн кыргызстан\ny;3;4\nx;1;2\n",
    )

    assert found_differences(pair) == {}


def test_a_key_column_with_another_title_is_known_by_its_labels() -> None:
    units = recount(60, counties=1)
    left = [[each.label, *each.left] for each in units]
    right = [[each.label, *each.right] for each in reversed(units)]
    pair = pair_of(sheet(["Ward", *CANDIDATES], left), sheet(["Gemeinde", *CANDIDATES], right))

    assert len(found_differences(pair)) == len(differing(units))
    assert codes(pair)["key-chosen"] == {"columns": "Ward = Gemeinde", "units": 60}


def test_old_windows_text_compares_with_utf_8() -> None:
    text = "участок;Да;Нет\nШкола № 1;1;2\nШкола № 2;3;4\n"
    pair = pair_of(text.encode("cp1251"), text)

    assert pair.left.units == ("Школа № 1", "Школа № 2")
    assert codes(pair)["encoding-guessed"] == {"encoding": "cp1251"}


def test_two_keys_that_pair_other_rows_are_a_question() -> None:
    left = "ward id,ward name,A,B\n1,North,1,2\n2,South,3,4\n"
    right = "ward id,ward name,A,B\n1,South,3,4\n2,North,1,2\n"
    with pytest.raises(Fault, match="ward id and ward name could both name the unit") as raised:
        pair_of(left, right)

    assert "--station 'ward id' or --station 'ward name'" in raised.value.cure
    assert found_differences(pair_of(left, right, station=["ward name"])) == {}


def test_labels_that_no_column_tells_apart_are_a_question() -> None:
    left = "ward,A,B\nx,1,2\nx,3,4\ny,1,1\n"
    with pytest.raises(Fault, match="'x' stands in rows 2 and 3"):
        pair_of(left, "ward,A,B\nx,1,2\ny,3,4\n")


def test_no_common_unit_is_a_fault_that_shows_both_labels() -> None:
    with pytest.raises(Fault, match="'x' is in the first alone, 'q' in the second"):
        pair_of("ward,A,B\nx,1,2\ny,1,1\n", "ward,A,B\nq,1,2\nr,3,4\n")


def test_no_common_selection_is_a_fault_that_shows_both_headers() -> None:
    with pytest.raises(Fault, match="the first has A, B; the second has C, D"):
        pair_of("ward,A,B\nx,1,2\ny,1,1\n", "ward,C,D\nx,1,2\ny,3,4\n")


def test_figures_alone_are_a_question_and_never_a_key() -> None:
    with pytest.raises(Fault, match="no column that both files have names the units") as raised:
        pair_of("A,B,C\n11,20,30\n12,21,31\n", "A,B,C\n11,20,30\n12,21,31\n")

    assert "--station" in raised.value.cure


def test_a_ward_number_that_differs_between_paired_units_is_a_question() -> None:
    left = "name,ward,A,B\nx,1,5,6\ny,2,7,8\n"
    right = "name,ward,A,B\nx,1,5,6\ny,3,7,8\n"
    with pytest.raises(Fault, match="ward") as raised:
        pair_of(left, right)

    assert "--" in raised.value.cure


def test_row_numbers_are_no_key() -> None:
    pair = pair_of("№,name,A,B\n1,x,1,2\n2,y,3,4\n", "№,name,A,B\n1,y,3,4\n2,x,1,2\n")

    assert found_differences(pair) == {}


def test_row_numbers_are_no_key_under_another_title_either() -> None:
    units = recount(60)
    shuffled = random.Random(2).sample(units, len(units))
    left: list[list[object]] = [[at, each.number, *each.left] for at, each in enumerate(shuffled, start=1)]
    right: list[list[object]] = [[each.number, *each.right] for each in units]
    pair = pair_of(sheet(["№", "Code", *CANDIDATES], left), sheet(["GEOID", *CANDIDATES], right))

    assert codes(pair)["key-chosen"]["columns"] == "Code = GEOID"
    assert len(found_differences(pair)) == len(differing(units))


def test_ids_that_only_zeros_tell_apart_are_not_paired_with_either() -> None:
    left = "station id,A,B\n0123,1,2\n00123,3,4\n0200,5,6\n0300,7,8\n"
    right = "station id,A,B\n123,1,2\n200,5,6\n300,7,8\n"
    pair = pair_of(left, right)

    assert pair.left.units == ("0123", "00123", "0200", "0300", "123")
    assert pair.right.counted.tolist() == [False, False, True, True, True]


def test_a_wrong_figure_is_a_fault_with_its_place() -> None:
    with pytest.raises(Fault, match="'1O' holds letters that look like digits") as raised:
        pair_of("ward,A,B\nx,1,2\ny,1O,1\nz,4,5\n", "ward,A,B\nx,1,2\ny,3,4\nz,4,5\n")

    assert raised.value.place == "left.csv, row 3, column B (A)"


def test_columns_can_be_named_and_left_out() -> None:
    left = "name,households,A,B\nx,1,5,6\ny,2,7,8\n"
    right = "name,A,B\nx,5,6\ny,7,8\n"

    assert pair_of(left, right, ignore=["households"]).left.selections == ("A", "B")
    assert pair_of(left, right, selections=["A"]).left.selections == ("A",)
    with pytest.raises(Fault, match="there is no column 'C' in either file"):
        pair_of(left, right, selections=["A", "C"])
