"""The pages of the history: every publication, in figures that are those of its results, and cheap to go on with."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from fractions import Fraction

import pytest

from sverka.domain.counts import Source
from sverka.domain.election import Election
from sverka.domain.ids import ContestId, SelectionId
from sverka.publish.areas import WHOLE
from sverka.publish.history.past import Past
from sverka.publish.legal import LEGAL
from sverka.publish.results import Results
from sverka.publish.site import history_rows
from sverka.publish.site.history_tracks import ALMOST_ALL, NO_SHARE, hundredths
from sverka.record.replay import replay
from tests.publish.history.records import (
    decision,
    definition,
    elections,
    plain_count,
    publication,
    record,
)
from tests.publish.site.reading import read
from tests.publish.site.test_changes import pages, size_said
from tests.publish.site.test_since import Night
from tests.publish.site.toytown import SAME

LISTS = ContestId("lists")
PLAIN, _, JOINT = elections()


def batches(entries: list[bytes]) -> list[list[bytes]]:
    """A record as a night publishes it: each batch begins with the fact of the publication before."""
    found: list[list[bytes]] = [[]]
    for entry in entries:
        if b'"kind":"publication"' in entry and found[-1]:
            found.append([])
        found[-1].append(entry)
    return found


def history_pages(election: Election, entries: list[bytes]) -> dict[str, bytes]:
    return {
        path: page for path, page in pages(election, entries).items() if "history" in path or "why" in path
    }


@pytest.mark.parametrize("election", [replace(PLAIN, open_stations=True), JOINT], ids=["plain", "joint"])
def test_a_history_that_goes_on_is_the_one_made_whole(
    election: Election, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_rows, "BLOCK", 2)
    night = Night(election)
    for batch in batches(record(5, batches=9)):
        night.publish(batch)
        whole = night.whole()

        assert [path for path, content in whole.items() if night.site.get(path) != content] == []
        assert night.site.keys() == whole.keys()
    assert any("~p/1.html" in path for path in night.site)


def test_a_page_of_the_history_names_the_size_at_which_it_last_changed() -> None:
    entries = record(7, batches=3)
    before = history_pages(PLAIN, entries)
    facts = [publication(len(entries)), plain_count("hand", SAME, 9), publication(len(entries) + 2)]
    for fact in facts:
        entries = [*entries, fact]
        after = history_pages(PLAIN, entries)

        assert [p for p in after if after[p] != before.get(p) and size_said(after[p]) != len(entries)] == []
        before = after


def evening() -> list[bytes]:
    """A scanner's counts, a publication, one count by hand, a second publication, and one count more."""
    entries = [definition(), plain_count("machine", "0001", 40), plain_count("machine", "0002", 60)]
    entries += [publication(3), plain_count("hand", "0001", 41), publication(5)]
    return [*entries, plain_count("hand", "0002", 55)]


def test_every_publication_is_listed_with_what_came_in_before_it() -> None:
    page = read(history_pages(PLAIN, evening())["en/history.html"])

    assert "Machine: 2 stations came in" in page.text
    assert page.text.count("Protocol: 1 station came in") == 2
    assert {"../at/3/en/index.html", "../at/5/en/index.html"} <= set(page.links)


def test_it_is_said_that_the_order_is_not_random() -> None:
    made = history_pages(PLAIN, evening())

    for path in ("en/history.html", "en/history/lists.html", "en/history/lists/left-bank.html"):
        assert "The order in which counts arrive is not random" in read(made[path]).text


def test_the_slider_has_the_votes_of_every_publication() -> None:
    page = history_pages(PLAIN, evening())["en/history/lists.html"].decode()
    found = re.search(r"data-series>(.*?)</script>", page)
    assert found is not None
    votes = [[track and track[2][0] for track in readings] for _, readings in json.loads(found[1])]

    assert votes == [[100, None, None], [100, 41, 40], [100, 96, 100]]


def test_what_is_out_is_told_with_what_the_other_count_says_there() -> None:
    page = read(history_pages(PLAIN, evening()[:-1])["en/history/lists.html"])

    assert "Who is still out" in page.text
    assert re.search(r"All stations\s*7\s*1,\d{3}\s*1\s", page.text)


def test_why_shows_facts_that_add_up() -> None:
    text = read(history_pages(PLAIN, evening())["en/why.html"]).text

    assert re.search(r"before\s*2\s*101\b", text)
    assert re.search(r"0002\s*Protocol: came in\s*0\s*−5\b", text)
    assert re.search(r"after\s*2\s*96\b", text)


def test_without_a_publication_the_pages_say_so() -> None:
    made = history_pages(PLAIN, evening()[:3])

    assert "The record tells of no publication before this one." in read(made["en/history.html"]).text
    assert "The record tells of no publication before this one." in read(made["en/why.html"]).text
    assert not [path for path in made if path.startswith("en/history/lists/")]


def test_the_published_figures_are_those_of_every_publication() -> None:
    entries = record(11, batches=8)
    night = Night(PLAIN)
    night.publish(entries)
    said = json.loads(night.site["data/history/lists.json"])
    past = Past()
    past.take(entries)

    for number, (entry, fact) in enumerate(past.publications(past.size)):
        assert (said["publications"][number]["size"], said["publications"][number]["entry"]) == (
            fact.record_size,
            entry,
        )
        of = Results(PLAIN, replay(entries[: fact.record_size], PLAIN)).of(LISTS)
        for track in said["tracks"]:
            if not track["same_as"]:
                totals = of.totals.get(Source.parse(track["account"]))
                total = totals.of(WHOLE) if totals else None
                figures = track["publications"][number]
                assert (figures and figures["votes"]) == (total and list(total.selections.values()))


def test_a_history_is_told_whatever_came_in() -> None:
    chance = random.Random(3)
    entries = [*record(13, batches=4), *(decision(chance) for _ in range(3))]
    made = history_pages(PLAIN, entries)

    assert "decision 1 of court" in read(made["en/history.html"]).text


@pytest.mark.parametrize(
    "share, number",
    [
        (None, NO_SHARE),
        (Fraction(0), 0),
        (Fraction(1, 3), 3333),
        (Fraction(2, 3), 6667),
        (Fraction(99_999, 100_000), ALMOST_ALL),
        (Fraction(1), 10_000),
    ],
)
def test_a_share_is_rounded_as_on_pages(share: Fraction | None, number: int) -> None:
    assert hundredths(share) == number


def test_the_counts_in_law_decide_the_order() -> None:
    page = history_pages(PLAIN, evening())["en/history/lists.html"].decode()
    results = Results(PLAIN, replay(evening(), PLAIN)).of(LISTS)
    total = results.totals[LEGAL].of()
    assert total is not None

    strongest = max(total.selections, key=lambda each: total.selections[each])
    assert strongest == SelectionId("fish")
    assert page.index("Fish &amp; Co</th>") < page.index("Bread</th>")
