"""A publication that would be made, as the gate sees it: the files, the facts behind them, and what stands now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sverka.publish.results import Results
from sverka.record.night_facts import MOST_CHECKS, StoppedCheck

LONGEST = 200  # letters of what a stop says of one figure


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What would be published, and what it follows from.

    `results` : at the size to publish
    `files` : what would be written, by its path in the site; whatever else is in the site stays as it is
    `facts` : the entries of the record since the publication in force, each with its index; all where there is none
    `before` : `data/results.json` of the publication in force, parsed; None where there is none
    `read` : a file of the site as it stands
    """

    results: Results
    files: Mapping[str, bytes]
    facts: Sequence[tuple[int, bytes]]
    before: Mapping[str, Any] | None
    read: Callable[[str], bytes | None]

    def content(self, path: str) -> bytes | None:
        """A file of the site as it would be."""
        return self.files[path] if path in self.files else self.read(path)


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """One check that failed: its code in docs/checks.md, the place, what would be shown there, and what follows."""

    code: str
    place: str
    shown: str
    expected: str


def told(stops: Iterable[Stop]) -> tuple[StoppedCheck, ...]:
    """What the record keeps of some stops: some of every check that failed, so that none hides the others."""
    met: Counter[str] = Counter()
    ranked: list[tuple[int, int, Stop]] = []
    for place, stop in enumerate(stops):
        ranked.append((met[stop.code], place, stop))
        met[stop.code] += 1
    chosen = sorted((place, stop) for _, place, stop in sorted(ranked)[:MOST_CHECKS])
    return tuple(_said(stop) for _, stop in chosen)


def _said(stop: Stop) -> StoppedCheck:
    place, shown, expected = (text[:LONGEST] for text in (stop.place, stop.shown, stop.expected))
    return StoppedCheck(code=stop.code, place=place, shown=shown, expected=expected)
