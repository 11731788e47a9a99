"""What a history shows side by side: both counts of the default pair, and the left one where the right one is in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from sverka.domain.counts import Source
from sverka.domain.election import Contest, SelectionKind
from sverka.domain.ids import AreaId, SelectionId
from sverka.publish.areas import WHOLE
from sverka.publish.history.figures import Figures
from sverka.publish.language import Translator
from sverka.publish.legal import LEGAL
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.naming import base_name, source_name
from sverka.publish.totals import Coverage

ALMOST_ALL, NO_SHARE = -2, -1  # in place of a share: less than all, though it rounds to all; none


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One account through the publications; `same_as` : over no other stations than this one's sums are over.

    `base` : what shares are of · `note` : the same in a chart
    """

    source: Source
    same_as: Source | None
    name: str
    base: str
    note: str
    machine: bool

    @property
    def id(self) -> str:
        """What a chart calls it."""
        return f"{self.source}:{self.same_as}" if self.same_as else str(self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a track said at one publication: over which stations, with which votes and shares."""

    stations: Coverage
    votes: Mapping[SelectionId, int]
    shares: Mapping[SelectionId, Fraction | None]


def tracks(t: Translator, edition: Edition, figures: ContestFigures) -> tuple[Track, ...]:
    """The tracks of one contest, always the same three."""
    left, right = figures.left, figures.right
    names = {source: source_name(t, edition.election, source) for source in (left, right)}
    base = base_name(t, figures.contest, figures.contest.share_base)
    note = t._("% of {base}", base=base) if base else ""
    same = t._("{left}, where “{right}” is in", left=names[left], right=names[right])
    machine = {source: figures.results.by_machine(source) for source in names}
    return (
        Track(source=left, same_as=None, name=names[left], base=base, note=note, machine=machine[left]),
        Track(source=right, same_as=None, name=names[right], base=base, note=note, machine=machine[right]),
        Track(source=left, same_as=right, name=same, base=base, note=note, machine=machine[left]),
    )


def reading(figures: Figures | None, track: Track, area: AreaId = WHOLE) -> Reading | None:
    """What a track said; None where it had no figure."""
    if figures is None:
        return None
    key = ("reading", track.id, area)
    if key not in figures.memory:
        figures.memory[key] = _reading(figures, track, area)
    found: Reading | None = figures.memory[key]
    return found


def _reading(figures: Figures, track: Track, area: AreaId) -> Reading | None:
    total = figures.total(track.source, area, same_as=track.same_as)
    if total is None:
        return None
    shares = figures.shares(track.source, area, same_as=track.same_as)
    return Reading(
        stations=total.stations,
        votes=total.selections,
        shares={each: share.value for each, share in shares.items()},
    )


def written(figures: Figures | None, track: Track, area: AreaId = WHOLE) -> str:
    """A reading as a script shows it, in JSON: stations in, stations expected, votes, shares.

    Votes and shares are in the order of the ballot; shares are in hundredths of a percent, rounded as on pages.
    """
    if figures is None:
        return "null"
    key = ("written", track.id, area)
    if key not in figures.memory:
        found = reading(figures, track, area)
        figures.memory[key] = "null" if found is None else _written(found, figures.contest)
    text: str = figures.memory[key]
    return text


def _written(found: Reading, contest: Contest) -> str:
    order = contest.selection_ids
    said = [
        found.stations.summed,
        found.stations.expected,
        [found.votes.get(each, 0) for each in order],
        [hundredths(found.shares.get(each)) for each in order],
    ]
    return json.dumps(said, separators=(",", ":"))


def strongest(contest: Contest, figures: Figures | None, area: AreaId = WHOLE) -> tuple[SelectionId, ...]:
    """The selections, the strongest of the counts in law first, those that do not contend last."""
    total = figures.total(LEGAL, area) if figures else None
    votes = total.selections if total else {}
    apart = {each.id: each.kind is SelectionKind.AGAINST_ALL for each in contest.selections}
    return tuple(sorted(apart, key=lambda each: (apart[each], -votes.get(each, 0))))


def hundredths(share: Fraction | None) -> int:
    """A share in hundredths of a percent, rounded half up as on pages."""
    if share is None:
        return NO_SHARE
    rounded = floor(share * 10_000 + Fraction(1, 2))
    return ALMOST_ALL if rounded == 10_000 and share < 1 else rounded
