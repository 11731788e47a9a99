"""Nights that are killed, and senders who are rude, many times.

Usage: see tests/soak.py; 20,000 cases are 200 nights of sixty stations and twenty batches, in two processes side by
side, and 10,000 wrong tokens beside every other kind of body that no night should be hurt by.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASES_PER_NIGHT, CASES_PER_TOKEN, SIDE_BY_SIDE = 100, 2, 2


def soak(seed: int, n: int) -> dict[str, int]:
    """Kill and be rude in proportion to `n`; gives how often what was seen, and how much of it was `wrong`."""
    nights = max(SIDE_BY_SIDE, n // CASES_PER_NIGHT)
    running = [
        _begun("tests.crash.nights", seed + each, nights // SIDE_BY_SIDE) for each in range(SIDE_BY_SIDE)
    ]
    found = Counter[str]({"wrong": 0})
    for each in running:
        found.update(_of(each))
    found.update(_of(_begun("tests.crash.rude", seed, max(100, n // CASES_PER_TOKEN))))
    return dict(found)


def _begun(module: str, seed: int, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, str(seed), str(number)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _of(process: subprocess.Popen[str]) -> Counter[str]:
    said, _ = process.communicate()
    return (
        Counter(json.loads(said)) if process.returncode == 0 else Counter({"wrong": 1, "wrong: broke off": 1})
    )
