"""The Bulgarian definitions read the real files, and the figures are those that the data's description gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State, Unit
from sverka.domain.election import Election
from sverka.domain.ids import ContestId, LevelId
from sverka.domain.places import Machine
from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.formats.reading import read_counts
from sverka.formats.stations import read_station_table, read_stations

ELECTIONS = {"20230402": "bg-2023-04-02", "20210711": "bg-2021-07-11"}
DAYS = list(ELECTIONS)
TWO_COUNTS = "bg{}_machine_stream_two_counts.csv.gz"

Columns = dict[str, NDArray[np.int64]]


@pytest.fixture(scope="module")
def bulgaria(data_dir: Path) -> Path:
    return data_dir / "bulgaria-machine-vs-hand"


@cache
def election_of(day: str, folder: Path) -> Election:
    name = ELECTIONS[day]
    election = parse_definition(text_of(name), name=name)
    table = (folder / f"bg{day}_sections.csv.gz").read_bytes()
    return replace(election, places=read_stations(table, name="sections", election=election))


@cache
def tables_of(day: str, folder: Path, file: str, account: str | None = None) -> tuple[CountTable, ...]:
    name = file.format(day)
    reading = read_counts(
        (folder / name).read_bytes(),
        name=name,
        election=election_of(day, folder),
        account=account,  # type: ignore[arg-type]
    )
    return tuple(each.table for each in reading.tables)


@pytest.mark.parametrize("day, stations", [("20230402", 12_916), ("20210711", 13_005)])
def test_the_sections_file_is_a_table_of_stations(day: str, stations: int, bulgaria: Path) -> None:
    places = election_of(day, bulgaria).places

    assert len(places.stations) == stations
    assert [area.id for area in places.at_level(LevelId("rik"))] == [
        f"{number:02}" for number in range(1, 33)
    ]
    assert places.area_of(next(iter(places.stations)), LevelId("country")) == "bg"


def test_nothing_has_to_be_noticed_of_it(bulgaria: Path) -> None:
    table = (bulgaria / "bg20230402_sections.csv.gz").read_bytes()

    assert read_station_table(table, name="s", election=election_of("20230402", bulgaria)).notices == ()


@pytest.mark.parametrize("day", DAYS)
def test_stations_without_a_machine_are_known_and_have_no_machine_data(day: str, bulgaria: Path) -> None:
    stations = election_of(day, bulgaria).places.stations
    machine = next(t for t in tables_of(day, bulgaria, TWO_COUNTS) if t.source.account == "machine")

    assert {stations[unit].machine for unit in machine.units} == {Machine.OWN}  # type: ignore[index]


@pytest.mark.parametrize("day, machine, protocol", [("20230402", 9_492, 9_611), ("20210711", 9_580, 9_674)])
def test_the_two_counts_are_two_accounts_of_one_contest(
    day: str, machine: int, protocol: int, bulgaria: Path
) -> None:
    tables = tables_of(day, bulgaria, TWO_COUNTS)

    assert {(t.contest, str(t.source)): len(t.units) for t in tables} == {
        ("machine-stream", "machine"): machine,
        ("machine-stream", "protocol"): protocol,
    }


@pytest.mark.parametrize("day, votes", [("20230402", 1_556_606), ("20210711", 2_466_495)])
def test_the_machine_data_has_the_votes_that_its_description_gives(
    day: str, votes: int, bulgaria: Path
) -> None:
    tables = tables_of(day, bulgaria, TWO_COUNTS)

    assert next(t for t in tables if t.source.account == "machine").values.sum() == votes


GOLDEN = {
    "20230402": {"B1": 368, "B2": 136, "B3": 107, "B4": 57, "B5": 11},
    "20210711": {"B1": 23, "B2": 0, "B3": 1, "B4": 0, "B5": 14},
}


@pytest.mark.parametrize("day", DAYS)
def test_as_many_protocols_fail_each_ratio_as_its_source_says(day: str, bulgaria: Path) -> None:
    election = election_of(day, bulgaria)
    (table,) = tables_of(day, bulgaria, "bg{}_protocols.csv.gz", "protocol")
    columns = {str(field): table.values[:, at] for at, field in enumerate(table.fields)}
    controls = election.contests[ContestId("parties")].controls
    failures = {each.code: int(_fails(each.rule, columns).sum()) for each in controls}

    assert failures == GOLDEN[day]
    assert all(f"{failures[each.code]:,} of" in each.source for each in controls)


def _fails(rule: str, columns: Columns) -> NDArray[np.bool_]:
    """The rule worked out the plain way: a sum of rows on either side of = or <=."""
    at_most = " <= " in rule
    left, right = (_sum(side, columns) for side in rule.split(" <= " if at_most else " = "))
    return left > right if at_most else left != right


def _sum(side: str, columns: Columns) -> NDArray[np.int64]:
    terms = np.stack([columns[term.strip("[]")] for term in side.split(" + ")])
    sums: NDArray[np.int64] = terms.sum(axis=0)
    return sums


SEATS = {"20230402": 2_528_652, "20210711": 2_731_510}  # votes for parties, without those for no one


@pytest.mark.parametrize("day", DAYS)
def test_the_national_totals_are_one_count_of_the_whole_country(day: str, bulgaria: Path) -> None:
    (table,) = tables_of(day, bulgaria, "parties_total_votes.csv", "national-total")
    no_one = table.selections.index("none")
    votes = table.values[0, table.selection_columns]

    assert (table.contest, table.unit, table.units) == ("parties", Unit.AREA, ("bg",))
    assert votes.sum() - votes[no_one] == SEATS[day]


@pytest.mark.parametrize("day, lists", [("20230402", 21), ("20210711", 23)])
def test_every_list_of_the_ballot_is_in_the_national_totals(day: str, lists: int, bulgaria: Path) -> None:
    (table,) = tables_of(day, bulgaria, "parties_total_votes.csv", "national-total")
    state = Counter(table.state[0, table.selection_columns].tolist())

    assert state[State.READ] == lists + 1  # and no one; independent candidates are not in that file
