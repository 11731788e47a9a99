"""The page of what was seen on pages of others, in every language: on a phone, on a desk and in the dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from sverka.formats.watched_pages import load_pages
from sverka.office.site_files import site_files
from sverka.office.watch import Watch
from sverka.publish.results import Results
from sverka.publish.site.build import LANGUAGES
from tests.browser.conftest import Visit
from tests.watch.night_of_2021 import NIGHT, WATCHED, moment, observers_folder, site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an observer who looked whenever the page of the night had changed."""
    place = tmp_path_factory.mktemp("observer")
    folder = observers_folder(place / "mine")
    with site() as there:
        watch = Watch(
            folder.path, load_pages(WATCHED.format(address=there.address), "w"), account="published-page"
        )
        for time in NIGHT:
            there.now = moment(time)
            list(watch.round(lambda: there.now))
    state = folder.open()
    for path, content in site_files(state, Results(state.election, state.snapshot)):
        if path.startswith(("static/", "ky/watched", "ru/watched", "en/watched")):
            (place / "site" / path).parent.mkdir(parents=True, exist_ok=True)
            (place / "site" / path).write_bytes(content)
    return place / "site"


def go(here: Visit, watched: Path, language: str) -> None:
    here.complaints.clear()
    here.page.goto((watched / language / "watched.html").as_uri())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_shows_it_without_scrolling_sideways(phone: Visit, watched: Path, language: str) -> None:
    go(phone, watched, language)

    assert phone.page.evaluate("document.scrollingElement.scrollWidth") <= 360
    assert phone.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(desk: Visit, watched: Path, language: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    desk.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    go(desk, watched, language)
    found = Axe().run(desk.page)
    desk.page.emulate_media(color_scheme="light")

    assert found.violations_count == 0, found.generate_report()
