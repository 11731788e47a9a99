"""`data/history/CONTEST.json`: the figures of every publication, for programs.

::

    {"contest": "parties", "selections": ["apple", …], "base": "valid",
     "publications": [{"size": 412, "entry": 415, "received": "…", "reason": "…"}, …],
     "tracks": [{"account": "machine", "same_as": "", "publications":
                 [{"in": 9, "expected": 12, "votes": [30, …], "of": 55, "among": [29, …]} | null, …]}, …]}

A track with `same_as` is over no other stations than those that this account has too. A share is `among` / `of`: both
are over those stations that have the base (docs/published-files.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sverka.publish.history.figures import Figures
from sverka.publish.history.points import History
from sverka.publish.site.edition import Edition
from sverka.publish.site.figures import ContestFigures
from sverka.publish.site.history_paths import history_data
from sverka.publish.site.renewed import Renewed


def history_files(edition: Edition, renewed: Renewed) -> Iterator[tuple[str, bytes]]:
    """The file of each contest that has been published, where it may be another one than before."""
    history = edition.history
    if history is None or not history.published:
        return
    if renewed.after(max(edition.changes.definition, history.published[-1].entry + 1)):
        for figures in edition.contests.values():
            yield history_data(edition.addresses, figures.contest.id), history_file(figures, history)


def history_file(figures: ContestFigures, history: History) -> bytes:
    """The figures of the whole contest at every publication; bytes change with a publication alone."""
    contest = figures.contest
    pair = (figures.left, figures.right)
    tracks = [(pair[0], None), (pair[1], None), (pair[0], pair[1])]
    points = [point for point in history.published if point.fact is not None]
    said = {
        "contest": contest.id,
        "selections": list(contest.selection_ids),
        "base": contest.share_base or "",
        "publications": [
            {
                "size": point.size,
                "entry": point.entry,
                "received": point.fact.received,
                "reason": point.fact.reason,
            }
            for point in points
            if point.fact is not None
        ],
        "tracks": [
            {
                "account": str(source),
                "same_as": str(other or ""),
                "publications": [_figures(point.figures.get(contest.id), source, other) for point in points],
            }
            for source, other in tracks
        ],
    }
    return (json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _figures(figures: Figures | None, source: Any, other: Any) -> dict[str, Any] | None:
    total = None if figures is None else figures.total(source, same_as=other)
    if figures is None or total is None:
        return None
    shares = figures.shares(source, same_as=other)
    order = figures.contest.selection_ids
    said: dict[str, Any] = {
        "in": total.stations.summed,
        "expected": total.stations.expected,
        "votes": [total.selections[each] for each in order],
    }
    if shares:
        said["of"] = next(iter(shares.values())).of
        said["among"] = [shares[each].votes for each in order if each in shares]
    return said
