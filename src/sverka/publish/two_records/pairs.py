"""The same account in two records, unit by unit: equal, in conflict, only in one.

Compared are the figures that both say last, field by field, over the fields that both definitions have. A cell that
one of them could not read says nothing; not on the sheet against 0 is equal, as in `reconcile/compare.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from sverka.domain.counts import CountTable, Source, Unit
from sverka.domain.ids import ContestId
from sverka.publish.two_records.side import Side
from sverka.reconcile import kinds
from sverka.reconcile.compare import Comparison, compare
from sverka.record.snapshot import Counts


class Verdict(StrEnum):
    """What two records say of one count."""

    EQUAL = "equal"
    CONFLICT = "conflict"
    NOT_COMPARABLE = "not-comparable"  # nothing differs that both could read, and something could not be read
    ONLY_OURS = "only-ours"
    ONLY_THEIRS = "only-theirs"


_VERDICTS = {
    kinds.CODE[kinds.ONLY_LEFT]: Verdict.ONLY_OURS,
    kinds.CODE[kinds.ONLY_RIGHT]: Verdict.ONLY_THEIRS,
    kinds.CODE[kinds.NOT_COMPARABLE]: Verdict.NOT_COMPARABLE,
}


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One account of one contest in both records.

    `ours`, `theirs` : the counts as each record has them · `comparison` : left ours, right theirs
    """

    contest: ContestId
    unit: Unit
    ours: Counts
    theirs: Counts
    comparison: Comparison

    @property
    def sources(self) -> tuple[Source, Source]:
        """What the account is called in ours and in theirs."""
        return self.ours.table.source, self.theirs.table.source

    @cached_property
    def numbers(self) -> dict[Verdict, int]:
        """How many units have which verdict."""
        kind = self.comparison.kind
        special = {verdict: int((kind == code).sum()) for code, verdict in _VERDICTS.items()}
        return {
            Verdict.EQUAL: self.comparison.stations["identical"],
            Verdict.CONFLICT: self.comparison.stations["different"],
            **special,
        }

    @property
    def agrees(self) -> bool:
        """Whether both have the same counts of the same units."""
        return len(self.comparison.lines) == 0

    def verdict(self, place: int) -> Verdict:
        """The verdict of a listed unit, by its place in `comparison.lines`."""
        return _VERDICTS.get(int(self.comparison.kind[place]), Verdict.CONFLICT)

    def equal(self) -> Iterator[str]:
        """The units that agree."""
        both = self.comparison.both.copy()
        both[self.comparison.lines] = False
        units = self.comparison.left.units
        return (units[line] for line in np.flatnonzero(both).tolist())


@dataclass(frozen=True, kw_only=True)
class Alone:
    """An account that only one of the records has counts of, and of how many units."""

    contest: ContestId
    unit: Unit
    source: Source
    counted: int


Wanted = Callable[[Source], bool]


def pairs_of(ours: Side, theirs: Side, contests: Sequence[ContestId], wanted: Wanted) -> Iterator[Pair]:
    """Every account that both records have, of these contests."""
    for contest in contests:
        for unit in Unit:
            left, right = ours.sources(contest, unit), theirs.sources(contest, unit)
            for source in filter(wanted, left):
                if source in right:
                    yield pair_of(ours, theirs, left[source], right[source])


def alone_in(side: Side, other: Side, contests: Sequence[ContestId], wanted: Wanted) -> Iterator[Alone]:
    """The accounts of these contests that a record has and the other has not."""
    for contest in contests:
        for unit in Unit:
            have, known = side.sources(contest, unit), other.sources(contest, unit)
            for source, counts in have.items():
                if wanted(source) and source not in known:
                    counted = int(counts.table.counted.sum())
                    yield Alone(contest=contest, unit=unit, source=source, counted=counted)


def pair_of(ours: Side, theirs: Side, left: Counts, right: Counts) -> Pair:
    """Two counts of one contest, compared over the fields that both definitions have."""
    tables = _common(ours.table(left), theirs.table(right))
    return Pair(
        contest=left.table.contest,
        unit=left.table.unit,
        ours=left,
        theirs=right,
        comparison=compare(*tables),
    )


def _common(left: CountTable, right: CountTable) -> tuple[CountTable, CountTable]:
    """Both tables with the rows and selections that both have; one that a record does not know is not guessed."""
    rows = [row for row in left.rows if row in right.rows]
    selections = [each for each in left.selections if each in right.selections]
    return left.with_columns(rows, selections), right.with_columns(rows, selections)
