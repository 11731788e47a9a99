"""The pages of the group: what was done, by whom, and what stands; every answer alike."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest

from sverka.audits.drawn_list import format_drawn
from sverka.domain.ids import StationId
from sverka.domain.places import Machine
from sverka.publish.site.build import LanguageSite
from sverka.publish.site.build import edition_of as site_edition
from tests.publish.site.grouptown import (
    PHOTO,
    WITHHELD,
    Town,
    drawings,
    edition_of,
    refused,
    results_of,
    whole_town,
)
from tests.publish.site.reading import Read, read
from tests.publish.site.toytown import BY_ONE, SAME, WAITING, town

Site = dict[str, bytes]


@pytest.fixture
def case(group_site: Site) -> Read:
    """The page of the case that was decided."""
    return read(group_site[f"en/case/lists-{BY_ONE}.html"])


def text(site: Site, path: str) -> str:
    return read(site[path]).text


def pages_of(here: Town) -> Site:
    """The English pages of a town."""
    edition = site_edition(results_of(here), here.entries, group=edition_of(here))
    return dict(LanguageSite(edition, "en", ["en"]).pages())


# a case


def test_a_case_has_one_column_for_each_account(case: Read) -> None:
    for account in (
        "Machine",
        "Protocol",
        "Copy (Watch & Co)",
        "Tape (Watch & Co)",
        "Recount",
        "Copy (Gaze)",
    ):
        assert account in case.text


def test_a_column_says_when_its_account_came_by_whom_and_on_which_paper(case: Read) -> None:
    assert "10 Feb 2020, 09:00 UTC+6" in case.text
    assert "District 1 (operator)" in case.text
    assert f"../../evidence/{PHOTO}" in case.links
    assert "accredited through Watch & Co" in case.text
    assert "signed, not stamped" in case.text


def test_a_copy_that_was_refused_has_its_column_too(case: Read) -> None:
    assert "copy refused 2 Feb 2020, 23:00 UTC+6: no copier at the station" in case.text


def test_a_figure_that_is_another_one_is_marked_by_a_sign_and_in_words(group_site: Site) -> None:
    page = group_site[f"en/case/lists-{BY_ONE}.html"].decode()
    fish = next(line for line in page.splitlines() if "Fish &amp; Co</th>" in line)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", fish)

    assert [("≠" in cell, "another figure:" in cell) for cell in cells[:5]] == [
        (False, False),
        (False, False),
        (True, True),  # the copy has 50
        (False, False),
        (False, False),
    ]


def test_what_is_not_on_a_sheet_is_not_another_figure(group_site: Site) -> None:
    page = group_site[f"en/case/lists-{BY_ONE}.html"].decode()
    took_part = next(line for line in page.splitlines() if "Took part</th>" in line)

    assert "not on the sheet" in took_part
    assert "≠" not in took_part


def test_the_last_column_has_what_stands_field_by_field(group_site: Site) -> None:
    page = group_site[f"en/case/lists-{BY_ONE}.html"].decode()
    stands = re.findall(r'<td class="stands">(.*?)</td>', page)

    assert stands[:3] == ["61", "39", "3<small>Protocol</small>"]


def test_a_dissent_stands_beside_the_decision(case: Read) -> None:
    assert "“Recount” stands. For these rows another account stands: Against all: Protocol" in case.text
    assert "Dissenting opinion the seal of the box was not shown to us Quince" in case.text


def test_steps_say_who_with_which_key_and_in_which_order(case: Read) -> None:
    steps = ("Case opened", "Recount asked for", "Ballots counted again", "the ballots say so")
    places = [case.text.rindex(step) for step in steps]

    assert places == sorted(places)
    assert re.search(r"Apple apple\+[0-9a-f]{8}, Pear pear\+[0-9a-f]{8}", case.text)


def test_a_paper_that_is_withheld_is_named_and_not_linked(group_site: Site) -> None:
    page = read(group_site["en/case/lists-0003.html"])

    assert "second.jpg · Not published: a voter can be recognised" in page.text
    assert not any(WITHHELD in link for link in page.links)


def test_a_count_that_came_after_the_decision_is_said(group_site: Site) -> None:
    here = whole_town()
    late = [entry for entry in here.entries if b'"account":"recount"' in entry and b'"count"' in entry]
    here.entries += [late[0].replace(b'"fish":61', b'"fish":62')]
    said = "Counts of this station came in after the decision"

    assert said not in text(group_site, f"en/case/lists-{BY_ONE}.html")
    assert said in text(pages_of(here), f"en/case/lists-{BY_ONE}.html")


def test_a_station_leads_to_its_case_and_the_case_back(group_site: Site) -> None:
    assert f"../case/lists-{BY_ONE}.html" in read(group_site[f"en/station/{BY_ONE}.html"]).links
    assert f"../station/{BY_ONE}.html" in read(group_site[f"en/case/lists-{BY_ONE}.html"]).links


def test_where_a_scanner_counts_two_stations_they_are_held_against_each_other_together() -> None:
    here = Town()
    places = here.election.places
    guest = replace(
        places.stations[StationId(WAITING)], machine=Machine.ELSEWHERE, counted_at=StationId(SAME)
    )
    together = replace(places, stations={**places.stations, guest.id: guest})
    here.election = replace(here.election, places=together)
    here.step(SAME, "opened", "apple", reason="one scanner for two")
    page = pages_of(here)[f"en/case/lists-{SAME}.html"].decode()
    fish = next(line for line in page.splitlines() if "Fish &amp; Co</th>" in line)

    assert f"Protocol: {SAME} + {WAITING}" in page
    assert ["≠" in cell for cell in fish.split("<td")[1:]] == [
        True,
        False,
        False,
    ]  # the machine; by hand, and both together


def test_a_case_is_told_in_three_languages(group_site: Site) -> None:
    assert "чечилди" in text(group_site, f"ky/case/lists-{BY_ONE}.html")
    assert "Особое мнение" in text(group_site, f"ru/case/lists-{BY_ONE}.html")


# the group


def test_the_group_has_its_members_with_their_keys_and_since_when(group_site: Site) -> None:
    page = text(group_site, "en/group.html")

    assert re.search(r"Pear party pear\+[0-9a-f]{8} since 1 Jan 2020", page)
    assert "revoked the telephone was lost" in page


def test_an_application_says_what_became_of_each_station(group_site: Site) -> None:
    page = text(group_site, "en/group.html")

    assert "17 Apple 3 0 1 1 1 decided: 1" in page
    assert "0001 taken back" in page
    assert "bounds nothing in the others" in page


def test_an_act_that_the_rules_do_not_allow_is_named(group_site: Site) -> None:
    assert "1 act is in the record although the rules do not allow it." in text(group_site, "en/group.html")


def test_open_cases_stand_in_the_order_of_work(group_site: Site) -> None:
    order = text(group_site, "en/group.html").partition("6 open cases")[2]

    assert order.index("0003 Lists paper checked") < order.index("0001 Head: Left bank opened")


# the drawing


def test_the_first_station_drawn_can_be_hashed_from_the_page(group_site: Site) -> None:
    page = text(group_site, "en/drawing/1.html")
    hashed = re.search(r"printf '%s' '(.*?)' \| sha256sum", page)

    assert hashed is not None
    assert hashlib.sha256(hashed[1].encode()).hexdigest() in page


def test_a_drawing_without_dice_stays_in_sight(group_site: Site) -> None:
    page = text(group_site, "en/drawing/second.html")

    assert "No dice have been rolled for it." in page
    assert "20 digits are still to be rolled" in page


def test_a_list_that_is_not_there_is_said_in_place_of_the_stations() -> None:
    here = Town()
    drawings(here)
    here.files.clear()

    assert "does not follow from the list and the dice" in text(pages_of(here), "en/drawing/1.html")


def test_a_list_that_the_dice_do_not_draw_is_said_in_place_of_the_stations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.publish.site.grouptown.format_drawn", lambda drawn: format_drawn(drawn[::-1]))
    here = Town()
    drawings(here)

    assert "does not follow from the list and the dice" in text(pages_of(here), "en/drawing/1.html")


# the final document


def test_signature_opinion_and_refusal_stand_alike(group_site: Site) -> None:
    for page in (text(group_site, "en/group.html"), text(group_site, "en/document.html")):
        assert "Apple has signed" in page
        assert "Pear has signed with a dissenting opinion not every station was compared" in page
        assert "Quince has refused to sign" in page
        assert "this is reported by Observers “Gaze”" in page
        assert "Commission of the town has not answered yet" in page


def test_the_document_has_its_parts_and_its_papers(group_site: Site) -> None:
    page = read(group_site["en/document.html"])

    assert "Cases and decisions" in page.text
    assert "Dissents from decisions" in page.text
    assert sum(link.startswith("../evidence/") for link in page.links) == 4


# papers


def test_papers_are_listed_by_holder_and_place(group_site: Site) -> None:
    page = text(group_site, "en/papers.html")

    assert "Copy (Watch & Co) 1 1 1 1 4 8" in page
    assert "first the district must check it" in page
    assert "0002 copy refused no copier at the station" in text(group_site, "en/papers/left-bank.html")


def test_a_place_can_be_filtered_by_what_there_is(group_site: Site) -> None:
    page = read(group_site["en/papers/left-bank.html"])

    assert ("tr", "data-held", "copy-refused present") in page.attributes


# without


def test_without_a_group_there_is_no_page_of_it(plain_site: Site) -> None:
    of_a_group = ("case/", "drawing/", "papers/", "group.html", "document.html", "papers.html")

    assert [path for path in plain_site if path[3:].startswith(of_a_group)] == []
    assert "group.html" not in read(plain_site["en/index.html"]).links


def test_a_group_that_has_done_nothing_yet_has_its_page() -> None:
    site = pages_of(Town())

    assert "No case has been opened yet." in text(site, "en/group.html")
    assert "en/document.html" not in site


def test_a_record_without_a_group_lists_its_papers_all_the_same() -> None:
    here = Town(election=town())
    here.enter(refused(BY_ONE, "Gaze", "no copier at the station"))
    edition = site_edition(results_of(here), here.entries)
    site = dict(LanguageSite(edition, "en", ["en"]).pages())

    assert "no copier at the station" in text(site, "en/papers.html")
    assert "papers.html" in read(site["en/data.html"]).links
    assert (
        "papers.html" not in read(site["en/index.html"]).links
    )  # a menu that a fact changed would change every page
