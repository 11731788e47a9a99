"""Random steps of cases: as many on the states alone, and half as many as signed facts of a town's record."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.group.walk import walk_on_facts
from tests.reconcile.case_walk import walk

IN_ONE_TOWN = 200  # every act reads the whole record again


def soak(seed: int, n: int) -> dict[str, int]:
    """Walk `n` steps on the states and `n` / 2 on facts; what came of them, and how many came out `wrong`."""
    random = Random(seed)
    found = Counter({"steps": n, "wrong": 0})
    found.update(walk(random, n))
    for _ in range(n // 2 // IN_ONE_TOWN):
        found.update({f"fact: {came}": times for came, times in _walked(random).items()})
    found["wrong"] += found.pop("fact: wrong", 0)
    return dict(found)


def _walked(random: Random) -> Counter[str]:
    """A walk in a town whose keys lie beside it, and not where this machine keeps its own."""
    before = os.environ.get("SVERKA_HOME")
    with TemporaryDirectory() as folder:
        os.environ["SVERKA_HOME"] = str(Path(folder) / "home")
        try:
            return walk_on_facts(Path(folder) / "town", random, IN_ONE_TOWN)
        finally:
            os.environ.pop("SVERKA_HOME")
            if before is not None:
                os.environ["SVERKA_HOME"] = before
