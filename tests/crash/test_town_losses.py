"""The power goes while a folder is made and facts come with files: what was acknowledged is there, with its files."""

from __future__ import annotations

import pytest

from tests.crash.town_losses import town_losses


@pytest.mark.parametrize("empty", [False, True], ids=["no folder", "an empty folder"])
def test_after_any_step_of_a_town_what_was_acknowledged_is_there_with_its_files(empty: bool) -> None:
    found = town_losses(1, parts=1, empty=empty, every=5)

    assert found["wrong"] == 0, found
    assert found["made again"] > 5
    assert found["a town whole"] > 10
