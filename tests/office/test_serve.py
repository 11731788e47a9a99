"""Serving a folder on this machine, and reading a file from an address."""

from __future__ import annotations

import gzip
import http.client
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from sverka.errors import Fault
from sverka.office import addresses
from sverka.office.addresses import read_address
from sverka.office.serve import LOOPBACK, server_of
from sverka.publish.site.hosting import headers_of


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ThreadingHTTPServer]:
    """A server of a small site; a secret lies beside it."""
    site = tmp_path / "public"
    (site / "ky").mkdir(parents=True)
    files = {"index.html": "Жыйынтык", "404.html": "жок", "ky/data.csv": "a,b\n1,2\n", "ky/map.svg": "<svg/>"}
    for name, text in files.items():
        (site / name).write_text(text, "utf-8")
    (tmp_path / "secret.txt").write_text("secret")
    running = server_of(site, port=0)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def ask(server: ThreadingHTTPServer, path: str, method: str = "GET") -> tuple[int, str, str]:
    """Status, type and text of an answer; the path goes out as it is."""
    connection = http.client.HTTPConnection(LOOPBACK, server.server_address[1], timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, answer.headers["Content-Type"], text


def test_pages_come_as_text_in_utf_8(server: ThreadingHTTPServer) -> None:
    assert ask(server, "/") == (200, "text/html; charset=utf-8", "Жыйынтык")
    assert ask(server, "/ky/data.csv") == (200, "text/csv; charset=utf-8", "a,b\n1,2\n")
    assert ask(server, "/ky/map.svg")[:2] == (200, "image/svg+xml")


@pytest.mark.parametrize("path", ["/nowhere", "/ky/", "/ky/nothing.html"])
def test_what_is_not_there_is_the_site_s_own_page(server: ThreadingHTTPServer, path: str) -> None:
    assert ask(server, path) == (404, "text/html; charset=utf-8", "жок")
    assert ask(server, path, "HEAD") == (404, "text/html; charset=utf-8", "")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/ky/../../secret.txt", "/%2e%2e/secret.txt", "//secret.txt"]
)
def test_nothing_beside_the_site_is_served(server: ThreadingHTTPServer, path: str) -> None:
    assert ask(server, path)[0] == 404


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="no site here"):
        server_of(tmp_path, port=0)


def test_a_port_that_is_taken_is_said(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot listen") as raised:
        server_of(tmp_path / "public", port=server.server_address[1])
    assert "--port" in raised.value.cure


def test_a_file_is_read_from_its_address(server: ThreadingHTTPServer) -> None:
    address = f"http://{LOOPBACK}:{server.server_address[1]}"

    assert read_address(f"{address}/ky/data.csv?version=2") == ("data.csv", b"a,b\n1,2\n")


def test_an_address_that_does_not_answer_is_named(server: ThreadingHTTPServer) -> None:
    address = f"http://{LOOPBACK}:{server.server_address[1]}/nowhere.csv"
    for wrong in (address, f"http://{LOOPBACK}:1/x.csv", "http:///x.csv"):
        with pytest.raises(Fault, match="no answer") as raised:
            read_address(wrong)
        assert raised.value.place == wrong


def test_an_answer_without_end_is_refused(
    server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "MOST_BYTES", 4)

    with pytest.raises(Fault, match="more than"):
        read_address(f"http://{LOOPBACK}:{server.server_address[1]}/ky/data.csv")


def asked(server: ThreadingHTTPServer, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    """An answer with its headers and its bytes."""
    connection = http.client.HTTPConnection(LOOPBACK, server.server_address[1], timeout=10)
    connection.request(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def test_every_answer_has_the_strict_headers(server: ThreadingHTTPServer) -> None:
    for path in ("/", "/ky/data.csv", "/nowhere"):
        answer, _ = asked(server, path)

        for name, value in headers_of(path.lstrip("/")).items():
            assert answer.headers[name] == value, (path, name)


def test_a_text_comes_compressed_to_whoever_reads_that(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    page = "шайлоо " * 1000
    (tmp_path / "public" / "ky" / "index.html").write_text(page, "utf-8")
    answer, content = asked(server, "/ky/", Accept_Encoding="gzip, br")

    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(content).decode() == page
    assert len(content) < len(page) / 10
    assert asked(server, "/ky/index.html")[1].decode() == page


def test_what_did_not_change_is_not_sent_again(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    page = tmp_path / "public" / "ky" / "index.html"
    page.write_text("шайлоо " * 1000, "utf-8")
    answer, _ = asked(server, "/ky/", Accept_Encoding="gzip")
    again, nothing = asked(server, "/ky/", Accept_Encoding="gzip", If_None_Match=answer.headers["ETag"])

    assert (again.status, nothing) == (304, b"")

    page.write_text("жыйынтык " * 1000, "utf-8")
    fresh, content = asked(server, "/ky/", Accept_Encoding="gzip", If_None_Match=answer.headers["ETag"])

    assert fresh.status == 200
    assert gzip.decompress(content).decode().startswith("жыйынтык")
