"""Shapes of real exports that once were misread: each is right, or asks for the one thing it lacks."""

from __future__ import annotations

import numpy as np
import pytest

from sverka.errors import Fault
from sverka.formats.plain import PlainPair, read_plain_pair


def pairs_of(left: str, right: str, **told: object) -> tuple[PlainPair, ...]:
    files = ("left.csv", left.encode()), ("right.csv", right.encode())
    return read_plain_pair(*files, **told)  # type: ignore[arg-type]


def pair_of(left: str, right: str, **told: object) -> PlainPair:
    [found] = pairs_of(left, right, **told)
    return found


def asked(left: str, right: str, **told: object) -> str:
    with pytest.raises(Fault) as raised:
        pairs_of(left, right, **told)
    return str(raised.value)


def test_a_column_of_ids_is_looked_at_contest_by_contest() -> None:
    units = [(at, contest) for contest in ("Mayor", "Council") for at in range(1, 31)]
    rows = [f"S{at},{contest},{at % 7},{at * len(contest) * 37 % 211}" for at, contest in units]
    text = "\n".join(["station,contest,district,A", *rows])

    assert [pair.contest for pair in pairs_of(text, text)] == ["Mayor", "Council"]
    assert "'district' looks like an identifier" in asked(text, text.replace("S9,Council,2", "S9,Council,3"))


def wide(*titles: str, rows: int = 40) -> list[list[str]]:
    """A table of stations with figures that are no pattern."""
    body = [
        [f"School {at}", *(str(at * at * (7 + 4 * place) % 211) for place in range(len(titles)))]
        for at in range(1, rows + 1)
    ]
    return [["Precinct", *titles], *body]


def text_of(rows: list[list[str]]) -> str:
    return "\n".join(map(",".join, rows))


def one_more(rows: list[list[str]], column: int) -> list[list[str]]:
    """The table with one vote more in its last row."""
    last = [*rows[-1]]
    last[column] = str(int(last[column]) + 1)
    return [*rows[:-1], last]


@pytest.mark.parametrize(
    "titles",
    [("Yes", "No"), ("Sí", "No"), ("Unity", "Pollard"), ("Lon Johnson", "Wardak"), ("United", "Rank Ann")],
)
def test_what_candidates_and_answers_are_called_is_not_taken_for_a_unit(titles: tuple[str, ...]) -> None:
    left, right = wide(*titles), one_more(wide(*titles), 2)
    pair = pair_of(text_of(left), text_of(right))

    assert tuple(pair.left.selections) == titles
    assert (pair.right.values - pair.left.values).sum(axis=0).tolist() == [0, 1]


@pytest.mark.parametrize("title", ["Sum", "All"])
def test_a_selection_that_is_called_like_a_sum_is_asked_about(title: str) -> None:
    left = wide(title, "Kim")

    assert f"'{title}' is called a sum" in asked(text_of(left), text_of(one_more(left, 1)))
    told = pair_of(text_of(left), text_of(left), selections=[title, "Kim"])
    assert tuple(told.left.selections) == (title, "Kim")


def test_figures_of_a_protocol_are_never_summed_with_votes() -> None:
    counts = ("votes by 12", "Число участников голосования", "Число открепительных удостоверений")
    votes = ("Число голосов избирателей за Иванова", "ЗА")
    pair = pair_of(text_of(wide(*counts, *votes)), text_of(wide(*counts, *votes)))

    assert tuple(pair.left.selections) == votes
    assert tuple(pair.left.rows) == counts


def test_the_numbers_of_tables_in_any_order_are_no_votes() -> None:
    rows = [[row[0], str(9 * at % 41), *row[1:]] for at, row in enumerate(wide("A", "B"))]
    rows[0][1] = "mesa"
    other = [[*row] for row in rows]
    other[3][1] = "99"

    assert tuple(pair_of(text_of(rows), text_of(rows)).left.selections) == ("A", "B")
    assert "'mesa' looks like an identifier" in asked(text_of(rows), text_of(other))


def test_ids_that_look_like_decimals_name_units() -> None:
    left = "precinct_id,A,B\n1.1,10,20\n1.10,30,40\n2.1,1,2\n"
    pair = pair_of(left, left.replace("30", "31"))

    assert pair.left.units == ("1.1", "1.10", "2.1")
    assert (pair.right.values - pair.left.values).tolist() == [[0, 0], [1, 0], [0, 0]]


def test_thousands_with_dots_are_asked_about_and_never_dropped() -> None:
    dots = "Region,Big,Small\nNorth,1.234,5\nSouth,2.345,6\nEast,3.456,7\n"

    assert "'1.234' may be thousands or a decimal fraction" in asked(dots, dots)


def test_figures_in_one_file_and_decimals_in_the_other_are_asked_about() -> None:
    left = "Region,A,B\nNorth,12,5\nSouth,23,6\nEast,34,7\n"

    assert "mostly decimals in the other" in asked(left, left.replace("12", "12.5").replace("23", "23.1"))


def test_what_a_database_writes_for_nothing_is_not_on_the_sheet() -> None:
    left = "station,A,B\n1a,\\N,20\n1b,NULL,40\n1c,NaN,2\n"
    pair = pair_of(left, "station,A,B\n1a,0,20\n1b,,40\n1c,0,3\n")

    assert pair.left.values.tolist() == [[0, 20], [0, 40], [0, 2]]


def test_lists_that_differ_by_a_plus_are_two() -> None:
    pair = pair_of("station,List A+,B\nx,1,2\ny,3,4\n", "station,List A-,B\nx,1,2\ny,3,4\n")

    assert set(pair.left.selections) == {"List A+", "List A-", "B"}


def precincts(*titles: str, contests: tuple[str, ...] = ("Governor", "Senate")) -> list[list[str]]:
    """A table with a row per precinct, contest and candidate, and figures under some titles."""
    rows = [["county", "precinct", "office", "district", "candidate", "party", *titles]]
    for at in range(24):
        for contest in contests:
            district = str(at % 3 + 1) if contest == "Senate" else ""
            for name, party in (("Ann", "X"), ("Bob", "Y"), ("Write-in", "")):
                figures = [str((at + 2) * (len(name) + 7 * place) % 97) for place in range(len(titles))]
                rows.append([f"C{at // 8}", f"P{at}", contest, district, name, party, *figures])
    return rows


def test_votes_by_kinds_of_ballots_stand_beside_the_votes_and_are_not_read() -> None:
    text = text_of(precincts("early", "votes", "provisional", contests=("Governor",)))
    pair = pair_of(text, text)

    assert (pair.contest, len(pair.left.units)) == ("Governor", 24)
    assert pair.left.selections == ("Ann", "Bob", "Write-in")
    ignored = {each.context["columns"] for each in pair.notices if each.code == "columns-ignored"}
    assert ignored == {"early, provisional"}


def test_of_several_columns_that_may_hold_the_votes_one_is_asked_for() -> None:
    rows = precincts("by_mail", "on_the_day", contests=("Governor",))
    text = text_of(rows)

    assert "every row is one candidate, and 2 columns may hold its votes" in asked(text, text)
    pair = pair_of(text, text, selections=["on_the_day"])
    assert pair.left.values[0].tolist() == [int(row[-1]) for row in rows[1:4]]


def test_one_contest_alone_needs_nothing_that_others_lack() -> None:
    rows = precincts("votes")
    rows.insert(1, ["C0", "P0", "Registered Voters", "", "", "", "1204"])
    text = text_of(rows)

    assert "compare one contest alone: --contest NAME" in asked(text, text)
    assert len(pair_of(text, text, contest="governor").left.units) == 24


def test_a_selection_that_is_called_a_sum_and_does_not_add_up_stays() -> None:
    rows = [["station", "candidate", "votes"]]
    for at in range(12):
        rows += [[f"S{at}", name, str(at * each % 31)] for name, each in (("A", 7), ("Write-in totals", 3))]
    pair = pair_of(text_of(rows), text_of(rows))

    assert pair.left.selections == ("A", "Write-in totals")


def test_a_row_too_many_is_named_with_what_to_do() -> None:
    rows = wide("A", "B")
    message = asked(text_of([*rows, [rows[3][0], "1", "2"]]), text_of(rows))

    assert "'School 3' stands in rows 4 and 42" in message
    assert "Leave one of these rows out" in message


def test_a_column_of_numbers_that_would_tell_rows_apart_is_named() -> None:
    rows = [
        ["region", "nummer", "A"],
        *([f"R{at // 10}", str(at % 10), str(at * 37 % 91)] for at in range(40)),
    ]

    assert "perhaps --station 'region,nummer'" in asked(text_of(rows), text_of(rows))
    assert len(pair_of(text_of(rows), text_of(rows), station=["region", "nummer"]).left.units) == 40


def test_a_contest_of_ballots_alone_stands_beside_the_others() -> None:
    rows = precincts("votes", contests=("Governor",))
    rows += [
        [f"C{at // 8}", f"P{at}", "Statistics", "", "Registered voters", "", str(at * 7 + 9)]
        for at in range(24)
    ]
    pairs = pairs_of(text_of(rows), text_of(rows))

    assert [(pair.contest, pair.left.rows) for pair in pairs] == [
        ("Governor", ()),
        ("Statistics", ("Registered voters",)),
    ]


def blocks(word: str, *, first: bool = False, wrong: bool = False) -> str:
    """Stations of five areas, with the sum of each area in a row of its own, and of the country in the last."""
    rows, all_sums = ["Area,Station,A,B"], [0, 0]
    for area in range(5):
        votes = [[(area * 7 + at * at * 11) % 97 + 20, (area + at * 13) % 53 + 9] for at in range(6)]
        sums = [sum(column) for column in zip(*votes, strict=True)]
        all_sums = [before + now for before, now in zip(all_sums, sums, strict=True)]
        shown = [sums[0] + 5, sums[1]] if wrong and area == 2 else sums
        body = [f"Area {area},School {area}-{at},{a},{b}" for at, (a, b) in enumerate(votes)]
        closing = [f"Area {area},{word} {area},{shown[0]},{shown[1]}"]
        rows += [*closing, *body] if first else [*body, *closing]
    return "\n".join([*rows, f"The country,{word},{all_sums[0]},{all_sums[1]}"])


@pytest.mark.parametrize("word", ["Subtotal", "Summe", "ჯამი", "小計"])
@pytest.mark.parametrize("first", [False, True])
def test_sums_of_areas_are_known_by_adding_up_in_any_language(word: str, first: bool) -> None:
    text = blocks(word, first=first)
    pair = pair_of(text, text)

    assert len(pair.left.units) == 30
    assert not [unit for unit in pair.left.units if word in unit]


def test_a_sum_that_does_not_add_up_in_one_file_is_known_from_the_other() -> None:
    pair = pair_of(blocks("Razem"), blocks("Razem", wrong=True))

    assert len(pair.left.units) == len(pair.right.units) == 30


@pytest.mark.parametrize("seed", range(20))
def test_stations_are_never_taken_for_sums(seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = [f"School {at},{a},{b}" for at, (a, b) in enumerate(random.poisson([60, 40], (3_000, 2)))]
    text = "\n".join(["station,A,B", *rows])

    assert len(pair_of(text, text).left.units) == 3_000


def test_votes_that_happen_to_be_a_pattern_are_votes_where_nothing_else_is() -> None:
    rows = [["station", "A"], *([f"School {at}", str(at * 37 % 91)] for at in range(1, 60))]
    pair = pair_of(text_of(rows), text_of(one_more(rows, 1)))

    assert (pair.right.values - pair.left.values).sum() == 1


def test_rows_of_the_form_are_never_summed_with_votes() -> None:
    text = text_of(wide("[10]", "row:11", "A"))

    assert pair_of(text, text).left.rows == ("[10]", "row:11")


def test_signs_that_nobody_sees_do_not_part_labels() -> None:
    pair = pair_of(
        "station,A,B\nScho\u00adol 1,1,2\nHall\u200b 2,3,4\n", "station,A,B\nSchool 1,1,2\nHall 2,3,5\n"
    )

    assert len(pair.left.units) == 2


def test_whatever_ends_in_id_is_no_votes() -> None:
    text = text_of(wide("Major district id", "candidate_code", "A", "B"))

    assert pair_of(text, text).left.selections == ("A", "B")
