"""The inventory says of every station and source what there is, and what there is not."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from sverka.domain.counts import Source
from sverka.domain.election import Election
from sverka.domain.ids import AccountId, ContestId
from sverka.publish.inventory import Held, Inventory, inventory_of
from sverka.publish.inventory_file import inventory_csv
from sverka.record.facts import DocumentFact, RefusedCopyFact
from sverka.record.snapshot import Snapshot
from tests.town import DEFINITION, MAYOR, town

FAIR, NORTH = (Source(AccountId("observer"), holder) for holder in ("Fair Count", "North Watch"))
MAYOR_NORTH = ContestId("mayor-north")


def paper(number: int, station: str, holder: str = "Fair Count", **said: str) -> DocumentFact:
    return DocumentFact(
        schema=1,
        received="",
        sha256=f"{number:064}",
        bytes=1,
        media_type="image/jpeg",
        account="observer",
        holder=holder,
        station=station,
        **said,  # type: ignore[arg-type]
    )


def refusal(station: str, reason: str = "no copier", holder: str = "Fair Count") -> RefusedCopyFact:
    return RefusedCopyFact(
        schema=1, received="", account="observer", holder=holder, station=station, reason=reason
    )


@pytest.fixture(scope="module")
def election(tmp_path_factory: pytest.TempPathFactory) -> Election:
    return town(tmp_path_factory.mktemp("town") / "town", definition=DEFINITION + MAYOR).election


def taken(election: Election, *facts: DocumentFact | RefusedCopyFact, contest: str = "") -> Inventory:
    documents = {at: fact for at, fact in enumerate(facts) if isinstance(fact, DocumentFact)}
    refusals = {at: fact for at, fact in enumerate(facts) if isinstance(fact, RefusedCopyFact)}
    snapshot = Snapshot(size=len(facts), stations={}, areas={}, documents=documents, refused_copies=refusals)
    return inventory_of(election, snapshot, ContestId(contest) if contest else None)


def held(inventory: Inventory, station: str, source: Source = FAIR) -> Held:
    return Held(int(inventory.held[inventory.stations.index(station), inventory.sources.index(source)]))


def test_every_station_of_every_source_is_present_refused_or_missing(election: Election) -> None:
    found = taken(election, paper(1, "0001"), refusal("0002"), paper(2, "0003", "North Watch"))

    assert found.sources == (FAIR, NORTH)
    assert [held(found, station) for station in ("0001", "0002", "0003")] == [
        Held.PRESENT,
        Held.REFUSED,
        Held.MISSING,
    ]
    assert found.sums[0].stations == {
        Held.MISSING: 3,
        Held.REFUSED: 1,
        Held.WITHDRAWN: 0,
        Held.WITHHELD: 0,
        Held.PRESENT: 1,
    }
    assert [each.of for each in found.sums] == [5, 5]


def test_the_last_fact_of_a_paper_is_what_it_is(election: Election) -> None:
    found = taken(
        election,
        paper(1, "0001", signed="yes", stamped="yes"),
        paper(2, "0002", signed="yes"),
        paper(3, "0003", stamped="no"),
        paper(1, "0001", signed="yes", stamped="yes", withdrawn="it is of another station"),
        paper(2, "0002", signed="yes", withheld="a voter can be recognised"),
    )

    assert [held(found, station) for station in ("0001", "0002", "0003")] == [
        Held.WITHDRAWN,
        Held.WITHHELD,
        Held.PRESENT,
    ]
    assert (found.sums[0].papers, found.sums[0].signed, found.sums[0].stamped) == (2, 1, 0)


def test_a_paper_outweighs_a_refusal_and_both_stay_listed(election: Election) -> None:
    found = taken(election, refusal("0001"), paper(1, "0001"))
    lines = [line for line in read(found) if line["station"] == "0001"]

    assert held(found, "0001") is Held.PRESENT
    assert [(line["held"], line["reason"]) for line in lines] == [
        ("present", ""),
        ("copy-refused", "no copier"),
    ]


def test_one_contest_has_its_own_stations_and_no_papers_of_another(election: Election) -> None:
    found = taken(
        election, paper(1, "0001", contest="council"), paper(2, "0002", contest="mayor-north"),
        paper(3, "0003"), contest="mayor-north",
    )  # fmt: skip

    assert found.stations == election.stations_of(MAYOR_NORTH) == ("0001", "0002", "0003")
    assert [held(found, station) for station in found.stations] == [Held.MISSING, Held.PRESENT, Held.PRESENT]


def test_a_file_of_many_stations_is_in_no_cell(election: Election) -> None:
    assert taken(election, paper(1, "")).sources == ()


def test_a_station_that_no_definition_has_is_listed_after_the_others(election: Election) -> None:
    assert taken(election, paper(1, "9999")).stations[-1] == "9999"


def test_the_file_has_a_line_for_every_paper_refusal_and_gap(election: Election, tmp_path: Path) -> None:
    found = taken(election, paper(1, "0001"), paper(2, "0001"), refusal("0002", "nobody, they said"))
    lines = read(found)

    assert [(line["station"], line["held"]) for line in lines] == [
        ("0001", "present"),
        ("0001", "present"),
        ("0002", "copy-refused"),
        ("0003", "missing"),
        ("0101", "missing"),
        ("0102", "missing"),
    ]
    assert lines[2]["reason"] == "nobody, they said"


def test_one_source_alone_is_the_same_column(election: Election) -> None:
    found = taken(
        election, paper(1, "0001"), paper(2, "0003", "North Watch"), refusal("0001", holder="North Watch")
    )

    assert found.of([NORTH]).sums == found.sums[1:]


def read(found: Inventory) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(inventory_csv(found).decode())))
