"""Every kind of page in every language, as a browser shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.publish.site.build import LANGUAGES
from tests.browser.conftest import Visit
from tests.publish.site.toytown import BY_ONE

pytestmark = pytest.mark.browser

KINDS = (
    "index.html",
    "contests.html",
    "contest/lists.html",
    "contest/mayor-right-bank.html",
    "differences/lists.html",
    "areas.html",
    "area/town.html",
    "area/left-bank.html",
    "stations.html",
    f"station/{BY_ONE}.html",
    "station/0103.html",
    "station/9~2f~3cb~3e.html",
    "method.html",
    "data.html",
    "language.html",
    "status.html",
    "screen.html",
    "corrections.html",
)
EVERY = [f"{language}/{kind}" for language in LANGUAGES for kind in KINDS] + ["index.html"]


STATUS_OF = "(link) => fetch(link.href).then((answer) => answer.status)"


def go(here: Visit, address: str, path: str) -> None:
    here.complaints.clear()
    here.requests.clear()
    here.page.goto(f"{address}/{path}")


@pytest.mark.parametrize("path", EVERY)
def test_a_phone_shows_it_without_scrolling_sideways(phone: Visit, address: str, path: str) -> None:
    go(phone, address, path)

    assert phone.page.evaluate("document.scrollingElement.scrollWidth") <= 360
    assert phone.complaints == []
    assert [url for url in phone.requests if not url.startswith(address)] == []


@pytest.mark.parametrize("path", EVERY)
def test_axe_finds_nothing(desk: Visit, address: str, path: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    go(desk, address, path)
    found = Axe().run(desk.page)

    assert found.violations_count == 0, found.generate_report()
    assert desk.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_dark(desk: Visit, address: str, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    desk.page.emulate_media(color_scheme="dark")
    for kind in (
        "index.html",
        f"station/{BY_ONE}.html",
        "differences/lists.html",
        "screen.html",
        "corrections.html",
    ):
        go(desk, address, f"{language}/{kind}")
        found = Axe().run(desk.page)

        assert found.violations_count == 0, found.generate_report()
    desk.page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("path", EVERY)
def test_it_works_without_scripts(bare: Visit, address: str, path: str) -> None:
    go(bare, address, path)

    assert bare.page.locator("h1").count() == 1
    assert bare.page.locator("form[data-filters]:visible").count() == 0


@pytest.mark.parametrize("path", ["en/index.html", f"ky/station/{BY_ONE}.html", "ru/stations.html?q=0002"])
def test_it_works_from_a_disk(desk: Visit, folder: Path, path: str) -> None:
    go(desk, folder.as_uri(), path)

    assert desk.complaints == []
    assert desk.page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Sverka Sans"')
    assert desk.page.evaluate("document.fonts.check('1rem \"Sverka Sans\"')")


def test_links_and_buttons_are_large_enough_to_tap(phone: Visit, address: str) -> None:
    go(phone, address, "en/stations.html")
    sizes = phone.page.evaluate(
        """() => [...document.querySelectorAll(".menu a, .languages a, .chips a, button, input, summary")]
             .map((each) => each.getBoundingClientRect())
             .filter((box) => box.width > 0)
             .map((box) => [Math.round(box.width), Math.round(box.height)])"""
    )

    assert [size for size in sizes if min(size) < 44] == []


def test_the_skip_link_comes_first_and_leads_to_the_content(desk: Visit, address: str) -> None:
    go(desk, address, "en/index.html")
    desk.page.keyboard.press("Tab")

    assert desk.page.evaluate("document.activeElement.className") == "skip"

    desk.page.keyboard.press("Enter")

    assert desk.page.evaluate("document.activeElement.id") == "main"


def test_a_table_is_sorted_from_the_keyboard(desk: Visit, address: str) -> None:
    go(desk, address, "en/area/town.html")
    head = desk.page.locator("table[data-sortable] th", has_text="Place").first
    head.locator("button").focus()
    desk.page.keyboard.press("Enter")
    rising = desk.page.locator("table[data-sortable] tbody").first.locator("th").all_inner_texts()

    assert head.get_attribute("aria-sort") == "ascending"
    assert rising == sorted(rising)

    desk.page.keyboard.press("Enter")

    assert head.get_attribute("aria-sort") == "descending"
    assert (
        desk.page.locator("table[data-sortable] tbody").first.locator("th").all_inner_texts() == rising[::-1]
    )


def test_differences_are_filtered_by_kind(desk: Visit, address: str) -> None:
    go(desk, address, "en/differences/lists.html")
    rows = desk.page.locator("#differences-table tbody tr:visible")
    all_of_them = rows.count()
    desk.page.locator("select[name=kind]").select_option("one-field-by-one")

    assert all_of_them > rows.count() == 1
    assert desk.page.locator("form[data-filters] output").inner_text() == "Stations shown: 1"


def test_a_station_is_found_by_its_number(desk: Visit, address: str) -> None:
    go(desk, address, "en/index.html")
    desk.page.locator("input[type=search]").fill("0002")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/stations.html?q=0002")
    desk.page.locator(".found a").first.wait_for()

    assert desk.page.locator(".found a").all_inner_texts() == ["0002"]

    desk.page.locator("input[type=search]").press("Enter")
    desk.page.wait_for_url("**/station/0002.html")
    assert desk.complaints == []


@pytest.mark.parametrize(
    "typed, found",
    [
        ("2", "0002"),  # without the zeros that stand before it
        ("9/<b>", "9/<b>"),
        ("школа 3 верхний", "0101"),
        ("левый", "Левый берег"),
    ],
)
def test_a_station_or_a_place_is_found_by_what_a_reader_types(
    desk: Visit, address: str, typed: str, found: str
) -> None:
    go(desk, address, "ru/stations.html")
    desk.page.locator("input[type=search]").fill(typed)
    desk.page.locator(".found a").first.wait_for()

    assert desk.page.locator(".found a").first.inner_text() == found
    assert (
        desk.page.locator(".found a").first.evaluate(
            "link => fetch(link.href).then((answer) => answer.status)"
        )
        == 200
    )


def test_what_nobody_is_called_is_said_not_to_be_there(desk: Visit, address: str) -> None:
    go(desk, address, "en/stations.html?q=zebra")
    desk.page.locator(".found p").wait_for()

    assert "Nothing begins like this" in desk.page.locator(".found").inner_text()
    assert desk.complaints == []


def test_a_reader_keeps_a_station_and_finds_it_on_the_first_page(desk: Visit, address: str) -> None:
    go(desk, address, f"en/station/{BY_ONE}.html")
    desk.page.get_by_role("button", name="Keep as my station").click()
    go(desk, address, "ky/index.html")

    assert desk.page.locator(".mine a").inner_text() == BY_ONE

    desk.page.locator(".mine a").click()
    desk.page.wait_for_url(f"**/ky/station/{BY_ONE}.html")
    desk.page.locator("button[data-mine]").click()
    go(desk, address, "ky/stations.html")

    assert not desk.page.locator(".mine").is_visible()


def test_only_ends_of_regions_scroll(phone: Visit, address: str) -> None:
    """What is wider than the phone scrolls in a region of its own, which the keyboard reaches and which has a name."""
    go(phone, address, "en/contest/lists.html")
    regions = phone.page.evaluate(
        """() => [...document.querySelectorAll(".scroll")]
             .filter((each) => each.scrollWidth > each.clientWidth)
             .map((each) => [each.tabIndex, each.getAttribute("role"), Boolean(each.getAttribute("aria-label"))])"""
    )

    assert regions
    assert all(each == [0, "group", True] for each in regions)


def test_it_prints_without_its_menus(desk: Visit, address: str) -> None:
    go(desk, address, f"en/station/{BY_ONE}.html")
    desk.page.emulate_media(media="print")

    assert not desk.page.locator(".menu").is_visible()
    assert desk.page.locator("table.figures").first.is_visible()
    desk.page.emulate_media(media="screen")
