"""The witness over HTTP: two addresses, c2sp.org/tlog-witness, "HTTP Interface"."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from time import time

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from sverka.errors import Fault, SverkaError
from sverka.office.witness import PLAIN, Answer, Outcome, add_checkpoint, last_checkpoint
from sverka.office.witness_folder import Witness
from sverka.tlog.keys import format_vkey

MOST_BYTES = 256 * 1024  # 63 lines of proof and a checkpoint with a hundred signatures have 20 kB
SECONDS_TO_SEND = 10.0
SECONDS_KEPT_ALIVE = 15
AT_ONCE = 64  # connections; more are answered 503

Heard = Callable[[Answer], None]
Clock = Callable[[], int]


def app_of(witness: Witness, *, heard: Heard, clock: Clock = lambda: int(time())) -> Starlette:
    """The two addresses of the specification, and a page that says who this is."""

    async def add(request: Request) -> Response:
        read = await _body_of(request)
        answer = (
            read
            if isinstance(read, Answer)
            else await run_in_threadpool(add_checkpoint, witness, read, now=clock())
        )
        heard(answer)
        return _response(answer.text, answer.status, answer.media_type)

    def monitor(request: Request) -> Response:
        try:
            found = last_checkpoint(witness, request.path_params["origin_hash"])
        except SverkaError as error:
            heard(Answer(status=503, text="", outcome=Outcome.STOPPED, reason=str(error)))
            return _response("this witness cannot read its memory now\n", 503)
        if found is None:
            return _response("nothing was co-signed for such a log\n", 404)
        return _response(found)

    def about(_: Request) -> Response:
        vkey = format_vkey(witness.signer.verifier)
        return _response(f"A witness after c2sp.org/tlog-witness. Its key:\n{vkey}\n")

    return Starlette(
        routes=[
            Route("/", about),
            Route("/add-checkpoint", add, methods=["POST"]),
            Route("/{origin_hash}/checkpoint", monitor),
        ]
    )


def server_of(app: Starlette) -> uvicorn.Server:
    """What answers on the sockets it is run with, until the process is told to stop."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        limit_concurrency=AT_ONCE,
        timeout_keep_alive=SECONDS_KEPT_ALIVE,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


def listen(host: str, port: int, *, option: str = "--port") -> socket.socket:
    """A socket that listens already; port 0 takes a free one. `option` is how a person says another one."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        is_errno = error.errno is not None and not isinstance(error, socket.gaierror)
        why = os.strerror(error.errno or 0) if is_errno else error.strerror
        raise Fault(f"cannot listen: {why}", place=f"{host}:{port}", cure=f"give another {option}") from error
    # Connections inherit it; asyncio sets it only on sockets that name their protocol. Without, an answer takes 40 ms.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _response(text: str | bytes, status: int = 200, media_type: str = PLAIN) -> Response:
    """Starlette would put a charset behind `text/x.tlog.size`, which the specification does not have."""
    return Response(text, status, headers={"content-type": media_type})


async def _body_of(request: Request) -> bytes | Answer:
    """What was sent, or why it is not read to its end."""
    try:
        return await asyncio.wait_for(_read(request), SECONDS_TO_SEND)
    except TimeoutError:
        return _unread(408, f"not sent within {SECONDS_TO_SEND:.0f} seconds")
    except ClientDisconnect:
        return _unread(400, "broke off")
    except OverflowError:
        return _unread(413, f"more than {MOST_BYTES} bytes")


async def _read(request: Request) -> bytes:
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said) > MOST_BYTES:
        raise OverflowError
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise OverflowError
    return b"".join(parts)


def _unread(status: int, why: str) -> Answer:
    return Answer(status=status, text=f"{why}\n", outcome=Outcome.MALFORMED, reason=why)
