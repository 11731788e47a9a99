"""Sums over stations: against a slow twin, with every station accounted for and every base named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.ids import AccountId, AreaId, BaseId, ContestId, SelectionId
from sverka.office.papers import Papers
from sverka.publish.areas import WHOLE, Membership
from sverka.publish.standing import Standing
from sverka.publish.totals import Share, Total, Totals, of_areas, sum_stations
from tests.town import DEFINITION, STATIONS

ELECTION = Papers(definition=DEFINITION.encode(), stations=STATIONS.encode()).election()
COUNCIL = ELECTION.contests[ContestId("council")]
UNITS = (*map(str, ELECTION.places.stations), "9999")  # the last lies in no area
MEMBERS = Membership.of(ELECTION.places, UNITS)
FIELDS = (*COUNCIL.row_ids, *COUNCIL.selection_ids)
AREAS = {
    "": UNITS,
    "town": UNITS[:5],
    "north": UNITS[:3],
    "south": UNITS[3:5],
}
APPLE = SelectionId("apple")
VALID, ON_LIST = BaseId("valid"), BaseId("on-list")

Cell = int | str | None
CELL = st.one_of(st.integers(0, 50), st.integers(0, 10**12), st.none(), st.just("absent"))
SHEETS = st.lists(
    st.one_of(st.none(), st.lists(CELL, min_size=len(FIELDS), max_size=len(FIELDS))),
    min_size=len(UNITS),
    max_size=len(UNITS),
)
FLAGS = st.lists(st.booleans(), min_size=len(UNITS), max_size=len(UNITS))


def table_of(
    sheets: list[list[Cell] | None], unit: Unit = Unit.STATION, units: tuple[str, ...] = UNITS
) -> CountTable:
    values, state = (
        np.zeros((len(units), len(FIELDS)), np.int64),
        np.zeros((len(units), len(FIELDS)), np.uint8),
    )
    states = {int: State.READ, str: State.ABSENT, type(None): State.UNREAD}
    for line, sheet in enumerate(sheets):
        for column, cell in enumerate(sheet or ()):
            values[line, column] = cell if isinstance(cell, int) else 0
            state[line, column] = states[type(cell)]
    return CountTable(
        contest=COUNCIL.id,
        source=Source(AccountId("hand")),
        units=units,
        rows=COUNCIL.row_ids,
        selections=COUNCIL.selection_ids,
        values=values,
        state=state,
        unit=unit,
    )


def standing(
    annulled: list[bool] | None = None,
    set_aside: list[bool] | None = None,
    findings: list[bool] | None = None,
    expected: list[bool] | None = None,
) -> Standing:
    no, yes = [False] * len(UNITS), [True] * len(UNITS)
    return Standing(
        expected=np.array(yes if expected is None else expected),
        annulled=np.array(annulled or no),
        set_aside=np.array(set_aside or no),
        with_findings=np.array(findings or no),
    )


def of(totals: Totals, area: str = "") -> Total:
    """The total of an area, which there must be."""
    total = totals.of(AreaId(area))
    assert total is not None
    return total


@given(SHEETS, FLAGS, FLAGS, FLAGS, FLAGS, st.none() | FLAGS)
def test_every_sum_and_every_station_is_accounted_for(
    sheets: list[list[Cell] | None],
    annulled: list[bool],
    aside: list[bool],
    findings: list[bool],
    expected: list[bool],
    only: list[bool] | None,
) -> None:
    stands = standing(annulled, aside, findings, expected)
    totals = sum_stations(
        COUNCIL, table_of(sheets), MEMBERS, stands, only=None if only is None else np.array(only)
    )

    assert totals.areas == tuple(AREAS)
    for area, stations in AREAS.items():
        asked = [UNITS.index(s) for s in stations if only is None or only[UNITS.index(s)]]
        mine = [i for i in asked if expected[i] or sheets[i] is not None]
        summed = [i for i in mine if sheets[i] is not None and not annulled[i] and not aside[i]]
        total = of(totals, area)
        cells = [[(sheets[i] or ())[column] for i in summed] for column in range(len(FIELDS))]
        sums = [sum(cell for cell in column if isinstance(cell, int)) for column in cells]
        read = [any(isinstance(cell, int) for cell in column) for column in cells]
        assert [*total.selections.values()] == sums[3:]
        assert [*total.rows.values()] == [
            n if known else None for n, known in zip(sums[:3], read, strict=False)
        ]
        assert total.stations.as_answer() == {
            "expected": len(mine),
            "in": len(summed),
            "missing": sum(sheets[i] is None and not annulled[i] for i in mine),
            "annulled": sum(annulled[i] for i in mine),
            "set_aside": sum(sheets[i] is not None and not annulled[i] and aside[i] for i in mine),
            "with_findings": sum(findings[i] for i in summed),
            "unread_cells": sum(cell is None for column in cells for cell in column),
        }
        answer = total.stations.as_answer()
        assert answer["expected"] == sum(answer[word] for word in ("in", "missing", "annulled", "set_aside"))
        assert total.bases[VALID] == (sums[1] - sums[2] if read[1] and read[2] else None)


@given(SHEETS, FLAGS)
def test_an_area_is_the_sum_of_what_lies_in_it(sheets: list[list[Cell] | None], annulled: list[bool]) -> None:
    totals = sum_stations(COUNCIL, table_of(sheets), MEMBERS, standing(annulled))
    town, north, south = (of(totals, area) for area in ("town", "north", "south"))

    for selection in COUNCIL.selection_ids:
        assert town.selections[selection] == north.selections[selection] + south.selections[selection]
    assert town.stations.expected == north.stations.expected + south.stations.expected


@given(SHEETS, st.permutations(range(len(UNITS))))
def test_the_order_of_stations_does_not_matter(sheets: list[list[Cell] | None], order: list[int]) -> None:
    units = tuple(UNITS[at] for at in order)
    shuffled = table_of([sheets[at] for at in order], units=units)
    one = sum_stations(COUNCIL, table_of(sheets), MEMBERS, standing())
    other = sum_stations(COUNCIL, shuffled, Membership.of(ELECTION.places, units), standing())

    assert all(one.of(area) == other.of(area) for area in one.areas)


def sheet(*votes: Cell) -> list[Cell]:
    """Rows 1, 2, 3 and the four selections."""
    return list(votes)


def test_voters_on_the_list_are_those_of_the_stations_summed_and_unknown_if_one_is() -> None:
    sheets: list[list[Cell] | None] = [sheet(0, 9, 1, 8, 0, 0, 0)] * 2 + [None] * 4
    registered = np.array([100, 120, 30, 200, -1, -1])
    total = of(sum_stations(COUNCIL, table_of(sheets), MEMBERS, standing(), registered=registered))
    more = of(
        sum_stations(
            COUNCIL, table_of([*sheets[:4], sheets[0], None]), MEMBERS, standing(), registered=registered
        )
    )

    assert (total.bases[ON_LIST], more.bases[ON_LIST]) == (220, None)
    assert total.share_of_bases(VALID, ON_LIST) == Share(votes=16, base=ON_LIST, of=220)
    assert more.share_of_bases(VALID, ON_LIST).value is None


def test_a_share_is_exact_and_names_its_base() -> None:
    total = of(sum_stations(COUNCIL, table_of([sheet(0, 10, 1, 3, 6, 0, 0)] * 6), MEMBERS, standing()))

    share = total.share(APPLE, VALID)
    assert (share.votes, share.base, share.of, share.value) == (18, VALID, 54, Fraction(1, 3))


def test_a_share_of_nothing_or_of_what_is_not_known_is_none() -> None:
    empty = of(sum_stations(COUNCIL, table_of([sheet(0, 5, 5, 0, 0, 0, 0)] * 6), MEMBERS, standing()))
    unknown = of(
        sum_stations(COUNCIL, table_of([sheet(0, "absent", 5, 1, 0, 0, 0)] * 6), MEMBERS, standing())
    )

    assert (empty.bases[VALID], empty.share(APPLE, VALID).value) == (0, None)
    assert (unknown.bases[VALID], unknown.share(APPLE, VALID).value) == (None, None)


def test_a_share_is_over_those_stations_that_have_its_base() -> None:
    whole, votes_only = sheet(100, 10, 1, 3, 6, 0, 0), sheet("absent", "absent", "absent", 40, 40, 0, 0)
    totals = sum_stations(
        COUNCIL, table_of([whole, whole, votes_only, None, None, None]), MEMBERS, standing()
    )
    total = of(totals)

    assert total.selections[APPLE] == 46
    assert total.share(APPLE, VALID) == Share(votes=6, base=VALID, of=18)
    assert of(totals, "north").share(APPLE, VALID) == Share(votes=6, base=VALID, of=18)
    assert of(totals, "south").share(APPLE, VALID).value is None


def test_turnout_is_over_those_stations_that_have_both_its_bases() -> None:
    contest = replace(
        COUNCIL,
        bases={**COUNCIL.bases, ON_LIST: replace(COUNCIL.bases[ON_LIST], expression="[1]")},
    )
    protocol, report = sheet(100, 50, 1, 30, 19, 0, 0), sheet("absent", 40, 0, 20, 20, 0, 0)
    list_only = sheet(500, "absent", "absent", 0, 0, 0, 0)
    total = of(
        sum_stations(contest, table_of([protocol, report, list_only, None, None, None]), MEMBERS, standing())
    )

    assert (total.bases[VALID], total.bases[ON_LIST]) == (89, 600)
    assert total.share_of_bases(VALID, ON_LIST) == Share(votes=49, base=ON_LIST, of=100)


@given(SHEETS)
def test_no_vote_counts_twice_and_none_beyond_its_base_where_papers_are_right(
    sheets: list[list[Cell] | None],
) -> None:
    right = [_right(cells) for cells in sheets]
    totals = sum_stations(COUNCIL, table_of(right), MEMBERS, standing())

    for area in AREAS:
        shares = [of(totals, area).share(selection, VALID).value for selection in COUNCIL.selection_ids]
        assert sum(share or 0 for share in shares) <= 1


def _right(cells: list[Cell] | None) -> list[Cell] | None:
    """A paper on which the ballots are the votes and the invalid ones, or on which no row stands at all."""
    if cells is None:
        return None
    votes = [cell if isinstance(cell, int) else 0 for cell in cells[3:]]
    rows: list[Cell] = ["absent"] * 3 if cells[0] is None else [None, sum(votes) + 2, 2]
    return [*rows, *votes]


@pytest.mark.parametrize("votes, margin", [((5, 3, 9, 1), 4), ((5, 5, 0, 0), 0), ((7, 0, 0, 0), 7)])
def test_the_margin_is_between_the_first_and_the_second(votes: tuple[int, ...], margin: int) -> None:
    total = of(sum_stations(COUNCIL, table_of([sheet(0, 0, 0, *votes)] + [None] * 5), MEMBERS, standing()))

    assert total.winner_margin == margin


def test_figures_of_areas_stand_as_they_are_and_are_never_added() -> None:
    figures = table_of(
        [sheet(0, 0, 0, 5, 0, 0, 0), sheet(0, 0, 0, 7, 0, 0, 0), None], Unit.AREA, ("north", "south", "town")
    )
    totals = of_areas(COUNCIL, figures, (AreaId("town"),))

    assert totals.of() is None
    assert totals.of(AreaId("town")) is None
    assert [of(totals, area).selections[APPLE] for area in ("north", "south")] == [5, 7]


def test_the_figure_of_the_root_is_that_of_the_whole() -> None:
    figures = table_of(
        [sheet(0, 0, 0, 5, 0, 0, 0), None, sheet(0, 0, 0, 99, 0, 0, 0)], Unit.AREA, ("north", "south", "town")
    )
    total = of(of_areas(COUNCIL, figures, (AreaId("town"),)))

    assert total.area == WHOLE
    assert total.selections[APPLE] == 99
    assert total.stations.expected == 0


def test_every_station_lies_in_the_whole_and_in_the_areas_above_it() -> None:
    assert {area: [UNITS[line] for line in lines] for area, lines in MEMBERS.lines.items()} == {
        area: list(stations) for area, stations in AREAS.items()
    }


def test_no_station_at_all_is_a_sum_of_nothing() -> None:
    none = Membership.of(replace(ELECTION.places, stations={}), ())
    table = CountTable.empty(
        contest=COUNCIL.id,
        source=Source(AccountId("hand")),
        units=(),
        rows=COUNCIL.row_ids,
        selections=COUNCIL.selection_ids,
    )
    empty = np.zeros(0, np.bool_)
    stands = Standing(expected=empty, annulled=empty, set_aside=empty, with_findings=empty)
    total = of(sum_stations(COUNCIL, table, none, stands))

    assert total.stations.expected == 0
    assert total.bases[VALID] is None
