"""One look: what comes back is kept as it came, has its limits, and never leads to another host."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from sverka.errors import Fault
from sverka.formats.captures import Capture, Same
from sverka.formats.watched_pages import WatchedPage
from sverka.office import looking
from sverka.office.looking import is_loopback, look, request_of

AT = datetime(2021, 11, 28, 15, 22, 5, tzinfo=UTC)
Answer = Callable[[socket.socket, bytes], None]


@contextmanager
def answering(answer: Answer) -> Iterator[int]:
    """A port at which each connection gets an answer; the second argument is the request."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                answer(connection, connection.recv(65536))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def saying(*pieces: bytes) -> Answer:
    return lambda connection, _: connection.sendall(b"".join(pieces))


def seen(port: int, seconds: float = 5.0) -> Capture:
    return look(WatchedPage(url=f"http://127.0.0.1:{port}/a?b=1"), AT, same=Same(), seconds=seconds)


def test_what_was_sent_and_what_came_are_kept_byte_for_byte() -> None:
    raw = b"HTTP/1.1 200 Fine\r\nOdd :  header\r\n\r\nabc"
    with answering(saying(raw)) as port:
        found = seen(port)

    assert found.exchanges[0].response == raw
    assert found.exchanges[0].request.startswith(
        f"GET /a?b=1 HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n".encode()
    )
    assert found.trouble == ""


def test_a_redirect_on_the_same_host_is_followed_and_every_step_is_kept() -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        there = request.startswith(b"GET /there ")
        onward = b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nhere" if there else onward)

    with answering(answer) as port:
        found = seen(port)

    assert [each.url.rpartition("/")[2] for each in found.exchanges] == ["a?b=1", "there"]
    assert found.answer is not None
    assert (found.answer.body, found.trouble) == (b"here", "")


def test_a_redirect_to_another_host_is_kept_and_not_followed() -> None:
    with answering(saying(b"HTTP/1.1 302 Found\r\nLocation: http://other.example/x\r\n\r\n")) as port:
        found = seen(port)

    assert len(found.exchanges) == 1
    assert "sent on to http://other.example/x" in found.trouble


def test_a_redirect_in_a_circle_ends() -> None:
    with answering(saying(b"HTTP/1.1 302 Found\r\nLocation: /a?b=1\r\n\r\n")) as port:
        found = seen(port)

    assert (len(found.exchanges), found.trouble) == (4, "sent on more than 3 times")


def test_more_than_we_take_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST", 1000)
    with answering(saying(b"HTTP/1.1 200 OK\r\n\r\n", b"1" * 100_000)) as port:
        found = seen(port)

    assert found.trouble.startswith("more than 1000 bytes")
    assert len(found.exchanges[0].response) < 100_000


def test_a_server_that_trickles_has_so_many_seconds_for_all_of_it() -> None:
    def trickle(connection: socket.socket, _: bytes) -> None:
        try:
            for _again in range(100):
                connection.sendall(b"H")
                time.sleep(0.02)
        except OSError:
            pass

    began = time.monotonic()
    with answering(trickle) as port:
        found = seen(port, seconds=0.3)

    assert found.trouble == "no whole answer in 0.3 seconds"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "raw, trouble",
    [
        (b"", "no answer: the connection was closed"),
        (b"SSH-2.0-OpenSSH\r\n", "what came back is no HTTP answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "the answer broke off"),
    ],
)
def test_half_an_answer_says_so(raw: bytes, trouble: str) -> None:
    with answering(saying(raw)) as port:
        assert seen(port).trouble == trouble


def test_where_nobody_listens_there_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    assert seen(port).trouble.startswith("no answer: ")


def test_an_answer_whose_connection_stays_open_is_whole_when_it_says_its_length() -> None:
    def linger(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")
        time.sleep(0.6)

    with answering(linger) as port:
        found = seen(port, seconds=0.3)

    assert found.trouble == ""
    assert found.answer is not None
    assert found.answer.body == b"abc"


def test_an_address_that_no_request_line_can_carry_is_refused() -> None:
    with pytest.raises(Fault, match="beyond ASCII"):
        request_of("http://results.example/итоги")


@pytest.mark.parametrize(
    "url, near",
    [
        ("http://127.0.0.5:80/", True),
        ("http://[::1]/", True),
        ("http://localhost/", True),
        ("http://a.example/", False),
    ],
)
def test_this_machine_is_known(url: str, near: bool) -> None:
    assert is_loopback(url) is near
