"""Two spreadsheets of one recount, however they look: the true differences, or a question; never others."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import event, given
from hypothesis import strategies as st

from sverka.domain.ids import FieldId
from sverka.errors import Fault
from sverka.formats.plain import PlainPair, read_plain_pair
from tests.formats.plain_looks import Look, Names, file_of, looks, names
from tests.formats.plain_recount import CANDIDATES, recount

Figures = tuple[tuple[int, ...], tuple[int, ...]]


def paired(pair: PlainPair) -> Counter[Figures]:
    """The figures of every unit that has both counts, selections in the order of the ballot."""
    where = np.array([pair.left.fields.index(FieldId(each)) for each in CANDIDATES], np.int64)
    both = np.flatnonzero(pair.left.counted & pair.right.counted)
    left, right = (table.values[np.ix_(both, where)].tolist() for table in (pair.left, pair.right))
    return Counter((tuple(one), tuple(other)) for one, other in zip(left, right, strict=True))


@given(st.integers(0, 10**6), st.sampled_from((12, 60, 200)), st.sampled_from((1, 2, 5)), names, looks, looks)
def test_the_differences_are_the_true_ones_or_there_is_a_question(
    seed: int, size: int, counties: int, named: Names, left: Look, right: Look
) -> None:
    units = recount(size, seed, counties)
    files = [("left", file_of(units, "left", named, left)), ("right", file_of(units, "right", named, right))]
    try:
        [pair] = read_plain_pair(*files)
    except Fault:
        event("asked")
        return

    assert set(pair.left.selections) == set(CANDIDATES)
    assert paired(pair) == Counter((each.left, each.right) for each in units)
    assert len(pair.left.units) == size


@given(st.integers(0, 10**6), st.sampled_from((60, 200)), names, looks)
def test_a_file_agrees_with_itself(seed: int, size: int, named: Names, look: Look) -> None:
    data = file_of(recount(size, seed, 5), "left", named, look)
    [pair] = read_plain_pair(("a", data), ("b", data))

    assert (pair.left.values == pair.right.values).all()
    assert len(pair.left.units) == size
