"""Reading from an address: whole, or a fault."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sverka.errors import Fault
from sverka.office.addresses import read_address

TABLE = b"station,A\n0001,10\n"
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


@contextmanager
def serving(answer: bytes) -> Iterator[str]:
    """The address of a server that gives one answer, whatever it is asked, and closes the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)

        thread = threading.Thread(target=once)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/counts.csv"
        thread.join()


def test_an_address_gives_a_name_and_bytes() -> None:
    with serving(HEAD + b"Content-Length: %d\r\n\r\n" % len(TABLE) + TABLE) as address:
        assert read_address(address) == ("counts.csv", TABLE)


def test_a_server_that_says_no_length_is_read_to_its_end() -> None:
    with serving(HEAD + b"\r\n" + TABLE) as address:
        assert read_address(address) == ("counts.csv", TABLE)


def test_an_answer_that_breaks_off_is_no_table() -> None:
    with (
        serving(HEAD + b"Content-Length: 1000\r\n\r\n" + TABLE) as address,
        pytest.raises(Fault, match="broke off"),
    ):
        read_address(address)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"no HTTP\r\n\r\n",
        b"",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n9\r\nsta",
    ],
)
def test_what_is_no_answer_is_a_fault(answer: bytes) -> None:
    with serving(answer) as address, pytest.raises(Fault, match=r"check the address|run the command again"):
        read_address(address)
