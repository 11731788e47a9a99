"""A server may stumble, break off, send on and pack; it gets no more than it is asked for."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sverka.errors import Fault
from sverka.office.fsck import fsck
from sverka.office.mirror import Mirror, Mirrored
from sverka.office.mirror_source import FolderSource, Web, source_at
from sverka.office.serve import server_of
from tests.office.signed_folder import facts, signed_folder, write

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(*answers: Answer) -> Iterator[Web]:
    """A server that gives these answers one after the other, the last again and again."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            (left.pop(0) if len(left) > 1 else left[0])(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Web(f"http://127.0.0.1:{server.server_address[1]}/", seconds=2)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def saying(code: int, body: bytes = b"", *, length: int | None = None, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sverka.office.mirror_source.time.sleep", lambda _: None)


def test_what_is_there_is_read() -> None:
    with serving(saying(200, b"hello")) as web:
        assert web.read("x", most=5) == b"hello"


@pytest.mark.parametrize("code", [404, 410])
def test_what_is_not_there_is_none(code: int, tmp_path: Path) -> None:
    with serving(saying(code)) as web:
        assert web.read("x", most=5) is None
        assert web.save("x", tmp_path / "x", most=5) is None


def test_a_server_that_stumbles_is_asked_again() -> None:
    with serving(saying(503), saying(200, b"hel", length=5), saying(200, b"hello")) as web:
        assert web.read("x", most=5) == b"hello"


BAD: dict[str, tuple[Answer, str]] = {
    "broken": (saying(500), "answered 500"),
    "forbidden": (saying(403), "answered 403"),
    "broken off": (saying(200, b"hel", length=5), "no answer"),
    "too long": (saying(200, b"hello!"), "more than 5 bytes"),
    "a packed flood": (
        saying(200, gzip.compress(bytes(10**6)), Content_Encoding="gzip"),
        "more than 5 bytes",
    ),
    "packed and broken off": (
        saying(200, gzip.compress(b"hello")[:-3], Content_Encoding="gzip"),
        "broke off",
    ),
    "packed and no packing": (saying(200, b"hello", Content_Encoding="gzip"), "no answer"),
    "sent to a file": (saying(302, Location="file:///etc/hostname"), "answered 302"),
    "sent to ftp": (saying(302, Location="ftp://127.0.0.1/x"), "no answer"),
    "sent in circles": (saying(302, Location="x"), "answered 302"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_a_fault(name: str, tmp_path: Path) -> None:
    answer, words = BAD[name]
    with serving(answer) as web:
        with pytest.raises(Fault, match=words):
            web.read("x", most=5)
        with pytest.raises(Fault, match=words):
            web.save("x", tmp_path / "x", most=5)


def test_a_packed_answer_is_unpacked() -> None:
    with serving(saying(200, gzip.compress(b"hello" * 10_000), Content_Encoding="gzip")) as web:
        assert web.read("x", most=50_000) == b"hello" * 10_000


def test_silence_ends() -> None:
    def silent(handler: BaseHTTPRequestHandler) -> None:
        threading.Event().wait(1.5)

    with serving(silent) as web, pytest.raises(Fault, match="no answer"):
        Web(web.address, seconds=0.2).read("x", most=5)


def test_nobody_is_there() -> None:
    with pytest.raises(Fault, match="no answer"):
        Web("http://127.0.0.1:9/").read("x", most=5)


@pytest.mark.parametrize("given", ["ftp://x/y", "file:///etc", "nowhere"])
def test_other_sources_are_refused(given: str) -> None:
    with pytest.raises(Fault):
        source_at(given)


def test_sources_are_recognised(tmp_path: Path) -> None:
    assert source_at("https://example.org/town") == Web("https://example.org/town/")
    assert source_at(str(signed_folder(tmp_path / "town", facts(3)))) == FolderSource(tmp_path / "town")


def test_a_served_folder_is_copied(tmp_path: Path) -> None:
    source = signed_folder(tmp_path / "source", facts(700))
    write(source / "index.html", b"<!doctype html>")
    server = server_of(source, port=0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        web = Web(f"http://127.0.0.1:{server.server_address[1]}/")
        outcome = Mirror(web, tmp_path / "copy").renew(lambda each, _: each)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

    assert isinstance(outcome, Mirrored)
    assert fsck(tmp_path / "copy").defects == ()
