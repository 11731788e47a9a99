"""One contest as its pages need it: the default pair compared, and every other count beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import Source
from sverka.domain.election import Contest
from sverka.domain.ids import AreaId
from sverka.publish.differences import Compared, compared_by_area
from sverka.publish.results import ContestResults
from sverka.reconcile.compare import Comparison
from sverka.reconcile.kinds import KINDS, KindId

NOT_COMPARED, IDENTICAL = -2, -1  # in place of a kind's code


@dataclass(frozen=True, eq=False)
class ContestFigures:
    """The figures of one contest, arrays over its stations."""

    results: ContestResults

    @property
    def contest(self) -> Contest:
        """The contest as the definition has it."""
        return self.results.contest

    @property
    def comparison(self) -> Comparison:
        """The default pair."""
        return self.results.comparison

    @cached_property
    def left(self) -> Source:
        """The left account of the default pair."""
        return self.comparison.left.source

    @cached_property
    def right(self) -> Source:
        """The right account of the default pair."""
        return self.comparison.right.source

    @cached_property
    def columns(self) -> tuple[Source, ...]:
        """The sources that pages show side by side: the pair first, then all others that have a count."""
        return tuple(dict.fromkeys((self.left, self.right, *self.results.tables)))

    @cached_property
    def pairs(self) -> tuple[Comparison, ...]:
        """The default pair, then every other source against its right account."""
        others = (source for source in self.columns if source not in {self.left, self.right})
        return (self.comparison, *(self.results.compare(str(source), str(self.right)) for source in others))

    @cached_property
    def compared(self) -> Mapping[AreaId, Compared]:
        """The default pair area by area."""
        return compared_by_area(self.comparison, self.results.membership)

    @cached_property
    def kinds(self) -> tuple[NDArray[np.int64], ...]:
        """Per pair, shape (stations,): the code of the kind, or IDENTICAL or NOT_COMPARED."""
        return tuple(map(_kinds, self.pairs))

    @cached_property
    def findings(self) -> NDArray[np.int64]:
        """Shape (stations,): findings shown, over all sources."""
        shown = [table.shown.sum(axis=0) for table in self.results.findings.values()]
        return (
            np.sum(shown, axis=0, dtype=np.int64) if shown else np.zeros(len(self.results.stations), np.int64)
        )

    @property
    def position(self) -> Mapping[str, int]:
        """Station to its line."""
        return self.results.position


def _kinds(comparison: Comparison) -> NDArray[np.int64]:
    found = np.where(comparison.both, IDENTICAL, NOT_COMPARED).astype(np.int64)
    found[comparison.lines] = comparison.kind
    return found


def kind_of(code: int) -> KindId:
    """The id of a kind by its code."""
    return KINDS[code]
