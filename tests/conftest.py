"""Fixtures every room's tests may ask for: the real data and a browser; and no skips in CI."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)

# Keys and locks of tests are nobody's: one home for each process of a run, which the processes it starts share.
os.environ["SVERKA_HOME"] = HOME = tempfile.mkdtemp(prefix="sverka-home-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

# A shell that starts a run in the background has it ignore Ctrl-C; the commands that are tested must not inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("usual", deadline=None, max_examples=60)
settings.register_profile("soak", deadline=None, max_examples=500)
settings.load_profile("usual")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what would be skipped, where nothing may be skipped (`SVERKA_CI`)."""
    report = yield
    if report.skipped and os.environ.get("SVERKA_CI") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "no reason given"
        report.outcome = "failed"
        report.longrepr = f"nothing is skipped in CI. {reason}"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real data: `SVERKA_DATA`, else `shared/data` beside the checkout."""
    folder = Path(os.environ.get("SVERKA_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder}: set SVERKA_DATA to the folder that has it")
    return folder


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium: the system's, else one that Playwright can install."""
    from playwright.sync_api import Error, sync_playwright

    executable = system_browser()
    if executable is None and not installed_browser(tmp_path_factory.getbasetemp().parent):
        pytest.skip("no Chromium: install one, or name it in SVERKA_CHROMIUM")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=executable, args=list(BROWSER_FLAGS))
        except Error as error:
            pytest.skip(f"Chromium does not start: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new page in a context of its own: no cookies, no cache, nothing left from another test."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def system_browser() -> str | None:
    """The path of the system's Chromium or Chrome, `SVERKA_CHROMIUM` first."""
    named = os.environ.get("SVERKA_CHROMIUM")
    found = (shutil.which(name) for name in BROWSERS)
    return named or next((path for path in found if path), None)


def installed_browser(shared: Path) -> bool:
    """Whether Playwright has a Chromium of its own; tries once per run to install it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    tried = shared / f"browser-install-{run}"
    if tried.exists():
        return tried.read_text() == "0"
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        code = subprocess.run(command, capture_output=True, timeout=180, check=False).returncode
    except subprocess.TimeoutExpired:
        code = 1
    tried.write_text(str(code))
    return code == 0
