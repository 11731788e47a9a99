"""Findings that say the same of several places at once, together: a country and all of its regions are one event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sverka.domain.counts import Unit
from sverka.domain.election import Election
from sverka.domain.ids import AreaId
from sverka.publish.watching.report import PageFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """One finding for several: that of the largest place, and of how many more places the same was seen."""

    first: PageFinding
    others: int = 0


def alike(findings: Sequence[PageFinding], election: Election) -> tuple[Alike, ...]:
    """The findings, those of one code, page, contest and time as one, in the order of time."""
    together: dict[tuple[object, ...], list[PageFinding]] = {}
    for each in findings:
        key = (each.code, each.page, each.seen.contest, each.seen.detail, each.since, each.until)
        together.setdefault(key, []).append(each)
    return tuple(
        Alike(first=min(found, key=lambda each: _depth(each, election)), others=len(found) - 1)
        for found in together.values()
    )


def _depth(finding: PageFinding, election: Election) -> int:
    """How many areas lie above a place; a station lies beneath all of them."""
    if finding.seen.of is Unit.STATION:
        return len(election.places.areas)
    area = AreaId(finding.seen.unit)
    return sum(1 for _ in election.places.above(area)) if area in election.places.areas else 0
