"""Charts as SVG from Vega-Lite specifications: numbers and words in, a picture out; nothing is computed here.

How to call them: docs/charts.md.
"""

from sverka.publish.charts.bar_layout import Figure, Line, Threshold
from sverka.publish.charts.chart import NARROW, WIDE, Chart, Frame, Series, Words
from sverka.publish.charts.courses import draw_courses
from sverka.publish.charts.kinds import Group, draw_kinds
from sverka.publish.charts.look import looks_of
from sverka.publish.charts.net import draw_net, net_groups
from sverka.publish.charts.panels import Course, Point
from sverka.publish.charts.progress import Goal, Moment, columns_of, draw_progress
from sverka.publish.charts.seats import draw_seats
from sverka.publish.charts.shares import draw_shares

__all__ = [
    "NARROW",
    "WIDE",
    "Chart",
    "Course",
    "Figure",
    "Frame",
    "Goal",
    "Group",
    "Line",
    "Moment",
    "Point",
    "Series",
    "Threshold",
    "Words",
    "columns_of",
    "draw_courses",
    "draw_kinds",
    "draw_net",
    "draw_progress",
    "draw_seats",
    "draw_shares",
    "looks_of",
    "net_groups",
]
