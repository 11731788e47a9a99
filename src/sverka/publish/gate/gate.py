"""The gate: every check over one candidate; what any of them finds is not published.

It stops errors of ours, and never papers that contradict themselves: those are published, each with its finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sverka.publish.gate.allowances import allowed_falls
from sverka.publish.gate.candidate import Candidate, Stop
from sverka.publish.gate.children import check_children
from sverka.publish.gate.falls import check_falls
from sverka.publish.gate.figures import Figures, Told
from sverka.publish.gate.lookups import published, recomputed
from sverka.publish.gate.pages import check_pages
from sverka.publish.gate.recomputed import check_recomputed
from sverka.publish.gate.rows import check_rows
from sverka.publish.gate.second.second import Second
from sverka.publish.gate.shares import check_shares
from sverka.publish.gate.sheets import check_sheets


class Gate:
    """The checks, with what they know of the publication in force."""

    def __init__(self) -> None:
        self._second: Second | None = None
        self._definition = -1
        self._areas: dict[str, Told | None] = {}
        self._figures: Figures | None = None

    def check(self, candidate: Candidate) -> tuple[Stop, ...]:
        """What stops a candidate; nothing: it may be published."""
        second = self._tables(candidate)
        figures = self._figures = Figures(candidate, self._areas)
        return tuple(sorted(set(_checks(candidate, figures, second))))

    def accept(self, candidate: Candidate) -> None:
        """The candidate checked last was published: what it would have written stands now."""
        if self._figures is None or self._figures.candidate is not candidate:
            raise AssertionError("a candidate was accepted that is not the one checked last")
        self._figures.accept()
        if self._second is not None:
            self._second.accept()

    def _tables(self, candidate: Candidate) -> Second:
        """The second computation with the tables of a candidate.

        It is begun anew under another definition, and where a candidate that did not pass named a station or a source
        that nobody else names: that one is not there.
        """
        definition = candidate.results.snapshot.definition_entry
        if self._second is None or definition != self._definition or self._second.widened:
            self._second = Second(candidate.results.election)
            self._definition = definition
        self._second.load(candidate)
        return self._second


def _checks(candidate: Candidate, figures: Figures, second: Second) -> Iterator[Stop]:
    yield from check_shares(figures)
    yield from check_children(figures, second)
    yield from check_falls(figures, allowed_falls(candidate))
    yield from check_rows(candidate)
    yield from check_recomputed(figures, second)
    yield from check_sheets(candidate)
    yield from check_pages(candidate, partial(published, figures), partial(recomputed, second))
