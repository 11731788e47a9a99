"""The index of the search, in files that a page loads when somebody types: stations by number and name, and places.

::

    search/en-3f19c02b.json    {"width": 4, "shards": [["0001", "en-77ab01c9.json"], ["north", "en-1d20e5f6.json"]]}
    search/en-77ab01c9.json    {"items": [["0001", "School 1, Lenin street", "station/0001.html"], …],
                                "words": [["0001", [0]], ["lenin", [0, 4, 17]], …]}

Words stand in order, and each file goes on where the one before it ends: a page loads only the file in which the words
that begin as typed would stand. A name says its bytes, so whoever serves these files may keep them for ever. They
follow from the definition; a station that counts alone name is found by its number, as its page is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sverka.domain.election import Election
from sverka.publish.language import Translator
from sverka.publish.site.addresses import Addresses
from sverka.publish.site.naming import level_name, station_name
from sverka.publish.site.static_files import hashed_name

FOLDER = "search"
LARGEST = 40_000  # bytes of a file of words
COMMON = 250  # places that a word may stand for; one of more tells nobody apart
WORD = re.compile(r"[^\W_]+")
ALIKE = str.maketrans("ңөүё", "ноуе")  # letters that not every keyboard has

Item = tuple[str, str, str]
Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The index in one language: the path of the file to begin with, and all its files."""

    path: str
    files: Mapping[str, bytes]


_made: dict[str, tuple[Election, SearchIndex]] = {}


def search_index(t: Translator, election: Election, addresses: Addresses) -> SearchIndex:
    """The index of an election in one language; made once for each definition."""
    language = str(t.language)
    found = _made.get(language)
    if found is None or found[0] is not election:
        found = _made[language] = election, make_index(language, _items(t, election, addresses))
    return found[1]


def make_index(language: str, items: Iterable[Item]) -> SearchIndex:
    """The index over some items: what is shown, what it lies beside, and the page."""
    files: dict[str, bytes] = {}
    shards = []
    listed = list(items)
    for words in _shards(_places_of(listed), listed):
        content = _json(_shard(words, listed))
        name = f"{hashed_name(language, content)}.json"
        files[f"{FOLDER}/{name}"] = content
        shards.append([words[0][0], name])
    head = _json({"width": _width(listed), "shards": shards})
    path = f"{FOLDER}/{hashed_name(language, head)}.json"
    return SearchIndex(path, files | {path: head})


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: small letters, and letters that look alike as one.

    >>> words_of("№ 12, Көл-Төр көчөсү")
    ['12', 'кол', 'тор', 'кочосу']
    """
    return WORD.findall(unicodedata.normalize("NFC", text).lower().translate(ALIKE))


def _items(t: Translator, election: Election, addresses: Addresses) -> Iterator[Item]:
    for area in election.places.areas.values():
        yield t.name(area.names), level_name(t, election, area.level), addresses.areas[area.id]
    for station in election.places.stations.values():
        yield station.id, station_name(t, election, station.id), addresses.stations[station.id]


def _places_of(items: list[Item]) -> list[tuple[str, list[int]]]:
    """Every word with the items in which it stands, in the order of the words."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, (label, beside, _) in enumerate(items):
        for word in {*words_of(label), *words_of(beside)}:
            found[word].append(place)
    return sorted((word, places) for word, places in found.items() if len(places) <= COMMON)


def _shards(words: list[tuple[str, list[int]]], items: list[Item]) -> Iterator[list[tuple[str, list[int]]]]:
    """Words in a row whose file stays small; every item stands once in a file."""
    shard: list[tuple[str, list[int]]] = []
    held: set[int] = set()
    size = 0
    for word, places in words:
        fresh = [place for place in places if place not in held]
        added = sum(_bytes_of(items[place]) for place in fresh) + 6 * len(places) + 2 * len(word) + 10
        if shard and size + added > LARGEST:
            yield shard
            shard, held, size = [], set(), 0
            added += sum(_bytes_of(items[place]) for place in places if place not in fresh)
            fresh = places
        shard.append((word, places))
        held.update(fresh)
        size += added
    if shard:
        yield shard


def _bytes_of(item: Item) -> int:
    return sum(len(text.encode()) for text in item) + 12


def _shard(words: list[tuple[str, list[int]]], items: list[Item]) -> dict[str, Any]:
    places = list(dict.fromkeys(place for _, found in words for place in found))
    at = {place: number for number, place in enumerate(places)}
    return {
        "items": [items[place] for place in places],
        "words": [[word, [at[place] for place in found]] for word, found in words],
    }


def _width(items: list[Item]) -> int:
    """How many digits the numbers of stations mostly have, so that 12 is looked for as 0012 too."""
    widths = Counter(
        len(label) for label, _, path in items if path.startswith("station/") and label.isdigit()
    )
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
