"""Random elections with counts of every kind, for the property that a results report loses nothing it can carry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sverka.domain.accounts import Account, Counted, SeenIn
from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import (
    Contest,
    ContestKind,
    Election,
    Policies,
    Row,
    RowKind,
    Selection,
    SelectionKind,
)
from sverka.domain.ids import AccountId, AreaId, ContestId, ElectionId, LevelId, RowId, SelectionId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Area, Level, Places, Station

CDF_WORDS = (
    "",
    "Overvotes",
    "Undervotes",
    "WriteIns",
    "BallotsCast",
    "BallotsRejected",
    "VotersParticipated",
)
IDS = st.text("ab0-. %ж", min_size=1, max_size=6)
TEXTS = st.text("аbғ «»", max_size=6)
NAMES = st.builds(Names, ky=TEXTS, ru=TEXTS, en=TEXTS)
SAID = st.text("аbғ«»", min_size=1, max_size=6)  # an identifier without a value is no identifier
FIGURES = st.sampled_from([0, 0, 1, 7, 2**53 + 1, 2**63 - 1])


@st.composite
def selections(draw: st.DrawFn, ids: Sequence[str]) -> tuple[Selection, ...]:
    made = []
    for each in ids:
        kind = draw(st.sampled_from(SelectionKind))
        colour = draw(st.sampled_from(["", "#00ff7f"])) if kind is SelectionKind.PARTY else ""
        aliases = tuple(draw(st.lists(SAID, max_size=2)))
        number = draw(st.sampled_from(["", "1", "01a"]))
        made.append(
            Selection(
                id=SelectionId(each),
                names=draw(NAMES),
                kind=kind,
                number=number,
                aliases=aliases,
                colour=colour,
            )
        )
    return tuple(made)


@st.composite
def contests(draw: st.DrawFn, areas: Sequence[AreaId]) -> dict[ContestId, Contest]:
    made = {}
    for id_ in draw(st.lists(IDS, min_size=1, max_size=3, unique=True)):
        ids = draw(st.lists(IDS, min_size=1, max_size=7, unique=True))
        cut = draw(st.integers(0, min(4, len(ids) - 1)))
        rows = tuple(
            Row(
                id=RowId(each),
                names=draw(NAMES),
                kind=draw(st.sampled_from(RowKind)),
                cdf=draw(st.sampled_from(CDF_WORDS)),
            )
            for each in ids[:cut]
        )
        made[ContestId(id_)] = Contest(
            id=ContestId(id_),
            kind=draw(st.sampled_from(ContestKind)),
            names=draw(NAMES),
            selections=draw(selections(ids[cut:])),
            rows=rows,
            area=draw(st.sampled_from([None, *areas])),
            family=draw(st.sampled_from(["", "single"])),
        )
    return made


@st.composite
def places(draw: st.DrawFn) -> Places:
    levels = (
        Level(id=LevelId("region"), names=Names.same("region"), cdf="state"),
        Level(id=LevelId("ward-like"), names=Names.same("ward-like"), cdf="other"),
    )
    areas: dict[AreaId, Area] = {}
    for each in draw(st.lists(IDS, max_size=4, unique=True)):
        areas[AreaId(each)] = Area(
            id=AreaId(each),
            names=draw(NAMES),
            level=draw(st.sampled_from(levels)).id,
            parent=draw(st.sampled_from([None, *areas])),
            aliases=tuple(draw(st.lists(SAID, max_size=1))),
            external_ids=draw(st.dictionaries(st.sampled_from(["cec", "iso"]), SAID, max_size=1)),
        )
    stations = {
        StationId(each): Station(
            id=StationId(each),
            names=draw(NAMES),
            area=draw(st.sampled_from([None, *areas])),
            registered=draw(st.sampled_from([None, 0, 900])),
            aliases=tuple(draw(st.lists(SAID, max_size=1))),
            external_ids=draw(st.dictionaries(st.sampled_from(["cec", "iso"]), SAID, max_size=1)),
        )
        for each in draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    }
    return Places(levels=levels, areas=areas, stations=stations)


@st.composite
def accounts(draw: st.DrawFn) -> dict[AccountId, Account]:
    return {
        AccountId(each): Account(
            id=AccountId(each),
            names=draw(NAMES),
            counted=draw(st.sampled_from(Counted)),
            seen_in=draw(st.sampled_from(SeenIn)),
            whose=draw(st.sampled_from(["", "the commission"])),
        )
        for each in draw(
            st.lists(IDS.filter(lambda text: "@" not in text), min_size=1, max_size=4, unique=True)
        )
    }


@st.composite
def elections(draw: st.DrawFn) -> Election:
    where, who = draw(places()), draw(accounts())
    ids = list(who)
    return Election(
        id=ElectionId(draw(IDS)),
        names=draw(NAMES),
        held_on=date(2021, 11, 28),
        timezone="UTC",
        contests=draw(contests(list(where.areas))),
        accounts=who,
        policies=Policies(legal=(ids[-1],), left=ids[0], right=ids[-1]),
        places=where,
    )


@st.composite
def tables(draw: st.DrawFn, election: Election) -> list[CountTable]:
    """Counts of some contests by some sources, at stations and at areas."""
    key = st.tuples(
        st.sampled_from(list(election.contests)),
        st.builds(
            Source, st.sampled_from(list(election.accounts)), st.sampled_from(["", "", "Common Cause", "b"])
        ),
        st.sampled_from(Unit),
    )
    return [
        draw(table(election.contests[contest], source, unit, _units(election, unit)))
        for contest, source, unit in draw(st.lists(key, min_size=1, max_size=5, unique=True))
    ]


def _units(election: Election, unit: Unit) -> Sequence[str]:
    return [*(election.places.stations if unit is Unit.STATION else election.places.areas)]


@st.composite
def table(draw: st.DrawFn, contest: Contest, source: Source, unit: Unit, known: Sequence[str]) -> CountTable:
    units = tuple(draw(st.lists(st.sampled_from(known), max_size=4, unique=True))) if known else ()
    shape = (len(units), len(contest.rows) + len(contest.selections))
    state = draw(arrays.arrays(np.uint8, shape, elements=st.sampled_from([1, 1, 1, 2, 3])))
    values = draw(arrays.arrays(np.int64, shape, elements=FIGURES))
    state[draw(arrays.arrays(np.bool_, shape[:1]))] = State.NO_COUNT
    return CountTable(
        contest=contest.id,
        source=source,
        units=units,
        rows=contest.row_ids,
        selections=contest.selection_ids,
        values=np.where(state == State.READ, values, 0),
        state=state,
        unit=unit,
    )


Cell = tuple[str, str, str, str, str]


def cells_of(tables: Iterable[CountTable]) -> dict[Cell, tuple[State, int]]:
    """Every cell of every count: contest, source, kind of unit, unit and field, to state and figure."""
    return {
        (each.contest, str(each.source), each.unit, unit, field): (
            State(int(each.state[line, column])),
            int(each.values[line, column]),
        )
        for each in tables
        for line, unit in enumerate(each.units)
        for column, field in enumerate(each.fields)
        if each.state[line, column] != State.NO_COUNT
    }
