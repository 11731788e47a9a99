"""Asking a witness for its cosignature: c2sp.org/tlog-witness, the client's side.

A witness says itself which size it knows (409), so whoever asks need not remember it: a wrong guess costs
one request more.
"""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from sverka.tlog.checkpoint import Checkpoint, parse_checkpoint
from sverka.tlog.cosignature import check_cosignature
from sverka.tlog.errors import TlogError
from sverka.tlog.note import Note, Signature, parse_note, parse_signatures
from sverka.tlog.policy import PolicyWitness
from sverka.tlog.witnessing import AddCheckpoint, format_add_checkpoint, parse_size

SECONDS = 10.0  # for one request, from connecting to the last byte
MOST_BYTES = 64 * 1024
MOST_TRIES = 3  # a witness may sign for another asker between two tries
MOST_SHOWN = 200  # characters of what a witness says in words


class Reply(StrEnum):
    """What came of asking one witness."""

    COSIGNED = "cosigned"
    SILENT = "silent"  # no address, no connection, no answer in time
    REFUSED = "refused"  # it answers, and does not sign
    WRONG = "wrong"  # it answers with something that is no cosignature of this checkpoint by its key
    AHEAD = (
        "ahead"  # it has co-signed a larger tree: this record was rolled back, or someone else has its key
    )
    INCONSISTENT = "inconsistent"  # it says that this tree does not continue the one it co-signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one witness answered."""

    witness: str
    reply: Reply
    signature: Signature | None = None
    cosigned_at: int = 0  # seconds since 1970, by the clock of the witness
    known: int = 0  # the size that it knows now, as far as we do
    why: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer over HTTP, without its headers: its status says what its body is."""

    status: int
    body: bytes


Prove = Callable[[int], Sequence[bytes]]
"""The proof that the first so many entries begin the tree of the checkpoint."""

Post = Callable[[str, bytes], Response]
"""Sends a body to an address; raises OSError where no whole answer comes."""


def post(address: str, body: bytes) -> Response:
    """Send a body to an address, for `SECONDS` at most, however slowly the other side speaks."""
    started = time.monotonic()
    try:
        with closing(_connection(address)) as connection:
            connection.connect()
            ended = threading.Timer(SECONDS, _hang_up, (connection.sock,))
            ended.start()
            try:
                connection.request("POST", _path(address), body, {"Content-Type": "application/octet-stream"})
                response = connection.getresponse()
                content = response.read(MOST_BYTES + 1)
            finally:
                ended.cancel()
    except (http.client.HTTPException, ValueError) as error:
        raise OSError(f"no answer over HTTP: {type(error).__name__}") from error
    if time.monotonic() - started >= SECONDS:
        raise TimeoutError
    if len(content) > MOST_BYTES or response.length:
        raise OSError("an answer too long, or broken off")
    return Response(response.status, content)


def ask(
    witness: PolicyWitness, checkpoint: bytes, prove: Prove, *, guess: int = 0, post: Post = post
) -> Answer:
    """The witness's cosignature of a checkpoint, or why there is none; never an exception of its making."""
    note = parse_note(checkpoint)
    size, known = parse_checkpoint(note.text).size, guess
    if _has_signed(note, witness):
        known = size
    for _ in range(MOST_TRIES):
        question = AddCheckpoint(known, tuple(prove(known)) if known else (), checkpoint)
        try:
            response = post(f"{witness.url.rstrip('/')}/add-checkpoint", format_add_checkpoint(question))
            if response.status != 409:
                return _answer(witness, note, response, known)
            known = parse_size(response.body)
        except OSError as error:
            return Answer(witness=witness.name, reply=Reply.SILENT, known=known, why=_reason(error))
        except TlogError as error:
            return Answer(witness=witness.name, reply=Reply.WRONG, known=known, why=str(error))
        if known > size:
            return Answer(witness=witness.name, reply=Reply.AHEAD, known=known)
    return Answer(witness=witness.name, reply=Reply.REFUSED, known=known, why="it is being asked by another")


def _answer(witness: PolicyWitness, note: Note, response: Response, known: int) -> Answer:
    """What an answer other than "another size" means; a signature is believed when it is checked."""
    if response.status != 200:
        reply = Reply.INCONSISTENT if response.status == 422 else Reply.REFUSED
        words = " ".join(response.body.decode("utf-8", "replace").split())
        why = f"{response.status} {words}"[:MOST_SHOWN]
        return Answer(witness=witness.name, reply=reply, known=known, why=why)
    checkpoint: Checkpoint = parse_checkpoint(note.text)
    for signature in parse_signatures(response.body.decode("utf-8", "replace")):
        if (signature.name, signature.key_id) == (witness.key.name, witness.key.key_id):
            cosigned_at = check_cosignature(note.text, signature, witness.key)
            return Answer(
                witness=witness.name,
                reply=Reply.COSIGNED,
                signature=signature,
                cosigned_at=cosigned_at,
                known=checkpoint.size,
            )
    return Answer(witness=witness.name, reply=Reply.WRONG, known=known, why="no line by the witness's key")


def _has_signed(note: Note, witness: PolicyWitness) -> bool:
    names = {(signature.name, signature.key_id) for signature in note.signatures}
    return (witness.key.name, witness.key.key_id) in names


def _connection(address: str) -> http.client.HTTPConnection:
    """A connection to an http or https address; redirections are not followed, and no proxy is asked."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise OSError("no http address")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    return kind(parts.hostname, parts.port, timeout=SECONDS)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _hang_up(connection: socket.socket) -> None:
    """Wake up whoever waits for the other side."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _reason(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {SECONDS:.0f} seconds"
    return error.strerror or str(error)
