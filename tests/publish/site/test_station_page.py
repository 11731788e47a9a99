from __future__ import annotations

import pytest

from tests.publish.site.reading import read
from tests.publish.site.toytown import (
    ANNULLED,
    BY_ONE,
    HAND_FILE,
    MACHINE_FILE,
    REVERSED,
    REVISED,
    SAME,
    UNREAD,
    WAITING,
)

Site = dict[str, bytes]


def text(site: Site, station: str, language: str = "en") -> str:
    return read(site[f"{language}/station/{station}.html"]).text


def test_two_counts_that_agree_say_so(site: Site) -> None:
    assert "No difference." in text(site, SAME)
    assert "Расхождения нет." in text(site, SAME, "ru")
    assert "Айырма жок." in text(site, SAME, "ky")


def test_a_difference_names_its_kind_and_both_sizes(site: Site) -> None:
    page = text(site, BY_ONE)

    assert "One row, by one." in page
    assert "Protocol − Machine" in page
    assert "gross 1 net −1" in page


def test_every_other_count_is_compared_with_the_right_account(site: Site) -> None:
    page = text(site, BY_ONE)

    assert "Copy (Watch & Co)" in page
    assert "Protocol − Copy (Watch & Co)" in page
    assert "+11" in page


@pytest.mark.parametrize(
    "language, word", [("en", "unread"), ("ru", "не удалось прочитать"), ("ky", "окулбай калган")]
)
def test_an_unread_figure_is_no_zero(site: Site, language: str, word: str) -> None:
    html = site[f"{language}/station/{UNREAD}.html"].decode()

    assert f'<td class="unread">{word}</td>' in html


def test_a_row_that_one_sheet_lacks_says_so(site: Site) -> None:
    assert '<td class="absent">not on the sheet</td>' in site[f"en/station/{SAME}.html"].decode()


def test_a_missing_count_says_so_in_every_cell(site: Site) -> None:
    html = site[f"en/station/{WAITING}.html"].decode()

    assert '<td class="none">no count</td>' in html
    assert "The station has no scanner" in html


def test_a_correction_shows_what_it_replaced_and_why(site: Site) -> None:
    html = site[f"en/station/{REVISED}.html"].decode()

    assert "a digit was typed wrongly &lt;again&gt;" in html
    assert "<del>11</del> → <ins>62</ins>" in html
    assert "District 1 (operator)" in html


def test_an_annulment_is_told_and_its_reversal_too(site: Site) -> None:
    annulled, reversed_ = text(site, ANNULLED), text(site, REVERSED)

    assert "Results annulled. Town court, № 7" in annulled
    assert "the box had no seal" in annulled
    assert "are in no sum" in annulled
    assert "Results annulled (reversed later)" in reversed_
    assert "Results count again" in reversed_
    assert "are in no sum" not in reversed_


def test_a_finding_says_what_where_and_what_to_do(site: Site) -> None:
    page = text(site, "9~2f~3cb~3e")

    assert "Valid = votes" in page
    assert "[Valid] = sum of (all votes)" in page
    assert "the left one is 99, the right one 103" in page
    assert "Hold these rows against the paper" in page


def test_papers_are_named_by_their_hash(site: Site) -> None:
    page = text(site, SAME)

    assert "evening.csv · Machine" in page
    assert MACHINE_FILE in page
    assert HAND_FILE in page


def test_an_odd_id_is_escaped_on_the_page_and_in_its_address(site: Site) -> None:
    html = site["en/station/9~2f~3cb~3e.html"].decode()

    assert "<h1>Station 9/&lt;b&gt;</h1>" in html
    assert "9/<b>" not in html


def test_names_with_signs_of_markup_are_escaped(site: Site) -> None:
    assert "Fish &amp; Co" in site[f"en/station/{SAME}.html"].decode()
