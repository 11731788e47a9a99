"""Writers are killed with SIGKILL, and nothing acknowledged is lost or doubled; `make soak` kills a thousand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SEED = 20_211_128


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork and no SIGKILL")
def test_ten_writers_are_killed_and_everything_acknowledged_is_there_once(root: Path) -> None:
    command = [sys.executable, "-m", "tests.crash.kills", str(SEED), "10"]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=100)
    found = json.loads(run.stdout)

    assert found["wrong"] == 0, found
    assert found["kills"] == 10
    assert found["acknowledged entries held against the record"] > 500
