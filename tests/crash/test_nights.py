"""Nights are killed, and rudely treated: nothing acknowledged is lost, no reader sees two publications in one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SEED = 20_211_128


def seen(module: str, number: int, root: Path) -> dict[str, Any]:
    """What a run of so many cases has seen."""
    command = [sys.executable, "-m", module, str(SEED), str(number)]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, timeout=300)
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork and no SIGKILL")
def test_two_nights_are_killed_and_end_as_if_they_had_not_been(root: Path) -> None:
    found = seen("tests.crash.nights", 2, root)

    assert found["wrong"] == 0, found
    assert found["nights"] == 2
    assert found["killed by the clock"] + found.get("killed at a step", 0) >= 4
    assert found["publications"] > 4
    assert found["rounds"] > 200


@pytest.mark.skipif(sys.platform == "win32", reason="nights are looked at where they are killed")
def test_whatever_is_sent_is_answered_and_right_counts_go_on_being_published(root: Path) -> None:
    found = seen("tests.crash.rude", 100, root)

    assert found["wrong"] == 0, found
    assert found["right counts published"] == 7
    assert found["wrong tokens answered 401"] + found["wrong tokens answered 429"] == 100
