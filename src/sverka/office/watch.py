"""Watch the pages of somebody else's site: every answer that is new becomes evidence, its figures become counts.

The record is the observer's own. A look whose answer is the one before adds a line to a log and nothing else. Where
figures that were there before are others now, the correction says why: the page shows other figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sverka.domain.accounts import SeenIn
from sverka.domain.election import Election
from sverka.domain.ids import AccountId
from sverka.errors import Fault, Refused
from sverka.formats.captures import Capture, Same, format_capture
from sverka.formats.nearest import nearest
from sverka.formats.shown_page import Outcome, shown_on
from sverka.formats.watched_pages import WatchedPage
from sverka.office.chain import Chain
from sverka.office.delivery import Delivery, document_of
from sverka.office.folder import ElectionFolder, State
from sverka.office.looking import is_loopback, look
from sverka.office.take_in import take_in
from sverka.office.watch_log import Line, WatchLog
from sverka.publish.watching.looks import captures_in

REASON = "the page shows other figures"
LEAST_SECONDS = 10  # between two looks at somebody else's server
MOST_NAME = 120  # letters of a file name
TRIES = 5  # where others write to the same record

Looker = Callable[[WatchedPage, datetime, Same], Capture]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What came of one look.

    `kept` : hash of the capture in `evidence/`; "" where the answer is the one before
    `new`, `changed` : counts that were taken in from it
    `trouble` : why figures that could be read were not taken in
    """

    page: WatchedPage
    at: datetime
    outcome: Outcome
    status: int = 0
    note: str = ""
    kept: str = ""
    new: int = 0
    changed: int = 0
    trouble: str = ""


def check_interval(pages: Sequence[WatchedPage], seconds: float) -> None:
    """Refuse to ask somebody else's server more often than is polite."""
    near = next((page for page in pages if not is_loopback(page.url)), None)
    if seconds < LEAST_SECONDS and near is not None:
        raise Refused(
            "R551",
            f"{near.url} would be asked every {seconds:g} seconds",
            cure=f"give --every {LEAST_SECONDS} or more",
        )


def account_of(election: Election, page: WatchedPage, told: str = "") -> AccountId:
    """Whose counts a page's figures are: as told, as its description says, or the one account of a published page."""
    given = page.account or told
    if given:
        if given not in election.accounts:
            cure = nearest(given, list(election.accounts))
            raise Fault(f"there is no account {given!r}", place="--account", cure=cure)
        return AccountId(given)
    pages = [id_ for id_, each in election.accounts.items() if each.seen_in is SeenIn.PUBLISHED_PAGE]
    if len(pages) != 1:
        listed = ", ".join(pages or election.accounts)
        what = "nothing says whose counts the page has"
        raise Fault(what, place=page.called, cure=f"give --account, one of: {listed}")
    return pages[0]


class Watch:
    """Some pages, watched into one election folder."""

    def __init__(
        self,
        folder: Path,
        pages: Sequence[WatchedPage],
        *,
        account: str = "",
        holder: str = "",
        looker: Looker = lambda page, at, same: look(page, at, same=same),
    ) -> None:
        self.folder, self.pages = ElectionFolder(folder), tuple(pages)
        self.holder, self.looker = holder, looker
        state = self.folder.open()
        self.election = state.election
        self.accounts = {page.url: account_of(state.election, page, account) for page in pages}
        self.found: dict[str, Looked] = {}
        self.log = WatchLog(folder)
        self.same = dict(self.log.same_since_kept())
        self.last = {url: each.digest for url, each in last_captures(state).items()}

    def round(self, clock: Callable[[], datetime]) -> Iterator[Looked]:
        """One look at every page."""
        for page in self.pages:
            yield self._look(page, clock().replace(microsecond=0))

    def _look(self, page: WatchedPage, at: datetime) -> Looked:
        capture = self.looker(page, at, self.same.get(page.url, Same()))
        if capture.digest == self.last.get(page.url):
            before = self.same.get(page.url, Same())
            self.same[page.url] = Same(times=before.times + 1, last=at.isoformat())
            known = self.found.get(page.url) or self._looked(capture)
            looked = replace(known, at=at, kept="", new=0, changed=0, trouble="")
        else:
            looked = self._keep(capture)
            self.last[page.url], self.same[page.url] = capture.digest, Same()
        self.found[page.url] = looked
        line = Line(at=at.isoformat(), page=page.url, outcome=looked.outcome, kept=looked.kept)
        self.log.write(line)
        return looked

    def _looked(self, capture: Capture) -> Looked:
        account = self.accounts[capture.page.url]
        shown = shown_on(capture, self.election, account, holder=self.holder)
        return Looked(
            page=capture.page,
            at=capture.asked_at,
            outcome=shown.outcome,
            status=shown.status,
            note=shown.note,
        )

    def _keep(self, capture: Capture) -> Looked:
        """Keep a look; where others write to the record at the same moment, once more."""
        for left in reversed(range(TRIES)):
            try:
                return self._kept(capture)
            except Refused as refused:
                if refused.code != "R104" or not left:
                    raise
        raise AssertionError("the last try returns or raises")

    def _kept(self, capture: Capture) -> Looked:
        state = self.folder.open()
        self.election = state.election
        delivery, looked = self._delivery(capture), self._looked(capture)
        new, changed, trouble = 0, 0, ""
        if looked.outcome is Outcome.FIGURES:
            try:
                (taken,) = take_in(state, [delivery], received=delivery.claimed, reason=REASON)
                new, changed = taken.new, taken.changed
            except Fault as fault:
                trouble = str(fault)
        document = document_of(delivery, received=delivery.claimed)
        if not new and not changed:
            state.folder.append(
                Chain(state).link([document]), after=state.snapshot.size, evidence=[delivery.content]
            )
        return Looked(
            page=looked.page,
            at=looked.at,
            outcome=looked.outcome,
            status=looked.status,
            note=looked.note,
            kept=document.sha256,
            new=new,
            changed=changed,
            trouble=trouble,
        )

    def _delivery(self, capture: Capture) -> Delivery:
        """The look as a file that is handed in."""
        return Delivery(
            name=file_name(capture),
            content=format_capture(capture),
            account=self.accounts[capture.page.url],
            holder=self.holder,
            format="capture",
            claimed=capture.asked_at.isoformat(),
        )


def file_name(capture: Capture) -> str:
    """The address and the time, as a file may be called."""
    plain = re.sub(r"[^\w.=-]+", "_", capture.page.url.partition("://")[2]).strip("_")
    return f"{plain[:MOST_NAME]}_{capture.asked_at:%Y-%m-%dT%H-%M-%S}.warc"


def last_captures(state: State) -> Mapping[str, Capture]:
    """The last look at each page, by its address."""
    found = captures_in(state.snapshot, state.folder.evidence.get)
    return {capture.page.url: capture for _, _, capture in found}
