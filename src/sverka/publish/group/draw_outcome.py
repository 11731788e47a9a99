"""What the recount of the stations drawn found: how many were counted otherwise than had been reported."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sverka.domain.accounts import Counted
from sverka.domain.counts import Source
from sverka.publish.results import ContestResults
from sverka.reconcile.kinds import CODE, NOT_COMPARABLE


def differing_of(of: ContestResults, drawn: Sequence[str], *, record_size: int) -> int | None:
    """How many of the stations drawn differ; None while any of them cannot be compared with what was reported.

    `record_size` : of the commitment; a count that was reported later is not what the drawing is about
    """
    reported, recounted = _reported(of), _recounted(of)
    if reported is None or recounted is None or not all(station in of.position for station in drawn):
        return None
    lines = np.array([of.position[station] for station in drawn], np.intp)
    entries = of.results.snapshot.of(of.id)[reported].entry[lines]
    pair = of.compare(str(reported), str(recounted))
    if not pair.both[lines].all() or (entries >= record_size).any():
        return None
    kinds = dict(zip(pair.lines.tolist(), pair.kind.tolist(), strict=True))
    found = [kinds[line] for line in lines.tolist() if line in kinds]
    return None if CODE[NOT_COMPARABLE] in found else len(found)


def _reported(of: ContestResults) -> Source | None:
    """The source that counts in law, where one holds it."""
    legal = of.results.election.policies.legal[0]
    return _only([source for source in of.tables if source.account == legal])


def _recounted(of: ContestResults) -> Source | None:
    """The source of recounts, where one holds it."""
    accounts = of.results.election.accounts
    return _only([source for source in of.tables if accounts[source.account].counted is Counted.RECOUNT])


def _only(sources: Sequence[Source]) -> Source | None:
    return sources[0] if len(sources) == 1 else None
