"""What was seen on watched pages, with the times: from when, until when, at which looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sverka.domain.election import Election
from sverka.publish.watching.codes import BETWEEN, Figure, Observed, PageCode
from sverka.publish.watching.looks import Look, ReadEvidence, looks_at, watched_at
from sverka.publish.watching.observed import observed
from sverka.record.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFinding:
    """One thing seen on one page, for as long as it was to be seen.

    `since` : the first look that showed it; of what is seen between two looks, when the one before was last confirmed
    `last` : when it was last seen · `until` : the first look that did not show it, None where none did yet
    `entries` : the looks that showed it, by their place in the record
    """

    page: str
    seen: Observed
    since: datetime
    last: datetime
    until: datetime | None
    entries: tuple[int, ...]

    @property
    def code(self) -> PageCode:
        """Its code in docs/checks.md."""
        return self.seen.code


@dataclass(frozen=True, kw_only=True)
class WatchReport:
    """The looks at every watched page, and what was seen on them, in the order of time.

    `size` : of the record when this last changed; 0 where it never kept a look
    """

    looks: Mapping[str, tuple[Look, ...]]
    findings: tuple[PageFinding, ...]
    size: int = 0


def watch_report(election: Election, snapshot: Snapshot, read: ReadEvidence) -> WatchReport:
    """Everything that a record's captures show; `read` gives a file of evidence by its hash."""
    looks = looks_at(election, snapshot, read)
    found = [finding for of_page in looks.values() for finding in findings_of(of_page, election)]
    found.sort(key=lambda each: (each.since, each.page))
    return WatchReport(looks=looks, findings=tuple(found), size=watched_at(snapshot))


def findings_of(looks: Sequence[Look], election: Election) -> Iterator[PageFinding]:
    """What was seen on one page."""
    open_: dict[tuple[str, ...], PageFinding] = {}
    figures: Look | None = None
    for look in looks:
        now = {each.key: each for each in observed(look, figures, election)}
        for key in [key for key in open_ if key not in now]:
            yield _ended(open_.pop(key), look.at)
        for key, seen in now.items():
            if seen.code in BETWEEN and figures is not None:
                yield _between(seen, figures, look)
            else:
                open_[key] = _longer(open_.get(key), seen, look)
        figures = look if look.has_figures else figures
    yield from open_.values()


def _longer(before: PageFinding | None, seen: Observed, look: Look) -> PageFinding:
    """A finding that begins at this look, or goes on; the figures are those of the look that shows it most."""
    return PageFinding(
        page=look.page.called,
        seen=seen if before is None or _weight(seen) > _weight(before.seen) else before.seen,
        since=look.at if before is None else before.since,
        last=look.last,
        until=None,
        entries=(*(() if before is None else before.entries), look.entry),
    )


def _weight(seen: Observed) -> Decimal:
    """How far what was seen is from what fits."""
    match seen.code:
        case PageCode.SHARES_OVER_100:
            return Decimal(seen.context["sum"])
        case PageCode.CONTROL:
            return abs(Decimal(_apart(seen.context, "left", "right")))
        case PageCode.NOT_THE_SUM:
            return abs(Decimal(_apart(seen.context, "shown", "parts")))
        case _:
            return Decimal(0)


def _apart(context: Mapping[str, Figure], one: str, other: str) -> int:
    return int(context[one]) - int(context[other])


def _ended(finding: PageFinding, until: datetime) -> PageFinding:
    return PageFinding(
        page=finding.page,
        seen=finding.seen,
        since=finding.since,
        last=finding.last,
        until=until,
        entries=finding.entries,
    )


def _between(seen: Observed, before: Look, look: Look) -> PageFinding:
    return PageFinding(
        page=look.page.called,
        seen=seen,
        since=before.last,
        last=look.at,
        until=look.at,
        entries=(before.entry, look.entry),
    )
