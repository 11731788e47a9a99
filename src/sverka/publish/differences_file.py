"""`data/differences/CONTEST/0000.csv`: of 256 stations, every figure that the two compared accounts have otherwise.

::

    station,field,left,right
    0002,pear,10,11
    0101,row:3,unread,4
    0104,quince,,2

Stations that both accounts have, in the order of the parts; fields in the order of the form, rows of it as `row:3`. An
empty figure is not on the sheet and equal to 0; what only one side could not read is listed as `unread`.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, State
from sverka.formats.exports import field_names, written_csv
from sverka.reconcile.compare import Comparison

Lines = NDArray[np.intp]

DIFFERENCES_FOLDER = "data/differences"
UNREAD = "unread"


def any_counted(pair: Comparison) -> bool:
    """Whether either side has a count of any station: only then is a comparison published."""
    return bool(pair.left.counted.any() or pair.right.counted.any())


def format_differences(pair: Comparison, stations: Lines) -> bytes:
    """Of some lines of one comparison, tolerated differences and annulled stations included.

    Of all parts in turn, their heads left out but for the first, it is the same as of all lines at once.
    """
    left, right = pair.left, pair.right
    unread_left, unread_right = (side.state[stations] == State.UNREAD for side in (left, right))
    unlike = (left.values[stations] != right.values[stations]) & ~(unread_left | unread_right)
    listed = (unlike | (unread_left ^ unread_right)) & pair.both[stations, None]
    at, columns = np.nonzero(listed)
    lines = stations[at]
    units = pl.Series([left.units[line] for line in lines.tolist()], dtype=pl.String)
    fields = pl.Series(field_names(left), dtype=pl.String)
    return written_csv(
        pl.DataFrame(
            {
                "station": units,
                "field": fields.gather(columns),
                "left": _figures(left, lines, columns),
                "right": _figures(right, lines, columns),
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
