from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sverka.publish.charts import NARROW, WIDE, Moment
from sverka.publish.charts.numbers import ticks
from sverka.publish.charts.progress import thinned
from sverka.publish.charts.times import clock_ticks
from tests.publish.charts.figures import BISHKEK, CLOSED, chart, moments, parsed, texts


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_accounts_the_goal_and_days_of_the_zone_are_written(width: int) -> None:
    drawn = texts(chart("progress", width, "en").svg)

    assert {"Автоматтык эсептөө", "Кол менен саноо", "бардыгы: 2 494 участок", "2,000"} <= set(drawn)
    assert {"Dec 2", "Dec 1"} & set(drawn)


def test_lines_are_told_apart_without_colour() -> None:
    lines = [
        line for line in parsed(chart("progress").svg).iterfind(".//{*}path") if line.get("stroke-width")
    ]

    assert len(lines) == len({line.get("stroke-dasharray") for line in lines}) == 2


def test_the_published_times_are_utc_and_the_last_moment_ends_every_line() -> None:
    layers = chart("progress").spec["layer"]
    (rows,) = (layer["data"]["values"] for layer in layers if layer["mark"]["type"] == "line")
    last = {series: [row for row in rows if row["series"] == series][-1] for series in ("machine", "hand")}

    assert rows[0] == {"series": "machine", "at": "2021-11-28T14:00:00Z", "stations": 0}
    assert last["machine"] == {"series": "machine", "at": last["hand"]["at"], "stations": 2240}


def test_thinning_keeps_both_ends_and_the_last_of_each_column() -> None:
    hand = moments()["hand"]
    found = list(thinned(hand, hand[0].at, hand[-1].at, 10))

    assert [hand.index(moment) for moment in found] == [0, 11, 23, 35, 47, 59, 71, 83, 95, 107, 118, 119]


def test_thinning_leaves_few_moments_alone() -> None:
    few = [Moment(CLOSED + timedelta(hours=n), n) for n in range(5)]

    assert list(thinned(few, few[0].at, few[-1].at, 100)) == few


@pytest.mark.parametrize(
    "hours, labels",
    [
        (4, ["20:00", "21:00", "22:00", "23:00", "29 нояб."]),
        (20, ["20:00", "29 нояб.", "04:00", "08:00", "12:00", "16:00"]),
        (99, ["29 нояб.", "30 нояб.", "1 дек.", "2 дек."]),
    ],
)
def test_ticks_are_round_on_the_wall_clock_and_name_midnight(hours: int, labels: list[str]) -> None:
    found = clock_ticks(CLOSED, CLOSED + timedelta(hours=hours), BISHKEK, "ru", most=6)

    assert [label for _, label in found] == labels


def test_days_begin_at_midnight_even_where_the_clock_is_changed() -> None:
    sofia = ZoneInfo("Europe/Sofia")
    found = clock_ticks(
        datetime(2023, 3, 25, tzinfo=UTC), datetime(2023, 3, 29, tzinfo=UTC), sofia, "en", most=8
    )

    assert [(at.hour, label) for at, label in found][-3:] == [(0, "Mar 27"), (0, "Mar 28"), (0, "Mar 29")]


def test_ticks_of_numbers_are_few_and_round() -> None:
    for largest in (1, 7, 54, 999, 2494, 1_000_000):
        found = ticks(largest)

        assert 1 < len(found) <= 6
        assert all(value == int(value) <= largest for value in found)
