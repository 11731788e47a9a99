"""Charts as SVG from Vega-Lite specifications: numbers and words in, a picture out; nothing is computed here."""

from sverka.publish.charts.bar_layout import Figure, Line, Threshold
from sverka.publish.charts.chart import NARROW, WIDE, Chart, Frame, Series, Words
from sverka.publish.charts.look import looks_of
from sverka.publish.charts.shares import draw_shares

__all__ = [
    "NARROW",
    "WIDE",
    "Chart",
    "Figure",
    "Frame",
    "Line",
    "Series",
    "Threshold",
    "Words",
    "draw_shares",
    "looks_of",
]
