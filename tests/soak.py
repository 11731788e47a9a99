"""Run every room's `soak(seed, n)`, a count of random cases by outcome; exit 1 if any came out wrong.

Usage: python -m tests.soak SEED N
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(seed: int, n: int) -> int:
    """Print what each room counted; gives the exit code."""
    wrong = 0
    for path in sorted(HERE.glob("*/soak.py")):
        room = path.parent.name
        outcomes = importlib.import_module(f"tests.{room}.soak").soak(seed, n)
        sys.stdout.write(f"{room}, seed {seed}: {outcomes}\n")
        wrong += outcomes["wrong"]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(seed=int(sys.argv[1]), n=int(sys.argv[2])))
