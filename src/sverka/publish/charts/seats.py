"""Seats that follow from the counts, the accounts side by side."""

from __future__ import annotations

from collections.abc import Sequence

from sverka.publish.charts.bar_layout import Line
from sverka.publish.charts.bars import draw_bars
from sverka.publish.charts.chart import Chart, Frame, Series, Words
from sverka.publish.charts.shares import ranked


def draw_seats(lines: Sequence[Line], series: Sequence[Series], words: Words, frame: Frame) -> Chart:
    """Bars from the most seats to the fewest; where lots must be drawn, the text of the figure says so."""
    return draw_bars(ranked(lines, series), series, words, frame)
