"""How the counts came in: stations over time, one stepped line per account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from sverka.publish.charts.bar_layout import AXIS
from sverka.publish.charts.chart import Chart, Frame, Series, Words, finish
from sverka.publish.charts.drawing import Canvas, Spec
from sverka.publish.charts.header import Header
from sverka.publish.charts.layers import LINE, SMALL, axis, styled, texts
from sverka.publish.charts.letters import shorten
from sverka.publish.charts.look import INK
from sverka.publish.charts.numbers import ticks
from sverka.publish.charts.times import clock_ticks

HEIGHT = 220
SIDE = 44  # room for the labels of the axis
END = 16  # room right of the last moment
TICK = 60  # room for a time


@dataclass(frozen=True, slots=True)
class Moment:
    """From this time on so many stations are in."""

    at: datetime
    stations: int


@dataclass(frozen=True, slots=True)
class Goal:
    """How many stations are expected, and the words at its line: «всего участков: 2 494»."""

    stations: int
    text: str


def draw_progress(
    came: Mapping[str, Sequence[Moment]],
    series: Sequence[Series],
    words: Words,
    frame: Frame,
    *,
    goal: Goal,
    zone: tzinfo,
) -> Chart:
    """Stepped lines from zero to all stations; times are those of `zone`.

    `came` : per series its moments in order; a line goes on to the last moment of all
    """
    header = Header.of(series, words, frame)
    width = columns_of(frame)
    moments = [moment for one in came.values() for moment in one]
    first = min(moment.at for moment in moments)
    last = max(first + timedelta(minutes=1), *(moment.at for moment in moments))
    rows = [
        {"series": one.id, "at": _utc(moment.at), "stations": moment.stations}
        for one in series
        if came.get(one.id)
        for moment in thinned([*came[one.id], Moment(last, came[one.id][-1].stations)], first, last, width)
    ]
    view = {
        "width": width,
        "height": HEIGHT,
        "layer": [
            _goal(goal),
            {
                "data": {"values": rows},
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5},
                "encoding": {
                    "x": _time(first, last, zone, frame.language, most=width // TICK),
                    "y": _stations(goal, moments),
                    **styled(series, stroke="stroke", strokeDash="dash"),
                },
            },
            texts([{"text": shorten(goal.text, width, SMALL), "x": 0, "y": -LINE / 2}], fontSize=SMALL),
            *header.layers(SIDE, LINE, lines=True),
        ],
    }
    canvas = Canvas.around(width, HEIGHT, left=SIDE, top=header.height + LINE, right=END, bottom=AXIS)
    return finish(view, frame, words, canvas)


def columns_of(frame: Frame) -> int:
    """Pixels across the lines: no two moments of one column can be told apart."""
    return frame.width - SIDE - END


def thinned(moments: Sequence[Moment], first: datetime, last: datetime, columns: int) -> Iterator[Moment]:
    """The first moment, and of those that fall into one column of pixels the last: more is not seen."""
    column = [(moment.at - first) * columns // (last - first) for moment in moments]
    for place, moment in enumerate(moments):
        if place in {0, len(moments) - 1} or column[place + 1] != column[place]:
            yield moment


def _goal(goal: Goal) -> Spec:
    return {
        "data": {"values": [{"stations": goal.stations}]},
        "mark": {"type": "rule", "color": INK, "strokeDash": [3, 3]},
        "encoding": {"y": {"field": "stations", "type": "quantitative"}},
    }


def _stations(goal: Goal, moments: Sequence[Moment]) -> Spec:
    most = max(goal.stations, 1, *(moment.stations for moment in moments))
    return {
        "field": "stations",
        "type": "quantitative",
        "scale": {"domain": [0, most], "nice": False},
        "axis": axis(ticks(most), ",d"),
    }


def _time(first: datetime, last: datetime, zone: tzinfo, language: str, *, most: int) -> Spec:
    """The axis is in UTC, so that no viewer's zone matters; its labels are those of the election's zone."""
    labels = {
        round(at.timestamp() * 1000): label
        for at, label in clock_ticks(first, last, zone, language, most=most)
    }
    written = ", ".join(f"'{at}': '{label}'" for at, label in labels.items())
    return {
        "field": "at",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [_utc(first), _utc(last)], "nice": False},
        "axis": {
            "values": list(labels),
            "tickCount": len(labels),
            "labelExpr": f"{{{written}}}[time(datum.value)]",
        },
    }


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
