"""The server of the intake: uvicorn in a thread, with patience for no one who sends slowly.

Before its headers are there, a request has no application that could time it out. So the connection itself does:
whoever has not said what it wants after some seconds, or says it at great length, is hung up on.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from sverka.errors import Fault

SECONDS_TO_ASK = 10.0
SECONDS_KEPT_ALIVE = 30
MOST_HEADER_BYTES = 32 * 1024
AT_ONCE = 512  # connections; more are answered 503
SECONDS_TO_STOP = 5

Base: Any = object if TYPE_CHECKING else AutoHTTPProtocol


class Impatient(Base):  # type: ignore[misc] # httptools or h11, whichever there is
    """A connection that is closed where its request does not come."""

    hurry: asyncio.TimerHandle | None = None
    unasked = 0  # bytes that came since the last request was answered, or since the connection was made

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._hurry()

    def data_received(self, data: bytes) -> None:
        """Hang up on who says more than a request is long without asking anything."""
        if self.hurry is None and not self._is_asked():
            self._hurry()
        super().data_received(data)
        self.unasked = 0 if self._is_asked() else self.unasked + len(data)
        if self._is_asked():
            self._calm()
        elif self.unasked > MOST_HEADER_BYTES:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._calm()
        super().connection_lost(exc)

    def _is_asked(self) -> bool:
        """Whether a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def _hurry(self) -> None:
        self.hurry = self.loop.call_later(SECONDS_TO_ASK, self._hang_up)

    def _calm(self) -> None:
        if self.hurry is not None:
            self.hurry.cancel()
            self.hurry = None

    def _hang_up(self) -> None:
        self.hurry = None
        if not self._is_asked() and not self.transport.is_closing():
            self.transport.close()


def server_of(app: Starlette, *, certificate: Path | None = None, key: Path | None = None) -> uvicorn.Server:
    """What answers on the sockets it is run with; over TLS where there is a certificate."""
    config = uvicorn.Config(
        app,
        http=Impatient,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        proxy_headers=False,  # an address that its bearer can choose is none
        limit_concurrency=AT_ONCE,
        backlog=AT_ONCE,
        timeout_keep_alive=SECONDS_KEPT_ALIVE,
        timeout_graceful_shutdown=SECONDS_TO_STOP,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    try:
        config.load()
    except OSError as error:
        raise Fault(
            f"not a certificate and its key: {error.strerror or error}",
            place=str(certificate),
            cure="give both as PEM files: --certificate FILE --key FILE",
        ) from error
    return uvicorn.Server(config)


@contextmanager
def serving(server: uvicorn.Server, listening: socket.socket) -> Iterator[None]:
    """Answer in a thread until the block is done; then whoever waits is still answered."""
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="intake", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(2 * SECONDS_TO_STOP)
        listening.close()
