from __future__ import annotations

from tests.publish.site.reading import read

Site = dict[str, bytes]


def text(site: Site, path: str) -> str:
    return read(site[path]).text


def test_the_overview_names_the_base_of_turnout_and_of_shares(site: Site) -> None:
    page = text(site, "en/index.html")

    assert "770 of 1,423 voters on the list" in page
    assert "100% = those who took part: 770" in page


def test_the_overview_says_which_account_counts_and_what_stands_in(site: Site) -> None:
    page = text(site, "en/index.html")

    assert "In law, “Protocol” counts." in page
    assert "for now this stands in: Machine" in page
    assert "annulled: 1" in page


def test_the_contest_shows_every_account_with_its_own_stations(site: Site) -> None:
    page = text(site, "en/contest/lists.html")

    assert "Copy (Watch & Co)" in page
    assert "its own figure, not summed by us" in page
    assert "Only stations that “Protocol” has counted" in page


def test_an_account_of_a_whole_place_says_when_and_what_contradicts_what(site: Site) -> None:
    page = text(site, "en/contest/lists.html")

    assert "Page, The town" in page
    assert "the left one is 640, the right one 810" in page
    assert "Valid; all votes" in page


def test_seats_are_told_step_by_step(site: Site) -> None:
    page = text(site, "en/contest/lists.html")

    assert "Threshold: at least 5% of those who took part. Of 770, that is 39 votes or more." in page
    assert "Quota (Hare):" in page
    assert "Bread: 220 votes are 1.6591 quotas" in page


def test_against_all_ahead_elects_nobody(site: Site) -> None:
    assert "Nobody is elected" in text(site, "en/contest/mayor-right-bank.html")
    assert "Не избран никто" in text(site, "ru/contest/mayor-right-bank.html")


def test_differences_name_kinds_with_their_base(site: Site) -> None:
    page = text(site, "en/differences/lists.html")

    assert "100% = stations that differ:" in page
    assert "Bread 40 → 39" in page
    assert "Waiting" not in page
    assert "Only one count: Protocol" in page


def test_a_law_that_nobody_read_says_so_in_each_language(site: Site) -> None:
    assert "not read: the law on seats" in text(site, "en/contest/lists.html")
    assert "не прочитано: the law on seats" in text(site, "ru/contest/lists.html")
    assert "окулган жок: the law on seats" in text(site, "ky/contest/lists.html")


def test_the_method_lists_accounts_controls_and_remarks(site: Site) -> None:
    page = text(site, "en/method.html")

    assert "A second sentence." in page
    assert "Few invalid" in page
    assert "counted by hand, observer's copy" in page


def test_areas_list_their_stations_with_a_state(site: Site) -> None:
    page = text(site, "en/area/left-bank.html")

    assert "One row, by one" in page
    assert "Not comparable" in page
    assert "2 findings" in page


def test_the_language_page_counts_unreviewed_texts(site: Site) -> None:
    assert "No native reader has gone over" in text(site, "en/language.html")


def test_stations_are_found_without_a_script(site: Site) -> None:
    assert "area/right-bank.html#stations" in read(site["en/stations.html"]).links
    assert "../station/9~2f~3cb~3e.html" in read(site["en/area/right-bank.html"]).links
