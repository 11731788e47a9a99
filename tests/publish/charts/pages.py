"""Pages that hold nothing but our pictures, for a browser."""

from __future__ import annotations

import base64

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from sverka.publish.charts.letters import FONTS


def show(page: Page, pictures: str) -> None:
    """Open a page with pictures, in our font."""
    page.set_content(
        f"<!doctype html><html lang='ky'><title>t</title><style>{faces()}</style>"
        f"<main><h1>h</h1>{pictures}</main></html>"
    )
    page.evaluate("Promise.all([...document.fonts].map(font => font.load()))")


def faces() -> str:
    """Our font for a page that has no address."""
    return "".join(
        f"@font-face{{font-family:'Sverka Sans';font-weight:{weight};src:url(data:font/woff2;base64,"
        f"{base64.b64encode((FONTS / f'SverkaSans-{name}.woff2').read_bytes()).decode()})}}"
        for name, weight in (("Regular", 400), ("SemiBold", 600))
    )


def violations(page: Page) -> list[str]:
    """What axe-core has to say against the page."""
    return [violation["id"] for violation in Axe().run(page).response["violations"]]
