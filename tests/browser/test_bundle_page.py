"""The page of a bundle in every language, opened from a disk: on a phone, on a desk, in the dark and on paper."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sverka.office.bundle import write_bundle
from sverka.publish.site.build import LANGUAGES
from tests.browser.conftest import Visit
from tests.office.authority import Authority
from tests.office.bundled import eventful

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bundle")
    folder = eventful(place / "town", Authority.at(place))
    write_bundle(folder.open(), "0002", place / "0002.zip")
    with zipfile.ZipFile(place / "0002.zip") as archive:
        archive.extractall(place / "unpacked")
    return place / "unpacked"


def go(here: Visit, unpacked: Path, language: str) -> None:
    here.complaints.clear()
    here.requests.clear()
    here.page.goto((unpacked / f"station.{language}.html").as_uri())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_shows_it_without_scrolling_sideways(phone: Visit, unpacked: Path, language: str) -> None:
    go(phone, unpacked, language)

    assert phone.page.evaluate("document.scrollingElement.scrollWidth") <= 360
    assert phone.complaints == []
    assert len(phone.requests) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(desk: Visit, unpacked: Path, language: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    desk.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    go(desk, unpacked, language)
    found = Axe().run(desk.page)
    desk.page.emulate_media(color_scheme="light")

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_shows_all_columns_and_no_other_languages(desk: Visit, unpacked: Path, language: str) -> None:
    go(desk, unpacked, language)
    before = desk.page.viewport_size
    desk.page.set_viewport_size({"width": 690, "height": 980})  # A4 between its margins
    desk.page.emulate_media(media="print")
    wide = desk.page.evaluate(
        "[...document.querySelectorAll('table')].map((each) => each.scrollWidth).reduce((a, b) => Math.max(a, b))"
    )
    shown = desk.page.locator(".languages").is_visible()
    desk.page.emulate_media(media="screen")
    desk.page.set_viewport_size(before or {"width": 1200, "height": 900})

    assert wide <= 690
    assert not shown
