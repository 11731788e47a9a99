"""Every publication of a night is verified from one reading of the record, and what is wrong with one is found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sverka.office.annul import Decision, annul, scopes_of
from tests.office.night.nights import Evening
from tests.town import MORNING

VERIFIER = Path(__file__).parents[2] / "src" / "sverka_verify.py"


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    """Five publications: counts in turn, a station that is annulled, a correction."""
    evening = Evening(tmp_path, languages=("en",))
    for stations, account in ((["0001", "0101"], "machine"), (["0001"], "hand"), (["0002", "0102"], "hand")):
        evening.count(*stations, account=account)
        evening.publisher.publish_next()
    scopes = scopes_of(["0101"], area="", contest="", selection="", box="")
    annul(
        evening.folder.open(), scopes, Decision(authority="CEC", number="1", reason="fire"), received=MORNING
    )
    evening.publisher.publish_next()
    evening.count("0003", account="machine")
    evening.publisher.publish_next()
    return evening


def verified(evening: Evening, tmp_path: Path) -> tuple[int, str]:
    """What the verifier says of all publications."""
    command = [sys.executable, str(VERIFIER), str(evening.out), "--publications"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={"SVERKA_VERIFY_HOME": str(tmp_path / "home")},
    )
    return done.returncode, done.stdout


def kept(evening: Evening, path: str) -> list[Path]:
    """A file of the publications that brought a new one, the first one first."""
    return sorted(
        (evening.out / "at").glob(f"*/{path}"), key=lambda file: int(file.relative_to(evening.out).parts[1])
    )


def test_all_are_computed_anew(evening: Evening, tmp_path: Path) -> None:
    code, said = verified(evening, tmp_path)

    assert "publications: figures of 5 of 5 computed anew" in said, said
    assert code == 0, said


def test_a_figure_of_one_of_them_that_was_changed_is_found(evening: Evening, tmp_path: Path) -> None:
    second = kept(evening, "data/results.json")[1]
    figures = json.loads(second.read_bytes())
    figures["contests"]["council"]["totals"]["hand"][""]["selections"]["apple"] += 1
    second.write_text(json.dumps(figures), "utf-8")
    code, said = verified(evening, tmp_path)

    assert code == 1
    assert "totals.hand.(whole).selections.apple: published 11, computed 10" in said


def test_an_area_of_one_of_them_that_was_changed_is_found(evening: Evening, tmp_path: Path) -> None:
    north = kept(evening, "data/areas/north.json")[0]
    north.write_bytes(north.read_bytes().replace(b'"in":1', b'"in":2', 1))
    code, said = verified(evening, tmp_path)

    assert code == 1
    assert "data/areas/north.json: not the file that" in said


def test_one_that_is_not_kept_is_said_to_be_unchecked(evening: Evening, tmp_path: Path) -> None:
    kept = json.loads((evening.out / "at/index.json").read_bytes())
    kept["publications"] = kept["publications"][1:]
    (evening.out / "at/index.json").write_text(json.dumps(kept), "utf-8")
    _, said = verified(evening, tmp_path)

    assert "its figures are not kept here" in said
