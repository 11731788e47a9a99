"""One look at a page of somebody else's site: what is sent and what comes back, byte for byte, and nothing more.

The request is plain HTTP/1.1 and asks for the page as it is (`Accept-Encoding: identity`). A page that sends us on is
followed on the same host, never to another one. What comes back has a limit of bytes and of time; what came until
then is kept.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from contextlib import closing
from datetime import datetime
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from sverka import __version__
from sverka.errors import Fault
from sverka.formats.captures import Capture, Exchange, Same, answer_of
from sverka.formats.watched_pages import WatchedPage

MOST = 16 << 20  # bytes of one answer
SECONDS = 30.0  # for one answer, from the connection to its last byte
MOST_HOPS = 3
PIECE = 2**16
SENT_ON = (301, 302, 303, 307, 308)
PORTS = {"http": 80, "https": 443}


def look(page: WatchedPage, asked_at: datetime, *, same: Same, seconds: float = SECONDS) -> Capture:
    """What a page answers now, or why it does not; never raises for what the other side does."""
    exchanges: list[Exchange] = []
    url, trouble = page.url, ""
    for _ in range(MOST_HOPS + 1):
        exchange, trouble = _exchange(url, seconds)
        exchanges.append(exchange)
        onward = "" if trouble else _sent_on_to(exchange)
        if not onward:
            break
        if not _same_host(onward, page.url):
            trouble = f"sent on to {onward}, which is another host"
            break
        url = onward
    else:
        trouble = f"sent on more than {MOST_HOPS} times"
    return Capture(page=page, asked_at=asked_at, exchanges=tuple(exchanges), trouble=trouble, same=same)


def is_loopback(url: str) -> bool:
    """Whether a page lies on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def request_of(url: str) -> bytes:
    """The bytes that ask for an address."""
    parts = urlsplit(url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    lines = [
        f"GET {target} HTTP/1.1",
        f"Host: {_host_of(parts)}",
        f"User-Agent: sverka/{__version__}",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    ]
    try:
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")
    except UnicodeEncodeError:
        cure = "write it as a browser's address bar copies it, with % signs for other letters"
        raise Fault("the address has letters beyond ASCII", place=url, cure=cure) from None


def _host_of(parts: SplitResult) -> str:
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return shown if parts.port in (None, PORTS[parts.scheme]) else f"{shown}:{parts.port}"


def _exchange(url: str, seconds: float) -> tuple[Exchange, str]:
    """What was sent to one address, what came back, and what went wrong with it."""
    request = request_of(url)
    came = bytearray()
    try:
        with closing(_connected(url, seconds)) as connection:
            _converse(connection, request, came, time.monotonic() + seconds)
    except (OSError, ValueError) as error:  # ValueError: a port or name that is none
        whole = answer_of(bytes(came)) if came else None
        trouble = "" if whole and whole.whole and _ends(came) else _why(error, seconds)
    else:
        trouble = _wrong_with(bytes(came))
    return Exchange(url=url, request=request, response=bytes(came)), trouble


def _connected(url: str, seconds: float) -> socket.socket:
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or PORTS[parts.scheme])
    plain = socket.create_connection(address, timeout=seconds)
    if parts.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)
    except BaseException:
        plain.close()
        raise


def _converse(connection: socket.socket, request: bytes, came: bytearray, end: float) -> None:
    """Send, and read until the other side ends, or there is more or it takes longer than we take."""
    connection.sendall(request)
    while len(came) <= MOST:
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)
        piece = connection.recv(PIECE)
        if not piece:
            return
        came += piece


def _wrong_with(raw: bytes) -> str:
    if not raw:
        return "no answer: the connection was closed"
    if len(raw) > MOST:
        return f"more than {MOST} bytes, and we take no more"
    answer = answer_of(raw)
    if answer is None:
        return "what came back is no HTTP answer"
    return "" if answer.whole else "the answer broke off"


def _ends(came: bytearray) -> bool:
    """Whether an answer says itself where it ends; one that does not is whole only when the connection ends."""
    head = bytes(came).partition(b"\r\n\r\n")[0].lower()
    return b"\ncontent-length:" in head or b"\ntransfer-encoding:" in head


def _why(error: OSError | ValueError, seconds: float) -> str:
    if isinstance(error, TimeoutError):
        return f"no whole answer in {seconds:g} seconds"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"no answer: its certificate is not valid ({error.verify_message})"
    return f"no answer: {getattr(error, 'strerror', None) or error}"


def _sent_on_to(exchange: Exchange) -> str:
    answer = answer_of(exchange.response)
    if answer is None or answer.status not in SENT_ON or not answer.location:
        return ""
    return urljoin(exchange.url, answer.location)


def _same_host(onward: str, url: str) -> bool:
    there, here = urlsplit(onward), urlsplit(url)
    return there.scheme in PORTS and (there.hostname or "").lower() == (here.hostname or "").lower()
