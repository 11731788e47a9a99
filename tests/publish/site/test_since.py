"""What changed since a site stood, laid over that site, is the site made whole: byte for byte, whatever the batches."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from sverka.domain.election import Election
from sverka.publish.results import Results
from sverka.publish.site import listings
from sverka.publish.site.build import MARK, build_site
from sverka.publish.site.follower import Follower
from sverka.record.facts import CountFact, canonical_bytes
from sverka.record.live import Live
from sverka.record.replay import Gathered, replay
from tests.publish.site.grouptown import edition_of_group, group_town
from tests.publish.site.test_changes import (
    FILES,
    RECEIVED,
    after_the_counts,
    of_areas,
    plain,
    together,
    with_holder,
)
from tests.publish.site.test_listings import flat
from tests.publish.site.toytown import BY_ONE, record, town

Site = dict[str, bytes]
ENGLISH = ["en"]


class Night:
    """A site that is written batch by batch."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self.live, self.follower = Live(Gathered(), election), Follower()
        self.entries: list[bytes] = []
        self.site: Site = {}

    def publish(self, batch: list[bytes]) -> Site:
        """Take a batch and write what it changes; gives what was written."""
        since = len(self.entries) or None
        self.entries += batch
        self.live.take(batch)
        results = Results(self.election, self.live.snapshot, self.follower.axes)
        group = edition_of_group(self.election, self.entries, FILES) if self.election.group else None
        written = dict(
            build_site(results, batch, languages=ENGLISH, group=group, since=since, follower=self.follower)
        )
        self.site |= written
        return written

    def whole(self) -> Site:
        """The same site made at once."""
        results = Results(self.election, replay(self.entries, self.election))
        group = edition_of_group(self.election, self.entries, FILES) if self.election.group else None
        return dict(build_site(results, self.entries, languages=ENGLISH, group=group))


def batches(facts: list[bytes], most: int) -> list[list[bytes]]:
    draw, found = random.Random(most), []
    while facts:
        size = draw.randint(1, most)
        found.append(facts[:size])
        facts = facts[size:]
    return found


def check_every_batch(election: Election, first: list[bytes], facts: list[bytes], most: int) -> None:
    night = Night(election)
    for batch in [first, *batches(facts, most)]:
        night.publish(batch)
        whole = night.whole()
        assert night.site.keys() == whole.keys()
        assert [path for path, content in whole.items() if night.site[path] != content] == []


@pytest.mark.parametrize("most", [2, 9])
@pytest.mark.parametrize("told", [plain, together, with_holder, of_areas])
def test_batches_laid_over_one_another_are_the_site_made_whole(
    told: Callable[[int], tuple[Election, list[bytes]]], most: int
) -> None:
    election, facts = told(most)

    check_every_batch(election, record()[:1], facts, most)


@pytest.mark.parametrize("election", [town(), flat(town())], ids=["in areas", "in no area"])
def test_so_are_those_of_a_town_whose_lists_go_on_over_pages(
    election: Election, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "MOST", 2)
    check_every_batch(election, record()[:1], plain(3)[1], 5)


def test_so_are_those_of_a_group_at_work() -> None:
    check_every_batch(group_town(), record(), after_the_counts(), 4)


def test_a_count_of_one_station_writes_what_speaks_of_it_and_nothing_else() -> None:
    election, facts = plain(1)
    night = Night(election)
    night.publish([*record()[:1], *facts])
    count = CountFact(
        schema=1,
        received=RECEIVED,
        account="hand",
        contest="lists",
        station=BY_ONE,
        selections={"fish": 70},
        reason="counted again",
    )
    written = night.publish([canonical_bytes(count)])

    assert {path for path in written if path.endswith(".html")} == {
        "en/index.html",
        "en/contests.html",
        "en/screen.html",
        "en/data.html",
        "en/history.html",
        "en/history/lists.html",
        "en/why.html",
        "en/contest/lists.html",
        "en/differences/lists.html",
        "en/area/town.html",
        "en/area/left-bank.html",
        f"en/station/{BY_ONE}.html",
    }
    assert MARK in written


def test_a_batch_without_a_fact_for_pages_writes_the_page_on_data_and_the_mark() -> None:
    election, facts = plain(1)
    night = Night(election)
    night.publish([*record()[:1], *facts])

    assert set(night.publish([b'{"kind":"weather","received":"","schema":1}'])) == {"en/data.html", MARK}
