"""Between the publisher and the gate: what is to be checked, and who checks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sverka.publish.gate.candidate import Candidate, Stop


class Gate(Protocol):
    """What decides whether a candidate may be published."""

    def check(self, candidate: Candidate) -> Sequence[Stop]:
        """The checks that failed; none: it may be published."""

    def accept(self, candidate: Candidate) -> None:
        """The candidate is the publication in force now."""


class OpenGate:
    """A gate that lets everything pass, for what needs none."""

    def check(self, candidate: Candidate) -> Sequence[Stop]:
        """Nothing fails."""
        return ()

    def accept(self, candidate: Candidate) -> None:
        """Nothing is kept."""
