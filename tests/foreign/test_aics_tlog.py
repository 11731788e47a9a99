"""The Python package aics-tlog accepts a record of ours; ours reads a log that it makes.

It needs Python 3.12, so these tests are collected only where one is found (`conftest.py`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.foreign.environment import NotInstalled, environment, newer_python
from tests.foreign.grown_record import ORIGIN, grown_record
from tests.foreign.python_package import Package
from tests.foreign.reading import check_log
from tests.foreign.spoilt import SPOILT

REQUIREMENT = "aics-tlog==0.2.1"
SIZES = (1, 2, 255, 256, 257, 511, 700)


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def aics(tmp_path_factory: pytest.TempPathFactory) -> Package:
    place = tmp_path_factory.mktemp("aics") / "environment"
    try:
        return Package(
            environment(place, REQUIREMENT, python=newer_python() or sys.executable), "with_aics_tlog.py"
        )
    except NotInstalled as error:
        pytest.skip(str(error))


def test_it_proves_every_entry_and_the_growth_since_every_checkpoint(aics: Package, tmp_path: Path) -> None:
    finished = aics.check(grown_record(tmp_path, SIZES))

    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout) == {
        "origin": ORIGIN,
        "size": SIZES[-1],
        "entries": SIZES[-1],
        "grewFrom": list(SIZES),
    }


@pytest.mark.parametrize("name", SPOILT)
def test_it_refuses(name: str, aics: Package, tmp_path: Path) -> None:
    record = grown_record(tmp_path, (1, 300, 600))
    SPOILT[name](record)

    assert aics.check(record).returncode == 1


def test_ours_reads_a_log_that_it_made(aics: Package, tmp_path: Path) -> None:
    vkey = aics.make(tmp_path / "log", "example.org/made-elsewhere", bytes(range(32)), (3, 256, 700))

    assert check_log(tmp_path / "log", vkey) == 700
