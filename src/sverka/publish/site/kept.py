"""A page as it is kept for ever: the bytes that were published, its links turned to what is kept, and a line above.

::

    at/412/ky/index.html            links area/osh.html        -> ../../398/ky/area/osh.html   kept, last changed at 398
                                    links station/0001.html    -> ../../../ky/station/0001.html  as it is now
                                    loads ../static/site-….css -> ../../../static/site-….css

Nothing else changes: whoever makes the page again (`sverka publish DIR --at 412`) and turns its links gets these bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from posixpath import dirname, normpath, relpath

from markupsafe import Markup

from sverka.publish.site.notice import after_main

AT = "at"  # the folder of everything that is kept
LINK = re.compile(rb'(\s(?:href|src|action|data-href|data-src)=")([^"]*)(")')
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|/", re.IGNORECASE)

KINDS = ("contest/", "area/")  # of pages, beside the overview
FILES = ("data/results.json",)
FOLDERS_OF_FILES = ("data/areas/",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """What a kept page says above its content; `history` is where all publications are listed, "" where nowhere."""

    text: str
    now: str
    all_of_them: str = ""
    history: str = ""


def is_kept(path: str) -> bool:
    """Whether every version of a file of the site is kept.

    >>> [is_kept(path) for path in ("ky/index.html", "ky/area/osh.html", "ky/station/1.html", "data/areas/osh.json")]
    [True, True, False, True]
    """
    return is_kept_page(path) or path in FILES or path.startswith(FOLDERS_OF_FILES)


def is_kept_page(path: str) -> bool:
    """Whether every version of a page is kept: overviews, contests and areas."""
    language, _, page = path.partition("/")
    return len(language) == 2 and (page == "index.html" or page.startswith(KINDS))


def kept_at(name: str, path: str) -> str:
    """Where the version of a file lies that a publication brought.

    >>> kept_at("412", "ky/index.html")
    'at/412/ky/index.html'
    """
    return f"{AT}/{name}/{path}"


def kept_page(html: bytes, path: str, name: str, versions: Mapping[str, str], banner: Banner) -> bytes:
    """The page at `path` of a site as it is kept under the name of a publication.

    `versions` : the name of the publication that brought the version of each kept file, this publication's included
    """
    turned = LINK.sub(_turning(path, kept_at(name, path), versions), html)
    return after_main(turned, _banner(path, kept_at(name, path), banner))


def _turning(path: str, kept: str, versions: Mapping[str, str]) -> Callable[[re.Match[bytes]], bytes]:
    """Turns one link of a page to where what it leads to lies, seen from where the page is kept."""
    here, there = dirname(path), dirname(kept)
    known: dict[bytes, bytes] = {}

    def turned(link: bytes) -> bytes:
        address = link.decode()
        if not address or ELSEWHERE.match(address):
            return link
        end = min((at for sign in "?#" if (at := address.find(sign)) >= 0), default=len(address))
        target = _target(here, address[:end]) if end else path
        version = versions.get(target)
        lies = target if version is None else kept_at(version, target)
        return (_way(lies, there) + address[end:]).encode()

    def turn(found: re.Match[bytes]) -> bytes:
        link = found[2]
        if link not in known:
            known[link] = turned(link)
        return found[1] + known[link] + found[3]

    return turn


def _target(here: str, address: str) -> str:
    """What an address leads to from a folder."""
    folder, _, name = address.rpartition("/")
    return normpath(f"{here}/{address}") if name in {"", ".", ".."} else f"{_folder(here, folder)}{name}"


def _way(target: str, there: str) -> str:
    """The way to a file from a folder."""
    folder, _, name = target.rpartition("/")
    return f"{_folders_way(folder, there)}{name}"


@lru_cache(maxsize=4096)
def _folder(here: str, folder: str) -> str:
    """A folder as it is called from the site's, with a slash at its end; links of a page lead to few of them."""
    found = normpath(f"{here}/{folder}")
    return "" if found == "." else f"{found}/"


@lru_cache(maxsize=4096)
def _folders_way(folder: str, there: str) -> str:
    """The way to a folder from another one."""
    way = relpath(folder or ".", there)
    return "" if way == "." else f"{way}/"


def _banner(path: str, kept: str, banner: Banner) -> bytes:
    there = dirname(kept)
    links = [(relpath(path, there), banner.now)]
    if banner.history:
        links.append((relpath(banner.history, there), banner.all_of_them))
    ways = Markup(" · ").join(Markup('<a href="{}">{}</a>').format(*link) for link in links)
    said = Markup('<div class="note notice kept" data-kept><p>{} {}</p></div>').format(banner.text, ways)
    return f"<!--kept-->{said}<!--/kept-->\n".encode()
