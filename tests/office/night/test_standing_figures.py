"""What somebody changed in the folder of a site neither stops the next publication nor lets anything past it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sverka.errors import Refused
from sverka.office.night.outcomes import Published
from sverka.publish.gate.gate import Gate
from tests.office.night.nights import Evening

RESULTS = "data/results.json"


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    """A night with its gate, and one publication."""
    evening = Evening(tmp_path, gate=Gate())
    evening.count("0001")
    evening.publisher.publish_next()
    return evening


def raised(content: bytes) -> bytes:
    """The same figures, with more votes than anybody counted."""
    figures = json.loads(content)
    figures["contests"]["council"]["totals"]["machine"][""]["selections"]["apple"] += 10_000
    return json.dumps(figures).encode()


@pytest.mark.parametrize("change", [raised, lambda _: b"{", lambda _: b""], ids=["edited", "torn", "empty"])
def test_figures_that_were_changed_by_hand_are_those_that_were_published_again(
    evening: Evening, change: object
) -> None:
    file = evening.out / RESULTS
    assert callable(change)
    file.write_bytes(change(file.read_bytes()))
    evening.count("0002")

    outcome = evening.again().publish_next()

    assert isinstance(outcome, Published)
    assert file.read_bytes() == evening.whole(outcome.size)[RESULTS]


def test_figures_that_were_removed_are_found_in_the_archive(evening: Evening) -> None:
    (evening.out / RESULTS).unlink()
    evening.count("0002")

    assert isinstance(evening.again().publish_next(), Published)


def test_where_no_copy_is_left_nothing_is_published_and_the_cure_is_named(evening: Evening) -> None:
    for file in (evening.out / RESULTS, next((evening.out / "at").glob(f"*/{RESULTS}"))):
        file.write_bytes(raised(file.read_bytes()))
    size = evening.folder.store.size
    evening.count("0002")

    with pytest.raises(Refused, match="R523"):
        evening.again().publish_next()
    assert evening.folder.store.size == size + 1
