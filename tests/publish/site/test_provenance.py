from __future__ import annotations

from dataclasses import replace

from sverka.domain.counts import Source
from sverka.domain.election import KnownSums, Provenance
from sverka.domain.ids import AccountId, AreaId, ContestId
from sverka.publish.legal import LEGAL
from sverka.publish.results import Results
from sverka.publish.site.build import build_site
from sverka.publish.site.provenance import Origin
from tests.publish.site.reading import read
from tests.publish.site.toytown import toytown

HAND, MACHINE = Source(AccountId("hand")), Source(AccountId("machine"))


def replayed() -> tuple[Results, list[bytes]]:
    """The town as if it were a replay: the votes for fish over the whole town are official, by hand."""
    results, entries = toytown()
    known = KnownSums(
        provenance=Provenance.OFFICIAL,
        contest=ContestId("lists"),
        accounts=(AccountId("hand"),),
        area=AreaId("town"),
        fields=frozenset({"fish"}),
        source="a test",
    )
    return Results(replace(results.election, known_sums=(known,)), results.snapshot), entries


def origin(results: Results, source: Source, area: str = "") -> Origin:
    of = results.of(ContestId("lists"))
    total = of.totals[source].of(AreaId(area))
    assert total is not None
    return Origin.of(results.election, total, source, of.legal, of_areas=False)


def test_a_known_sum_is_official_and_all_else_invented() -> None:
    results, _ = replayed()

    assert origin(results, HAND).kind("fish") is Provenance.OFFICIAL
    assert origin(results, LEGAL).kind("fish") is Provenance.OFFICIAL
    assert origin(results, HAND).kind("bread") is Provenance.INVENTED
    assert origin(results, HAND, "left-bank").kind("fish") is Provenance.INVENTED


def test_a_sum_with_stations_missing_is_no_known_sum() -> None:
    results, _ = replayed()
    known = replace(results.election.known_sums[0], accounts=(AccountId("copy"),))
    results = Results(replace(results.election, known_sums=(known,)), results.snapshot)
    copy = Source(AccountId("copy"), "Watch & Co")

    assert origin(results, copy).kind("fish") is Provenance.INVENTED


def test_an_election_that_is_no_replay_has_no_marks() -> None:
    results, _ = toytown()

    assert origin(results, HAND).kind("fish") is None


def test_pages_of_a_replay_mark_their_figures() -> None:
    site = dict(build_site(*replayed()))
    overview, station = site["en/index.html"].decode(), site["en/station/0001.html"]

    assert 'class="origin official"><span class="unseen">official</span>' in overview
    assert "Every figure on this page is invented." in read(station).text
    assert "Каждое число на этой странице вымышлено." in read(site["ru/differences/lists.html"]).text


def test_pages_of_a_real_election_say_nothing_of_it() -> None:
    site = dict(build_site(*toytown()))

    assert b'class="origin' not in site["en/index.html"]
    assert "invented." not in read(site["en/station/0001.html"]).text.replace("Everything is invented.", "")
