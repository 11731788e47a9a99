"""How often the kinds of difference are right on planted mistakes."""

from __future__ import annotations

import json

import pytest

from benchmarks.confusion import ELECTIONS, JSON, MISTAKES, PAGE, SEED, as_page, confusion_of

OTHER_SEED = SEED + 1000
STRESS = {"tiny"}  # stations of a few dozen votes: published, and not what the kinds are made for


@pytest.mark.parametrize("name", [name for name in ELECTIONS if name not in STRESS])
def test_the_true_kind_is_named_in_99_of_100_and_little_else(name: str) -> None:
    _, tables = ELECTIONS[name]
    found = confusion_of(tables(OTHER_SEED), seed=OTHER_SEED)

    assert found.mistakes == MISTAKES
    assert found.right >= 0.99 * MISTAKES
    assert found.mean_size <= 1.2


@pytest.mark.parametrize("name", sorted(STRESS))
def test_even_in_tiny_stations_few_kinds_are_wrong(name: str) -> None:
    _, tables = ELECTIONS[name]
    found = confusion_of(tables(OTHER_SEED), seed=OTHER_SEED)

    assert found.right >= 0.97 * MISTAKES
    assert found.mean_size <= 1.2


def test_what_is_published_is_what_the_code_finds() -> None:
    published = json.loads(JSON.read_text("utf-8"))
    _, tables = ELECTIONS["usual"]
    found = confusion_of(tables(SEED), seed=SEED + 1)

    assert published["usual"]["found"] == found.found
    assert published["usual"]["right"] == found.right
    assert published.keys() == ELECTIONS.keys()


def test_the_page_shows_what_is_published() -> None:
    assert as_page(json.loads(JSON.read_text("utf-8"))) in PAGE.read_text("utf-8")
