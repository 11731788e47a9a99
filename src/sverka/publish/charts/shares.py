"""Shares of the selections, the accounts side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sverka.publish.charts.bar_layout import Line, Threshold
from sverka.publish.charts.bars import draw_bars
from sverka.publish.charts.chart import Chart, Frame, Series, Words


def draw_shares(
    lines: Sequence[Line],
    series: Sequence[Series],
    words: Words,
    frame: Frame,
    *,
    threshold: Threshold | None = None,
    last: Collection[str] = (),
) -> Chart:
    """Bars from the largest share to the smallest; `last` names lines that stand below all others ("against all").

    A line's place is decided by the last series that has a figure of it: put the legal account last.
    """
    return draw_bars(ranked(lines, series, last), series, words, frame, percent=True, threshold=threshold)


def ranked(lines: Sequence[Line], series: Sequence[Series], last: Collection[str] = ()) -> list[Line]:
    """The lines from the largest figure to the smallest; those without any figure after them."""

    def rank(line: Line) -> tuple[bool, float]:
        figures = (line.figures[one.id].value for one in reversed(series) if one.id in line.figures)
        return line.id in last, -float(next(figures, -1))

    return sorted(lines, key=rank)
