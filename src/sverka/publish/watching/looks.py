"""The kept looks at each watched page, in order, with what each showed and how long the page stayed so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sverka.domain.election import Election
from sverka.domain.ids import AccountId
from sverka.errors import Fault
from sverka.formats.captures import MEDIA_TYPE, Capture, parse_capture
from sverka.formats.shown_page import Outcome, ShownPage, shown_on
from sverka.formats.watched_pages import WatchedPage
from sverka.record.facts import DocumentFact
from sverka.record.snapshot import Snapshot

ReadEvidence = Callable[[str], bytes]


@dataclass(frozen=True, kw_only=True)
class Look:
    """One kept look.

    `entry`, `sha256` : where in the record, and which file of evidence
    `at` : when the page was asked · `last` : when it was last seen to answer the same, in the election's zone
    """

    entry: int
    sha256: str
    page: WatchedPage
    at: datetime
    last: datetime
    shown: ShownPage

    @property
    def has_figures(self) -> bool:
        """Whether the page showed figures."""
        return self.shown.outcome is Outcome.FIGURES


def captures_in(snapshot: Snapshot, read: ReadEvidence) -> Iterator[tuple[int, DocumentFact, Capture]]:
    """The captures that a record keeps, in its order: entry, fact, and what the file says."""
    seen: set[str] = set()
    for entry, fact in snapshot.documents.items():
        if fact.media_type != MEDIA_TYPE or fact.sha256 in snapshot.withheld or fact.sha256 in seen:
            continue
        seen.add(fact.sha256)
        content = read(fact.sha256)
        try:
            yield entry, fact, parse_capture(content, fact.file or fact.sha256)
        except Fault:
            continue  # a web archive that somebody else made: a paper like any other


def looks_at(election: Election, snapshot: Snapshot, read: ReadEvidence) -> Mapping[str, tuple[Look, ...]]:
    """By address of the page, its looks in the order of time."""
    zone = ZoneInfo(election.timezone)
    found: dict[str, list[Look]] = defaultdict(list)
    for entry, fact, capture in captures_in(snapshot, read):
        looks, at = found[capture.page.url], capture.asked_at.astimezone(zone)
        if looks and capture.same.last:
            last = datetime.fromisoformat(capture.same.last).astimezone(zone)
            looks[-1] = replace(looks[-1], last=last)
        shown = shown_on(capture, election, AccountId(fact.account), holder=fact.holder)
        looks.append(Look(entry=entry, sha256=fact.sha256, page=capture.page, at=at, last=at, shown=shown))
    return {url: tuple(looks) for url, looks in found.items()}


def watched_at(snapshot: Snapshot) -> int:
    """The size of a record at which the last capture came in, or was withheld; 0 where there is none."""
    entries = (entry for entry, fact in snapshot.documents.items() if fact.media_type == MEDIA_TYPE)
    return 1 + max(entries, default=-1)
