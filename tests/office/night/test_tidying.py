from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from sverka.office.night.tidying import Tidying


class Circle:
    """Something that points at itself, as results do."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _nothing_stays_apart() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_a_publication_leaves_behind_is_cleared_away_and_what_was_there_is_set_apart_once() -> None:
    tidying, kept = Tidying(), Circle()
    tidying.after_a_publication()
    apart = gc.get_freeze_count()
    left = weakref.ref(Circle())
    tidying.after_a_publication()

    assert left() is None
    assert kept.itself is kept
    assert 0 < gc.get_freeze_count() <= apart
