"""Where bars, names and figures of a bar chart lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from sverka.publish.charts.chart import Frame, Series
from sverka.publish.charts.drawing import Spec
from sverka.publish.charts.layers import LINE, TEXT, axis
from sverka.publish.charts.letters import widest, wrap
from sverka.publish.charts.numbers import ticks

BAR = 13  # thickness of a bar, with the gap to the next
ONLY_BAR = 17  # where there is one in a line
BETWEEN = 12  # room between two lines of bars
CLOSE = 4  # room between the names of two lines
GAP = 8  # between a name and its bars
AFTER = 5  # between a bar and its figure
AXIS = 24  # room for the axis labels
COLUMN = 0.36  # of the width is for names at most
SHORT = 0.3  # names no longer than this part of a narrow chart stand left of the bars there too


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, and how the table beside the chart writes it."""

    value: Fraction | int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of bars: its name, and a figure per series; a series without one is *missing*."""

    id: str
    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value to be reached and its words, which name the base: «порог: 5 % от принявших участие»."""

    value: Fraction
    text: str


@dataclass(frozen=True, kw_only=True)
class Bars:
    """What is drawn, and its sizes in pixels. Names stand left of the bars, or above them on a phone.

    `width` : of the picture
    `names` : the lines of text of each name
    `left` : room for names left of the bars; `above` : room for them above
    `plot` : length of the longest bar; `bar` : its thickness with the gap to the next
    `step` : from one line of bars to the next
    `largest` : the value of the longest bar
    """

    lines: Sequence[Line]
    series: Sequence[Series]
    width: int
    names: tuple[tuple[str, ...], ...]
    left: int
    plot: int
    above: int
    bar: int
    step: int
    largest: Fraction | int

    @classmethod
    def of(cls, lines: Sequence[Line], series: Sequence[Series], frame: Frame, least: Fraction | int) -> Bars:
        """Room for the names first, then for the widest figure right of the longest bar."""
        above = frame.narrow and widest([line.name for line in lines], TEXT) > frame.width * SHORT
        column = frame.width if above else round(frame.width * COLUMN)
        names = tuple(wrap(line.name, column, TEXT, lines=3) for line in lines)
        figures = [figure for line in lines for figure in line.figures.values()]
        left = 0 if above else ceil(widest([one for name in names for one in name], TEXT)) + GAP
        room = ceil(widest([figure.text for figure in figures], TEXT)) + AFTER + 1
        text = max((len(name) for name in names), default=1) * LINE
        bars = (BAR if len(series) > 1 else ONLY_BAR) * len(series)
        return cls(
            lines=lines,
            series=series,
            width=frame.width,
            names=names,
            left=left,
            plot=frame.width - left - room,
            above=text if above else 0,
            bar=bars // len(series),
            step=text + bars + BETWEEN if above else max(bars + BETWEEN, text + CLOSE),
            largest=max([figure.value for figure in figures] + [least]) or 1,
        )

    @property
    def height(self) -> int:
        """Of the view."""
        return self.step * len(self.lines)

    @property
    def top(self) -> float:
        """From the top of a line to its first bar."""
        return self.above + (self.step - self.above - self.bar * len(self.series)) / 2

    def length(self, value: Fraction | int) -> float:
        """Of the bar of a value."""
        return float(value / Fraction(self.largest) * self.plot)

    def encoding(self, percent: bool) -> Spec:
        """Where the bar of a line and series lies."""
        bands = [self.top, self.top + self.bar * len(self.series)]
        return {
            "x": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": [0, float(self.largest)], "nice": False},
                "axis": axis(ticks(self.largest, most=max(4, self.plot // 70)), ".0%" if percent else ",d"),
            },
            "y": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": [line.id for line in self.lines], "padding": 0},
                "axis": None,
            },
            "yOffset": {
                "field": "series",
                "scale": {
                    "domain": [one.id for one in self.series],
                    "range": bands,
                    "paddingInner": 0.2,
                    "paddingOuter": 0,
                },
            },
        }
