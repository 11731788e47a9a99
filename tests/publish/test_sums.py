"""Sums over areas say what adding up the stations of each area one by one says."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import Contest
from sverka.domain.ids import AccountId, AreaId, LevelId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Area, Places, Station
from sverka.publish.areas import WHOLE, Membership
from sverka.publish.standing import Standing
from sverka.publish.totals import Coverage, sum_stations
from tests.small_election import small_election

CONTEST: Contest = small_election().contests["parties"]  # type: ignore[index]
PARENTS = {"a": None, "a1": "a", "a2": "a", "a21": "a2", "b": None, "empty": "b"}
NO_NAME = Names.same("")
CELL = st.sampled_from([State.READ, State.READ, State.READ, State.UNREAD, State.ABSENT])


def places(where: dict[str, str | None]) -> Places:
    """Stations in areas of several depths, or in none."""
    areas = {
        AreaId(id_): Area(
            id=AreaId(id_), names=NO_NAME, level=LevelId("x"), parent=AreaId(above) if above else None
        )
        for id_, above in PARENTS.items()
    }
    stations = {
        StationId(id_): Station(id=StationId(id_), names=NO_NAME, area=AreaId(area) if area else None)
        for id_, area in where.items()
    }
    return Places(areas=areas, stations=stations)


@st.composite
def countries(draw: st.DrawFn) -> tuple[Places, CountTable, Standing, np.ndarray, np.ndarray | None]:
    size = draw(st.integers(0, 12))
    ids = [str(number) for number in range(size)]
    where = {id_: draw(st.sampled_from([*PARENTS, None])) for id_ in ids}
    table = CountTable.empty(
        contest=CONTEST.id,
        source=Source(AccountId("hand")),
        units=[*ids, "unknown"],
        rows=CONTEST.row_ids,
        selections=CONTEST.selection_ids,
    )
    for line in range(len(table.units)):
        if draw(st.booleans()):
            table.state[line] = [draw(CELL) for _ in table.fields]
            table.values[line] = [
                draw(st.integers(0, 9)) if s == State.READ else 0 for s in table.state[line]
            ]
    flags = [np.array(draw(st.lists(st.booleans(), min_size=size + 1, max_size=size + 1))) for _ in range(5)]
    expected, annulled, set_aside, with_findings, only = flags
    standing = Standing(
        expected=expected, annulled=annulled, set_aside=set_aside, with_findings=with_findings
    )
    voters = np.array([draw(st.integers(-1, 50)) for _ in table.units], np.int64)
    return places(where), table, standing, voters, only if draw(st.booleans()) else None


def in_area(where: Places, station: str, area: AreaId) -> bool:
    known = where.stations.get(StationId(station))
    return area == WHOLE or any(each.id == area for each in where.above(known.area if known else None))


@given(countries())
def test_an_area_is_the_sum_of_its_stations_one_by_one(
    country: tuple[Places, CountTable, Standing, np.ndarray, np.ndarray | None],
) -> None:
    where, table, standing, voters, only = country
    membership = Membership.of(where, table.units)
    totals = sum_stations(CONTEST, table, membership, standing, only=only, registered=voters)
    assert totals.registered is not None

    assert totals.areas == (
        WHOLE,
        *(a for a in where.areas if any(in_area(where, s, a) for s in table.units)),
    )
    for line, area in enumerate(totals.areas):
        here = [at for at, station in enumerate(table.units) if in_area(where, station, area)]
        assert membership.lines[area].tolist() == here
        asked = [at for at in here if only is None or only[at]]
        summed = [
            at
            for at in asked
            if table.counted[at] and not standing.annulled[at] and not standing.set_aside[at]
        ]
        unknown = any(voters[at] < 0 for at in summed)
        assert totals.registered[line] == (-1 if unknown else sum(voters[at] for at in summed))
        assert totals.coverage[area] == coverage(table, standing, asked, summed)
        for column in range(len(table.fields)):
            read = any(table.state[at, column] == State.READ for at in summed)
            assert totals.sums.values[line, column] == sum(table.values[at, column] for at in summed)
            assert totals.sums.state[line, column] == (State.READ if read else State.ABSENT)


def coverage(table: CountTable, standing: Standing, asked: list[int], summed: list[int]) -> Coverage:
    """Station by station."""
    expected = [at for at in asked if standing.expected[at] or table.counted[at]]
    standing_still = [at for at in expected if not standing.annulled[at]]
    return Coverage(
        expected=len(expected),
        summed=len(summed),
        missing=sum(not table.counted[at] for at in standing_still),
        annulled=len(expected) - len(standing_still),
        set_aside=sum(bool(standing.set_aside[at] and table.counted[at]) for at in standing_still),
        with_findings=sum(bool(standing.with_findings[at]) for at in summed),
        unread=sum(int(np.count_nonzero(table.state[at] == State.UNREAD)) for at in summed),
    )
