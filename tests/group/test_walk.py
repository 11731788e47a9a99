"""A hundredth of the long walk through real facts."""

from __future__ import annotations

from pathlib import Path
from random import Random

from sverka.reconcile.cases import STATES
from tests.group.walk import walk_on_facts


def test_100_random_acts_are_written_or_refused_as_the_page_says_and_a_refusal_changes_no_byte(
    tmp_path: Path,
) -> None:
    seen = walk_on_facts(tmp_path / "town", Random(20211128), 100)

    assert seen.pop("wrong", 0) == 0
    assert len({state.__name__ for state in STATES} & set(seen)) >= 6
    assert sum(times for came, times in seen.items() if came.startswith("R4")) > 30
