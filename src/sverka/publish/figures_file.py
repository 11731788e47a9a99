"""`data/results.json`: the figures of every contest as a whole, and the hashes of the files of its areas.

::

    {"areas":{"osh":"4355a4…","talas":"53c234…"},
     "contests":{"parties":{"comparison":{"both":2512,…},"seats":{"legal":{…}},"share_base":"valid",
     "totals":{"asu":{"":{"bases":{…},"rows":{…},"selections":{…},"shares":{…},"stations":{…}}},…}}},
     "election":"kg-2021-11-28","record_size":19,"root":"5feceb…"}

In the form of facts: keys sorted, no white space, integers, strings and null only (docs/published-files.md says which
stations each figure is of). A publication names it by its SHA-256, and with it every area's figures (`area_file`); the
verifier makes all of them again.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sverka.domain.ids import AreaId
from sverka.publish.answers import Answer, published_total, seats_answer
from sverka.publish.area_file import area_hashes
from sverka.publish.areas import WHOLE
from sverka.publish.differences_file import any_counted
from sverka.publish.results import ContestResults, Results
from sverka.reconcile.compare import Comparison
from sverka.reconcile.kinds import ONLY_LEFT, ONLY_RIGHT

RESULTS_FILE = "data/results.json"

_encoder = msgspec.json.Encoder(order="sorted")


def format_results(results: Results, *, root: bytes, areas: Mapping[AreaId, str] | None = None) -> bytes:
    """The file; `root` is that of the tree of the facts that the results were computed from.

    `areas` : the SHA-256 of the file of every area of the definition, where they are known already
    """
    said = {
        "election": results.election.id,
        "record_size": results.snapshot.size,
        "root": root.hex(),
        "areas": area_hashes(results) if areas is None else areas,
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
    """By source, then by area, of which "", the contest as a whole, is the only one here."""
    found = {str(source): totals.of(WHOLE) for source, totals in of.totals.items()}
    return {
        source: {} if total is None else {WHOLE: published_total(of.contest, total)}
        for source, total in found.items()
    }


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
        allocation, whole = of.allocation(source), totals.of(WHOLE)
        if allocation is not None and whole is not None:
            answer = seats_answer(of.contest, source, whole, allocation)
            found[str(source)] = {name: answer[name] for name in ("seats", "lots", "no_one_elected")}
    return found
