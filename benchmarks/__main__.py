"""How fast Sverka is, as ratios in one run: `make bench`, or `python -m benchmarks [--quick] [NAME …]`.

Every benchmark runs in a process of its own. A whole run at full size writes benchmarks/last.json and
benchmarks/README.md (elsewhere with --out DIR); it measures and never fails for being slow.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.machine import description
from benchmarks.outcome import Outcome
from benchmarks.page import page_of
from benchmarks.speed import NAMES, measure

HERE = Path(__file__).resolve().parent


def main(arguments: Sequence[str]) -> None:
    """Measure, print as it goes, and keep what a whole run found."""
    asked = _parser().parse_args(arguments)
    machine = description()
    found = dict(_measured(asked.names or NAMES, quick=asked.quick))
    out = asked.out or (None if asked.quick or asked.names else HERE)
    if out is not None:
        run = {"machine": machine, "quick": asked.quick, "benchmarks": found}
        (out / "last.json").write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n", "utf-8")
        (out / "README.md").write_text(page_of(run), "utf-8")


def _measured(names: Sequence[str], *, quick: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in names:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
            outcome = process.submit(measure, name, quick).result()
        if isinstance(outcome, str):
            print(f"{name}: skipped: {outcome}", flush=True)
            yield name, {"skipped": outcome}
            continue
        _say(name, outcome)
        yield name, outcome.as_figures()


def _say(name: str, outcome: Outcome) -> None:
    print(
        f"{name}: {outcome.what}: {outcome.timed.median:.3f} s ({outcome.timed.least_cpu:.3f} s processor), "
        f"{outcome.ratio:.3g} × {outcome.yardstick} ({outcome.yardstick_timed.median:.3f} s)",
        flush=True,
    )
    for each in outcome.asked:
        sign, held = "≥" if each.at_least else "≤", "held" if each.held else "NOT HELD"
        print(f"    {each.what}: {each.measured:.3f} {sign} {each.limit:g} {each.unit}: {held}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="small sizes, one run each: does it run at all?")
    parser.add_argument("--out", type=Path, help="where to write last.json and README.md")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
