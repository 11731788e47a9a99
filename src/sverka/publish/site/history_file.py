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

from sverka.domain.counts import Source
from sverka.publish.history.figures import Figures
from sverka.publish.history.points import History, Point
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
    tracks = ((figures.left, None), (figures.right, None), (figures.left, figures.right))
    points = [point for point in history.published if point.fact is not None]
    said = ",".join(
        f'{{"account":{_json(str(source))},"same_as":{_json(str(other or ""))},"publications":'
        f"[{','.join(_written(point.figures.get(contest.id), source, other) for point in points)}]}}"
        for source, other in tracks
    )
    return (
        f'{{"contest":{_json(contest.id)},"selections":{_json(contest.selection_ids)},'
        f'"base":{_json(contest.share_base or "")},"publications":{_json(list(map(_published, points)))},'
        f'"tracks":[{said}]}}\n'
    ).encode()


def _published(point: Point) -> dict[str, Any]:
    if point.fact is None:
        raise AssertionError("bad maths in history_file: a publication without its fact")
    return {
        "size": point.size,
        "entry": point.entry,
        "received": point.fact.received,
        "reason": point.fact.reason,
    }


def _written(figures: Figures | None, source: Source, other: Source | None) -> str:
    """The figures of one track at one publication, written once."""
    if figures is None:
        return "null"
    key = ("file", str(source), str(other or ""))
    if key not in figures.memory:
        figures.memory[key] = _json(_figures(figures, source, other))
    text: str = figures.memory[key]
    return text


def _figures(figures: Figures, source: Source, other: Source | None) -> dict[str, Any] | None:
    total = figures.total(source, same_as=other)
    if total is None:
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


def _json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
