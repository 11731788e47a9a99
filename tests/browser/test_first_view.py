"""What a first view costs: bytes over the wire, and text that jumps; on every kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from sverka.publish.site.build import LANGUAGES
from tests.browser.conftest import DESK, PHONE, visit
from tests.browser.test_pages import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MOST_BYTES = 100_000
MOST_SHIFT = 0.01
LONG = (
    "area/left-bank/2.html",
    "differences/lists/left-bank.html",
    "differences/lists/left-bank/2.html",
    "stations.html",
)

WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


class Wire:
    """A page that is opened for the first time, and the bytes that came over the wire for it."""

    def __init__(self, browser: Browser, size: dict[str, int]) -> None:
        self.page: Page = visit(browser, size).page
        self.page.add_init_script(WATCH_SHIFTS)
        self.bytes = 0
        network = self.page.context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def open(self, address: str) -> None:
        """Open an address, and wait until nothing more is asked for."""
        self.page.goto(address, wait_until="networkidle")

    @property
    def shifted(self) -> float:
        """How much of the page jumped (Cumulative Layout Shift)."""
        return float(self.page.evaluate("window.shifted"))


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def wire(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Wire]:
    here = Wire(chromium, request.param)
    yield here
    here.page.context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_first_view_is_small_and_nothing_jumps(wire: Wire, address: str, kind: str) -> None:
    wire.open(f"{address}/ky/{kind}")

    assert 1_000 < wire.bytes <= MOST_BYTES, kind
    assert wire.shifted <= MOST_SHIFT, kind


@pytest.mark.parametrize("kind", LONG)
def test_a_part_of_a_list_is_small_and_nothing_jumps(wire: Wire, long_address: str, kind: str) -> None:
    wire.open(f"{long_address}/en/{kind}")

    assert 1_000 < wire.bytes <= MOST_BYTES, kind
    assert wire.shifted <= MOST_SHIFT, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_page_loads_no_style_and_no_letters_again(wire: Wire, address: str, language: str) -> None:
    wire.open(f"{address}/{language}/index.html")
    before = wire.bytes
    wire.open(f"{address}/{language}/method.html")

    assert wire.bytes - before < 30_000
