"""Running a script of ours in the environment of a Python package of others."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.foreign.grown_record import GrownRecord

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Package:
    """An environment with a package, and the script that knows how to call it."""

    python: Path
    script: str

    def run(self, task: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """One task of the script."""
        command: Sequence[str | Path] = [self.python, "-I", HERE / self.script, task, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)

    def check(self, record: GrownRecord) -> subprocess.CompletedProcess[str]:
        """What it says of a record of ours and of all its checkpoints."""
        kept = [record.checkpoints[size] for size in sorted(record.checkpoints)]
        return self.run("check", record.folder, record.vkey, *kept)

    def make(self, folder: Path, origin: str, seed: bytes, sizes: Sequence[int]) -> str:
        """A log that it makes; gives the key that checks it."""
        finished = self.run("make", folder, origin, seed.hex(), *map(str, sizes))
        assert finished.returncode == 0, finished.stderr
        made: dict[str, Any] = json.loads(finished.stdout)
        return str(made["vkey"])
