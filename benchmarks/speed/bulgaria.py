"""The election folder of Bulgaria, 2 April 2023: two counts of the same ballots, from the real data."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

from benchmarks.commands import sverka
from benchmarks.machine import ROOT
from benchmarks.outcome import Skipped

COUNTS = "bg20230402_machine_stream_two_counts.csv.gz"
STATIONS = "bg20230402_sections.csv.gz"
DEFINITION, CONTEST = "bg-2023-04-02", "machine-stream"
FEW = 500  # stations of a quick run


def election_folder(folder: Path, *, quick: bool) -> Path:
    """A folder made by `sverka new` and `sverka add`; a quick one has the counts of few stations."""
    data = Path(os.environ.get("SVERKA_DATA") or ROOT.parent / "shared" / "data") / "bulgaria-machine-vs-hand"
    if not data.is_dir():
        raise Skipped("no real data: set SVERKA_DATA to the folder that has it")
    counts = data / COUNTS
    if quick:
        counts = folder / COUNTS.removesuffix(".gz")
        counts.write_text(_of_few(gzip.decompress((data / COUNTS).read_bytes()).decode()), "utf-8")
    election = folder / "bulgaria"
    sverka("new", election, "--definition", DEFINITION, "--stations", data / STATIONS)
    sverka("add", election, counts)
    return election


def _of_few(text: str) -> str:
    """The header and both counts of the first stations."""
    header, *lines = text.splitlines(keepends=True)
    stations = list(dict.fromkeys(line.partition(",")[0] for line in lines))
    chosen = set(stations[:FEW])
    return header + "".join(line for line in lines if line.partition(",")[0] in chosen)
