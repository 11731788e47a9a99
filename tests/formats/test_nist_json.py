"""NIST SP 1500-100 v2 JSON: out and in again, and files from elsewhere."""

from __future__ import annotations

import dataclasses
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from sverka.domain.counts import CountTable, Source, State, Unit
from sverka.domain.election import Contest, ContestKind, Election, Selection, SelectionKind
from sverka.domain.ids import ContestId, SelectionId, StationId
from sverka.domain.names import Names
from sverka.domain.places import Places, Station
from sverka.errors import Fault
from sverka.formats.nist.layout import document_id
from sverka.formats.nist_json import ResultsStatus, election_of_nist_json, format_nist_json, read_nist_json
from tests.formats.nist_election import cells_of, elections, tables
from tests.small_election import HAND, MACHINE, OBSERVER, PARTIES, small_election

AT = datetime(2021, 11, 28, 20, 30, tzinfo=UTC)
Json = dict[str, Any]


def written(election: Election, *given_tables: CountTable, **head: Any) -> bytes:
    return format_nist_json(election, given_tables, generated_at=AT, **head)


def table(
    source: Source,
    cells: dict[str, list[int | str | None]],
    contest: str = PARTIES,
    unit: Unit = Unit.STATION,
    election: Election | None = None,
) -> CountTable:
    """A table from cells as JSON answers show them: a figure, None for unread, "absent"."""
    described = (election or small_election()).contests[ContestId(contest)]
    states = {type(None): State.UNREAD, str: State.ABSENT, int: State.READ}
    shape = (len(cells), len(described.rows) + len(described.selections))
    return CountTable(
        contest=described.id,
        source=source,
        units=tuple(cells),
        rows=described.row_ids,
        selections=described.selection_ids,
        values=np.array(
            [[x if isinstance(x, int) else 0 for x in row] for row in cells.values()], np.int64
        ).reshape(shape),
        state=np.array([[states[type(x)] for x in row] for row in cells.values()], np.uint8).reshape(shape),
        unit=unit,
    )


@cache
def validator(folder: Path) -> Draft4Validator:
    return Draft4Validator(
        json.loads((folder / "schemas" / "NIST_V2_election_results_reporting.json").read_bytes())
    )


def votes_of(data: bytes, contest: int = 0) -> list[Json]:
    """Every VoteCounts of the selections of a contest in a file."""
    selections = json.loads(data)["Election"][0]["Contest"][contest]["ContestSelection"]
    return [votes for selection in selections for votes in selection.get("VoteCounts", [])]


# --- out and in again -----------------------------------------------------------------------------------------------


@given(data=st.data())
def test_a_report_comes_back_as_the_counts_it_was_made_of(data: st.DataObject) -> None:
    election = data.draw(elections())
    counts = data.draw(tables(election))

    reading = read_nist_json(written(election, *counts), name="report.json", election=election)

    assert cells_of(each.table for each in reading.tables) == cells_of(counts)
    assert reading.notices == ()


@given(data=st.data())
def test_a_report_says_by_itself_what_it_counts(data: st.DataObject) -> None:
    election = data.draw(elections())
    counts = data.draw(tables(election))

    reading = read_nist_json(written(election, *counts), name="report.json")

    assert cells_of(each.table for each in reading.tables) == cells_of(counts)


@given(data=st.data())
def test_the_election_comes_back_as_far_as_the_format_can_carry_it(data: st.DataObject) -> None:
    election = data.draw(elections())
    counts = data.draw(tables(election))

    found = election_of_nist_json(written(election, *counts), name="report.json")

    used = {
        level.id
        for level in election.places.levels
        for area in election.places.areas.values()
        if area.level == level.id
    }
    named = {each.source.account for each in counts}
    assert (found.id, found.names, found.held_on) == (election.id, election.names, election.held_on)
    assert found.contests == election.contests
    assert found.places.areas == election.places.areas
    assert found.places.stations == election.places.stations
    assert {(each.id, each.cdf) for each in found.places.levels} == {
        (each.id, each.cdf) for each in election.places.levels if each.id in used
    }
    assert found.accounts == {id_: each for id_, each in election.accounts.items() if id_ in named}


@given(data=st.data())
def test_a_report_is_valid_by_the_schema_of_nist(data: st.DataObject, data_dir: Path) -> None:
    election = data.draw(elections())
    counts = data.draw(tables(election))
    status, sequence = data.draw(st.sampled_from(ResultsStatus)), (2, 3)

    report = json.loads(written(election, *counts, status=status, sequence=sequence))

    assert list(validator(data_dir).iter_errors(report)) == []


@given(data=st.data())
def test_no_unit_has_two_counts_of_one_device_type(data: st.DataObject) -> None:
    election = data.draw(elections())
    counts = data.draw(tables(election))

    report = json.loads(written(election, *counts))

    for contest in report["Election"][0]["Contest"]:
        for selection in contest["ContestSelection"]:
            places = [
                (each["GpUnitId"], each["DeviceClass"]["Type"]) for each in selection.get("VoteCounts", [])
            ]
            assert len(places) == len(set(places))


@given(data=st.data())
def test_every_reference_in_a_report_leads_somewhere(data: st.DataObject) -> None:
    election = data.draw(elections())
    counts = data.draw(tables(election))

    report = json.loads(written(election, *counts))

    ids = [each["@id"] for each in elements(report) if "@id" in each]
    assert len(ids) == len(set(ids))
    assert {target for each in elements(report) for target in references(each)} <= set(ids)


def elements(value: Any) -> Iterator[Json]:
    """Every JSON object in a document."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from elements(each)


def references(element: Json) -> Iterator[str]:
    for key, value in element.items():
        if key.endswith("Id") and key not in {"@id", "VendorApplicationId"}:
            yield value
        elif key.endswith("Ids"):
            yield from value


@given(data=st.data())
def test_the_order_of_the_tables_does_not_change_a_byte(data: st.DataObject) -> None:
    election = data.draw(elections())
    counts = data.draw(tables(election))

    assert written(election, *data.draw(st.permutations(counts))) == written(election, *counts)


def test_both_counts_of_a_station_stand_at_it_told_apart_by_device_type() -> None:
    machine = table(Source(MACHINE), {"0001": [9, 8, 1, 3, 2, 1, 2]})
    hand = table(Source(HAND), {"0001": [9, 8, 1, 2, 3, 1, 2]})

    votes = votes_of(written(small_election(), hand, machine))

    assert [(each["GpUnitId"], each["DeviceClass"]["Type"], each["Count"]) for each in votes[:2]] == [
        ("station-0001", "opscan-precinct", 3),
        ("station-0001", "manual-count", 2),
    ]


def test_an_observers_copy_stands_on_a_device_in_the_station() -> None:
    hand = table(Source(HAND), {"0001": [9, 8, 1, 2, 3, 1, 2]})
    copy = table(Source(OBSERVER, "Common Cause"), {"0001": [9, 8, 1, 2, 3, 1, 1]})

    report = json.loads(written(small_election(), hand, copy))

    units = {each["@id"]: each for each in report["GpUnit"]}
    device = "device-2-station-0001"
    assert units["station-0001"]["ComposingGpUnitIds"] == [device]
    assert units["source-2-observer"]["ComposingGpUnitIds"] == [device]
    assert units[device]["DeviceClass"]["Type"] == "manual-count"


def test_unread_absent_and_zero_stay_three_different_things() -> None:
    hand = table(Source(HAND), {"0001": [9, None, 0, 0, "absent", None, 2]})

    [read] = read_nist_json(written(small_election(), hand), name="r.json", election=small_election()).tables

    assert read.table.state.tolist() == hand.state.tolist()


def test_a_count_with_nothing_on_its_sheet_is_not_no_count() -> None:
    hand = table(Source(HAND), {"0001": ["absent"] * 7, "0002": [1] * 7})

    [read] = read_nist_json(written(small_election(), hand), name="r.json", election=small_election()).tables

    assert read.table.units == ("0001", "0002")
    assert read.table.counted.tolist() == [True, True]


def test_rows_are_no_votes_for_anything() -> None:
    hand = table(Source(HAND), {"0001": [9, 8, 1, 2, 3, 1, 2]})

    form = votes_of(written(small_election(), hand), contest=1)

    assert {(each["Type"], each["OtherType"]) for each in form} == {("other", "ballots")}


def test_a_row_the_schema_knows_stands_in_its_field() -> None:
    election = with_cdf("BallotsCast", "Overvotes", "VotersParticipated")
    hand = table(Source(HAND), {"0001": [9, 8, 7, 2, 3, 1, 2]}, election=election)

    report = json.loads(written(election, hand))

    found = report["Election"][0]
    assert [(each["BallotsCast"], each["Type"]) for each in found["BallotCounts"]] == [(9, "total")]
    assert found["Contest"][0]["OtherCounts"][0]["Overvotes"] == 8
    assert [each.get("VotersParticipated") for each in report["GpUnit"] if each["@id"] == "station-0001"] == [
        7
    ]


def test_a_unit_has_no_figure_of_voters_where_two_contests_disagree() -> None:
    election = with_cdf("VotersParticipated", "", "")
    other = dataclasses.replace(election.contests[PARTIES], id=ContestId("other"))
    election = dataclasses.replace(election, contests={**election.contests, other.id: other})
    cells: dict[str, dict[str, list[int | str | None]]] = {
        "parties": {"0001": [9, 8, 7, 2, 3, 1, 2], "0002": [9, 8, 7, 2, 3, 1, 2]},
        "other": {"0001": [8, 8, 7, 2, 3, 1, 2], "0002": [9, 8, 7, 2, 3, 1, 2]},
    }
    counts = [table(Source(HAND), rows, contest, election=election) for contest, rows in cells.items()]

    report = json.loads(written(election, *counts))

    voters = {each["@id"]: each.get("VotersParticipated") for each in report["GpUnit"]}
    assert (voters["station-0001"], voters["station-0002"]) == (None, 9)


def with_cdf(*words: str) -> Election:
    """The small election with one contest, its rows named after fields of the schema."""
    election = small_election(contests=1)
    contest = election.contests[PARTIES]
    rows = tuple(dataclasses.replace(row, cdf=word) for row, word in zip(contest.rows, words, strict=True))
    return dataclasses.replace(election, contests={PARTIES: dataclasses.replace(contest, rows=rows)})


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(AssertionError, match="no zone"):
        format_nist_json(small_election(), [], generated_at=datetime(2021, 11, 28))  # noqa: DTZ001


def test_a_packed_report_is_read() -> None:
    hand = table(Source(HAND), {"0001": [9, 8, 1, 2, 3, 1, 2]})

    reading = read_nist_json(
        gzip.compress(written(small_election(), hand)), name="r.json.gz", election=small_election()
    )

    assert [(each.lines, each.table.units) for each in reading.tables] == [((4,), ("0001",))]


# --- a country ------------------------------------------------------------------------------------------------------


def test_bulgaria_2023_comes_back_equal_with_both_counts_in_one_file(data_dir: Path) -> None:
    election, counts = bulgaria(
        data_dir / "bulgaria-machine-vs-hand" / "bg20230402_machine_stream_two_counts.csv.gz"
    )

    reading = read_nist_json(written(election, *counts), name="bg.json", election=election)

    assert [len(each.table.units) for each in reading.tables] == [9492, 9611]
    for before, after in zip(counts, reading.tables, strict=True):
        again = after.table.reindexed(before.units)
        assert after.table.source == before.source
        assert (again.values == before.values).all()
        assert (again.state == before.state).all()


def bulgaria(path: Path) -> tuple[Election, list[CountTable]]:
    """Both counts of the machine stream, each station in the order of the file; empty is absent."""
    frame = pl.read_csv(gzip.decompress(path.read_bytes()), infer_schema=False)
    parties = frame.columns[2:]
    contest = Contest(
        id=PARTIES,
        kind=ContestKind.PARTY,
        names=Names(en="Party lists"),
        selections=tuple(
            Selection(id=SelectionId(p), names=Names.same(p), kind=SelectionKind.PARTY) for p in parties
        ),
    )
    stations = {
        StationId(each): Station(id=StationId(each), names=Names())
        for each in frame["section_id"].unique(maintain_order=True)
    }
    election = small_election(contests=1, places=Places(stations=stations))
    election = dataclasses.replace(election, contests={PARTIES: contest})
    counts = []
    for word, account in (("machine_data", MACHINE), ("protocol", HAND)):
        rows = frame.filter(pl.col("source") == word)
        figures = rows.select(pl.col(parties).cast(pl.Int64).fill_null(0)).to_numpy()
        absent = rows.select(pl.col(parties).is_null()).to_numpy()
        counts.append(
            CountTable(
                contest=PARTIES,
                source=Source(account),
                units=tuple(rows["section_id"]),
                rows=(),
                selections=contest.selection_ids,
                values=figures,
                state=np.where(absent, State.ABSENT, State.READ).astype(np.uint8),
            )
        )
    return election, counts


def test_an_account_is_not_given_for_a_file_that_names_its_own() -> None:
    data = written(small_election(), table(Source(HAND), {"0001": [9, 8, 1, 2, 3, 1, 2]}))

    with pytest.raises(Fault, match=r"the file names its own \(hand\)"):
        read_nist_json(data, name="r.json", election=small_election(), account=HAND)


def test_no_two_things_share_an_id() -> None:
    assert document_id("station", "a b") == "station-a%20b"
    assert document_id("station", "a%20b") == "station-a%2520b"
