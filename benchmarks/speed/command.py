"""`sverka compare DIR --json` on the election folder of Bulgaria 2023, process start included.

The folder is made by `sverka new` and `sverka add`: 12,916 stations, 19,103 counts. Each run is a process of
its own, from its start to its end. The yardstick starts Python and loads numpy, msgspec and typer, no more.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clock import commands_by_turns
from benchmarks.commands import SVERKA
from benchmarks.outcome import Asked, Outcome
from benchmarks.speed.bulgaria import election_folder


def measure(*, quick: bool) -> Outcome:
    """The command, and the starts that it consists of."""
    with TemporaryDirectory() as folder:
        election = election_folder(Path(folder), quick=quick)
        compared, libraries, imported, helped = commands_by_turns(
            [SVERKA, "compare", str(election), "--json"],
            [sys.executable, "-c", "import numpy, msgspec, typer"],
            [sys.executable, "-c", "import sverka"],
            [SVERKA, "--help"],
            runs=1 if quick else 11,
        )
    return Outcome(
        what="sverka compare on Bulgaria 2023, process start included",
        timed=compared,
        yardstick="Python starts and loads numpy, msgspec and typer",
        yardstick_timed=libraries,
        asked=(
            Asked.of("`sverka compare` on Bulgaria 2023, process start included", compared, 0.8),
            Asked.of("`import sverka`, Python's start included", imported, 0.2),
            Asked.of("`sverka --help`, process start included", helped, 0.5),
        ),
    )
