"""`sverka_verify.py` on Bulgaria 2023, its published site included, and on a record of 1,000,000 facts.

The file is run as a stranger runs it: a Python without any package, a folder, the key of the record. Bulgaria is
published (12,916 stations, 19,103 counts), so that every total, share, difference and seat is computed anew and held
against the site. The million are two counts of 500,000 stations with 20 parties and "against all", checked and summed,
with no site to hold them against. The yardstick is the least that reading them needs: every entry hashed and parsed by
the standard library, and nothing done with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clock import by_turns
from benchmarks.commands import sverka
from benchmarks.machine import ROOT
from benchmarks.outcome import Asked, Outcome, Timed
from benchmarks.speed.bulgaria import election_folder
from sverka.office.folder import ElectionFolder
from sverka.record.facts import hash_of

VERIFIER = ROOT / "src" / "sverka_verify.py"
STATIONS, PARTIES = 500_000, 20


def measure(*, quick: bool) -> Outcome:
    """The verifier on both, each run a process of its own; a quick one has few stations and no site."""
    with TemporaryDirectory() as place:
        os.environ |= {"SVERKA_HOME": f"{place}/home", "HOME": place, "USERPROFILE": place}
        bulgaria = election_folder(Path(place), quick=quick)
        if not quick:
            sverka("publish", bulgaria)
        million = _million(Path(place), stations=500 if quick else STATIONS)
        verified = _verified(bulgaria, runs=1 if quick else 5)
        (parsed,) = by_turns(lambda: _parse(bulgaria), runs=1 if quick else 5)
        large = _verified(million, runs=1)
        facts = ElectionFolder(million).store.size
    return Outcome(
        what="sverka_verify.py on Bulgaria 2023 and its site",
        timed=verified.timed,
        yardstick="hashlib and json.loads on every entry, nothing done with them",
        yardstick_timed=parsed,
        asked=(
            Asked.of("`sverka_verify.py` on Bulgaria 2023", verified.timed, 3),
            Asked.of(f"`sverka_verify.py` on {facts:,} facts", large.timed, 90),
            Asked(what=f"its memory on {facts:,} facts", measured=large.peak, limit=1536, unit="MB"),
        ),
        further={"memory_on_bulgaria_mb": verified.peak},
    )


@dataclass(frozen=True, slots=True)
class Verified:
    """How long the verifier took, and the megabytes it had at its peak."""

    timed: Timed
    peak: float


def _verified(folder: Path, *, runs: int) -> Verified:
    found = [_once(folder) for _ in range(runs)]
    walls, cpus, peaks = zip(*found, strict=True)
    return Verified(Timed(wall=walls, cpu=cpus), max(peaks))


def _once(folder: Path) -> tuple[float, float, float]:
    key = (folder / "log.vkey").read_text("utf-8").strip()
    verify = [sys.executable, "-I", str(VERIFIER), str(folder), "--vkey", key]
    code, wall, cpu, peak = _taken(verify)
    if code != 0:
        raise RuntimeError(f"{' '.join(verify)} ended with {code}")
    return wall, cpu, peak


def _taken(command: Sequence[str]) -> tuple[int, float, float, float]:
    measuring = [sys.executable, "-S", str(ROOT / "benchmarks" / "peak.py"), *command]
    finished = subprocess.run(measuring, capture_output=True, text=True, check=True, timeout=1200)
    code, wall, cpu, peak = json.loads(finished.stdout)
    return int(code), float(wall), float(cpu), float(peak)


def _million(place: Path, *, stations: int) -> Path:
    """A practice election of so many stations, both counts taken in."""
    paper, folder = place / "practice", place / "million"
    sverka("practice", paper, "--stations", str(stations), "--parties", str(PARTIES))
    sverka("new", folder, "--definition", paper / "definition.toml", "--stations", paper / "stations.csv")
    for account in ("machine", "hand"):
        sverka("add", folder, paper / f"{account}.csv", "--mapping", "sheets", "--account", account)
    return folder


def _parse(folder: Path) -> None:
    for entry in ElectionFolder(folder).store.entries():
        hash_of(b"\x00" + entry)
        json.loads(entry)
