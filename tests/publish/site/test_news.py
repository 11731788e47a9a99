"""Notices of corrections and the feed of changes: from facts, stable, in three languages."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest

from sverka.publish.news import MOST_IN_FEED, News
from sverka.publish.site.build import LANGUAGES
from sverka.publish.site.corrections import news_files
from sverka.record.fact_shape import SCHEMA
from sverka.record.facts import AnyFact, PublicationFact, Standings, canonical_bytes, hash_of
from sverka.record.night_facts import AllowanceFact, DecisionFact, StopFact, StoppedCheck
from tests.publish.site.reading import read
from tests.publish.site.toytown import record, town

ATOM = "{http://www.w3.org/2005/Atom}"
RECEIVED = "2020-02-06T10:00:00+06:00"


def publication(size: int, *, reason: str = "", received: str = RECEIVED) -> bytes:
    fact = PublicationFact(
        schema=SCHEMA,
        received=received,
        record_size=size,
        root="ab" * 32,
        figures="cd" * 32,
        files="ef" * 32,
        code="01" * 32,
        stations=Standings(summed=7, missing=1, annulled=1, set_aside=0),
        stations_list="23" * 32,
        reason=reason,
        changed="lists: figures of hand, stations (1)" if reason else "",
    )
    return canonical_bytes(fact)


def night() -> list[bytes]:
    """The record of the town, then everything that a night can bring."""
    check = StoppedCheck(code="G1", place="lists/legal", shown="151.2 %", expected="100 %")
    said: list[AnyFact] = [
        StopFact(schema=SCHEMA, received=RECEIVED, record_size=41, root="ab" * 32, failed=1, checks=(check,)),
        AllowanceFact(
            schema=SCHEMA,
            received=RECEIVED,
            record_size=41,
            root="ab" * 32,
            falls=("lists/legal/selections/fish",),
            reason="a station was counted twice <by us>",
            signed=(),
        ),
        DecisionFact(
            schema=SCHEMA,
            received=RECEIVED,
            authority="Town board",
            number="836",
            claimed="2020-02-20",
            state="in-force",
        ),
    ]
    return [
        *record(),
        publication(40),
        publication(41, reason="a digit & a seal"),
        *map(canonical_bytes, said),
    ]


def files(entries: list[bytes]) -> dict[str, bytes]:
    news = News()
    news.take(entries)
    return dict(news_files(town(), news, LANGUAGES, {}))


def test_every_kind_of_notice_is_on_the_page() -> None:
    text = read(files(night())["en/corrections.html"]).text

    for said in (
        "Why figures changed: a digit & a seal",
        "What changed: lists: figures of hand, stations (1)",
        "station 0103",
        "Town court, № 7, 5 Feb 2020: the box had no seal",
        "Results count again",
        "G1, lists/legal: it would have shown 151.2 %; from the record follows: 100 %.",
        "a station was counted twice <by us>",
        "Town board, No. 836, 20 Feb 2020.",
    ):
        assert said in text, said


def test_a_publication_that_corrected_nothing_is_in_the_feed_alone() -> None:
    made = files([*record(), publication(40)])

    assert "New figures were published" not in read(made["en/corrections.html"]).text
    assert b"New figures were published" in made["feed-en.xml"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_is_one(language: str) -> None:
    """What RFC 4287 asks for: ids, titles and times in the feed and in every entry, and no id twice."""
    feed = ElementTree.fromstring(files(night())[f"feed-{language}.xml"])
    entries = feed.findall(f"{ATOM}entry")
    ids = [feed.findtext(f"{ATOM}id"), *(each.findtext(f"{ATOM}id") for each in entries)]

    assert feed.tag == f"{ATOM}feed"
    assert len(entries) == 9
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"(urn:uuid:|ni:///sha-256;)[\w-]+", id_ or "") for id_ in ids)
    for each in (feed, *entries):
        assert each.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(each.findtext(f"{ATOM}updated") or "").tzinfo is not None
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None


def test_every_link_of_the_feed_leads_to_its_notice() -> None:
    made = files(night())
    ids = {value for _, name, value in read(made["ky/corrections.html"]).attributes if name == "id"}
    links = re.findall(r'href="ky/corrections\.html#([\w-]+)"', made["feed-ky.xml"].decode())

    assert len(links) == 8
    assert set(links) <= ids


def test_an_entry_keeps_its_id_whatever_comes_after_it() -> None:
    before, after = (
        set(re.findall(rb"<id>ni:[^<]*", files(night()[:size])["feed-ru.xml"])) for size in (-3, 99)
    )

    assert before < after


def test_the_id_of_an_entry_is_the_fact() -> None:
    entries = night()
    news = News()
    news.take(entries)

    assert [(each.entry, each.sha256) for each in news.latest if each.entry >= len(record())] == [
        (place, hash_of(entries[place])) for place in range(len(record()), len(entries))
    ]


def test_news_taken_in_parts_are_the_same() -> None:
    entries = night()
    whole, parts = News(), News()
    whole.take(entries)
    for entry in entries:
        parts.take([entry])

    assert parts == whole


def test_a_long_night_keeps_its_feed_short_and_its_corrections_all() -> None:
    entries = [*record(), *(publication(size, reason="again") for size in range(40, 240))]
    made = files(entries)

    assert made["feed-en.xml"].count(b"<entry>") == MOST_IN_FEED
    assert made["en/corrections.html"].count(b"Published figures were corrected") == 200
