"""`data/differences-CONTEST.csv`: every figure that the two compared accounts have otherwise.

::

    station,field,left,right
    0002,pear,10,11
    0101,row:3,unread,4
    0104,quince,,2

Stations that both accounts have, in the order of the station table; fields in the order of the form, rows of it as
`row:3`. An empty figure is not on the sheet and equal to 0; what only one side could not read is listed as `unread`.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State
from sverka.formats.exports import field_names, written_csv
from sverka.reconcile.compare import Comparison

Lines = NDArray[np.intp]

UNREAD = "unread"


def differences_path(contest: str) -> str:
    """Where the file of a contest lies in the site."""
    return f"data/differences-{contest}.csv"


def any_counted(pair: Comparison) -> bool:
    """Whether either side has a count of any station: only then is a comparison published."""
    return bool(pair.left.counted.any() or pair.right.counted.any())


def format_differences(pair: Comparison) -> bytes:
    """The file of one comparison, tolerated differences and annulled stations included."""
    apart = (pair.left.state == State.UNREAD) ^ (pair.right.state == State.UNREAD)
    lines, columns = np.nonzero((pair.deltas != 0) | (apart & pair.both[:, None]))
    stations = pl.Series([pair.left.units[line] for line in lines.tolist()], dtype=pl.String)
    fields = pl.Series(field_names(pair.left), dtype=pl.String)
    return written_csv(
        pl.DataFrame(
            {
                "station": stations,
                "field": fields.gather(columns),
                "left": _figures(pair.left, lines, columns),
                "right": _figures(pair.right, lines, columns),
            }
        )
    )


def _figures(table: CountTable, lines: Lines, columns: Lines) -> pl.Series:
    """Some cells as text: digits, `unread`, or nothing where they are not on the sheet."""
    figures = pl.Series(table.values[lines, columns]).cast(pl.String)
    state = table.state[lines, columns]
    told = pl.select(
        pl.when(pl.Series(state == State.READ))
        .then(figures)
        .when(pl.Series(state == State.UNREAD))
        .then(pl.lit(UNREAD))
    )
    return told.to_series()
