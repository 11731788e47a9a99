"""Findings: where the figures of one count contradict each other. Values, never exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import Source, Unit
from sverka.domain.election import Control, Severity
from sverka.domain.ids import ContestId, RowId, SelectionId

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One control that failed at one unit; `left` and `right` are the two sides of its rule.

    `rows` and `selections` are those the rule speaks of: where to look on the paper.
    """

    code: str
    severity: Severity
    unit: str
    contest: ContestId
    source: Source
    left: int
    right: int
    rows: tuple[RowId, ...] = ()
    selections: tuple[SelectionId, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FindingTable:
    """What the controls of one contest say of one source's count, for many units at once.

    `controls` : those that are checked on this account and kind of unit, in the definition's order
    `rows`, `selections` : per control, what its rule speaks of
    `failed`, `unknown` : shape (controls, units); never both. Neither: the control holds
    `left`, `right` : int64, same shape; 0 where unknown, cut to 64 bits where the figures are absurd
    """

    contest: ContestId
    source: Source
    unit: Unit
    units: tuple[str, ...]
    controls: tuple[Control, ...]
    rows: tuple[tuple[RowId, ...], ...]
    selections: tuple[tuple[SelectionId, ...], ...]
    failed: BoolArray
    unknown: BoolArray
    left: IntArray
    right: IntArray

    @cached_property
    def shown(self) -> BoolArray:
        """Shape (controls, units): failed, and not made meaningless by another failed control.

        A definition lets no circle of suppressions in, so of the controls that failed one is always shown.
        """
        shown = self.failed.copy()
        for suppressor, control in enumerate(self.controls):
            for place, other in enumerate(self.controls):
                if other.code in control.suppresses:
                    shown[place] &= ~self.failed[suppressor]
        return shown

    @cached_property
    def with_findings(self) -> BoolArray:
        """Shape (units,): at least one control failed."""
        failed: BoolArray = np.any(self.failed, axis=0)
        return failed

    @cached_property
    def failures(self) -> dict[str, int]:
        """Per code, in how many units it failed, whether another finding hides it or not."""
        found: dict[str, int] = {}
        for control, failed in zip(self.controls, self.failed, strict=True):
            found[control.code] = found.get(control.code, 0) + int(np.count_nonzero(failed))
        return found

    def of(self, unit: str) -> tuple[Finding, ...]:
        """The findings shown for one unit, in the order of the controls; none for a unit it does not have."""
        line = self._position.get(unit)
        if line is None:
            return ()
        return tuple(self._finding(int(place), line) for place in np.flatnonzero(self.shown[:, line]))

    def __iter__(self) -> Iterator[Finding]:
        """All findings shown, unit by unit."""
        lines, places = np.nonzero(self.shown.T)
        for line, place in zip(lines.tolist(), places.tolist(), strict=True):
            yield self._finding(place, line)

    def __len__(self) -> int:
        """How many findings are shown."""
        return int(np.count_nonzero(self.shown))

    def _finding(self, place: int, line: int) -> Finding:
        control = self.controls[place]
        return Finding(
            code=control.code,
            severity=control.severity,
            unit=self.units[line],
            contest=self.contest,
            source=self.source,
            left=int(self.left[place, line]),
            right=int(self.right[place, line]),
            rows=self.rows[place],
            selections=self.selections[place],
        )

    @cached_property
    def _position(self) -> dict[str, int]:
        return {unit: line for line, unit in enumerate(self.units)}
