"""The locks in requirements/: complete, hashed, and good on every machine."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.tree import PIN, ROOT, distribution, lock, pins

LOCKS = ("run", "dev", "bench")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_its_hashes(name: str) -> None:
    without = [match[1] for match in PIN.finditer(lock(name)) if not HASH.search(match[4])]

    assert without == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_says_nothing_but_pins_hashes_and_reasons(name: str) -> None:
    said = re.compile(r"[a-z0-9.-]+==\S+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|\s*#.*")
    other = [line for line in lock(name).splitlines() if not said.fullmatch(line)]

    assert other == []


def test_compiled_packages_are_locked_for_more_than_one_kind_of_machine() -> None:
    entry = next(match for match in PIN.finditer(lock("run")) if match[1] == "numpy")

    assert len(HASH.findall(entry[4])) >= 30


def test_the_locks_agree_with_each_other() -> None:
    run, dev, bench = map(pins, LOCKS)

    assert run.items() <= dev.items() <= bench.items()


def test_the_locks_hold_everything_that_is_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = declared["dependency-groups"]

    assert {distribution(each) for each in declared["project"]["dependencies"]} <= pins("run").keys()
    assert {distribution(each) for each in groups["dev"]} <= pins("dev").keys()
    assert {distribution(each) for each in groups["bench"]} <= pins("bench").keys()
