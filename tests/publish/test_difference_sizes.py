"""Sizes of differences: every station that differs is in one band, the band of its size."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sverka.domain.counts import CountTable, Source, State
from sverka.domain.ids import AccountId, ContestId, SelectionId
from sverka.publish.difference_sizes import largest_difference, sizes_of
from sverka.reconcile.compare import Comparison, compare

votes = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=60)


def compared(pairs: list[tuple[int, int]]) -> Comparison:
    """Two counts of one selection."""
    tables = []
    for side, account in enumerate(("machine", "hand")):
        table = CountTable.empty(
            contest=ContestId("council"),
            source=Source(AccountId(account)),
            units=[f"{station:04}" for station in range(len(pairs))],
            rows=[],
            selections=[SelectionId("apple")],
        )
        table.values[:, 0], table.state[:] = [pair[side] for pair in pairs], State.READ
        tables.append(table)
    return compare(*tables)


@given(votes)
def test_every_station_that_differs_is_in_the_band_of_its_size(pairs: list[tuple[int, int]]) -> None:
    comparison = compared(pairs)
    sizes = sorted(int(each) for each in comparison.gross[comparison.different])

    in_bands = [
        [size for size in sizes if band.least <= size <= (band.most if band.most is not None else np.inf)]
        for band in sizes_of(comparison)
    ]
    assert [len(band) for band in in_bands] == [band.stations for band in sizes_of(comparison)]
    assert [size for band in in_bands for size in band] == sizes
    assert largest_difference(comparison) == max(sizes, default=0)


def test_where_nothing_differs_there_is_no_band() -> None:
    assert sizes_of(compared([(5, 5)])) == ()
