"""How far the two counts of a station lie apart: stations by the net difference of their votes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from sverka.publish.charts.bar_layout import AXIS, Figure
from sverka.publish.charts.bars import draw_bars
from sverka.publish.charts.chart import Chart, Frame, Words, finish
from sverka.publish.charts.drawing import Canvas, Spec
from sverka.publish.charts.header import Header
from sverka.publish.charts.kinds import STATIONS, Group, lines_of
from sverka.publish.charts.layers import LINE, SMALL, TEXT, axis, texts
from sverka.publish.charts.letters import shorten, widest, width_of
from sverka.publish.charts.look import INK, QUIET
from sverka.publish.charts.numbers import ticks
from sverka.publish.language import MINUS

EDGES = (0, 1, 5, 20, 100)  # a group ends at each of these, on both sides of zero; the outermost are open
HEIGHT = 200
SIDE = 44  # room for the labels of the axis


def net_groups(net: NDArray[np.int64], number: Callable[[int], str]) -> list[Group]:
    """Stations by net difference, from the lowest to the highest; `number` writes how many they are.

    The labels are signs that every language reads: "0", "+1", "−5…−2", "> +100".

    >>> [(group.name, group.figure.text) for group in net_groups(np.array([0, -1, -4, 3, 3]), str)]
    [('−5…−2', '1'), ('−1', '1'), ('0', '1'), ('+1', '0'), ('+2…+5', '2')]
    """
    lows = [1 + edge for edge in EDGES]
    bounds = [*(-edge for edge in reversed(EDGES)), *lows]
    stations = np.bincount(np.searchsorted(bounds, net, side="right"), minlength=len(bounds) + 1).tolist()
    names = [*(_between(-high, -low) for low, high in reversed(_pairs())), "0"]
    names += [_between(low, high) for low, high in _pairs()]
    names = [f"< {MINUS}{EDGES[-1]}", *names, f"> +{EDGES[-1]}"]
    groups = [
        Group(id=name, name=name, figure=Figure(count, number(count)))
        for name, count in zip(names, stations, strict=True)
    ]
    while len(groups) > 3 and groups[0].figure.value == groups[-1].figure.value == 0:
        groups = groups[1:-1]
    return groups


def _pairs() -> list[tuple[int, int]]:
    return [(low + 1, high) for low, high in pairwise(EDGES)]


def _between(low: int, high: int) -> str:
    return _signed(low) if low == high else f"{_signed(low)}…{_signed(high)}"


def _signed(number: int) -> str:
    return f"{MINUS}{-number}" if number < 0 else f"+{number}"


def draw_net(
    groups: Sequence[Group], words: Words, frame: Frame, *, sides: tuple[str, str] = ("", "")
) -> Chart:
    """Columns from the lowest to the highest difference; rows of bars where columns are too narrow for their names.

    `sides` : what it means to lie left and right of zero («кол менен азыраак», «кол менен көбүрөөк»)
    """
    column = (frame.width - SIDE) / len(groups)
    if widest([group.name for group in groups], SMALL) > column - 6:
        return draw_bars(
            lines_of(groups),
            [STATIONS],
            words,
            frame,
            ends=(f"↑ {sides[0]}" if sides[0] else "", f"↓ {sides[1]}" if sides[1] else ""),
        )
    header = Header.of([STATIONS], words, frame)
    width, top = frame.width - SIDE, header.height + LINE
    view = {
        "width": width,
        "height": HEIGHT,
        "layer": [_columns(groups), _sides(sides, width), *header.layers(SIDE, LINE)],
    }
    canvas = Canvas.around(width, HEIGHT, left=SIDE, top=top, bottom=AXIS + (LINE if any(sides) else 0))
    return finish(view, frame, words, canvas)


def _columns(groups: Sequence[Group]) -> Spec:
    """One column per group, its number of stations above it."""
    largest = int(max(group.figure.value for group in groups)) or 1
    rows = [
        {"net": group.name, "stations": int(group.figure.value), "text": group.figure.text}
        for group in groups
    ]
    order = [group.name for group in groups]
    return {
        "data": {"values": rows},
        "encoding": {
            "x": {
                "field": "net",
                "type": "nominal",
                "scale": {"domain": order, "paddingInner": 0.15, "paddingOuter": 0.1},
                "axis": {"labelAngle": 0},
            },
            "y": {
                "field": "stations",
                "type": "quantitative",
                "scale": {"domain": [0, largest], "nice": False},
                "axis": axis(ticks(largest, most=5), ",d"),
            },
        },
        "layer": [
            {
                "mark": {
                    "type": "bar",
                    "fill": STATIONS.look.fill,
                    "stroke": STATIONS.look.stroke,
                    "strokeWidth": 1.25,
                }
            },
            {
                "mark": {"type": "text", "align": "center", "dy": -9, "fontSize": TEXT, "color": INK},
                "encoding": {"text": {"field": "text", "type": "nominal"}},
            },
        ],
    }


def _sides(sides: tuple[str, str], width: int) -> Spec:
    """What left and right mean, below the axis."""
    rows = []
    for right, text in enumerate((f"← {sides[0]}" if sides[0] else "", f"{sides[1]} →" if sides[1] else "")):
        said = shorten(text, width / 2 - 10, SMALL)
        x = width - ceil(width_of(said, SMALL)) if right else 0
        rows.append({"text": said, "x": x, "y": HEIGHT + AXIS + LINE / 2})
    return texts([row for row in rows if row["text"]], fontSize=SMALL, color=QUIET)
