"""Before the night: what a file of the commission would bring, said without changing anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sverka.cli.app import run
from tests.town import files_of, town

MAPPING = """\
format = "json"
station = "stations[*].id"
contest = "council"

[selections]
"stations[*].votes.a" = "apple"
"stations[*].votes.p" = "pear"
"""


def export(*stations: str) -> str:
    return json.dumps({"stations": [{"id": each, "votes": {"a": 3, "p": 2, "new": 9}} for each in stations]})


@pytest.fixture
def ask(tmp_path: Path) -> list[str]:
    """The command on the evening before, up to the file."""
    (tmp_path / "commission.toml").write_text(MAPPING)
    folder = town(tmp_path / "town").folder.path
    return ["add", str(folder), str(tmp_path / "export.json"), "--account", "hand", "--dry-run",
            "--mapping", str(tmp_path / "commission.toml")]  # fmt: skip


def test_it_says_what_would_be_taken_in_what_is_missing_and_what_is_not_read(
    ask: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "export.json").write_text(export("0001", "0002", "0101"))
    before = files_of(tmp_path / "town")
    assert run(ask) == 0
    said = capsys.readouterr().err
    assert run([*ask, "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)

    assert "stations[*].votes.new" in said
    assert "council, hand: counts of 3 of 5 places" in said
    assert "Not in the file: 0003, 0102" in said
    assert "says nothing of: 1, 2, 3, quince, against" in said
    assert answer["tables"] == [
        {
            "contest": "council",
            "account": "hand",
            "unit": "station",
            "counts": 3,
            "missing": ["0003", "0102"],
            "silent": ["1", "2", "3", "quince", "against"],
        }
    ]
    assert files_of(tmp_path / "town") == before


def test_a_station_that_the_election_does_not_have_is_named(
    ask: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "export.json").write_text(export("0001", "8888", "9999"))

    assert run(ask) == 2
    said = capsys.readouterr().err
    assert "'8888' is no station" in said
    assert "'9999' is no station" in said
