"""`sverka compare OURS THEIRS --json`: two records of 2,494 stations, process start included.

A commission's and a party's record of one invented election with 21 parties: both have the scanners' counts, and
counts by hand with 40 conflicts, 30 stations only in ours and 20 only in theirs. Each run reads and verifies both
records, 9,900 facts, to their signed roots. The yardstick starts Python and loads numpy, msgspec and typer, no more.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clock import commands_by_turns
from benchmarks.commands import SVERKA, sverka
from benchmarks.outcome import Asked, Outcome
from tests.planted_records import CONFLICTS, ONLY_OURS, ONLY_THEIRS, plant

STATIONS, FEW = 2494, 120


def measure(*, quick: bool) -> Outcome:
    """The command, and the start that is part of it."""
    with TemporaryDirectory() as folder:
        records = two_records(Path(folder), quick=quick)
        compared, libraries = commands_by_turns(
            [SVERKA, "compare", *map(str, records), "--json"],
            [sys.executable, "-c", "import numpy, msgspec, typer"],
            runs=1 if quick else 11,
        )
    return Outcome(
        what="two records of 2,494 stations held against each other, process start included",
        timed=compared,
        yardstick="Python starts and loads numpy, msgspec and typer",
        yardstick_timed=libraries,
        asked=(Asked.of("`sverka compare OURS THEIRS`, 2,494 stations, 90 differ", compared, 3.0),),
    )


def two_records(folder: Path, *, quick: bool) -> tuple[Path, Path]:
    """Both election folders, made by the command."""
    practice = folder / "practice"
    sverka("practice", practice, "--stations", str(FEW if quick else STATIONS), "--parties", "21")
    numbers = (4, 3, 2) if quick else (CONFLICTS, ONLY_OURS, ONLY_THEIRS)
    planted = plant(folder, practice / "hand.csv", numbers=numbers)
    for name, hand in (("ours", planted.ours), ("theirs", planted.theirs)):
        definition, stations = practice / "definition.toml", practice / "stations.csv"
        sverka("new", folder / name, "--definition", definition, "--stations", stations)
        sverka("add", folder / name, practice / "machine.csv", "--account", "machine")
        sverka("add", folder / name, hand, "--account", "hand")
    return folder / "ours", folder / "theirs"
