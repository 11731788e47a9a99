"""What a practice election hands in is read back as the same counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sverka.domain.counts import CountTable, State
from sverka.domain.election import Election
from sverka.domain.ids import AccountId
from sverka.formats.definition import parse_definition
from sverka.formats.mappings import saved_mapping
from sverka.formats.reading import read_counts
from sverka.formats.stations import format_stations, read_stations
from sverka.practice.definition_text import definition_text
from sverka.practice.invent import invent
from sverka.practice.mistakes import plant
from sverka.practice.sheets import Lines, sheet
from sverka.practice.sizes import Sizes
from tests.practice.replayed import definition, replayed

SIZES = Sizes(stations=300, parties=7)


def read(content: bytes, election: Election, account: str, mapping: str = "sheets") -> list[CountTable]:
    reading = read_counts(
        content,
        name="sheet.csv",
        election=election,
        account=AccountId(account),
        mapping=saved_mapping(election, mapping),
    )
    return [each.table for each in reading.tables]


def same(one: CountTable, other: CountTable) -> bool:
    other = other.reindexed(one.units).with_columns(one.rows, one.selections)
    return np.array_equal(one.values, other.values) and np.array_equal(one.state, other.state)


@pytest.mark.parametrize("side", ["left", "right"])
def test_planted_counts_come_back_from_their_sheet(side: str) -> None:
    practice = invent(SIZES, seed=4)
    planted = plant(practice.machine, practice.hand, mistakes=120, seed=5)
    table: CountTable = getattr(planted, side)
    election = parse_definition(definition_text(SIZES, seed=4), name="practice")
    election = replace(election, places=practice.places)
    (found,) = read(sheet([Lines(table=table, which=table.counted)]), election, str(table.source))

    assert (table.state == State.UNREAD).any()
    assert same(found, table)
    assert found.counted.sum() == table.counted.sum()


def test_a_practice_station_table_comes_back() -> None:
    practice = invent(SIZES, seed=4)
    election = parse_definition(definition_text(SIZES, seed=4), name="practice")

    assert (
        read_stations(format_stations(practice.places), name="stations.csv", election=election)
        == practice.places
    )


def test_the_waves_of_the_replay_bring_every_count_once() -> None:
    replay = replayed()
    election = replace(definition(), places=replay.places)
    waves = {wave.name for wave in replay.recipe.machine_waves}
    found: dict[str, dict[str, bytes]] = {}
    for name, content in replay.files():
        if name.removesuffix(".csv") in waves:
            for table in read(content, election, "asu-server"):
                counts = found.setdefault(str(table.contest), {})
                for unit, values in zip(table.units, table.values, strict=True):
                    assert unit not in counts
                    counts[unit] = values.tobytes()

    machine = replay.lists.machine
    assert found["parties"] == {
        unit: values.tobytes()
        for unit, values, counted in zip(machine.units, machine.values, machine.counted, strict=True)
        if counted
    }
    assert len(found) == 37


def test_pages_are_read_as_counts_of_the_whole_country() -> None:
    replay = replayed()
    election = replace(definition(), places=replay.places)
    files = dict(replay.files())
    (page,) = read(files["page-2.csv"], election, "published-page", "pages")

    assert (page.unit, page.units) == ("area", ("kg",))
    assert page.values.tolist() == replay.page(replay.recipe.pages[1]).values.tolist()
