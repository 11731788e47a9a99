"""The soak keeps what it found, and fails when something came out wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import soak


@pytest.mark.slow
def test_it_keeps_seed_machine_and_figures(tmp_path: Path) -> None:
    kept = tmp_path / "soak.json"

    code = soak.main(20_211_128, 20, ["tests/house/test_locks.py"], kept)

    run = json.loads(kept.read_text("utf-8"))
    assert code == 0
    assert (run["seed"], run["cases"], run["wrong"]) == (20_211_128, 20, 0)
    assert run["machine"]["commit"]
    assert run["rooms"]["seats"]["elections"] == 20
    assert run["properties"]["tests"] > 0


def test_a_wrong_case_is_exit_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "_rooms", lambda seed, n: [("seats", {"elections": n, "wrong": 1})])
    monkeypatch.setattr(soak, "_properties", lambda seed, tests: {"failures": 0, "errors": 0})

    assert soak.main(1, 20, [], tmp_path / "soak.json") == 1
