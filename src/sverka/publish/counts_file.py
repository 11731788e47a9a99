"""`data/counts/CONTEST/0000.csv`: every count of 256 stations, one station and account to a row.

::

    contest,account,holder,station,row:9,row:10,gerb,ata
    parties,asu,,0001,412,405,?,88
    parties,protocol,,0001,412,405,101,

The columns of every part are all rows of the form and all selections, in its order. An empty figure is "not on the
sheet", "?" is unread; a station that a source has not counted has no row. So is `areas.csv` of figures of areas.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sverka.domain.counts import CountTable, Source, Unit
from sverka.domain.ids import AccountId
from sverka.formats.exports import format_wide_csv
from sverka.publish.results import ContestResults

COUNTS_FOLDER = "data/counts"

Lines = NDArray[np.intp]


def format_counts(of: ContestResults, lines: Lines) -> bytes:
    """The counts of some stations, source by source, stations in the order of the lines."""
    return _written(of, [_some(table, lines) for table in of.tables.values()], Unit.STATION)


def format_area_counts(of: ContestResults) -> bytes:
    """The figures that accounts give for whole areas."""
    return _written(of, of.area_tables.values(), Unit.AREA)


def _written(of: ContestResults, tables: Iterable[CountTable], unit: Unit) -> bytes:
    """The tables under one head, which is there without any count too."""
    rows, selections = of.contest.row_ids, of.contest.selection_ids
    head = CountTable.empty(
        contest=of.id, source=Source(AccountId("")), units=(), rows=rows, selections=selections, unit=unit
    )
    return format_wide_csv([head, *(table.with_columns(rows, selections) for table in tables)])


def _some(table: CountTable, lines: Lines) -> CountTable:
    units = tuple(table.units[line] for line in lines.tolist())
    return table.with_cells(table.values[lines], table.state[lines], units=units)
