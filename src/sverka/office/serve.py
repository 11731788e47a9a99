"""Serve a folder of static files on this machine, as a good host would: with strict headers, and compressed."""

from __future__ import annotations

import gzip
import io
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from sverka.errors import Fault
from sverka.publish.site.hosting import headers_of

LOOPBACK = "127.0.0.1"
TEXTS = (".html", ".css", ".js", ".json", ".csv", ".svg", ".xml", ".txt", ".toml", ".sha256")
SMALL, LARGE = 512, 32 * 1024 * 1024  # bytes; what is smaller or larger goes as it is


class Pages(SimpleHTTPRequestHandler):
    """Static pages, as text in UTF-8, with the site's own page where there is none."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the base class says it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".json": "application/json",
        ".xml": "application/atom+xml; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".woff2": "font/woff2",
        ".toml": "text/plain; charset=utf-8",
        ".sha256": "text/plain; charset=utf-8",
        "": "application/octet-stream",
    }

    def end_headers(self) -> None:
        """Nobody may embed the pages, guess their type, or run a script in them that is not theirs."""
        for name, value in headers_of(self.path.partition("?")[0].lstrip("/")).items():
            self.send_header(name, value)
        super().end_headers()

    def send_head(self) -> BinaryIO | io.BytesIO | None:
        """A file; compressed where it is a text and whoever asks can read that."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.partition("?")[0].endswith("/") else path
        if not self._is_compressible(path):
            return super().send_head()
        stat = path.stat()
        tag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}-gzip"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return None
        content = _compressed(path, stat.st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def _is_compressible(self, path: Path) -> bool:
        if path.suffix not in TEXTS or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return False
        return path.is_file() and SMALL <= path.stat().st_size <= LARGE

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


@lru_cache(maxsize=256)
def _compressed(path: Path, changed: int) -> bytes:
    """A file, compressed anew when it was `changed`."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


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
