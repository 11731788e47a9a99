"""Shapes of real exports that once were misread: each is right, or asks for the one thing it lacks."""

from __future__ import annotations

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
