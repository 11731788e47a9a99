"""Take the picture of a page that README shows: `python tools/picture.py build/demo/public`.

The page is opened from the disk in the system's Chromium at twice the size of CSS pixels, without
motion and in light colours; the same site and the same browser give the same picture.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")
WIDTH, HEIGHT = 1280, 1060


def take(site: Path, page: str, out: Path) -> None:
    """Write a PNG of the top of one page."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=1.5, reduced_motion="reduce"
        )
        tab = context.new_page()
        tab.goto((site / page).resolve().as_uri())
        tab.evaluate("document.fonts.ready")
        out.parent.mkdir(parents=True, exist_ok=True)
        tab.screenshot(path=str(out))
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, help="the folder of a published site")
    parser.add_argument("--page", default="en/station/1002.html", help="the page, from the site's folder")
    parser.add_argument("--out", type=Path, default=Path("docs/pictures/station.png"))
    given = parser.parse_args()
    take(given.site, given.page, given.out)
