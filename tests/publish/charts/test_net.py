from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sverka.publish.charts import NARROW, WIDE, net_groups
from tests.publish.charts.figures import NET, chart, texts

nets = st.lists(st.integers(-3000, 3000), min_size=1, max_size=200)


@given(nets)
def test_every_station_is_in_one_group(net: list[int]) -> None:
    groups = net_groups(np.array(net, np.int64), str)

    assert sum(group.figure.value for group in groups) == len(net)
    assert next(group.figure.value for group in groups if group.name == "0") == net.count(0)


@given(nets)
def test_the_other_sign_turns_the_groups_around(net: list[int]) -> None:
    one, other = (net_groups(sign * np.array(net, np.int64), str) for sign in (1, -1))

    assert [group.figure for group in one] == [group.figure for group in reversed(other)]


@pytest.mark.parametrize(
    "net, name",
    [
        (-101, "< −100"),
        (-100, "−100…−21"),
        (-21, "−100…−21"),
        (-2, "−5…−2"),
        (-1, "−1"),
        (1, "+1"),
        (5, "+2…+5"),
        (6, "+6…+20"),
        (100, "+21…+100"),
        (101, "> +100"),
    ],
)
def test_a_station_is_in_the_group_whose_name_it_bears(net: int, name: str) -> None:
    (found,) = (group.name for group in net_groups(np.array([net]), str) if group.figure.value)

    assert found == name


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_group_and_its_stations_are_written(width: int) -> None:
    groups = net_groups(NET, str)
    drawn = texts(chart("net", width).svg)

    assert {group.name for group in groups} | {group.figure.text for group in groups} <= set(drawn)
    signed = [group.name for group in groups if group.name != "0"]
    assert [text for text in drawn if text in signed] == signed
    assert sum("кол менен азыраак" in text for text in drawn) == 1
