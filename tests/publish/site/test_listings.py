"""No page grows with the country: long lists go on over several pages, and every station is on one of them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sverka.domain.election import Election
from sverka.domain.ids import StationId
from sverka.domain.places import Places
from sverka.publish.results import Results
from sverka.publish.site import differences, listings
from sverka.publish.site.build import LanguageSite, edition_of
from sverka.publish.site.edition import Edition
from sverka.publish.site.listings import NO_AREA
from sverka.record.replay import replay
from tests.publish.site.reading import read
from tests.publish.site.toytown import ANNULLED, BY_ONE, ODD_NAME, record, town

Site = dict[str, bytes]


@pytest.fixture(params=["in areas", "in no area"])
def election(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Election:
    """The town, where a page lists two stations at most."""
    monkeypatch.setattr(listings, "MOST", 2)
    monkeypatch.setattr(differences, "MOST_LINES", 1)
    monkeypatch.setattr(differences, "MOST_OF_A_KIND", 1)
    return town() if request.param == "in areas" else flat(town())


def flat(election: Election) -> Election:
    """The same stations without an area."""
    stations = {id_: replace(each, area=None) for id_, each in election.places.stations.items()}
    places = Places(levels=election.places.levels, areas=election.places.areas, stations=stations)
    return replace(election, places=places)


def edition(election: Election, entries: list[bytes]) -> Edition:
    return edition_of(Results(election, replay(entries, election)), entries)


def site_of(election: Election, entries: list[bytes]) -> Site:
    return dict(LanguageSite(edition(election, entries), "en", ["en"]).pages())


def links(site: Site, path: str) -> set[str]:
    """The pages that a page leads to."""
    here = posixpath.dirname(path)
    return {posixpath.normpath(posixpath.join(here, link.split("#")[0])) for link in read(site[path]).links}


def lists(site: Site) -> Iterator[str]:
    yield from (path for path in site if path.startswith(("en/area/", "en/stations/", "en/differences/")))


def reached(site: Site, start: str) -> set[str]:
    """The pages that are reached over lists alone."""
    found, ahead = {start}, [start]
    while ahead:
        new = (
            links(site, ahead.pop()) & {*lists(site), *(path for path in site if "/station/" in path)} - found
        )
        found |= new
        ahead += [path for path in new if "/station/" not in path]
    return found


def test_every_station_is_reached_from_the_page_on_stations_without_a_script(election: Election) -> None:
    site = site_of(election, record())

    assert {path for path in site if "/station/" in path} <= reached(site, "en/stations.html")


def test_no_list_is_longer_than_the_longest(election: Election) -> None:
    site = site_of(election, record())

    for path in lists(site):
        stations = {link for link in links(site, path) if "/station/" in link}
        assert len(stations) <= (8 if path == "en/differences/lists.html" else 2), path


def test_every_difference_is_reached_from_the_page_of_its_contest(election: Election) -> None:
    site = site_of(election, record())
    begun = reached(site, "en/differences/lists.html")
    listed = {path for path in begun if path.startswith("en/differences/lists/")}

    assert any("en/station/0002.html" in links(site, path) for path in listed)
    assert "These are the 1 largest of" in read(site["en/differences/lists.html"]).text


def test_a_page_that_lists_a_station_is_found_by_it(election: Election) -> None:
    here = edition(election, record())
    parts = here.listings.with_stations([BY_ONE, ODD_NAME])

    for area, number in parts:
        assert {BY_ONE, ODD_NAME} & set(here.listings.of(area)[number - 1].stations)
    assert parts == {
        (part.area, part.number)
        for area in (*election.places.areas, NO_AREA)
        for part in here.listings.of(area)
        if {BY_ONE, ODD_NAME} & set(part.stations)
    }


def test_what_a_list_shows_changes_with_its_own_stations_alone(election: Election) -> None:
    before, after = (site_of(election, record()[:size]) for size in (-1 - 4, len(record())))
    changed = {path for path in lists(before) if before[path] != after[path]}
    listing = {path for path in lists(before) if f"en/station/{ANNULLED}.html" in links(before, path)}

    assert set(before) == set(after)
    assert changed >= listing - {"en/differences/lists.html"}
    assert len(changed) < len(list(lists(before)))


def test_pages_come_into_being_with_the_definition_alone(election: Election) -> None:
    assert set(site_of(election, record()[:1])) - set(site_of(election, record())) == set()
    missing = set(site_of(election, record())) - set(site_of(election, record()[:1]))

    assert {path for path in missing if not path.startswith("charts/")} == set()


def test_stations_that_counts_alone_name_have_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "MOST", 2)
    known = town()
    stations = {StationId("0001"): known.places.stations[StationId("0001")]}
    places = Places(levels=known.places.levels, areas=known.places.areas, stations=stations)
    here = edition(replace(known, places=places, open_stations=True), record())
    parts = here.listings.of(NO_AREA)

    assert sum(len(part.stations) for part in parts) == 7
    assert [part.number for part in parts] == [1, 2, 3, 4]
