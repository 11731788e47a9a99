"""Many more random cases than `make test` draws, and benchmarks/soak.json with what came of them.

First every room's `soak(seed, n)`, a count of random cases by outcome; then all tests with Hypothesis'
profile `soak`. Exit 1 if any case came out wrong or any test failed. Nothing random but the seed: the same
seed at the same commit gives the same figures.

Usage: python -m tests.soak SEED N [TESTS …]
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

from benchmarks.machine import description

HERE = Path(__file__).parent
KEPT = HERE.parent / "benchmarks" / "soak.json"
COUNTS = ("tests", "failures", "errors", "skipped")


def main(seed: int, n: int, tests: Sequence[str], kept: Path = KEPT) -> int:
    """Run everything, keep the figures; gives the exit code."""
    machine = description()
    rooms = dict(_rooms(seed, n))
    properties = _properties(seed, tests)
    wrong = sum(room["wrong"] for room in rooms.values()) + properties["failures"] + properties["errors"]
    run = {"machine": machine, "seed": seed, "cases": n, "wrong": wrong, "rooms": rooms}
    kept.write_text(json.dumps(run | {"properties": properties}, indent=1) + "\n", "utf-8")
    return 1 if wrong else 0


def _rooms(seed: int, n: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(HERE.glob("*/soak.py")):
        room = path.parent.name
        started = time.perf_counter()
        outcomes: Mapping[str, int] = importlib.import_module(f"tests.{room}.soak").soak(seed, n)
        sys.stdout.write(f"{room}, seed {seed}: {dict(outcomes)}\n")
        yield room, {**outcomes, "seconds": round(time.perf_counter() - started, 1)}


def _properties(seed: int, tests: Sequence[str]) -> dict[str, Any]:
    """All tests that are neither slow nor in need of a browser, with many examples for each property."""
    options = ["-n", "auto", "--dist", "loadfile", "-m", "not slow and not browser"]
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
