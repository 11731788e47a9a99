"""Every benchmark runs, at a small size; how fast it is, no test asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from benchmarks.outcome import Asked, Outcome, Timed
from benchmarks.page import page_of
from benchmarks.speed import NAMES

OTHER_PROGRAM = {"against_actasum"}  # `make bench` installs it, `make test` does not
NO_LOAD = set() if which("wrk") else {"intake"}  # what makes the load is a program of the system
REAL_DATA = {"command", "verifier"} | {name for name in OTHER_PROGRAM if find_spec("actasum")}


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if name not in REAL_DATA | OTHER_PROGRAM | NO_LOAD])
def test_it_runs_and_keeps_its_figures(name: str, root: Path, tmp_path: Path) -> None:
    found = measured(name, root, tmp_path)

    if "skipped" in found:  # its peer could not be installed
        pytest.skip(found["skipped"])
    assert found["seconds"] > 0
    assert found["yardstick_seconds"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REAL_DATA))
def test_it_runs_on_real_data(name: str, root: Path, tmp_path: Path, data_dir: Path) -> None:
    found = measured(name, root, tmp_path, data=data_dir)

    assert found["seconds"] > 0


def test_without_the_real_data_it_says_why_it_does_not_run(root: Path, tmp_path: Path) -> None:
    found = measured("command", root, tmp_path, data=tmp_path / "nowhere")

    assert "SVERKA_DATA" in found["skipped"]


def test_the_page_says_what_was_asked_and_whether_it_was_held() -> None:
    times = Timed(wall=(1.0, 3.0, 2.0), cpu=(0.9, 1.1, 0.8))
    outcome = Outcome(
        what="allocate seats",
        timed=times,
        yardstick="another program",
        yardstick_timed=Timed(wall=(8.0,), cpu=(8.0,)),
        asked=(
            Asked.of("54 seats", times, 1.5),
            Asked(what="as fast as the other", measured=4, limit=3, unit="times", at_least=True),
        ),
    )
    machine = dict.fromkeys(("measured_at", "commit", "processor", "cores", "memory_gb", "system"), "x")
    machine |= dict.fromkeys(("load_before", "python", "numpy", "polars", "msgspec", "typer"), "y")

    page = page_of({"machine": machine, "benchmarks": {"seats": outcome.as_figures()}})

    assert "| 54 seats | ≤ 1.5 s | 2 s | 1.33 | 0.8 s | **not held** |" in page
    assert "| as fast as the other | ≥ 3 times | 4 times | 1.33 |  | held |" in page
    assert "The work takes 0.25 yardsticks by the clock, 0.1 by processor time." in page


def measured(name: str, root: Path, out: Path, *, data: Path | None = None) -> dict[str, Any]:
    """What `python -m benchmarks --quick NAME` keeps."""
    environment = os.environ | ({"SVERKA_DATA": str(data)} if data else {})
    command = [sys.executable, "-m", "benchmarks", "--quick", "--out", str(out), name]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, timeout=300)
    found: dict[str, Any] = json.loads((out / "last.json").read_text("utf-8"))["benchmarks"][name]
    assert f"## {name}" in (out / "README.md").read_text("utf-8")
    return found
