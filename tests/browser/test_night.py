"""The wrong formula of 2021 in a night that runs, in both versions: stopped, and said so in three languages."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sverka.office.folder import ElectionFolder
from sverka.office.night.doors import Intakes
from sverka.office.night.night import Night, Plan
from sverka.office.night.operator_server import serving
from sverka.office.night.operator_view import Gathering
from sverka.office.night.taking_in import Settings, TakingIn
from sverka.office.serve import server_of
from sverka.publish.display import Display
from sverka.publish.gate.gate import Gate
from sverka.publish.site.build import LANGUAGES
from sverka.publish.wrong_formula import doubled, marks
from tests.browser.conftest import PHONE, Visit, visit
from tests.town import DEFINITION, town

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PATIENCE = 90.0  # seconds
PARTIES = ("apple", "pear", "quince")
ROWS = "".join(
    f'[[contests.rows]]\nid = "marks-{each}"\nkind = "marks"\nnames = "Preference marks, {each}"\n\n'
    for each in PARTIES
)
WITH_MARKS = DEFINITION.replace("[contests.bases.valid]", f"{ROWS}[contests.bases.valid]")
RULES = '[[inbox]]\npattern = "h*.csv"\naccount = "hand"\n'
HEAD = "station,row:1,row:2,row:3,row:marks-apple,row:marks-pear,row:marks-quince,apple,pear,quince,against\n"
EARLY = f"{HEAD}0001,100,60,2,25,18,5,30,20,5,3\n0101,200,100,4,44,25,9,50,30,10,6\n"
LATE = f"{HEAD}0002,120,70,0,33,9,12,40,11,14,5\n"

NOTICES = {
    "en": "did not pass this site's own checks",
    "ru": "не прошли проверку этого сайта перед публикацией",
    "ky": "жарыялоо алдындагы текшерүүсүнөн өткөн жок",
}


@dataclass
class Live:
    """A night with its operator's page and its site, as a browser finds them."""

    night: Night
    operator: str
    site: str


@pytest.fixture
def folder(tmp_path: Path) -> ElectionFolder:
    """The town whose voters mark candidates too."""
    there = town(tmp_path / "e", definition=WITH_MARKS).folder
    (there.path / "night.toml").write_text(RULES)
    return there


@contextmanager
def live(folder: ElectionFolder, displays: Sequence[Display]) -> Iterator[Live]:
    """The night, until the block is done."""
    plan = Plan(folder=folder, out=folder.public, gate=Gate(), every=0.3, displays=displays)
    doors = [Intakes(TakingIn(Settings(port=None, settled=0.1, look_every=0.1)))]
    night = Night(plan, doors=doors)
    thread = threading.Thread(target=night.run, daemon=True)
    thread.start()
    wait_for(lambda: night.board.begun)
    try:
        with (
            serving(Gathering(night, folder.open().election), 0, "en") as operator,
            served(folder.public) as site,
        ):
            yield Live(night, operator, site)
    finally:
        night.ended.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A site on this machine; it begins when there is one."""
    wait_for((folder / "index.html").exists)
    server = server_of(folder, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def wait_for(true: Callable[[], object]) -> None:
    """Wait for what another thread does."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def published(here: Live) -> int:
    """How many facts the last publication was made from."""
    return here.night.board.published[0].size if here.night.board.published else 0


def hand_in(folder: ElectionFolder, name: str, content: str) -> None:
    """Put a file into the inbox."""
    (folder.path / "inbox").mkdir(exist_ok=True)
    (folder.path / "inbox" / name).write_text(content)


@pytest.fixture
def reader(chromium: Browser) -> Visit:
    """A phone of this test alone."""
    return visit(chromium, PHONE)


def shown(reader: Visit, site: str) -> dict[str, Any]:
    """The notice and the figures of each language's overview, as a reader sees them."""
    found = {}
    for language in LANGUAGES:
        reader.page.goto(f"{site}/{language}/index.html")
        notice = reader.page.locator("main .notice")
        figures = reader.page.locator("[data-is]").all_inner_texts()
        found[language] = (" ".join(notice.all_inner_texts()), figures)
    return found


@pytest.mark.parametrize("formula", [marks, doubled], ids=["marks", "doubled"])
def test_the_wrong_formula_is_stopped_and_the_last_good_figures_stand(
    folder: ElectionFolder, reader: Visit, formula: Display
) -> None:
    hand_in(folder, "h-early.csv", EARLY)
    with live(folder, ()) as good:
        wait_for(lambda: published(good) > 2)
        before = shown(reader, good.site)
        figures = (folder.public / "data/results.json").read_bytes()
    hand_in(folder, "h-late.csv", LATE)
    with live(folder, (formula,)) as bad:
        wait_for(lambda: bad.night.board.stopped)
        wait_for(lambda: json.loads((folder.public / "now.json").read_bytes())["stopped"])
        during = shown(reader, bad.site)
        stopped = bad.night.board.stopped
        reader.page.goto(f"{bad.operator}en?still")
        operator = reader.page.locator("main").inner_text()
        state = reader.page.request.get(f"{bad.operator}state.json").json()

    assert stopped is not None
    assert len(stopped.codes) >= 3, stopped.codes
    assert (folder.public / "data/results.json").read_bytes() == figures
    for language in LANGUAGES:
        assert before[language][0] == ""
        assert NOTICES[language] in during[language][0]
        assert during[language][1] == before[language][1]
    for code in stopped.codes:
        assert code in operator
    assert {each["code"] for each in state["stopped"]["checks"]} == set(stopped.codes)
    with live(folder, ()) as mended:
        wait_for(lambda: mended.night.board.publications)
        wait_for(lambda: not json.loads((folder.public / "now.json").read_bytes())["stopped"])
        after = shown(reader, mended.site)

    assert all(after[language][0] == "" for language in LANGUAGES)
    assert after["en"][1] != before["en"][1]
    assert reader.complaints == []


def test_axe_finds_nothing_on_a_stopped_page_a_kept_one_and_the_operators(
    folder: ElectionFolder, reader: Visit
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    hand_in(folder, "h-early.csv", EARLY)
    with live(folder, ()) as good:
        wait_for(lambda: published(good) > 2)
    hand_in(folder, "h-late.csv", LATE)
    with live(folder, (marks,)) as bad:
        wait_for(lambda: json.loads((folder.public / "now.json").read_bytes())["stopped"])
        size = json.loads((folder.public / "now.json").read_bytes())["size"]
        pages = [f"{bad.site}/ky/index.html", f"{bad.site}/at/{size}/ru/index.html"]
        pages += [f"{bad.operator}{language}?still" for language in LANGUAGES]
        for address in pages:
            reader.page.goto(address)
            assert Axe().run(reader.page).response["violations"] == [], address
            assert reader.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"], address

    assert reader.complaints == []
