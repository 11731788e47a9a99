"""`data/results.json`: every figure that a site shows for the whole and for each area, in one file with one hash.

::

    {"contests":{"parties":{"comparison":{"both":2512,…},"seats":{"legal":{…}},"share_base":"valid",
     "totals":{"asu":{"":{"bases":{…},"rows":{…},"selections":{…},"shares":{…},"stations":{…}},"osh":{…}},…}}},
     "election":"kg-2021-11-28","record_size":19,"root":"5feceb…"}

In the form of facts: keys sorted, no white space, integers, strings and null only (docs/published-files.md says which
stations each figure is of). A publication names it by its SHA-256, and the verifier makes it again.
"""

from __future__ import annotations

from typing import Any

import msgspec

from sverka.domain.counts import Source
from sverka.errors import Fault
from sverka.publish.answers import seats_answer, total_answer
from sverka.publish.areas import WHOLE
from sverka.publish.differences_file import any_counted
from sverka.publish.results import ContestResults, Results
from sverka.publish.totals import Total
from sverka.reconcile.compare import Comparison
from sverka.reconcile.kinds import ONLY_LEFT, ONLY_RIGHT
from sverka.seats.allocation import Allocation

RESULTS_FILE = "data/results.json"

Answer = dict[str, Any]

_encoder = msgspec.json.Encoder(order="sorted")


def format_results(results: Results, *, root: bytes) -> bytes:
    """The file; `root` is that of the tree of the facts that the results were computed from."""
    said = {
        "election": results.election.id,
        "record_size": results.snapshot.size,
        "root": root.hex(),
        "contests": {of.id: _contest(of) for of in results},
    }
    return _encoder.encode(said)


def _contest(of: ContestResults) -> Answer:
    return {
        "share_base": of.contest.share_base,
        "totals": _totals(of),
        "comparison": _comparison(of.comparison),
        "seats": _seats(of),
    }


def _totals(of: ContestResults) -> Answer:
    """By source, then by area; "" is the contest as a whole."""
    return {
        str(source): {
            area: _total(of, total) for area in totals.areas if (total := totals.of(area)) is not None
        }
        for source, totals in of.totals.items()
    }


def _total(of: ContestResults, total: Total) -> Answer:
    return {**total_answer(total), "shares": _shares(of, total)}


def _shares(of: ContestResults, total: Total) -> Answer:
    """Of the base that shares on pages are of, over the stations that have it; empty where the contest names none."""
    base = of.contest.share_base
    if base is None:
        return {}
    shares = total.shares(base).items()
    return {selection: {"votes": share.votes, "of": share.of} for selection, share in shares}


def _comparison(pair: Comparison) -> Answer | None:
    """The pair that the definition asks for; None where neither side has a count of a station."""
    if not any_counted(pair):
        return None
    return {
        "left": str(pair.left.source),
        "right": str(pair.right.source),
        **{name: pair.stations[name] for name in ("both", "identical", "different")},
        "only_left": pair.kind_counts.get(ONLY_LEFT, 0),
        "only_right": pair.kind_counts.get(ONLY_RIGHT, 0),
        "gross": int(pair.gross.sum()),
        "net": int(pair.net.sum()),
    }


def _seats(of: ContestResults) -> Answer:
    """By source; nothing for one that has no total, or figures that the rule cannot be put to."""
    found = {}
    for source, totals in of.totals.items():
        allocation, whole = _allocation(of, source), totals.of(WHOLE)
        if allocation is not None and whole is not None:
            answer = seats_answer(of.contest, source, whole, allocation)
            found[str(source)] = {name: answer[name] for name in ("seats", "lots", "no_one_elected")}
    return found


def _allocation(of: ContestResults, source: Source) -> Allocation | None:
    try:
        return of.seats(source)
    except Fault:  # votes where the base of a threshold is 0: a base says so beside it
        return None
