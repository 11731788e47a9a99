"""Reading a file from an address."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from sverka.errors import Fault

MOST_BYTES = 2**30
SECONDS = 30


def read_address(address: str) -> tuple[str, bytes]:
    """The name and the bytes behind an http(s) address."""
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - the caller gave http(s)
            content = answer.read(MOST_BYTES + 1)
            missing = answer.length  # of what the server said it would send
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Fault(
            f"no answer: {reason}", place=address, cure="check the address, or save the file and give it"
        ) from error
    if len(content) > MOST_BYTES:
        raise Fault("more than 1 GiB", place=address, cure="save the file and give it")
    if missing:
        raise Fault("the answer broke off", place=address, cure="run the command again")
    return PurePosixPath(urlsplit(address).path).name or address, content
