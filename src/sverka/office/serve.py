"""Serve a folder of static files on this machine."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sverka.errors import Fault

LOOPBACK = "127.0.0.1"


class Pages(SimpleHTTPRequestHandler):
    """Static pages, as text in UTF-8, with the site's own page where there is none."""

    extensions_map = {  # noqa: RUF012 - the base class says it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".json": "application/json",
        ".js": "text/javascript; charset=utf-8",
        ".woff2": "font/woff2",
        ".toml": "text/plain; charset=utf-8",
    }

    def end_headers(self) -> None:
        """Nobody may embed the pages or guess their type."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        """A folder without a page is not shown."""
        self.send_error(404)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's page for what is not there."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class says it so
        """Say nothing: readers are nobody's business."""


def server_of(folder: Path, *, port: int, host: str = LOOPBACK) -> ThreadingHTTPServer:
    """A server of the folder that is listening already; port 0 takes a free one."""
    if not (folder / "index.html").is_file():
        raise Fault("no site here", place=str(folder), cure="make it first: `sverka publish DIR`")
    try:
        return ThreadingHTTPServer((host, port), partial(Pages, directory=str(folder)))
    except OSError as error:
        raise Fault(
            f"cannot listen: {error.strerror}", place=f"{host}:{port}", cure="give another --port"
        ) from error
