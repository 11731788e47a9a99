"""A station is found by its number and its name, a place by its name; a page loads one small file for it."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sverka.publish.site import search
from sverka.publish.site.search import LARGEST, SearchIndex, make_index, words_of

NAMES = st.text("абвңөү -0123456789", min_size=1, max_size=12)
ITEMS = st.lists(st.tuples(st.text("0123456789", min_size=1, max_size=5), NAMES), max_size=40)


def found(index: SearchIndex, word: str) -> set[str]:
    """The labels under a word, read as a page reads them: only the file in which the word would stand."""
    head = json.loads(index.files[index.path])
    files = [name for first, name in head["shards"] if first <= word]
    if not files:
        return set()
    shard: dict[str, Any] = json.loads(index.files[f"search/{files[-1]}"])
    return {shard["items"][place][0] for known, places in shard["words"] if known == word for place in places}


@given(ITEMS)
def test_every_item_is_found_by_each_of_its_words(names: list[tuple[str, str]]) -> None:
    items = [(label, name, f"station/{label}.html") for label, name in names]
    index = make_index("ky", items)

    for label, name, _ in items:
        assert all(label in found(index, word) for word in (*words_of(label), *words_of(name)))


@settings(max_examples=20)
@given(ITEMS, st.integers(200, 2000))
def test_no_file_is_large(names: list[tuple[str, str]], largest: int) -> None:
    items = [(label, name, f"station/{label}.html") for label, name in names]
    before, search.LARGEST = search.LARGEST, largest
    try:
        index = make_index("ky", items)
    finally:
        search.LARGEST = before
    several = [content for path, content in index.files.items() if path != index.path]

    assert all(len(content) <= largest or content.count(b'",[') <= 2 for content in several)


def test_a_country_of_numbers_stays_in_small_files() -> None:
    items = [
        (f"{number:06}", f"School {number % 900}, village {number // 7}", "") for number in range(20_000)
    ]
    index = make_index("en", items)

    assert max(map(len, index.files.values())) < LARGEST + 10_000
    assert found(index, "004321") == {"004321"}


def test_a_word_of_everybody_is_no_word() -> None:
    index = make_index("en", [(f"{number:04}", "School", "") for number in range(300)])

    assert found(index, "school") == set()


def test_the_same_definition_gives_the_same_names() -> None:
    items = [("0001", "School 1", "station/0001.html"), ("North", "Region", "area/north.html")]

    assert make_index("en", items) == make_index("en", items)
    assert make_index("en", items).path != make_index("en", items[:1]).path
