"""Asking authorities: whatever they do, an answer or a reason comes soon."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from sverka.errors import Fault
from sverka.office.authorities import MOST_BYTES, NoAnswer, check_address, send
from tests.office.authority import Answer, serving

SOON = 0.6


def answering(status: int, body: bytes = b"", **headers: str) -> Answer:
    return lambda _query: (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def test_an_answer_is_given_as_it_came() -> None:
    with serving(lambda query: (200, {}, b"you said " + query)) as address:
        assert send(address, b"\x00\r\n") == b"you said \x00\r\n"


HOSTILE: dict[str, tuple[Answer, str]] = {
    "an error": (answering(503), "HTTP 503"),
    "a refusal": (answering(404, b"no"), "HTTP 404"),
    "a redirect to itself": (answering(302, Location="/tsa"), "sends us on to"),
    "a redirect to a file": (answering(302, Location="file:///etc/passwd"), "sends us on|HTTP 302"),
    "a huge body": (answering(200, b"0" * (MOST_BYTES + 1)), "more than 262144 bytes"),
    "less than it said": (answering(200, b"abc", Content_Length="10"), "broke off|reached"),
}


@pytest.mark.parametrize("answer, why", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_authority_is_no_answer(answer: Answer, why: str) -> None:
    with serving(answer) as address, pytest.raises(NoAnswer, match=why):
        send(address, b"query", seconds=5)


def test_nobody_there_is_no_answer() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"

        with pytest.raises(NoAnswer, match="cannot be reached"):
            send(address, b"query")


@contextmanager
def slowly(speak: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that takes one connection and then does something else than HTTP."""
    done = threading.Event()

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            while not done.wait(0.05):
                try:
                    speak(connection)
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            done.set()
            thread.join()


SLOW: dict[str, Callable[[socket.socket], None]] = {
    "silence": lambda _: None,
    "a header without end": lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nX: y\r\n"),
    "a body in drops": lambda connection: connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"
    ),
}


@pytest.mark.parametrize("speak", SLOW.values(), ids=SLOW)
def test_a_slow_authority_is_no_answer_in_time(speak: Callable[[socket.socket], None]) -> None:
    with slowly(speak) as address:
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            send(address, b"query", seconds=SOON)

    assert time.monotonic() - began < SOON + 2


@pytest.mark.parametrize(
    "address",
    [
        "tsa.example.org",
        "ftp://tsa.example.org/",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "http://a:b/",
        "",
    ],
)
def test_only_web_addresses_are_authorities(address: str) -> None:
    with pytest.raises(Fault, match="not an http"):
        check_address(address)


@pytest.mark.parametrize(
    "secret", ["http://me:secret@tsa.example.org/", "https://tsa.example.org/?key=secret"]
)
def test_no_password_goes_into_the_record_or_onto_the_screen(secret: str) -> None:
    with pytest.raises(Fault, match="no password") as refused:
        check_address(secret)

    assert "secret" not in str(refused.value)
