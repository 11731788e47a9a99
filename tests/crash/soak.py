"""Everything that can stop a writer, many times: SIGKILL, the power, a system that does not write.

Usage: see tests/soak.py; 20,000 cases are a thousand kills, twenty records that lose power after each of their steps
(about 22,000 losses), a town that does, and every way to fail of every kind of file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

from tests.crash.faults import CASES, fault_matrix
from tests.crash.town_losses import town_losses
from tests.record.power_losses import WIDTHS, power_losses

ROOT = Path(__file__).resolve().parents[2]
CASES_PER_KILL, CASES_PER_RECORD, ALL_CASES = 20, 1000, 20_000
PIECES, KILLS, PARTS = 4, 4, 3  # of a record: pieces, kills on its way, kinds of partly written disks


def soak(seed: int, n: int) -> dict[str, int]:
    """Kill, lose power and fail in proportion to `n`; gives how often what was seen, and how much of it `wrong`."""
    command = [sys.executable, "-m", "tests.crash.kills", str(seed), str(max(1, n // CASES_PER_KILL))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as kills:
        found = _of_this_process(seed, n)
        killed, _ = kills.communicate()
    found.update(Counter(json.loads(killed)) if kills.returncode == 0 else {"wrong": 1, "wrong: no kills": 1})
    return dict(found)


def _of_this_process(seed: int, n: int) -> Counter[str]:
    """What needs no processes of its own."""
    random, found = Random(seed), Counter[str]()
    records = n // CASES_PER_RECORD
    for _ in range(records):
        widths = random.choices(WIDTHS, k=PIECES)
        found.update(power_losses(random.randrange(2**32), widths=widths, kills=KILLS, parts=PARTS))
    for empty in (False, True):
        found.update(town_losses(seed, parts=PARTS, empty=empty, every=1 if records else 20))
    ways = random.sample(CASES, min(len(CASES), max(1, n * len(CASES) // ALL_CASES)))
    found.update(fault_matrix(tuple(ways)))
    return found
