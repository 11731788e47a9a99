"""Asking a time stamping authority over HTTP (RFC 3161 §3.4); whatever it does, an answer or a reason comes soon."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage
from queue import Empty, SimpleQueue
from typing import IO, Any
from urllib.parse import urlsplit

from sverka import __version__
from sverka.errors import Fault

SECONDS = 20.0
MOST_BYTES = 2**18  # a reply with three certificates has about 6 KB

Send = Callable[[str, bytes], bytes]
"""Sends a query to an address and gives what came back; raises `NoAnswer`."""


class NoAnswer(Exception):
    """An authority that could not be asked, or said nothing we can use; the message says why."""


def send(address: str, query: bytes, *, seconds: float = SECONDS) -> bytes:
    """What an authority answers to a query, within this time from the first step to the last byte."""
    answers: SimpleQueue[bytes | NoAnswer] = SimpleQueue()
    threading.Thread(target=lambda: answers.put(_asked(address, query, seconds)), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise NoAnswer(f"no whole answer in {seconds:g} seconds") from None
    if isinstance(answer, NoAnswer):
        raise answer
    return answer


def check_address(address: str) -> str:
    """The address of an authority, which will stand in the record for everyone to read."""
    try:
        parts = urlsplit(address)
        port_is_number = parts.port is None or parts.port >= 0
    except ValueError:
        parts, port_is_number = urlsplit(""), False
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_number:
        raise Fault("not an http(s) address", place=address, cure="write it like http://tsa.example.org/tsr")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Fault(
            "the address of an authority is published in the record: it can hold no password and no ?query",
            place=f"{parts.scheme}://{parts.hostname}",
            cure="use an authority, or a proxy of your own, that needs none",
        )
    return address


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A query goes where a person sent it and nowhere else."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        fp.close()
        raise NoAnswer(f"it sends us on to {newurl}: give that address if you trust it")


def _asked(address: str, query: bytes, seconds: float) -> bytes | NoAnswer:
    try:
        with urllib.request.build_opener(_NoRedirects).open(
            _request(address, query), timeout=seconds
        ) as answer:
            return _whole(answer)
    except NoAnswer as none:
        return none
    except urllib.error.HTTPError as error:
        error.close()
        return NoAnswer(f"HTTP {error.code}")
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        return NoAnswer(f"cannot be reached: {getattr(error, 'reason', error)}")


def _request(address: str, query: bytes) -> urllib.request.Request:
    headers = {
        "Content-Type": "application/timestamp-query",
        "Accept": "application/timestamp-reply",
        "User-Agent": f"sverka/{__version__}",
    }
    return urllib.request.Request(address, data=query, headers=headers)  # noqa: S310 - check_address


def _whole(answer: Any) -> bytes:
    """The body, if there is as much as was said and not too much."""
    content: bytes = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise NoAnswer(f"more than {MOST_BYTES} bytes")
    if answer.length:
        raise NoAnswer("the answer broke off")
    return content
