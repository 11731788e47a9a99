"""A page that is open tells its reader when its own figures changed, and is left alone when others did."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.browser.conftest import Visit, now_of

pytestmark = pytest.mark.browser

ASK = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def site(folder: Path) -> Path:
    """A site of its own, beside the others."""
    mine = folder.parent / "news"
    shutil.rmtree(mine, ignore_errors=True)
    shutil.copytree(folder, mine)
    return mine


@pytest.fixture
def news_address(address: str, site: Path) -> str:
    return f"{address.removesuffix('town')}{site.name}"


def publish(site: Path, *pages: str) -> None:
    """One more fact; the figures of some pages are other ones."""
    for page in pages:
        file = site / page
        content = file.read_bytes()
        assert content.count(b"data-changed=") == 1
        before, _, after = content.partition(b'data-changed="')
        file.write_bytes(before + b'data-changed="999' + after)
    (site / "now.json").write_bytes(now_of(9999))


def ask(here: Visit) -> None:
    """Let the page look, as it does when somebody comes back to it."""
    with here.page.expect_response("**/now.json"):
        here.page.evaluate(ASK)
    here.page.wait_for_load_state("networkidle")


def test_a_reader_is_told_of_new_figures_and_chooses_when_to_see_them(
    desk: Visit, news_address: str, site: Path
) -> None:
    desk.page.goto(f"{news_address}/en/index.html")
    ask(desk)

    assert desk.page.locator(".fresh").count() == 0

    publish(site, "en/index.html")
    ask(desk)
    desk.page.locator(".fresh").wait_for()

    assert "This page has new figures." in desk.page.locator(".fresh").inner_text()

    desk.page.get_by_role("button", name="Show them").click()
    desk.page.locator('main[data-changed^="999"]').wait_for()

    assert desk.page.locator(".fresh").count() == 0


def test_a_page_whose_figures_stayed_is_left_alone(desk: Visit, news_address: str, site: Path) -> None:
    desk.page.goto(f"{news_address}/ru/station/0001.html")
    publish(site, "ru/index.html")
    ask(desk)

    assert desk.page.locator(".fresh").count() == 0


def test_a_notice_is_news(desk: Visit, news_address: str, site: Path) -> None:
    desk.page.goto(f"{news_address}/ky/index.html")
    page = site / "ky/index.html"
    start, main, rest = page.read_bytes().partition(b"<main ")
    tag, end, content = rest.partition(b">\n")
    page.write_bytes(start + main + tag + end + b'<aside class="notice"><p>stopped</p></aside>\n' + content)
    (site / "now.json").write_bytes(now_of(41).replace(b'"stopped": null', b'"stopped": {"since": ""}'))
    ask(desk)

    desk.page.locator(".fresh").wait_for()


def test_the_large_screen_shows_new_figures_by_itself(desk: Visit, news_address: str, site: Path) -> None:
    desk.page.goto(f"{news_address}/en/screen.html")
    desk.page.locator(".as-of:visible").wait_for()

    assert desk.page.locator(".as-of").inner_text() == "Published: 02.02.2020, 23:00 UTC+06:00"

    publish(site, "en/screen.html")
    desk.page.evaluate(ASK)
    desk.page.locator('main[data-changed^="999"]').wait_for()


def test_the_large_screen_comes_anew_without_a_script(bare: Visit, news_address: str) -> None:
    bare.page.goto(f"{news_address}/en/screen.html")

    assert bare.page.locator("noscript").count() == 1
    assert '<meta http-equiv="refresh" content="60">' in bare.page.content()


def test_the_large_screen_fits_a_large_screen(desk: Visit, news_address: str) -> None:
    desk.page.set_viewport_size({"width": 1920, "height": 1080})
    desk.page.goto(f"{news_address}/ky/screen.html")
    size = desk.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.large td')).fontSize)")

    assert size >= 30
    assert desk.page.evaluate("document.scrollingElement.scrollWidth") <= 1920
    desk.page.set_viewport_size({"width": 1400, "height": 900})
