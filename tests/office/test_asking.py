"""Asking a witness: it is believed when its signature is checked, and whatever else it does is a line of the report."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sverka.office import asking
from sverka.office.asking import Answer, Reply, Response, ask, post
from sverka.office.witness import add_checkpoint, trust
from sverka.office.witness_folder import Witness, new_witness
from sverka.tlog.cosignature import check_cosignature, cosign
from sverka.tlog.keys import COSIGNATURE, Signer
from sverka.tlog.note import Note, format_note, format_signatures, parse_note
from sverka.tlog.policy import PolicyWitness
from tests.office.logs import Log

NOW = 1_800_000_000
LOG, FORKED = Log(), Log(forked_at=5)


@dataclass
class Wire:
    """A witness at the other end of a wire, and how often it was asked."""

    witness: Witness
    asked: list[bytes] = field(default_factory=list)

    @property
    def line(self) -> PolicyWitness:
        return PolicyWitness("w1", self.witness.signer.verifier, "http://w1.example/prefix/")

    def post(self, address: str, body: bytes) -> Response:
        assert address == "http://w1.example/prefix/add-checkpoint"
        self.asked.append(body)
        answer = add_checkpoint(self.witness, body, now=NOW)
        return Response(answer.status, answer.text.encode())


@pytest.fixture
def wire(tmp_path: Path) -> Wire:
    """A witness that trusts the log."""
    witness = new_witness("party.example/w1", tmp_path)
    trust(witness, LOG.signer.verifier)
    return Wire(witness)


def asked(
    wire: Wire, size: int, *, log: Log = LOG, guess: int = 0, checkpoint: bytes | None = None
) -> Answer:
    return ask(
        wire.line,
        checkpoint or log.checkpoint(size),
        lambda old: log.prove(old, size),
        guess=guess,
        post=wire.post,
    )


def test_a_cosignature_comes_back_checked(wire: Wire) -> None:
    answer = asked(wire, 10)

    assert (answer.reply, answer.cosigned_at, answer.known) == (Reply.COSIGNED, NOW, 10)
    text = parse_note(LOG.checkpoint(10)).text
    assert answer.signature is not None
    assert check_cosignature(text, answer.signature, wire.line.key) == NOW


@pytest.mark.parametrize("guess, requests", [(0, 2), (10, 1), (7, 2), (30, 2)])
def test_a_wrong_guess_costs_one_request_more(wire: Wire, guess: int, requests: int) -> None:
    asked(wire, 10)
    wire.asked.clear()

    assert asked(wire, 30, guess=guess).reply is Reply.COSIGNED
    assert len(wire.asked) == requests


def test_a_checkpoint_that_the_witness_has_signed_is_asked_about_at_its_own_size(wire: Wire) -> None:
    signature = asked(wire, 10).signature
    note = parse_note(LOG.checkpoint(10))
    assert signature is not None
    wire.asked.clear()

    again = asked(wire, 10, checkpoint=format_note(Note(note.text, (*note.signatures, signature))))

    assert again.reply is Reply.COSIGNED
    assert len(wire.asked) == 1


def test_a_witness_that_knows_more_than_the_record_has_is_told_of(wire: Wire) -> None:
    asked(wire, 30)

    answer = asked(wire, 10)

    assert (answer.reply, answer.known, answer.signature) == (Reply.AHEAD, 30, None)


def test_a_witness_that_says_inconsistent_is_told_of_with_its_reason(wire: Wire) -> None:
    asked(wire, 10)

    answer = asked(wire, 12, log=FORKED)

    assert (answer.reply, answer.known) == (Reply.INCONSISTENT, 10)
    assert answer.why.startswith("422 ")


def test_a_log_that_the_witness_does_not_trust_is_not_signed(wire: Wire) -> None:
    answer = asked(wire, 5, log=Log(origin="stranger.example"))

    assert (answer.reply, answer.why[:4]) == (Reply.REFUSED, "404 ")


OTHER = Signer("party.example/w1", COSIGNATURE, b"other" + bytes(27))
TEXT = parse_note(LOG.checkpoint(10)).text


def lines(text: str, signer: Signer) -> bytes:
    return format_signatures([cosign(text, signer, timestamp=NOW)]).encode()


STRANGE: dict[str, tuple[Callable[[Wire], Response], Reply]] = {
    "nothing": (lambda _: Response(200, b""), Reply.WRONG),
    "a page": (lambda _: Response(200, b"<html>ok</html>\n"), Reply.WRONG),
    "no text": (lambda _: Response(200, b"\xff\xfe\n"), Reply.WRONG),
    "another key": (lambda _: Response(200, lines(TEXT, OTHER)), Reply.WRONG),
    "another checkpoint": (
        lambda wire: Response(200, lines(parse_note(LOG.checkpoint(11)).text, wire.witness.signer)),
        Reply.WRONG,
    ),
    "a size that is none": (lambda _: Response(409, b"many\n"), Reply.WRONG),
    "a size with a sign": (lambda _: Response(409, b"-1\n"), Reply.WRONG),
    "the same size for ever": (lambda _: Response(409, b"5\n"), Reply.REFUSED),
    "a larger size": (lambda _: Response(409, b"11\n"), Reply.AHEAD),
    "the largest size": (lambda _: Response(409, b"9223372036854775807\n"), Reply.AHEAD),
    "an error": (lambda _: Response(500, b"sorry\x1b[2J\n"), Reply.REFUSED),
    "a redirection": (lambda _: Response(302, b""), Reply.REFUSED),
    "not now": (lambda _: Response(503, b"x" * 10_000), Reply.REFUSED),
}


@pytest.mark.parametrize("name", STRANGE)
def test_whatever_a_witness_answers_is_a_line_of_the_report(wire: Wire, name: str) -> None:
    strange, reply = STRANGE[name]

    answer = ask(wire.line, LOG.checkpoint(10), lambda old: LOG.prove(old, 10), post=lambda *_: strange(wire))

    assert (answer.reply, answer.signature) == (reply, None)
    assert len(answer.why) <= asking.MOST_SHOWN


def test_lines_by_keys_that_were_not_asked_for_are_passed_over(wire: Wire) -> None:
    """A witness may sign with several keys (tlog-witness, "add-checkpoint")."""
    both = lines(TEXT, Signer("another", COSIGNATURE, bytes(32))) + lines(TEXT, wire.witness.signer)

    answer = ask(
        wire.line, LOG.checkpoint(10), lambda old: LOG.prove(old, 10), post=lambda *_: Response(200, both)
    )

    assert (answer.reply, answer.cosigned_at) == (Reply.COSIGNED, NOW)


# --- the wire itself -------------------------------------------------------------------------------------------------


@contextmanager
def speaking(*pieces: bytes, pause: float = 0.0) -> Iterator[str]:
    """A server that takes one connection and says what it is told, a piece at a time; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def speak() -> None:
            with listening.accept()[0] as connection:
                try:
                    connection.recv(65536)
                    for piece in pieces:
                        connection.sendall(piece)
                        time.sleep(pause)
                except OSError:
                    pass  # whoever asked has hung up

        thread = threading.Thread(target=speak)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/add-checkpoint"
        thread.join()


def test_an_answer_is_its_status_and_its_body() -> None:
    with speaking(b"HTTP/1.1 409 Conflict\r\nContent-Length: 3\r\n\r\n10\n") as address:
        assert post(address, b"old 0") == Response(409, b"10\n")


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([b""], id="hangs up"),
        pytest.param([b"SSH-2.0\r\n\r\n"], id="speaks something else"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"], id="breaks off"),
        pytest.param(
            [b"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70000], id="says too much"
        ),
        pytest.param([b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 70000], id="says too much without saying how much"),
    ],
)
def test_what_is_no_whole_answer_is_none(pieces: list[bytes]) -> None:
    with speaking(*pieces) as address, pytest.raises(OSError, match=r".+"):
        post(address, b"old 0")


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"]
)
def test_a_witness_that_speaks_slowly_is_not_waited_for(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, first: bytes
) -> None:
    """Each byte comes in time, the whole answer never does."""
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    with speaking(first, *[b"x"] * 12, pause=0.1) as address:
        slow = PolicyWitness("w1", wire.line.key, address.removesuffix("/add-checkpoint"))
        started = time.monotonic()
        answer = ask(slow, LOG.checkpoint(10), lambda old: LOG.prove(old, 10))
        took = time.monotonic() - started

    assert answer.reply is Reply.SILENT
    assert took < 0.9


@pytest.mark.parametrize(
    "address", ["file:///etc/hosts", "http://", "gopher://w", "http://127.0.0.1:1/", "http://[::1"]
)
def test_an_address_where_nobody_is_stops_nothing(wire: Wire, address: str) -> None:
    nowhere = PolicyWitness("w1", wire.line.key, address)

    answer = ask(nowhere, LOG.checkpoint(10), lambda old: LOG.prove(old, 10))

    assert answer.reply is Reply.SILENT
    assert answer.why
