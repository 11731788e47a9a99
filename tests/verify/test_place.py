"""What the verifier says where the record cannot be read: 2, a sentence, and no traceback."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sverka_verify import main

ANSWERS = {
    "cut off": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc",
    "no HTTP": b"hello\r\n\r\n",
    "an error": b"HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n",
    "packed badly": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    "not there": b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n",
}


@pytest.fixture(params=ANSWERS)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that gives one answer to everything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, args=(server, ANSWERS[request.param]), daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def answer(server: socket.socket, content: bytes) -> None:
    for _ in range(9):
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.recv(4096)
            connection.sendall(content)


def test_an_answer_that_is_none_is_told_in_a_sentence(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([address]) == 2
    assert capsys.readouterr().err.startswith("could not run: ")


@pytest.mark.parametrize(
    "given", [[], ["--vkey", "no-such-file"], ["--vkey", "x+y"], ["--policy", "no-such-file"]]
)
def test_a_folder_that_is_no_record_is_told_in_a_sentence(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), *given]) == 2
    assert main([str(tmp_path / "nowhere"), *given]) == 2
    assert capsys.readouterr().err.count("could not run: ") == 2
