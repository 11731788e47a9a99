"""Which stations differ: between the two accounts compared by default, or between any two."""

from __future__ import annotations

import numpy as np

from sverka.publish.results import ContestResults


def differing_pair(of: ContestResults) -> list[str]:
    """The stations whose counts of the default pair differ, in the order of the table."""
    comparison = of.comparison
    return [comparison.left.units[line] for line in comparison.lines[comparison.different]]


def differing_anywhere(of: ContestResults) -> list[str]:
    """The stations of which any two accounts have a figure otherwise, the default pair among them."""
    if not of.tables:
        return []
    many = of.compare_many()
    lines = np.flatnonzero(many.differs.any(axis=1))
    return list(dict.fromkeys((*differing_pair(of), *(many.any_table.units[line] for line in lines))))
