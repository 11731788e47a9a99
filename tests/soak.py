"""Many more random cases than `make test` draws, and benchmarks/soak.json with what came of them.

First every room's `soak(seed, n)`, a count of random cases by outcome; for 20,000 cases that is

    crash    1,000 writers killed, some 23,000 losses of power, every way in which writing fails
    group    20,000 steps of cases, and 10,000 as signed facts of a record, against the diagram of docs/states/case.md
    night    200 nights killed again and again while a reader looks on, and 10,000 wrong tokens
    seats    20,000 elections against exact enumeration and two libraries
    tlog     1,000,000 changed inputs of every parser, and 1,000,000 of Atheris

then all tests of properties with Hypothesis' profile `soak`, 500 examples each. All of it ends within 40 minutes
on two cores. What a room found is written down as soon as it is known: an interrupted soak keeps it, and says in
`unfinished` what it did not come to. Exit 1 if any case came out wrong, any test failed, or a room broke off. Nothing
random but the seed, and in `crash` the clock: the same seed at the same commit gives the same figures elsewhere.

Usage: python -m tests.soak SEED N [TESTS …]
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

from benchmarks.machine import description

HERE = Path(__file__).parent
KEPT = HERE.parent / "benchmarks" / "soak.json"
PROPERTIES = "properties"
COUNTS = ("tests", "failures", "errors", "skipped")


def main(seed: int, n: int, tests: Sequence[str], kept: Path = KEPT) -> int:
    """Run everything, keep the figures of each part as soon as there are any; gives the exit code."""
    waiting = [*_rooms(), PROPERTIES]
    run: dict[str, Any] = {
        "machine": description(),
        **_commit(),
        "seed": seed,
        "cases": n,
        "wrong": 0,
        "rooms": {},
    }
    for room in tuple(waiting):
        _keep(kept, {**run, "unfinished": waiting})
        if room == PROPERTIES:
            run[room] = _properties(seed, tests)
            run["wrong"] += run[room]["failures"] + run[room]["errors"]
        else:
            run["rooms"][room] = _room(room, seed, n)
            run["wrong"] += run["rooms"][room]["wrong"]
        waiting.remove(room)
    _keep(kept, run)
    return 1 if run["wrong"] else 0


def _keep(kept: Path, run: Mapping[str, Any]) -> None:
    kept.write_text(json.dumps(run, indent=1) + "\n", "utf-8")


def _commit() -> dict[str, Any]:
    """What is measured: the commit, and whether its sources or tests were changed since."""
    changed = _git("status", "--porcelain", "--", "src", "tests")
    return {"commit": _git("rev-parse", "HEAD") or "unknown", "changed_since": bool(changed)}


def _git(*arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=HERE, capture_output=True, text=True, check=False)
    return run.stdout.strip()


def _rooms() -> list[str]:
    """Every room that has cases of its own."""
    return sorted(path.parent.name for path in HERE.glob("*/soak.py"))


def _room(room: str, seed: int, n: int) -> dict[str, Any]:
    """What a room found; one that broke off is wrong, and the others are run all the same."""
    started = time.perf_counter()
    try:
        outcomes: Mapping[str, int] = import_module(f"tests.{room}.soak").soak(seed, n)
    except Exception:  # noqa: BLE001 - whatever it was, what the other rooms find is worth as much
        traceback.print_exc()
        outcomes = {"wrong": 1, "wrong: broke off": 1}
    sys.stdout.write(f"{room}, seed {seed}: {dict(outcomes)}\n")
    return {**outcomes, "seconds": round(time.perf_counter() - started, 1)}


def _properties(seed: int, tests: Sequence[str]) -> dict[str, Any]:
    """All tests of properties that are neither slow nor in need of a browser, with many examples each."""
    options = ["-n", "auto", "--dist", "worksteal", "-m", "hypothesis and not slow and not browser"]
    options += ["--hypothesis-profile=soak", f"--hypothesis-seed={seed}"]
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", *options, f"--junitxml={report}", *tests]
        code = subprocess.run(command, check=False).returncode
        if not report.exists():
            raise RuntimeError(f"pytest ended with {code} and no report")
        suite = next(ElementTree.parse(report).iter("testsuite"))
    counts = {name: int(suite.get(name, "0")) for name in COUNTS}
    return {**counts, "seconds": round(float(suite.get("time", "0")), 1), "of": list(tests) or "all"}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
