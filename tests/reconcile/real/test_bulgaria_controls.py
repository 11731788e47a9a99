"""12,916 protocols of 2 April 2023 against the five ratios of their form."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.election import Contest
from sverka.domain.ids import AccountId, ContestId, FieldId
from sverka.elections import text_of
from sverka.formats.definition import parse_definition
from sverka.reconcile.controls import check_count, check_table

PROTOCOL = Source(AccountId("protocol"))


@pytest.fixture(scope="module")
def parties() -> Contest:
    election = parse_definition(text_of("bg-2023-04-02"), name="bg-2023-04-02.toml")
    return election.contests[ContestId("parties")]


@pytest.fixture(scope="module")
def protocols(data_dir: Path, parties: Contest) -> CountTable:
    path = data_dir / "bulgaria-machine-vs-hand" / "bg20230402_protocols.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    empty = CountTable.empty(
        contest=parties.id,
        source=PROTOCOL,
        units=[line["section_id"] for line in lines],
        rows=parties.row_ids,
        selections=parties.selection_ids,
    )
    values = np.zeros_like(empty.values)
    values[:, : len(empty.rows)] = [[int(line[row]) for row in empty.rows] for line in lines]
    state = np.full_like(empty.state, State.ABSENT)
    state[:, : len(empty.rows)] = State.READ
    return empty.with_cells(values, state)


def test_as_many_protocols_fail_as_their_publisher_counted(protocols: CountTable, parties: Contest) -> None:
    found = check_table(protocols, parties)

    assert len(found.units) == 12_916
    assert found.failures == {"B1": 368, "B2": 136, "B3": 107, "B4": 57, "B5": 11}
    assert not found.unknown.any()


def test_a_protocol_typed_again_has_the_same_findings(protocols: CountTable, parties: Contest) -> None:
    found = check_table(protocols, parties)

    for line in np.flatnonzero(found.with_findings)[:25]:
        unit = protocols.units[line]
        figures = zip(protocols.rows, protocols.values[line].tolist(), strict=False)
        typed = {FieldId(row): figure for row, figure in figures}

        assert check_count(parties, PROTOCOL, unit, typed).of(unit) == found.of(unit)
