"""The files that pages load: style and script under names that follow from their bytes.

::

    static/site-1f0c82aa.css  static/site-9be47d05.js     the first eight hex digits of SHA-256
    static/SverkaSans-Regular.woff2  static/favicon.svg   these never change

So a page never loads what belongs to another publication, and whoever serves them may keep them for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath

NAMED = ("site.css", "site.js", "history.js")
FIXED = ("favicon.svg",)
FONTS = ("SverkaSans-Regular.woff2", "SverkaSans-SemiBold.woff2", "OFL.txt")


def static_files() -> Iterator[tuple[str, bytes]]:
    """Every one of them: path in the site, and bytes."""
    yield from ((static_path(name), _bytes(name)) for name in NAMED)
    yield from ((f"static/{name}", _bytes(name)) for name in FIXED)
    for name in FONTS:
        yield f"static/{name}", files("sverka.publish").joinpath("fonts", name).read_bytes()


@cache
def static_path(name: str) -> str:
    """Where the style or the script lies, from the folder of the site."""
    path = PurePosixPath(name)
    return f"static/{hashed_name(path.stem, _bytes(name))}{path.suffix}"


def hashed_name(stem: str, content: bytes) -> str:
    """A name that other bytes would not have.

    >>> hashed_name("site", b"")
    'site-e3b0c442'
    """
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:8]}"


def _bytes(name: str) -> bytes:
    return files("sverka.publish.site").joinpath("static", name).read_bytes()
