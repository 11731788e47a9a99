"""A commission's and a party's record of one invented election, with planted differences; for tests and benchmarks."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONFLICTS, ONLY_OURS, ONLY_THEIRS = 40, 30, 20  # those of a quick benchmark are fewer

Row = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """Two tables of the hand count, and the stations in which they differ."""

    ours: Path
    theirs: Path
    conflicts: frozenset[str]
    only_ours: frozenset[str]
    only_theirs: frozenset[str]


def plant(
    folder: Path, hand: Path, *, numbers: Sequence[int] = (CONFLICTS, ONLY_OURS, ONLY_THEIRS)
) -> Planted:
    """Write ours and theirs from one table of a hand count: so many conflicts, only ours, only theirs."""
    with hand.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    stations = random.Random(1).sample([row[0] for row in rows], sum(numbers))
    conflicts, only_ours = frozenset(stations[: numbers[0]]), frozenset(stations[numbers[0] :][: numbers[1]])
    only_theirs = frozenset(stations) - conflicts - only_ours
    last = len(header) - 1
    other = [_one_more(row, last) if row[0] in conflicts else row for row in rows if row[0] not in only_ours]
    _write(folder / "ours.csv", [header, *(row for row in rows if row[0] not in only_theirs)])
    _write(folder / "theirs.csv", [header, *other])
    return Planted(
        ours=folder / "ours.csv",
        theirs=folder / "theirs.csv",
        conflicts=conflicts,
        only_ours=only_ours,
        only_theirs=only_theirs,
    )


def _one_more(row: Row, column: int) -> Row:
    return [*row[:column], str(int(row[column]) + 1), *row[column + 1 :]]


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
