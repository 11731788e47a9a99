"""The one override: a total that falls without a declared cause may be published where two operators sign for it."""

from __future__ import annotations

from sverka.publish.gate.candidate import Candidate


def allowed_falls(candidate: Candidate) -> frozenset[str]:
    """The paths that an allowance among the facts since the publication in force lets fall."""
    del candidate
    return frozenset()
