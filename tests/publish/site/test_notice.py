"""The notice on a page that stands: it comes, changes and goes, and the page's own bytes stay."""

from __future__ import annotations

import pytest

from sverka.publish.site.build import build_site
from sverka.publish.site.notice import entry_of_notice, with_notice, without_notice
from tests.publish.site.toytown import toytown

TEXT = "These figures are of 21:05. <b> & --> <!--/notice-->"


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    """Every page of the toy town in one language."""
    results, entries = toytown()
    return {path: page for path, page in build_site(results, entries, languages=["en"]) if "/" in path}


def test_a_notice_comes_and_goes_without_a_trace_on_every_page(pages: dict[str, bytes]) -> None:
    htmls = [page for path, page in pages.items() if path.endswith(".html")]

    assert len(htmls) > 10
    for html in htmls:
        noticed = with_notice(html, 1234, TEXT, label="Notice")
        assert noticed != html
        assert entry_of_notice(noticed) == 1234
        assert without_notice(noticed) == html
        assert without_notice(html) == html


def test_a_later_notice_takes_the_place_of_the_one_before(pages: dict[str, bytes]) -> None:
    html = pages["en/index.html"]
    once = with_notice(html, 7, "one", label="Notice")
    twice = with_notice(once, 9, "another", label="Notice")

    assert twice == with_notice(html, 9, "another", label="Notice")
    assert entry_of_notice(twice) == 9


def test_what_a_notice_says_is_text_and_ends_no_block(pages: dict[str, bytes]) -> None:
    noticed = with_notice(pages["en/index.html"], 7, TEXT, label='"><script>')

    assert b"<b> & -->" not in noticed
    assert b'"><script>' not in noticed
    assert noticed.count(b"<!--/notice-->") == 1


def test_the_notice_stands_first_in_the_content(pages: dict[str, bytes]) -> None:
    noticed = with_notice(pages["en/index.html"], 7, "one", label="Notice").decode()
    _, _, after = noticed.partition("<main ")

    assert after.partition("\n")[2].startswith('<!--notice:7--><div class="note strong notice"><p>')
