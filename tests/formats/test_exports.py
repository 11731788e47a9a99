"""Exports: what is written reads back as the same tables, and the package describes its bytes."""

from __future__ import annotations

import hashlib
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.ids import ContestId, FieldId
from sverka.formats.datapackage import ExportedFile, format_datapackage
from sverka.formats.exports import format_long_csv, format_wide_csv
from sverka.formats.reading import read_counts
from tests.small_election import HAND, MACHINE, PARTIES, STATIONS, small_election

ELECTION = small_election()


@st.composite
def tables(draw: st.DrawFn, account: str = HAND, contest: ContestId = PARTIES) -> CountTable:
    """A count of a contest at some stations; every station has at least one figure, every field too."""
    ballot = ELECTION.contests[contest]
    units = draw(st.lists(st.sampled_from(ELECTION.stations_of(contest)), min_size=1, unique=True))
    width = len(ballot.row_ids) + len(ballot.selection_ids)
    cells = st.tuples(st.integers(0, 10**9), st.sampled_from((State.READ, State.UNREAD, State.ABSENT)))
    drawn = draw(
        st.lists(st.lists(cells, min_size=width, max_size=width), min_size=len(units), max_size=len(units))
    )
    state = np.array([[each[1] for each in row] for row in drawn], np.uint8)
    state[:, 0][(state == State.ABSENT).all(axis=1)] = State.READ
    values = np.array([[each[0] for each in row] for row in drawn], np.int64)
    return CountTable(
        contest=contest,
        source=Source(ELECTION.accounts[account].id, draw(st.sampled_from(("", "Common Cause, north")))),  # type: ignore[index]
        units=tuple(units),
        rows=ballot.row_ids,
        selections=ballot.selection_ids,
        values=np.where(state == State.READ, values, 0),
        state=state,
    )


def assert_same(read: CountTable, written: CountTable) -> None:
    assert (read.contest, read.source, read.unit) == (written.contest, written.source, written.unit)
    assert (read.units, read.fields) == (written.units, written.fields)
    assert (read.values == written.values).all()
    assert (read.state == written.state).all()


@given(tables(), tables(account=MACHINE), tables(contest=ContestId("single-b")))
def test_long_reads_back_as_it_was_written(one: CountTable, two: CountTable, three: CountTable) -> None:
    reading = read_counts(format_long_csv([one, two, three]), name="long.csv", election=ELECTION)

    for read, written in zip(reading.tables, (one, two, three), strict=True):
        assert_same(read.table, written)


@given(tables(), tables(account=MACHINE))
def test_wide_reads_back_as_it_was_written(one: CountTable, two: CountTable) -> None:
    reading = read_counts(format_wide_csv([one, two]), name="wide.csv", election=ELECTION)

    for read, written in zip(reading.tables, (one, two), strict=True):
        assert_same(read.table, written)


def area_table() -> CountTable:
    """A count of district a as a whole."""
    return CountTable(
        contest=PARTIES,
        source=Source(HAND),
        units=("a",),
        rows=(),
        selections=ELECTION.contests[PARTIES].selection_ids,
        values=np.arange(4)[None, :],
        state=np.ones((1, 4), np.uint8),
        unit=Unit.AREA,
    )


@pytest.mark.parametrize("write", [format_long_csv, format_wide_csv])
def test_counts_of_areas_read_back_as_counts_of_areas(write) -> None:  # type: ignore[no-untyped-def]
    [read_table] = read_counts(write([area_table()]), name="areas.csv", election=ELECTION).tables

    assert_same(read_table.table, area_table())


def test_a_station_without_a_count_has_no_row() -> None:
    table = area_table().reindexed(["a", "b"])

    assert b",b," not in format_long_csv([table])
    assert (
        format_wide_csv([table])
        == b"contest,account,holder,area,gerb,ata,butun,against\nparties,hand,,a,0,1,2,3\n"
    )


def test_the_package_says_what_the_bytes_are() -> None:
    data = format_long_csv([area_table()])
    file = ExportedFile(path="counts-areas.csv", title="Counts of areas", data=data)
    package = json.loads(
        format_datapackage([file], name="KG 2021", title="An election", licence="CC-BY-4.0", source="a test")
    )
    [resource] = package["resources"]

    assert package["name"] == "kg-2021"
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert resource["bytes"] == len(data)
    assert [each["name"] for each in resource["schema"]["fields"]] == [
        *("contest", "account", "holder", "area", "field", "figure"),
    ]
    assert resource["schema"]["primaryKey"] == ["contest", "account", "holder", "area", "field"]
    assert resource["schema"]["fields"][-1]["type"] == "integer"


def test_stations_are_texts_with_their_zeros() -> None:
    table = CountTable(
        contest=PARTIES,
        source=Source(HAND),
        units=STATIONS[:1],
        rows=(),
        selections=ELECTION.contests[PARTIES].selection_ids,
        values=np.ones((1, 4), np.int64),
        state=np.ones((1, 4), np.uint8),
    )

    assert b"parties,hand,,0001,gerb,1\n" in format_long_csv([table])
    assert table.fields[0] == FieldId("gerb")
