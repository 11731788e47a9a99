"""A served site of the toy town, and pages that report what a reader would not like."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import ThreadingHTTPServer
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sverka.office.serve import Pages
from sverka.publish.news import News
from sverka.publish.results import Results
from sverka.publish.site import differences, listings
from sverka.publish.site.build import LANGUAGES, build_site
from sverka.publish.site.corrections import news_files
from sverka.publish.site.status import status_files
from tests.publish.site.grouptown import edition_of, results_of, whole_town
from tests.publish.site.statuses import FULL
from tests.publish.site.toytown import toytown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1400, "height": 900}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the toy town on a disk, as a host may keep it; beside it that of the town with a group.

    In `long` a page lists two stations, so that lists go on over several pages.
    """
    host = tmp_path_factory.mktemp("host") / "elections"
    results, entries = toytown()
    _write(host / "town", chain(build_site(results, entries), beside(results, entries)))
    here, group = whole_town(), host / "group"
    _write(group, build_site(results_of(here), here.entries, group=edition_of(here)))
    _write(group, [("now.json", now_of(results_of(here).snapshot.size))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listings, "MOST", 2)
        patch.setattr(differences, "MOST_LINES", 1)
        _write(host / "long", chain(build_site(results, entries), beside(results, entries)))
    return host / "town"


def beside(results: Results, entries: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """What lies beside the pages: the page on the record, the notices of corrections, and what stands."""
    news = News()
    news.take(entries)
    yield from status_files(results.election, FULL, LANGUAGES)
    yield from news_files(results.election, news, LANGUAGES, {})
    yield "now.json", now_of(results.snapshot.size)


def now_of(size: int) -> bytes:
    """What stands, as a publisher says it."""
    said = {"size": size, "root": "", "published_at": "2020-02-02T23:00:00+06:00", "stopped": None}
    return json.dumps(said | {"next_every": 60}).encode()


def _write(out: Path, pages: Iterable[tuple[str, bytes]]) -> None:
    for path, content in pages:
        file = out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """Where it is served: in a subfolder of a host."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(folder.parent.parent)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/elections/town"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def group_address(address: str) -> str:
    """Where the site of the town with a group is served."""
    return f"{address.removesuffix('town')}group"


@pytest.fixture(scope="session")
def long_address(address: str) -> str:
    """Where the site is served whose lists go on over several pages."""
    return f"{address.removesuffix('town')}long"


@dataclass
class Visit:
    """A browser page and everything it complained about or asked of others."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the console says."""
        self.complaints.append(f"{message.type}: {message.text}")

    def note(self, request: Request) -> None:
        """Keep what was asked for."""
        self.requests.append(request.url)


def visit(browser: Browser, size: dict[str, int], **options: Any) -> Visit:
    """A fresh page that listens."""
    context = browser.new_context(viewport=size, **options)  # type: ignore[arg-type]
    here = Visit(context.new_page())
    here.page.on("console", here.hear)
    here.page.on("pageerror", lambda error: here.complaints.append(str(error)))
    here.page.on("request", here.note)
    return here


@pytest.fixture(scope="session")
def phone(chromium: Browser) -> Visit:
    """A phone of 360 pixels."""
    return visit(chromium, PHONE)


@pytest.fixture(scope="session")
def desk(chromium: Browser) -> Visit:
    """A wide screen."""
    return visit(chromium, DESK)


@pytest.fixture(scope="session")
def bare(chromium: Browser) -> Visit:
    """A phone without scripts."""
    return visit(chromium, PHONE, java_script_enabled=False)
