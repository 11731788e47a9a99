"""Two real counts of the same ballots, read as an election's file and as two tables that nobody described."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sverka.domain.counts import CountTable, State
from sverka.domain.readings import Reading
from sverka.formats.definition import parse_definition
from sverka.formats.plain import read_plain_pair
from sverka.formats.reading import read_counts
from sverka.formats.stations import read_stations

FOLDER = "bulgaria-machine-vs-hand"
GOLDEN = {"2023-04-02": (9492, 2357, 8997, -4341, 182), "2021-07-11": (9580, 6, 415, 409, 3803)}


def read(root: Path, data_dir: Path, day: str) -> Reading:
    stem = "bg" + day.replace("-", "")
    text = (root / f"src/sverka/elections/bg-{day}.toml").read_text(encoding="utf-8")
    election = parse_definition(text, name=day)
    stations = (data_dir / FOLDER / f"{stem}_sections.csv.gz").read_bytes()
    election = replace(election, places=read_stations(stations, name="sections", election=election))
    name = f"{stem}_machine_stream_two_counts.csv.gz"
    return read_counts((data_dir / FOLDER / name).read_bytes(), name=name, election=election)


def compared(machine: CountTable, hand: CountTable) -> tuple[int, int, int, int, int]:
    """Stations with both counts, those that differ, gross, net, and cells absent on one side against 0."""
    machine = machine.reindexed(hand.units)
    both = machine.counted & hand.counted
    differences = np.where(both[:, None], hand.values - machine.values, 0)
    absent = (machine.state == State.ABSENT) ^ (hand.state == State.ABSENT)
    equal = absent & both[:, None] & (machine.values == hand.values)
    return (
        int(both.sum()),
        int((differences != 0).any(axis=1).sum()),
        int(np.abs(differences).sum()),
        int(differences.sum()),
        int(equal.sum()),
    )


@pytest.mark.parametrize("day", GOLDEN)
def test_both_streams_of_a_file_give_the_golden_numbers(root: Path, data_dir: Path, day: str) -> None:
    machine, hand = (each.table for each in read(root, data_dir, day).tables)

    assert compared(machine, hand) == GOLDEN[day]


@pytest.mark.parametrize("day", GOLDEN)
def test_two_plain_tables_give_the_same_numbers(data_dir: Path, day: str) -> None:
    name = f"bg{day.replace('-', '')}_machine_stream_two_counts.csv.gz"
    lines = gzip.decompress((data_dir / FOLDER / name).read_bytes()).decode().splitlines()
    head, *rows = (line.split(",") for line in lines)
    files = [
        (
            source,
            "\n".join(";".join([row[0], *row[2:]]) for row in [head, *rows] if row[1] in {"source", source}),
        )
        for source in ("machine_data", "protocol")
    ]
    [pair] = read_plain_pair(*((name, text.encode()) for name, text in files))

    assert compared(pair.left, pair.right) == GOLDEN[day]
    assert [each.code for each in pair.notices] == ["key-chosen", "selections-chosen"]
