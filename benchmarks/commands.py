"""The command `sverka` as a person runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SVERKA = str(Path(sys.executable).with_name("sverka"))


def sverka(*arguments: str | Path) -> None:
    """Run one command that must succeed; it prepares what is measured."""
    finished = subprocess.run(
        [SVERKA, *map(str, arguments)], capture_output=True, text=True, check=False, timeout=600
    )
    if finished.returncode == 2:
        raise RuntimeError(f"sverka {' '.join(map(str, arguments))}:\n{finished.stderr}")
