"""What a command and the running writer of a record say to each other.

One message each way: a `Request`, and the receipt or what went wrong. Messages are MessagePack, never
pickled: who can connect can hand in facts, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from sverka.errors import Fault, Refused, SverkaError
from sverka.office.writer_address import connected
from sverka.record.sequencer import Receipt, Submission


class Request(msgspec.Struct, frozen=True, omit_defaults=True):
    """Entries to record, or lines of witnesses to put under the checkpoint."""

    entries: tuple[bytes, ...] = ()
    after: int | None = None
    cosignatures: str = ""


class Reply(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the entries stand now, or what went wrong; `code` is that of a refusal."""

    indexes: tuple[int, ...] = ()
    size: int = 0
    code: str = ""
    what: str = ""
    place: str = ""
    cure: str = ""


encode = msgspec.msgpack.encode
decode_request = msgspec.msgpack.Decoder(Request).decode
decode_reply = msgspec.msgpack.Decoder(Reply).decode


def hand_over(
    origin: str, submission: Submission, *, when_found: Callable[[], object] = lambda: None
) -> Receipt | None:
    """Have the running writer record a submission; None where none runs.

    `when_found` is done before, and only where one runs: to put in place what the facts name.
    """
    reply = _asked(origin, Request(entries=submission.entries, after=submission.after), when_found)
    return None if reply is None else Receipt(indexes=reply.indexes, size=reply.size)


def hand_over_cosignatures(origin: str, lines: str) -> bool:
    """Have the running writer put lines of witnesses under the checkpoint; False where none runs."""
    return _asked(origin, Request(cosignatures=lines)) is not None


def reply_of(error: SverkaError) -> Reply:
    """What went wrong, as a message."""
    match error:
        case Refused():
            return Reply(code=error.code, what=error.what, cure=error.cure)
        case Fault():
            return Reply(what=error.what, place=error.place, cure=error.cure)
        case _:
            return Reply(what=str(error))


def _asked(origin: str, request: Request, when_found: Callable[[], object] = lambda: None) -> Reply | None:
    with connected(origin) as connection:
        if connection is None:
            return None
        when_found()
        try:
            connection.send_bytes(encode(request))
            reply = decode_reply(connection.recv_bytes())
        except (OSError, EOFError) as error:
            raise Fault(
                "the writer ended before it answered; whether it recorded the facts is not known",
                place=origin,
                cure="run the command again: what is recorded already is not recorded twice",
            ) from error
    return checked(reply)


def checked(reply: Reply) -> Reply:
    """A reply that says what was done; what went wrong is raised as it would be without a writer."""
    if reply.code:
        raise Refused(reply.code, reply.what, cure=reply.cure)
    if reply.what:
        raise Fault(reply.what, place=reply.place, cure=reply.cure)
    return reply


def submissions_of(requests: Sequence[Request]) -> list[Submission]:
    """What requests ask to be recorded."""
    return [Submission(entries=request.entries, after=request.after) for request in requests]
