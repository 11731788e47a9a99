"""The witness over HTTP: exactly the answers of the specification, and no request that wears it down."""

from __future__ import annotations

import hashlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sverka.errors import Fault
from sverka.office import witness_server
from sverka.office.witness import Answer, Outcome, trust
from sverka.office.witness_folder import MEMORY, Witness, new_witness
from sverka.office.witness_server import AT_ONCE, MOST_BYTES, app_of, listen, server_of
from sverka.tlog.keys import format_vkey
from tests.office.logs import Log

LOG = Log()
FORKED = Log(forked_at=5)
MONITOR = f"/{hashlib.sha256(LOG.origin.encode()).hexdigest()}/checkpoint"


@dataclass
class Running:
    """A witness that answers on loopback; its clock is set by hand."""

    witness: Witness
    port: int = 0
    clock: int = 1_800_000_000
    heard: list[Answer] = field(default_factory=list)

    def now(self) -> None:
        """Set its clock by that of this machine."""
        self.clock = int(time.time())

    def ask(
        self, path: str = "/add-checkpoint", body: bytes | None = None, method: str | None = None
    ) -> tuple[int, str, bytes]:
        """Status, type and body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method or ("GET" if body is None else "POST"), path, body)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers.get("Content-Type", ""), content


@contextmanager
def answering(witness: Witness) -> Iterator[Running]:
    """A witness while it answers."""
    state = Running(witness)
    server = server_of(app_of(witness, heard=state.heard.append, clock=lambda: state.clock))
    with listen("127.0.0.1", 0) as listening:
        state.port = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield state
        server.should_exit = True
        thread.join()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A witness that trusts one log."""
    witness = new_witness("party.example/w1", tmp_path)
    trust(witness, LOG.signer.verifier)
    with answering(witness) as state:
        yield state


PLAIN = "text/plain; charset=utf-8"


def wait_until(done: Callable[[], bool]) -> None:
    """Ask again for a few seconds at most."""
    for _ in range(50):
        if done():
            return
        time.sleep(0.1)
    raise AssertionError("it never came")


def test_each_answer_has_its_status_type_and_body(running: Running) -> None:
    status, media_type, body = running.ask(body=LOG.question(0, 10))
    assert (status, media_type) == (200, PLAIN)
    assert body.startswith("— party.example/w1 ".encode())
    assert body.endswith(b"\n")
    assert running.ask(body=LOG.question(0, 12)) == (409, "text/x.tlog.size", b"10\n")
    assert running.ask(body=LOG.question(10, 12))[0] == 200
    for question, expected in (
        (b"nonsense", 400),
        (Log(seed=bytes(32)).question(12, 13), 403),
        (Log(origin="unknown.example").question(0, 1), 404),
        (FORKED.question(12, 12), 422),
    ):
        status, media_type, body = running.ask(body=question)
        assert (status, media_type) == (expected, PLAIN)
        assert body.endswith(b"\n")
    running.clock -= 60
    assert running.ask(body=LOG.question(12, 13))[:2] == (503, PLAIN)
    assert [answer.outcome for answer in running.heard][:3] == [Outcome.FIRST, Outcome.BEHIND, Outcome.GROWN]


def test_the_last_checkpoint_is_there_once_it_is_cosigned(running: Running) -> None:
    assert running.ask(MONITOR)[0] == 404
    cosignature = running.ask(body=LOG.question(0, 10))[2]

    status, _, content = running.ask(MONITOR)

    assert status == 200
    assert content == LOG.checkpoint(10) + cosignature


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("GET", "/add-checkpoint", 405),
        ("PUT", "/add-checkpoint", 405),
        ("POST", MONITOR, 405),
        ("POST", "/", 405),
        ("GET", f"/{'0' * 64}/checkpoint", 404),
        ("GET", "/..%2Fkey/checkpoint", 404),
        ("GET", "/key", 404),
        ("POST", "/sign-subtree", 404),
        ("GET", "/", 200),
    ],
)
def test_every_other_address_and_method_is_refused(
    running: Running, method: str, path: str, status: int
) -> None:
    answered, _, body = running.ask(path, b"" if method != "GET" else None, method)

    assert answered == status
    assert (format_vkey(running.witness.signer.verifier) in body.decode()) == (path == "/" and status == 200)
    assert b"PRIVATE" not in body


def chunked(port: int, parts: int) -> bytes:
    """The first line that answers a body in pieces of 64 kB whose length was not said."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"x" * 65536
        try:
            for _ in range(parts):
                connection.sendall(b"%x\r\n%b\r\n" % (len(piece), piece))
            connection.sendall(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass  # told to stop while sending
        return connection.makefile("rb").readline().strip()


def test_a_body_without_end_is_not_read(running: Running) -> None:
    assert running.ask(body=b"x" * (MOST_BYTES + 1))[0] == 413
    assert b" 413 " in chunked(running.port, 5)
    assert b" 400 " in chunked(running.port, 3)
    assert running.ask(body=LOG.question(0, 10))[0] == 200


def test_a_body_that_does_not_come_is_not_waited_for(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness_server, "SECONDS_TO_SEND", 0.2)
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as connection:
        connection.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 100\r\n\r\nold")

        assert b" 408 " in connection.makefile("rb").readline()


def test_one_connection_serves_many_requests(running: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    used = set()
    for old, size in ((0, 5), (5, 6), (6, 6)):
        connection.request("POST", "/add-checkpoint", LOG.question(old, size))
        answer = connection.getresponse()
        answer.read()
        used.add(connection.sock.getsockname())
        assert answer.status == 200
    connection.close()

    assert len(used) == 1


def test_of_many_at_once_each_is_answered_and_one_is_signed(running: Running) -> None:
    running.ask(body=LOG.question(0, 10))
    histories = [Log(forked_at=10, word=f"history {at}").question(10, 20) for at in range(12)]
    with ThreadPoolExecutor(len(histories)) as pool:
        statuses = sorted(answer[0] for answer in pool.map(lambda body: running.ask(body=body), histories))

    assert statuses == [200] + [409] * (len(histories) - 1)


def test_a_witness_that_loses_its_memory_while_it_runs_stops_signing(running: Running) -> None:
    running.ask(body=LOG.question(0, 10))
    (running.witness.folder / MEMORY).unlink()

    assert running.ask(body=LOG.question(0, 10))[0] == 503
    assert running.ask(MONITOR)[0] == 503
    assert not (running.witness.folder / MEMORY).exists()


def test_connections_that_say_nothing_are_counted(running: Running) -> None:
    address = ("127.0.0.1", running.port)
    with ExitStack() as idle:
        for _ in range(AT_ONCE):
            idle.enter_context(socket.create_connection(address, timeout=20))
        assert running.ask(MONITOR)[0] == 503
    wait_until(lambda: running.ask(MONITOR)[0] == 404)


def test_a_port_that_is_taken_is_said() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(Fault, match="cannot listen"):
        listen("127.0.0.1", taken.getsockname()[1])
