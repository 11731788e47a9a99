"""Between the publisher and the gate: what is to be checked, and what the checks say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sverka.publish.results import Results
from sverka.record.night_facts import StoppedCheck


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What would be published: its results, the files that differ, the facts since, and what stands."""

    results: Results
    files: Mapping[str, bytes]
    facts: Sequence[tuple[int, bytes]]
    before: Mapping[str, Any] | None
    read: Callable[[str], bytes | None]


class Gate(Protocol):
    """What decides whether a candidate may be published."""

    def check(self, candidate: Candidate) -> Sequence[StoppedCheck]:
        """The checks that failed; none: it may be published."""

    def accept(self, candidate: Candidate) -> None:
        """The candidate is the publication in force now."""


class OpenGate:
    """A gate that lets everything pass, for what needs none."""

    def check(self, candidate: Candidate) -> Sequence[StoppedCheck]:
        """Nothing fails."""
        return ()

    def accept(self, candidate: Candidate) -> None:
        """Nothing is kept."""
