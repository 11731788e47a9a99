"""Which pages of somebody else's site are watched, and how each is read (`watch.toml`).

::

    [[pages]]
    url = "https://results.example/api/election/91/ballot-count?type=1&id=0"
    format = "pcos"                                  # the commission's results API
    contest = "parties"
    mapping = { unit = { area = "kg" }, rows = { p3 = "6", p8 = "10" } }

    [[pages]]
    name = "regions"                                 # how reports call it
    url = "https://results.example/regions.json"     # format = "json": by paths, where nothing else is said
    contest = "parties"
    share = "regions[*].lists[*].percent"            # the share that is shown beside each figure
    [pages.mapping]
    shape = "long"
    area = "regions[*].id"
    selection = "regions[*].lists[*].name"
    votes = "regions[*].lists[*].votes"

In the shape "wide" shares are named one by one: `shares = { "gerb.percent" = "gerb" }`. A mapping is what a file has
that is taken in by hand (`mappings.py`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from sverka.errors import Fault
from sverka.formats.faults import quoted, refuse_all
from sverka.formats.mappings import ColumnMapping, mapping_of
from sverka.formats.shape_faults import shape_faults

CURE = "docs/watching.md shows one."


class WatchedPage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One page: where it lies, how it is read, and where its shares stand.

    `share` : the path of the share beside each figure, in the shape "long" and "column"
    `shares` : the path of each share and the selection it is of, in the shape "wide"
    """

    url: str
    name: str = ""
    format: Literal["pcos", "json"] = "json"
    account: str = ""
    contest: str = ""
    mapping: dict[str, Any] = {}
    share: str = ""
    shares: dict[str, str] = {}

    @property
    def called(self) -> str:
        """What a report calls it."""
        return self.name or self.url

    @property
    def columns(self) -> ColumnMapping | None:
        """How its figures are read; None where only the format says it."""
        said = {**self.mapping, **({"contest": self.contest} if self.contest else {})}
        return mapping_of(said, f"{self.called}, mapping") if said else None


class _Pages(Struct, frozen=True, forbid_unknown_fields=True):
    pages: list[WatchedPage]


def load_pages(text: str, name: str) -> list[WatchedPage]:
    """The pages in a `watch.toml`, or everything that is wrong with it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Fault(f"this is not TOML: {error}", place=name, cure=CURE) from None
    refuse_all([_within(fault, name) for fault in shape_faults(data, _Pages)], name)
    pages = msgspec.convert(data, _Pages).pages
    refuse_all([*_wrong(pages, name)], name)
    return pages


def page_at(url: str) -> WatchedPage:
    """The page behind an address that a person gives by itself: an answer of the commission's results API."""
    page = WatchedPage(url=url, format="pcos")
    refuse_all([*_wrong([page], "the address")], "the address")
    return page


def page_of(data: Mapping[str, Any], name: str) -> WatchedPage:
    """The page that a capture says it is of."""
    try:
        return msgspec.convert(data, WatchedPage)
    except msgspec.ValidationError as error:
        raise Fault(f"its page cannot be read: {error}", place=name, cure=CURE) from None


def _within(fault: Fault, name: str) -> Fault:
    return Fault(fault.what, place=f"{name}, {fault.place}" if fault.place else name, cure=fault.cure)


def _wrong(pages: Sequence[WatchedPage], name: str) -> Iterator[Fault]:
    if not pages:
        yield Fault("there is no page in it", place=name, cure=CURE)
    called = [page.called for page in pages]
    for at, page in enumerate(pages):
        place = f"{name}, pages[{at + 1}]"
        if urlsplit(page.url).scheme not in {"http", "https"} or not urlsplit(page.url).hostname:
            yield Fault(f"{quoted(page.url)} is no http(s) address", place=f"{place}, url", cure=CURE)
        elif not page.url.isascii():
            cure = "Copy it from a browser's address bar, with % signs for other letters."
            yield Fault("the address has letters beyond ASCII", place=f"{place}, url", cure=cure)
        if page.called in called[:at]:
            cure = "Give each page a name of its own."
            yield Fault(f"two pages are called {quoted(page.called)}", place=place, cure=cure)
        if page.format == "json" and not page.mapping:
            cure = "Say by paths where its figures stand: [pages.mapping]."
            yield Fault("nothing says how this page is read", place=f"{place}, mapping", cure=cure)
        if page.format == "pcos" and (page.share or page.shares):
            cure = "Leave it out: this format says itself where its shares stand."
            yield Fault("paths of shares mean nothing here", place=f"{place}, share", cure=cure)
        yield from _wrong_mapping(page, place)


def _wrong_mapping(page: WatchedPage, place: str) -> Iterator[Fault]:
    try:
        page.columns  # noqa: B018 - read for what is wrong with it
    except Fault as fault:
        yield Fault(str(fault), place=place)
