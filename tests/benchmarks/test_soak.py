"""The soak keeps what it found, and fails when something came out wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import soak

PROPERTY = "tests/record/test_evidence.py"


@pytest.mark.slow
def test_it_keeps_seed_commit_machine_and_figures(tmp_path: Path) -> None:
    kept = tmp_path / "soak.json"

    code = soak.main(20_211_128, 20, [PROPERTY], kept)

    run = json.loads(kept.read_text("utf-8"))
    assert code == 0
    assert (run["seed"], run["cases"], run["wrong"]) == (20_211_128, 20, 0)
    assert re.fullmatch("[0-9a-f]{40}|unknown", run["commit"])
    assert run["rooms"]["seats"]["elections"] == 20
    assert run["rooms"]["crash"]["kills"] == 1
    assert run["properties"]["tests"] > 0
    assert "unfinished" not in run


def test_a_wrong_case_is_exit_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "_rooms", lambda: ["seats"])
    monkeypatch.setattr(soak, "_room", lambda room, seed, n: {"elections": n, "wrong": 1})
    monkeypatch.setattr(soak, "_properties", lambda seed, tests: {"failures": 0, "errors": 0})

    assert soak.main(1, 20, [], tmp_path / "soak.json") == 1


def test_an_interrupted_soak_keeps_what_it_has_and_says_what_it_did_not_come_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def room(name: str, seed: int, n: int) -> dict[str, int]:
        if name == "tlog":
            raise KeyboardInterrupt
        return {"elections": n, "wrong": 0}

    monkeypatch.setattr(soak, "_rooms", lambda: ["seats", "tlog"])
    monkeypatch.setattr(soak, "_room", room)
    with pytest.raises(KeyboardInterrupt):
        soak.main(1, 20, [], tmp_path / "soak.json")

    run = json.loads((tmp_path / "soak.json").read_text("utf-8"))
    assert run["rooms"] == {"seats": {"elections": 20, "wrong": 0}}
    assert run["unfinished"] == ["tlog", "properties"]


def test_a_room_that_breaks_off_is_wrong_and_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(soak, "import_module", broken)

    assert soak._room("seats", 1, 20)["wrong"] == 1
