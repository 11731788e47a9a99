"""In which order to look at differences: what could matter most, first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sverka.reconcile.compare import Comparison


def triage(comparison: Comparison, impact: NDArray[np.float64] | None = None) -> NDArray[np.intp]:
    """Places in `comparison.lines`, in the order to look at them.

    First by `impact` (shape (d,), larger first: how much a result could change, computed elsewhere),
    then by size (gross), then the patterns that come first in the published order of kinds (one look at
    one paper explains them), then by the order of the station table.
    """
    weight = np.zeros(len(comparison.lines)) if impact is None else impact
    return np.lexsort((comparison.lines, comparison.kind, -comparison.gross, -weight))
