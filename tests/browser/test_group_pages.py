"""Every kind of page of the group in every language, as a browser shows it."""

from __future__ import annotations

import pytest

from sverka.publish.site.build import LANGUAGES
from tests.browser.conftest import Visit
from tests.browser.test_pages import go
from tests.publish.site.toytown import BY_ONE

pytestmark = pytest.mark.browser

KINDS = (
    "group.html",
    f"case/lists-{BY_ONE}.html",
    "case/lists-9~2f~3cb~3e.html",
    "drawing/1.html",
    "drawing/second.html",
    "document.html",
    "papers.html",
    "papers/left-bank.html",
    f"station/{BY_ONE}.html",
)
EVERY = [f"{language}/{kind}" for language in LANGUAGES for kind in KINDS]


@pytest.mark.parametrize("path", EVERY)
def test_a_phone_shows_it_without_scrolling_sideways(phone: Visit, group_address: str, path: str) -> None:
    go(phone, group_address, path)

    assert phone.page.evaluate("document.scrollingElement.scrollWidth") <= 360
    assert phone.complaints == []


@pytest.mark.parametrize("path", EVERY)
def test_axe_finds_nothing(desk: Visit, group_address: str, path: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    go(desk, group_address, path)
    found = Axe().run(desk.page)

    assert found.violations_count == 0, found.generate_report()
    assert desk.complaints == []


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_in_the_dark(desk: Visit, group_address: str, kind: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    desk.page.emulate_media(color_scheme="dark")
    go(desk, group_address, f"en/{kind}")
    found = Axe().run(desk.page)
    desk.page.emulate_media(color_scheme="light")

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("kind", KINDS)
def test_it_works_without_scripts(bare: Visit, group_address: str, kind: str) -> None:
    go(bare, group_address, f"en/{kind}")

    assert bare.page.locator("h1").count() == 1
    assert bare.page.locator("form[data-filters]:visible").count() == 0


def test_papers_of_a_place_are_filtered(desk: Visit, group_address: str) -> None:
    go(desk, group_address, "en/papers/left-bank.html")
    rows = desk.page.locator("#papers-table tbody tr:visible")
    desk.page.locator("select[name=held]").select_option("withdrawn")

    assert rows.count() == 1
    assert "third" not in rows.inner_text()
    assert "withdrawn" in rows.inner_text()


def test_a_link_to_an_application_opens_it(desk: Visit, group_address: str) -> None:
    go(desk, group_address, "en/group.html")
    desk.page.locator("#applications ~ .scroll a", has_text="17").first.click()

    assert desk.page.locator("details.application[open]").count() == 1


def test_a_case_prints_its_columns(desk: Visit, group_address: str) -> None:
    go(desk, group_address, f"en/case/lists-{BY_ONE}.html")
    desk.page.emulate_media(media="print")

    assert not desk.page.locator(".menu").is_visible()
    assert desk.page.locator("table.accounts").first.is_visible()
    desk.page.emulate_media(media="screen")
