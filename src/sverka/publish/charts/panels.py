"""Small panels beside and below one another, all with the same axes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil

from sverka.publish.charts.bar_layout import AXIS, Threshold
from sverka.publish.charts.chart import Series
from sverka.publish.charts.drawing import Spec
from sverka.publish.charts.header import line_samples
from sverka.publish.charts.layers import LINE, SMALL, TEXT, axis, styled, texts
from sverka.publish.charts.letters import width_of, wrap
from sverka.publish.charts.look import INK, QUIET
from sverka.publish.charts.numbers import ticks
from sverka.publish.language import translator

HEIGHT = 110  # of a panel
SIDE = 40  # room for the labels of the axis, left of the first panel of a row
END = 4  # room right of the last panel
BETWEEN = 20  # from one panel to the next in a row
UNDER = 10  # below a panel's axis
SAMPLE = 13  # of the line beside a figure
PARTS = (Fraction(0), Fraction(1, 2), Fraction(1))  # of the stations expected: where the axis has labels


@dataclass(frozen=True, slots=True)
class Point:
    """The share when so many stations were in."""

    stations: int
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How one selection's share changed in each account, and how the table writes the last one."""

    id: str
    name: str
    points: Mapping[str, Sequence[Point]]
    last: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Panels:
    """What the panels have in common.

    `series` : of all lines, the threshold among them
    `width` : of a panel's view, in pixels
    `expected` : stations at the right edge; `largest` : the share at the upper edge
    """

    courses: Sequence[Course]
    series: Sequence[Series]
    columns: int
    width: int
    expected: int
    largest: Fraction
    threshold: Threshold | None
    language: str

    @cached_property
    def names(self) -> list[tuple[str, ...]]:
        """The lines of text of each name."""
        return [wrap(course.name, self.width, TEXT, lines=3, bold=True) for course in self.courses]

    @cached_property
    def top(self) -> int:
        """Room above a view, for the longest name and the last figures."""
        figures = max((figure["y"] for course in self.courses for figure in self._figures(course)), default=0)
        return self._title + figures + LINE + 6

    @property
    def _title(self) -> int:
        return max(len(name) for name in self.names) * LINE

    @property
    def gap(self) -> int:
        """From the lower edge of a view to the upper edge of the one below it."""
        return self.top + AXIS + UNDER

    @property
    def size(self) -> tuple[int, int]:
        """Width and height from the first view's corner to the last one's."""
        rows = ceil(len(self.courses) / self.columns)
        width = self.width * self.columns + BETWEEN * (self.columns - 1)
        return width, HEIGHT * rows + self.gap * (rows - 1)

    def view(self, place: int) -> Spec:
        """One selection: its lines, its name and its last figures."""
        course = self.courses[place]
        lines = {
            "data": {"values": list(self._rows(course))},
            "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2},
            "encoding": {
                "x": self._stations(),
                "y": self._share(labels=place % self.columns == 0),
                **styled(self.series, stroke="stroke", strokeDash="dash"),
            },
        }
        layers = [*self._limit(), lines, *self._head(place), self._parts()]
        return {"width": self.width, "height": HEIGHT, "layer": layers}

    def _rows(self, course: Course) -> Iterator[Spec]:
        for one in self.series:
            for point in self._thinned(course.points.get(one.id, ())):
                yield {
                    "selection": course.name,
                    "series": one.id,
                    "stations": point.stations,
                    "share": float(point.share),
                }

    def _thinned(self, points: Sequence[Point]) -> Iterator[Point]:
        """Of the points that fall into one column, two pixels wide, the last: more is not seen."""
        column = [point.stations * self.width // (2 * self.expected) for point in points]
        for place, point in enumerate(points):
            if place + 1 == len(points) or column[place + 1] != column[place]:
                yield point

    def _stations(self) -> Spec:
        return {
            "field": "stations",
            "type": "quantitative",
            "scale": {"domain": [0, self.expected], "nice": False},
            "axis": {**axis([float(self.expected * part) for part in PARTS], ",d"), "labels": False},
        }

    def _share(self, *, labels: bool) -> Spec:
        return {
            "field": "share",
            "type": "quantitative",
            "scale": {"domain": [0, float(self.largest)], "nice": False},
            "axis": {**axis(ticks(self.largest, most=5), ".0%"), "labels": labels},
        }

    def _limit(self) -> Iterator[Spec]:
        if self.threshold:
            yield {
                "data": {"values": [{"share": float(self.threshold.value)}]},
                "mark": {"type": "rule", "color": INK, "strokeDash": [3, 3]},
                "encoding": {"y": {"field": "share", "type": "quantitative"}},
            }

    def _head(self, place: int) -> Iterator[Spec]:
        """The name, its last line always at one height; under it a sample of each line with its last figure."""
        name = self.names[place]
        first = self._title - LINE * len(name) - self.top + LINE / 2
        yield texts(
            ({"text": text, "x": 0, "y": first + LINE * down} for down, text in enumerate(name)),
            fontWeight=600,
        )
        down = self._title - self.top + LINE / 2
        figures = [{**figure, "y": figure["y"] + down} for figure in self._figures(self.courses[place])]
        yield line_samples(figures, self.series)
        yield texts(({**figure, "x": figure["x2"] + 4} for figure in figures), fontSize=SMALL)

    def _figures(self, course: Course) -> Iterator[Spec]:
        """The last figure of each account behind a sample of its line, as many side by side as fit."""
        x, y = 0, 0
        for one in (one for one in self.series if one.id in course.last):
            text = course.last[one.id]
            needed = SAMPLE + 4 + ceil(width_of(text, SMALL))
            if x and x + needed > self.width:
                x, y = 0, y + LINE
            yield {"series": one.id, "text": text, "x": x, "x2": x + SAMPLE, "y": y}
            x += needed + 8

    def _parts(self) -> Spec:
        """What part of the stations: 0, half, all; within the width of the panel."""
        rows = []
        for part in PARTS:
            text = translator(self.language).plain_percent(part)
            width = width_of(text, SMALL)
            x = min(max(float(self.width * part) - width / 2, 0), self.width - width)
            rows.append({"text": text, "x": round(x), "y": HEIGHT + AXIS / 2})
        return texts(rows, fontSize=SMALL, color=QUIET)
