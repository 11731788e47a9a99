"""The pages of the history in a browser: a slider that the keyboard moves, and a table that is there without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.publish.results import Results
from sverka.publish.site.build import LANGUAGES, build_site
from sverka.record.replay import replay
from tests.browser.conftest import Visit
from tests.publish.history.records import definition, elections, plain_count, publication

pytestmark = pytest.mark.browser

PAGES = ("history.html", "history/lists.html", "history/lists/left-bank.html", "why.html")
EVERY = [f"{language}/{page}" for language in LANGUAGES for page in PAGES]
TOWN = elections()[0]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site after two publications."""
    out = tmp_path_factory.mktemp("history")
    entries = [definition(), plain_count("machine", "0001", 1040), plain_count("machine", "0002", 60)]
    entries += [publication(3), plain_count("hand", "0001", 1041), publication(5)]
    entries.append(plain_count("hand", "0002", 55))
    for path, content in build_site(Results(TOWN, replay(entries, TOWN)), entries):
        if path.startswith("static/") or path in EVERY:
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_bytes(content)
    return out


def go(here: Visit, site: Path, path: str) -> None:
    here.complaints.clear()
    here.page.goto((site / path).as_uri())


@pytest.mark.parametrize("path", EVERY)
def test_a_phone_shows_it_without_scrolling_sideways(phone: Visit, site: Path, path: str) -> None:
    go(phone, site, path)

    assert phone.page.evaluate("document.scrollingElement.scrollWidth") <= 360
    assert phone.complaints == []


@pytest.mark.parametrize("path", EVERY)
def test_axe_finds_nothing(desk: Visit, site: Path, path: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    go(desk, site, path)
    found = Axe().run(desk.page, options={"preload": False})  # a page from a disk may fetch nothing

    assert found.violations_count == 0, found.generate_report()
    assert desk.complaints == []


@pytest.mark.parametrize("language, votes", [("en", "1,100"), ("ru", "1\u00a0100")])
def test_the_keyboard_moves_the_slider(desk: Visit, site: Path, language: str, votes: str) -> None:
    go(desk, site, f"{language}/history/lists.html")
    row = desk.page.locator("[data-replay] tbody tr").first
    now = row.inner_text().split("\t")
    desk.page.locator("[data-replay] input").focus()
    desk.page.keyboard.press("Home")
    first = row.inner_text().split("\t")
    desk.page.keyboard.press("End")

    assert first[1] == votes
    assert first[4] == "\u2013"  # the count by hand had not begun
    assert row.inner_text().split("\t") == now


def test_two_publications_are_chosen_and_only_what_came_between_is_left(desk: Visit, site: Path) -> None:
    go(desk, site, "en/history/lists.html")
    between = desk.page.locator("[data-history]")

    assert between.locator("[data-command]").inner_text() == "sverka why DIR lists --from 3 --to 5"
    desk.page.locator("select[name=from]").select_option(index=1)
    desk.page.locator("select[name=to]").select_option(index=1)
    assert between.locator("tbody tr[data-size='5']:visible").count() == 0


def test_without_scripts_the_figures_are_there(bare: Visit, site: Path) -> None:
    go(bare, site, "en/history/lists.html")

    assert "1,100" in bare.page.locator("[data-replay] tbody tr").first.inner_text()
    assert bare.page.locator("[data-replay] form").is_hidden()
    assert bare.page.locator("[data-history] tbody tr").count() == 3
