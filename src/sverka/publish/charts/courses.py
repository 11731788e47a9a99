"""How the shares changed while the stations came in: one small panel per selection, one line per account.

Stations that come first are no sample of all, so the share at 28 % of the stations may be far from the last one.
The panels have one scale, from zero; a line runs over the stations that are in, not over time, so that the same
place in the lines of two accounts means equally many stations.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sverka.publish.charts.bar_layout import AXIS, Threshold
from sverka.publish.charts.chart import Chart, Frame, Series, Words, finish
from sverka.publish.charts.drawing import Canvas
from sverka.publish.charts.header import Header
from sverka.publish.charts.look import INK, PAPER, Look
from sverka.publish.charts.panels import BETWEEN, END, SIDE, Course, Panels


def draw_courses(
    courses: Sequence[Course],
    series: Sequence[Series],
    words: Words,
    frame: Frame,
    *,
    expected: int,
    threshold: Threshold | None = None,
) -> Chart:
    """Small panels in the order given. Begin with a few dozen stations: the shares of the first ones jump about.

    `expected` : how many stations are all; the right edge of every panel
    """
    limits = [_limit(threshold)] if threshold else []
    shares = [point.share for course in courses for line in course.points.values() for point in line]
    columns = min(2 if frame.narrow else 3, len(courses))
    panels = Panels(
        courses=courses,
        series=[*series, *limits],
        columns=columns,
        width=(frame.width - SIDE - END - BETWEEN * (columns - 1)) // columns,
        expected=expected,
        largest=max([*shares, *([threshold.value] if threshold else [])]) or Fraction(1),
        threshold=threshold,
        language=frame.language,
    )
    header = Header.of(panels.series, words, frame)
    views = [panels.view(place) for place in range(len(courses))]
    views[0]["layer"] += header.layers(SIDE, panels.top, lines=True)
    view = {
        "columns": columns,
        "spacing": {"row": panels.gap, "column": BETWEEN},
        "bounds": "flush",
        "align": "none",
        "concat": views,
    }
    width, height = panels.size
    right = frame.width - SIDE - width
    canvas = Canvas.around(width, height, left=SIDE, top=header.height + panels.top, right=right, bottom=AXIS)
    return finish(view, frame, words, canvas)


def _limit(threshold: Threshold) -> Series:
    """The threshold in the legend."""
    return Series(
        id="threshold", name="", look=Look(stroke=INK, fill=PAPER, dash=(3, 3)), note=threshold.text
    )
