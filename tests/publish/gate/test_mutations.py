"""What the gate remembers of pages hides nothing: what is changed on a page that was right is found and named."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.gate.gate import Gate
from sverka.publish.gate.marked import MARK, mark_of, shown
from sverka.publish.gate.sheets import check_sheets
from tests.publish.gate.pipeline import Published
from tests.publish.gate.plainly import unlike
from tests.publish.gate.test_honest_records import facts_of, town_of

Change = Callable[[random.Random, str], str]
TEXTS = ("0", "1", "7", "12", "1,234", "1 234", "–", "", "+3", "−4", "99.99%", "not read")
WORDS = (
    "",
    "n",
    "d",
    "unread",
    "absent",
    "none",
    "machine",
    "hand",
    "copy",
    "page",
    "lists",
    "fish",
    "10",
    "9",
)


@pytest.fixture(scope="module")
def town() -> Candidate:
    """A random town with pages in three languages, all of which the checks have seen and found right."""
    chance = random.Random(5)
    election = town_of(chance)
    candidate = Published(election).candidate(list(facts_of(election, chance)), ("ky", "ru", "en"))
    assert Gate().check(candidate) == ()
    return candidate


def another_text(chance: random.Random, page: str) -> str:
    """One cell shows something else."""
    return _replaced(chance, page, r"(?<=>)[^<>\n]*(?=</td>)", chance.choice(TEXTS))


def another_word(chance: random.Random, page: str) -> str:
    """One attribute of a table, a row or a cell says something else."""
    attributes = r'(?<=(?:class|ource|-left|field|ntest|right)=")(?!figures)[^"]*(?=")'
    return _replaced(chance, page, attributes, chance.choice(WORDS))


def another_row(chance: random.Random, page: str) -> str:
    """One row of figures is gone, is there twice, or stands in the place of another one."""
    row = r"<tr[^>]*data-field.*?</tr>"
    other = chance.choice(re.findall(row, page, re.DOTALL) or [""])
    return _replaced(chance, page, row, chance.choice(["", other, other + other]))


def _replaced(chance: random.Random, page: str, pattern: str, text: str) -> str:
    start = max(page.find("<main"), 0)
    found = list(re.compile(pattern, re.DOTALL).finditer(page, start))
    if not found:
        return page
    one = chance.choice(found)
    return page[: one.start()] + text + page[one.end() :]


@pytest.mark.parametrize("change", [another_text, another_word, another_row])
def test_a_changed_station_page_is_found_as_by_a_plain_reading(town: Candidate, change: Change) -> None:
    chance = random.Random(change.__name__)
    pages = [path for path in town.files if path[2:].startswith("/station/")]
    stopped = 0
    for _ in range(400):
        path = chance.choice(pages)
        page = change(chance, town.files[path].decode())
        file = json.loads(town.files[f"data/stations/{path[11:].removesuffix('.html')}.json"])
        changed = replace(town, files={path: page.encode()}, read=town.files.get)

        stops = _told(check_sheets, changed)
        assert stops == _told(unlike, page, file, path), path

        stopped += bool(stops)
    assert stopped > 20


def _told(check: Callable[..., Iterator[Stop]], *asked: Any) -> set[Stop] | str:
    """What a check finds; a row with more or fewer cells than there are columns is an error of its own."""
    try:
        return set(check(*asked))
    except ValueError:
        return "not as many cells as columns"


def test_every_named_figure_that_is_shown_otherwise_is_found(town: Candidate) -> None:
    gate = Gate()
    gate.check(town)
    chance = random.Random(9)
    pages = [path for path in town.files if re.match(r"../(contest|area)/|../index", path)]
    for _ in range(300):
        path = chance.choice(pages)
        page = town.files[path].decode()
        one = chance.choice([each for each in MARK.finditer(page) if not mark_of(each[2], "").over])
        text = shown(one[3])
        wrong = re.sub(r"\d", lambda figure: str((int(figure[0]) + 1) % 10), text, count=1) if text else "3"
        changed = page[: one.start(3)] + wrong + page[one.end(3) :]

        stops = gate.check(replace(town, files={path: changed.encode()}, read=town.files.get))

        assert wrong == text or any(stop.place.startswith(path) for stop in stops), (path, one[0])
